"""Google's pages of prices and models' ends: tables whose rows are meters, and days that are the earliest possible."""

import csv
import gzip
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.facts.kinds import Notice, Price, Promotion, Retirement
from models.readings.reading import Reading
from samples.vendors.google import DEPRECATIONS, PRICING
from scrapers.google import deprecations, pricing
from scrapers.page import Page, PageChanged

TODAY = datetime(2026, 11, 30, tzinfo=UTC)
NEW_YEAR = datetime(2027, 1, 1, 8, tzinfo=UTC)
"""Midnight in Los Angeles."""
PRICES, ENDS = PRICING.answer(TODAY), DEPRECATIONS.answer(TODAY)
FLASH_35, FLASH_36, PRO, EMBEDDING = (
    f"gemini-{name}" for name in ("3.5-flash", "3.6-flash", "3.1-pro-preview", "embedding-2")
)
LIVE, COMPUTER = "gemini-3.8-live", "gemini-2.5-computer-use-preview-10-2025"
Stated = dict[tuple[str, str, str, int, bool], str]


def read(text: str) -> Reading:
    return pricing.read(Page("google_pricing", "sample", text.encode(), TODAY))


def changed(*edits: tuple[str, str], text: str = PRICES) -> str:
    for old, new in edits:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    return text


def section(model: str, text: str = PRICES) -> str:
    """The section of a model on the page."""
    return next(part for part in re.split(r"(?m)^(?=## )", text) if f"[`{model}`]" in part)


def stated(found: Reading) -> Stated:
    """Each price by model, mode, meter and tier, and whether it is announced."""
    return {
        (fact.model, fact.mode, fact.meter, fact.above, fact.effective_from is not None): f"{fact.amount}"
        for fact in found.facts
        if isinstance(fact, Price)
    }


def of(model: str, found: Reading, mode: str = "standard") -> dict[str, str]:
    """The present prices of a model for short prompts, by meter."""
    return {
        meter: amount
        for (name, way, meter, above, later), amount in stated(found).items()
        if (name, way, above, later) == (model, mode, 0, False)
    }


def kept(found: Reading) -> list[tuple[str, str, str, int, bool]]:
    """The prices of the whole page that a reading neither states nor lets go."""
    whole = read(PRICES)
    return [
        key
        for key in stated(whole)
        if key not in stated(found)
        and any(
            keep.covers(Price, ("google_pricing", key[0], key[2], "flat", "USD", key[1], key[3]))
            for keep in found.keeps
        )
    ]


def missing(found: Reading) -> set[str]:
    """The models with prices that a reading lets go."""
    keeps = kept(found)
    return {key[0] for key in stated(read(PRICES)) if key not in stated(found) and key not in keeps}


def unread(found: Reading) -> str:
    return "\n".join(part.shown for part in found.unread)


def test_rows_are_meters_and_headings_are_modes() -> None:
    found = read(PRICES)
    assert of(FLASH_35, found) == {
        "input_cache_miss": "1.50",
        "output": "9.00",
        "input_cache_hit": "0.15",
        "cache_storage": "1.00",
    }
    assert [of(FLASH_35, found, mode)["output"] for mode in ("batch", "flex", "priority")] == ["4.50", "4.50", "16.20"]
    units = {fact.meter: fact.unit for fact in found.facts if isinstance(fact, Price)}
    assert units["cache_storage"] == "1M tokens · hour"
    assert set(units.values()) == {"1M tokens", "1M tokens · hour"}


def test_a_model_without_a_mode_has_standard_prices_and_several_ids_have_the_same() -> None:
    found = read(PRICES)
    live = {"input_cache_miss": "0.75", "input_audio": "3.00", "output": "4.50", "output_audio": "12.00"}
    for model in (LIVE, "gemini-3.8-live-extended-thinking", "gemini-3.1-flash-live-preview"):
        assert of(model, found) == live
    assert of(f"{PRO}-customtools", found) == of(PRO, found)


@pytest.mark.parametrize("end", [" tokens", " token", ""])
def test_the_tiers_of_prompts_have_three_spellings(end: str) -> None:
    found = stated(
        read(PRICES.replace("\\> 200k |", f"\\> 200k{end} |").replace("\\> 200k tokens |", f"\\> 200k{end} |"))
    )
    assert {tier: found[PRO, "standard", meter, tier, False] for meter in ("output",) for tier in (0, 200_000)} == {
        0: "12.00",
        200_000: "18.00",
    }
    assert found == stated(read(PRICES))


def test_a_tier_without_the_lower_one_is_not_read() -> None:
    found = read(changed(("$12.00, prompts \\<= 200k tokens $18.00", "$12.00, prompts \\> 128k tokens $18.00")))
    assert "output" not in of(PRO, found)
    assert missing(found) == set()
    assert missing(read(changed(("$12.00, prompts \\<= 200k tokens ", "")))) == set()


def test_a_cell_states_the_price_now_and_the_announced_one() -> None:
    found = stated(read(PRICES))
    for model in (FLASH_36, "gemini-3.7-flash", "gemini-3.8-flash"):
        assert found[model, "standard", "input_cache_miss", 0, False] == "0.75"
        assert found[model, "standard", "input_cache_miss", 0, True] == "1.50"
        assert found[model, "standard", "cache_storage", 0, False] == "0.50"
        assert found[model, "standard", "cache_storage", 0, True] == "1.00"
    assert found["gemini-3.8-flash-tts", "standard", "output_audio", 0, True] == "18.00"
    announced = {fact.effective_from for fact in read(PRICES).facts if isinstance(fact, Price)} - {None}
    assert announced == {NEW_YEAR}


@pytest.mark.parametrize(
    "cell",
    [
        "$3.75 through December 30, 2026. $7.50 starting January 1, 2027.",
        "$3.75 through December 31, 2026. $7.50 starting January 1, 2026.",
        "$3.75 (audio) through December 31, 2026. $7.50 starting January 1, 2027.",
        "$3.75 through December 31, 2026 through March 1, 2027. $7.50 starting January 1, 2027.",
        "$3.75 until December 31, 2026. $7.50 starting January 1, 2027.",
        "Same as Standard",
        "Contact us",
        "$3.75 / 1K tokens",
        "$3.75 per image",
        "$3.75 ($0.00012 per image)",
        "$3.75 (text) $7.50 (text)",
        "$3.75 / 1,000,000 tokens per hour (storage price)",
    ],
)
def test_a_cell_with_an_unknown_phrase_is_named_and_keeps_its_price(cell: str) -> None:
    known = "$3.75 through December 31, 2026. $7.50 starting January 1, 2027."
    now = section(FLASH_36)
    found = read(PRICES.replace(now, now.replace(known, cell, 1)))
    assert cell.split(" ", maxsplit=1)[0] in unread(found) or "days that do not meet" in unread(found)
    assert not [key for key in stated(found) if key[:2] == (FLASH_36, "standard") and key[2].startswith("output")]
    assert missing(found) == set()
    assert of("gemini-3.7-flash", found) == of("gemini-3.7-flash", read(PRICES))


def test_an_end_without_a_successor_is_a_deadline_though_pictures_are_unread() -> None:
    found = read(changed(("| $9.00 |", "| $9.00 through March 1, 2027 |")))
    (said,) = [fact for fact in found.facts if isinstance(fact, Promotion) and not fact.gone]
    assert (said.model, said.ends_at, said.after_end) == (FLASH_35, datetime(2027, 3, 2, 8, tzinfo=UTC), None)
    odd = read(changed(("| $9.00 |", "| $9.00 through March 1, 2027 |"), ("| $1.50 |", "| soon |")))
    assert not [fact for fact in odd.facts if isinstance(fact, Promotion)]


@pytest.mark.parametrize(
    ("paid", "expected"),
    [
        ("Free of charge", "0"),
        ("Not available", None),
        ("Not available ([shut down](https://ai.google.dev/x))", None),
        ("*Same as Standard* $1.50", "1.50"),
        ("$1.50 / 1,000,000 tokens (text/image/video) $2.00 / 1,000,000 tokens (audio)", "1.50"),
        ("$1.50 (text / image / video / audio)", "1.50"),
        ("$1.50^\\*^", "1.50"),
    ],
)
def test_known_phrases_of_the_paid_column(paid: str, expected: str | None) -> None:
    found = read(changed(("| $1.50 |", f"| {paid} |")))
    assert of(FLASH_35, found).get("input_cache_miss") == expected
    assert of(FLASH_35, found)["output"] == "9.00"
    assert FLASH_35 not in unread(found)
    audio = re.search(r"(?:(\$2.00) /|/ audio)", paid)
    assert of(FLASH_35, found).get("input_audio") == (None if audio is None else "2.00" if audio[1] else "1.50")


def test_pictures_video_and_music_are_named_and_the_page_is_read() -> None:
    found = read(PRICES)
    named = unread(found)
    for text in (
        "$1.00 or $0.002/min (image/video)",
        "$0.039 per image",
        "per image in usd",
        "per second in usd",
        "$0.45",
    ):
        assert text in named
    assert of(EMBEDDING, found) == {"input_cache_miss": "0.20", "input_audio": "6.50"}
    assert "search" not in named
    assert "Gemma" not in named
    assert "tools" not in named


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Paid Tier, per 1M tokens in USD", "Paid Tier, per 1K tokens in USD"),
        ("Paid Tier, per 1M tokens in USD", "Paid Tier, per 1M tokens in EUR"),
        ("Paid Tier, per 1M tokens in USD", "Price"),
        ("| Free Tier |", "| Trial |"),
        ("| Free Tier |", "| Paid Tier, per 1M tokens in USD |"),
        ("| Input price | Free of charge | $1.50 |", "| Input price | $1.50 |"),
        ("| Input price | Free of charge | $1.50 |", "| Input price | Free of charge | $1."),
        ("| Input price | Free of charge | $1.50 |", "| Input price | Free of charge | $1.50 |\n" * 2),
        ("### Batch", "### Standard"),
        ("### Batch\n", ""),
        ("## Gemini 3.1 Pro Preview\n", ""),
        ("### Batch\n", "### Batch\n\n*[`gemini-3.5-flash`](https://ai.google.dev)*\n"),
    ],
)
def test_another_form_refuses_the_page(old: str, new: str) -> None:
    now = section(FLASH_35) + section(PRO)
    assert old in now
    with pytest.raises(PageChanged):
        read(PRICES.replace(section(FLASH_35), "").replace(section(PRO), now.replace(old, new, 1)))


@pytest.mark.parametrize(
    "text",
    [
        PRICES.replace("Paid Tier", "PAID tier").replace("### Standard", "### STANDARD"),
        "# Gemini Developer API pricing\n\n" + PRICES,
        re.sub(r"(?m)^(#+) ", r"\1# ", PRICES),
        PRICES.replace("### ", "## "),
        re.sub(r"(?m)^\| (.*?) \| (.*?) \| (.*?) \|$", r"| \3 | \1 | \2 |", PRICES.replace("|   |", "|  |")),
        PRICES.replace("`", ""),
        PRICES.replace("\\<=", "≤").replace("\\>", ">"),
    ],
    ids=("case", "a heading above", "deeper headings", "one level", "other columns", "no ticks", "no escapes"),
)
def test_another_dress_says_the_same(text: str) -> None:
    assert text != PRICES
    assert stated(read(text)) == stated(read(PRICES))


def test_a_section_without_ids_is_named_and_the_facts_of_its_mode_stay() -> None:
    now = section(FLASH_35)
    found = read(PRICES.replace(now, re.sub(r"\n\*\[`.*?\*\n", "\n", now)))
    assert unread(found).count("a section without a known id") == 4
    assert not of(FLASH_35, found)
    assert missing(found) == set()
    assert of(PRO, found) == of(PRO, read(PRICES))


def test_an_unknown_row_keeps_the_meters_that_no_other_row_has() -> None:
    found = read(changed(("| Input price | Free of charge | $1.50 |", "| Prompt price | Free of charge | $1.50 |")))
    assert "Prompt price" in unread(found)
    assert of(FLASH_35, found) == {"output": "9.00", "input_cache_hit": "0.15", "cache_storage": "1.00"}
    assert missing(found) == set()


PICTURES = "gemini-2.5-flash-image / standard / Output price"


def test_prices_of_pictures_and_video_are_out_of_scope_and_no_news() -> None:
    found = read(PRICES)
    parts = {part.where: part for part in found.unread}
    assert parts[PICTURES].text == "no meter of ours: $0.039 per image"
    assert parts["veo-3.1-generate-preview / standard"].keeps
    assert all(part.is_out_of_scope for part in found.unread)
    assert not [fact for fact in found.every() if isinstance(fact, Notice) and fact.unread]


@pytest.mark.parametrize(
    ("cell", "prices"),
    [
        ("$0.067 per 1K/2K image $0.12 per 4K image", []),
        ("$6.00 (text and thinking) $0.067 per 1K/2K image $0.12 per 4K image", ["6.00"]),
        (
            "$3 (text and thinking) $60.00 (images) Equivalent to $0.045 per 0.5K image* and $0.151 per 4K image*.",
            ["3"],
        ),
        ("$2.00 (text/image), equivalent to $0.0011 per image", ["2.00"]),
    ],
)
def test_a_text_price_beside_those_of_pictures_is_read(cell: str, prices: list[str]) -> None:
    found = read(changed(("$0.039 per image", cell)))
    outputs = [of("gemini-2.5-flash-image", found).get("output")]
    assert [amount for amount in outputs if amount] == prices
    assert missing(found) == set()
    assert all(part.is_out_of_scope for part in found.unread)


@pytest.mark.parametrize(
    "cell",
    ["$0.039 per imagery", "$0.039 per 1K tokens", "$0.039 per page", "$0.039 an image", "$6.00 (text) $1 per page"],
)
def test_an_amount_by_another_unit_is_unread(cell: str) -> None:
    (part,) = [part for part in read(changed(("$0.039 per image", cell))).unread if part.where == PICTURES]
    assert not part.is_out_of_scope
    assert part.keeps


@pytest.mark.parametrize(
    ("mode", "cell"),
    [
        ("Batch", "$9.01"),
        ("Flex", "$7.50 through December 31, 2026. $9.50 starting January 1, 2027."),
        ("Priority", "$8.99"),
    ],
)
def test_a_mode_out_of_keeping_with_the_standard_one_is_not_read(mode: str, cell: str) -> None:
    """A row of another model: flex and batch never cost more than standard, priority never less."""
    now = section(FLASH_35)
    head, tail = now.split(f"### {mode}", 1)
    old = re.search(r"\| Output price .*? \| (\$[0-9.]+) \|", tail)
    assert old is not None
    found = read(PRICES.replace(now, f"{head}### {mode}{tail.replace(old[1], cell, 1)}"))
    assert {"output"} == of(FLASH_35, read(PRICES)).keys() - of(FLASH_35, found).keys()
    assert "output" not in of(FLASH_35, found, mode.lower())
    assert missing(found) == set()
    assert f"{FLASH_35} {mode.lower()} output" in unread(found)


def test_a_heading_that_is_worded_anew_leaves_the_name_of_an_unread_row() -> None:
    edits = [("| Input price | Free of charge | $1.50 |", "| Prompt price | Free of charge | $1.50 |")]
    before = read(changed(*edits))
    after = read(changed(*edits, ("## Gemini 3.5 Flash\n", "## The quick Gemini 3.5 Flash\n")))
    assert [part.shown for part in after.unread] == [part.shown for part in before.unread]
    assert f"{FLASH_35} / standard / Prompt price: an unknown row: $1.50" in unread(after)
    assert [part.is_out_of_scope for part in after.unread if "Prompt price" in part.where] == [False]


def test_an_unknown_heading_below_a_model_is_named() -> None:
    found = read(changed(("### Priority", "### Turbo")))
    assert "Turbo" in unread(found)
    assert not of(FLASH_35, found, "priority")
    assert missing(found) == set()
    assert of(FLASH_35, found) == of(FLASH_35, read(PRICES))


def test_ids_and_tables_of_another_model_are_not_read() -> None:
    one, other = (re.search(rf"(?m)^\*\[`{model}`.*\n", PRICES) for model in (FLASH_35, FLASH_36))
    assert one
    assert other
    found = read(PRICES.replace(one[0], "IDS").replace(other[0], one[0]).replace("IDS", other[0]))
    assert not of(FLASH_35, found)
    assert not of(FLASH_36, found)
    assert missing(found) == set()
    flex = re.search(r"### Flex\n.*?(?=\n##|\Z)", section(PRO), re.DOTALL)
    assert flex
    copied = read(PRICES.replace(section(EMBEDDING), f"{section(EMBEDDING)}{flex[0]}\n\n"))
    assert not of(EMBEDDING, copied, "flex")
    assert missing(copied) == set()


def ends(text: str) -> dict[str, tuple[str | None, str, str | None]]:
    found = read_ends(text)
    return {
        fact.model: (fact.state, f"{fact.retires_at:%Y-%m-%d %H:%M}", fact.replacement)
        for fact in found.facts
        if isinstance(fact, Retirement) and fact.retires_at
    }


def read_ends(text: str) -> Reading:
    return deprecations.read(Page("google_deprecations", "sample", text.encode(), TODAY))


def test_every_day_is_the_earliest_and_no_day_is_none() -> None:
    found = ends(ENDS)
    assert {state for state, _, _ in found.values()} == {"earliest"}
    assert found["gemini-2.5-pro"] == ("earliest", "2026-12-01 08:00", None)
    assert found["gemini-3.1-flash-lite"] == ("earliest", "2027-05-07 07:00", "gemini-3.5-flash-lite")
    assert found["gemini-2.5-flash-image"] == ("earliest", "2027-03-15 07:00", "gemini-3.1-flash-image")
    assert found["gemini-2.0-flash"][1] == "2026-06-01 07:00"
    assert found["antigravity-preview-05-2026"][2] == "antigravity-preview-09-2026"
    assert not {"gemini-3.7-flash", "gemini-3.1-pro-preview"} & found.keys()
    assert not [model for model in found if " " in model]
    assert read_ends(ENDS).unread == ()


def test_a_sentence_about_a_replacement_names_one_id_or_is_kept_in_words() -> None:
    assert ends(ENDS)["veo-3.0-generate-001"][2] == "veo-3.1-generate-preview"
    both = changed(("| `gemini-3.5-flash-lite` |", "| `gemini-3.5-flash-lite` or `gemini-3.8-flash` |"), text=ENDS)
    assert ends(both)["gemini-3.1-flash-lite"][2] == "gemini-3.5-flash-lite or gemini-3.8-flash"
    none = changed(("| `gemini-3.5-flash-lite` |", "| See the platform |"), text=ENDS)
    assert ends(none)["gemini-3.1-flash-lite"] == ("earliest", "2027-05-07 07:00", None)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("| May 7, 2026 | May 7, 2027 |", "| May 7, 2026 |   |"),
        ("| May 7, 2026 | May 7, 2027 |", "| May 7, 2026 | Earliest May 2027 |"),
        ("| May 7, 2026 | May 7, 2027 |", "| May 7, 2026 | November |"),
        ("| May 7, 2026 | May 7, 2027 |", "| May 7, 2026 | May 7, 2025 |"),
        ("| May 7, 2026 | May 7, 2027 |", "| May 7, 2027 | May 7, 2026 |"),
        ("| May 7, 2026 | May 7, 2027 |", "| No shutdown date announced | May 7, 2027 |"),
        ("| May 7, 2027 | `gemini-3.5-flash-lite` |", "| May 7, 2027 | `gemini-3.1-flash-lite` |"),
    ],
)
def test_a_row_that_is_not_understood_is_named_and_its_end_stays(old: str, new: str) -> None:
    found = read_ends(changed((old, new), text=ENDS))
    (part,) = found.unread
    assert "gemini-3.1-flash-lite" in part.where
    assert "gemini-3.1-flash-lite" not in ends(changed((old, new), text=ENDS))
    assert any(keep.covers(Retirement, ("google_deprecations", "gemini-3.1-flash-lite")) for keep in found.keeps)
    assert len(ends(changed((old, new), text=ENDS))) == len(ends(ENDS)) - 1


def test_silence_is_no_withdrawal_and_the_month_of_a_release_is_enough() -> None:
    gone = read_ends(ENDS)
    assert any(keep.covers(Retirement, ("google_deprecations", "gemini-2.0-flash-001")) for keep in gone.keeps)
    assert not any(keep.covers(Retirement, ("google_deprecations", "gemini-3.7-flash")) for keep in gone.keeps)
    assert ends(changed(("May 7, 2026 |", "May 2026 |"), text=ENDS)) == ends(ENDS)


@pytest.mark.parametrize(
    "text",
    [
        f"# Gemini deprecations\n\n{ENDS}",
        ENDS.replace("`", ""),
        ENDS.replace("**", ""),
        ENDS.replace("**Model**", "**MODEL**").replace("**Shutdown date**", "**shutdown DATE**"),
    ],
    ids=("a heading above", "no ticks", "no stars", "case"),
)
def test_another_dress_of_ends_says_the_same(text: str) -> None:
    assert text != ENDS
    assert ends(text) == ends(ENDS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("**Shutdown date**", "**Retirement date**"),
        ("**Model**", "**Name**"),
        ("| Preview models ||||\n", "| Preview models |||\n"),
    ],
)
def test_another_form_of_ends_refuses_the_page(old: str, new: str) -> None:
    with pytest.raises(PageChanged):
        read_ends(changed((old, new), text=ENDS))


def test_the_capture_of_june_has_the_verified_prices(capture: Callable[[str], Path]) -> None:
    text = capture("google/pricing_derived_2026-06-02.md").read_text(encoding="utf-8")
    found = read(text)
    assert Counter(key[1] for key in stated(found)) == {"standard": 92, "batch": 80, "priority": 52, "flex": 52}
    assert of("gemini-3-pro-image", found) == {"input_cache_miss": "2.00", "output": "12.00"}
    assert len(found.unread) == 22
    assert all(part.is_out_of_scope for part in found.unread)
    facts = csv.DictReader(capture("../facts/vendors/first_party_prices_2026-04.csv").read_text("utf-8").splitlines())
    checked = 0
    for fact in facts:
        if fact["vendor"] == "google" and not fact["api_id"].startswith("gemini-2.0"):
            now = of(fact["api_id"], found)
            assert float(now["input_cache_miss"]) == float(fact["input_usd_per_1m"])
            assert float(now["input_cache_hit"]) == float(fact["cache_hit"])
            assert float(now["output"]) == float(fact["output_usd_per_1m"])
            if fact["long_input"]:
                long = stated(found)[fact["api_id"], "standard", "output", int(fact["long_prompt_above_tokens"]), False]
                assert float(long) == float(fact["long_output"])
            checked += 1
    assert checked == 3


def test_every_amount_of_the_rendered_page_is_one_that_was_read_or_named(capture: Callable[[str], Path]) -> None:
    """The same day's page as a browser shows it, without its headings of modes."""
    shown = gzip.decompress(capture("google/pricing_jina_2026-06-02.md.gz").read_bytes()).decode()
    found = read(capture("google/pricing_derived_2026-06-02.md").read_text(encoding="utf-8"))
    amounts = {f"{fact.amount}" for fact in found.facts if isinstance(fact, Price)}
    printed = set(re.findall(r"\$([0-9]+(?:\.[0-9]+)?)", shown))
    assert amounts <= printed
    rows = [
        line for line in shown.splitlines() if re.match(r"\| (?:Input|Output|Context)", line) and "mage" not in line
    ]
    assert {amount for row in rows for amount in re.findall(r"\$([0-9]+(?:\.[0-9]+)?)", row)} - amounts <= {
        *("0.005", "0.002", "0.018"),
        *re.findall(r"[0-9]+\.?[0-9]*", unread(found)),
    }


def test_the_capture_of_september_has_both_dated_prices(capture: Callable[[str], Path]) -> None:
    found = read(capture("google/pricing_shape_2026-09-30.md").read_text(encoding="utf-8"))
    assert len(stated(found)) == 10
    assert {key[4] for key in stated(found)} == {True, False}
    assert of("gemini-3.8-flash", found) == {
        "input_cache_miss": "0.75",
        "output": "3.75",
        "input_cache_hit": "0.075",
        "cache_storage": "0.50",
    }
    assert unread(found).count("a section without a known id") == 4


def test_the_capture_of_august_has_the_verified_ends(capture: Callable[[str], Path]) -> None:
    text = capture("google/deprecations_2026-08-21.md").read_text(encoding="utf-8")
    found = ends(text)
    assert len(found) == 42
    assert read_ends(text).unread == ()
    rows = re.findall(r"(?m)^\| ([a-z][a-z0-9.-]+) +\| .*?\| ([A-Z][a-z]+ [0-9]+, 20[0-9]{2}) +\|", text)
    days = {model: datetime.strptime(day, "%B %d, %Y").date().isoformat() for model, day in rows}  # noqa: DTZ007
    assert {model: end[1][:10] for model, end in found.items()} == days
    assert found["gemini-2.5-flash-image"][1] == "2026-10-02 07:00"
    assert found["veo-2.0-generate-001"][2] == "veo-3.1-generate-preview"
