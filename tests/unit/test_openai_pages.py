"""OpenAI's pages and its API's list of models: captures, and pages of ours changed as pages change."""

import csv
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.harness.dates import day
from models.facts.kinds import Price, Promotion, Retirement
from models.readings.reading import Reading
from samples.vendors.openai import DEPRECATIONS, MODELS, PRICING
from scrapers.page import Page, PageChanged
from scrapers.registry import SOURCES

AT = datetime(2026, 11, 30, tzinfo=UTC)
PRICES, ENDS, ANSWER = PRICING.answer(AT), DEPRECATIONS.answer(AT), MODELS.answer(AT)
OFFER = "GPT-5.6 Sol’s promotional pricing is available at least through November 21, 2026."
METERS = ("input_cache_miss", "input_cache_hit", "input_cache_write_30m", "output")
GPT_5 = "gpt-5-2025-08-07"
PriceKey = tuple[str, str, str, int]


def read(source: str, text: str | bytes) -> Reading:
    body = text if isinstance(text, bytes) else text.encode()
    return SOURCES[source].read(Page(source, "page", body, AT))


def prices(text: str | bytes) -> dict[PriceKey, str]:
    """Amounts by model, mode, meter and tier, of a page that is read whole."""
    found = read("openai_pricing", text)
    assert not found.unread
    return stated_prices(found)


def stated_prices(found: Reading) -> dict[PriceKey, str]:
    return {(it.model, it.mode, it.meter, it.above): str(it.amount) for it in found.facts if isinstance(it, Price)}


def promotions(found: Reading) -> list[Promotion]:
    return [fact for fact in found.facts if isinstance(fact, Promotion)]


def ends(found: Reading) -> dict[str, tuple[str | None, str, str | None]]:
    """State, day (Pacific midnight) and replacement by model, as stated now."""
    return {
        fact.model: (fact.state, f"{fact.retires_at:%Y-%m-%d}", fact.replacement)
        for fact in found.facts
        if isinstance(fact, Retirement) and fact.effective_from is None
    }


def changed(text: str, *edits: tuple[str, str]) -> str:
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def test_the_captured_page_states_each_cell_of_its_tables(capture: Callable[[str], Path]) -> None:
    page = capture("openai/pricing_official_2026-09_head.md").read_text(encoding="utf-8")
    found, mode, expected = read("openai_pricing", page), "", dict[PriceKey, str]()
    for line in page.splitlines():
        if heading := re.match(r"### (\w+) pricing data", line):
            mode = heading[1].lower()
        if line.startswith("|") and "$" in line:
            name, *cells = (cell.strip() for cell in line.strip("|").split("|"))
            for place, cell in enumerate(cells):
                key = (name.split()[0], mode, METERS[place % 4], 0 if place < 4 else 272_000)
                if cell != "-":
                    expected[key] = cell[1:]
    assert (len(expected), stated_prices(found)) == (269, expected)
    assert expected["gpt-5.4", "batch", "input_cache_hit", 0] == "0.13"
    # The capture ends above the tables of flex and fast.
    assert [unread.where for unread in found.unread] == ["flex pricing data", "fast pricing data"]


def test_the_captured_page_states_the_prices_of_april(capture: Callable[[str], Path]) -> None:
    found = stated_prices(read("openai_pricing", capture("openai/pricing_official_2026-09_head.md").read_bytes()))
    rows = csv.DictReader(
        capture("../facts/vendors/first_party_prices_2026-04.csv").read_text(encoding="utf-8").splitlines()
    )
    compared = 0
    for row in (row for row in rows if row["vendor"] == "openai"):
        for meter, above, column in (
            ("input_cache_miss", 0, "input_usd_per_1m"),
            ("input_cache_hit", 0, "cache_hit"),
            ("output", 0, "output_usd_per_1m"),
            ("input_cache_miss", 272_000, "long_input"),
            ("output", 272_000, "long_output"),
        ):
            if row[column]:
                assert found[row["api_id"], "standard", meter, above] == row[column], (row["api_id"], column)
                compared += 1
    assert compared == 20


def test_the_captured_page_of_ends_states_the_newest_announcement_of_each_model(capture: Callable[[str], Path]) -> None:
    found = read("openai_deprecations", capture("openai/deprecations_2026-08-20.md").read_bytes())
    stated = ends(found)
    assert (len(stated), found.unread) == (137, ())
    assert stated[GPT_5] == ("dated", "2026-12-11", "gpt-5.6-sol")
    assert stated["gpt-5-pro-2025-10-06"] == ("dated", "2026-12-11", "gpt-5.6-sol")
    assert stated["gpt-4-1106-preview"] == ("dated", "2026-10-23", "gpt-5.6-sol")
    assert stated["gpt-4-0314"] == ("dated", "2026-03-26", "gpt-5 or gpt-4.1")
    assert stated["code-davinci-002"] == ("dated", "2024-01-04", "gpt-3.5-turbo-instruct")
    assert stated["gpt-4-turbo-preview-completions"] == ("dated", "2026-03-26", "gpt-5 or gpt-4.1")
    assert not {name for name in stated if " " in name or "/" in name}


def test_priority_has_one_history_with_fast() -> None:
    before, after = PRICING.answer(day("2026-07-29")), PRICING.answer(day("2026-07-31"))
    assert "### Priority" in before
    assert "### Fast" in after
    assert prices(before) == prices(after)
    assert prices(after)["gpt-5.5", "fast", "output", 0] == "75.00"


def test_columns_of_cache_writes_may_be_inserted() -> None:
    before, after = prices(PRICING.answer(day("2026-08-19"))), prices(PRICING.answer(day("2026-08-21")))
    assert {key: amount for key, amount in after.items() if key[2] != "input_cache_write_30m"} == before
    assert after["gpt-5.6-sol", "standard", "input_cache_write_30m", 272_000] == "12.50"


def test_what_stands_below_a_repeated_heading_is_left_alone() -> None:
    edits = (("$8.00 | $2.00 | $30.00", "$9.00 | $2.00 | $30.00"), ("| Modality |", "| Form |"))
    assert prices(changed(PRICES, *edits)) == prices(PRICES)


def test_a_heading_may_be_of_another_level() -> None:
    assert prices(re.sub("^#+ (Batch|Flex)", r"##### \1", PRICES, flags=re.MULTILINE)) == prices(PRICES)


def test_a_table_in_another_order_with_other_titles_of_cache_writes_is_read_by_its_titles() -> None:
    table = (
        "\n\n| Model | Input | 30m write | 12h write | Output | Cached input |\n| - | - | - | - | - | - |\n"
        "| gpt-9 | $1.00 | $1.25 | $2.00 | $8.00 | $0.10 |\n"
    )
    found = prices(changed(PRICES, ("### Batch", "### Batch"), ("\nFlex\n\n###", f"{table}\nFlex\n\n###")))
    assert {key: amount for key, amount in found.items() if key[0] == "gpt-9"} == {
        ("gpt-9", "batch", "input_cache_miss", 0): "1.00",
        ("gpt-9", "batch", "input_cache_write_30m", 0): "1.25",
        ("gpt-9", "batch", "input_cache_write_12h", 0): "2.00",
        ("gpt-9", "batch", "output", 0): "8.00",
        ("gpt-9", "batch", "input_cache_hit", 0): "0.10",
    }


@pytest.mark.parametrize(
    "edit",
    [
        ("Prices per 1M tokens.", "Prices per 1K tokens."),
        ("| Model | Short context input |", "| Model | Brief context input |"),
        ("### Standard pricing data", "### Standard prices"),
        ("# Pricing\n", "# Plans\n"),
        ("$30.00 | $10.00", "$30.00 / 1K tokens | $10.00"),
    ],
)
def test_another_unit_title_heading_or_page_is_refused(edit: tuple[str, str]) -> None:
    with pytest.raises(PageChanged):
        read("openai_pricing", changed(PRICES, edit))


def test_another_limit_of_short_prompts_than_the_columns_is_not_read() -> None:
    found = read("openai_pricing", changed(PRICES, ("gpt-5.4 (<272K", "gpt-5.4 (<200K")))
    assert ("gpt-5.4", "standard", "output", 0) not in stated_prices(found)
    assert ("gpt-5.4", "batch", "output", 0) in stated_prices(found)
    assert {unread.where for unread in found.unread} == {
        f"gpt-5.4 standard {meter}" for meter in ("input_cache_miss", "input_cache_hit", "output")
    }


def test_a_promotion_has_a_least_end_and_never_ends_by_itself() -> None:
    (promotion,) = promotions(read("openai_pricing", PRICES))
    assert (promotion.model, promotion.ends_at) == ("gpt-5.6-sol", day("2026-11-22 08:00"))
    assert (promotion.after_end, promotion.percent_off, promotion.gone) == (None, None, False)
    assert promotion.is_open_ended
    assert not any(isinstance(fact, Price) and fact.effective_from for fact in read("openai_pricing", PRICES).facts)


@pytest.mark.parametrize(
    "sentence",
    [
        "GPT-5.6 Sol’s promotional pricing ends on November 21, 2026.",
        "GPT-5.6 Sol’s promotional pricing is available at least through the autumn.",
        "GPT-5.6 Sol’s promotional pricing is available through November 21, 2026.",
        "GPT-5.6 Mars’s promotional pricing is available at least through November 21, 2026.",
        "The promotion of our models goes on.",
        f"{OFFER} GPT-5.6 Sol’s promotional pricing is available at least through December 21, 2026.",
    ],
)
def test_a_promotion_in_other_words_is_unread_and_stays_as_believed(sentence: str) -> None:
    (believed,) = promotions(read("openai_pricing", PRICES))
    found = read("openai_pricing", changed(PRICES, (OFFER, sentence)))
    assert promotions(found) == []
    assert any(keep.covers(Promotion, believed.key) for unread in found.unread for keep in unread.keeps)
    assert stated_prices(found) == prices(PRICES)


def test_a_row_that_moves_to_the_past_section_says_the_same() -> None:
    before, after = (ends(read("openai_deprecations", DEPRECATIONS.answer(at))) for at in (day("2026-08-19"), AT))
    assert {model: end for model, end in after.items() if model in before} == before


def test_of_several_announcements_the_newest_holds_wherever_it_stands() -> None:
    upcoming, past = ENDS.split("## Past deprecations")
    turned = f"{upcoming.partition('## Upcoming deprecations')[0]}## Past deprecations{past}"
    turned += f"\n## Upcoming deprecations{upcoming.partition('## Upcoming deprecations')[2]}"
    assert ends(read("openai_deprecations", turned)) == ends(read("openai_deprecations", ENDS))
    assert ends(read("openai_deprecations", ENDS))["gpt-4-1106-preview"] == ("dated", "2026-10-23", "gpt-5.5")


def test_days_of_the_past_are_retired_and_others_are_announced() -> None:
    found = read("openai_deprecations", ENDS).facts
    later = {fact.model: fact.effective_from for fact in found if isinstance(fact, Retirement) and fact.effective_from}
    assert later["dall-e-2"] == day("2026-05-12 07:00")
    assert later[GPT_5] == day("2026-12-11 08:00")


@pytest.mark.parametrize("name", ["Videos API", "/v1/fine-tunes", "Assistants API", "New fine-tuning training on"])
def test_what_is_no_model_is_no_retirement(name: str) -> None:
    assert name in ENDS
    found = read("openai_deprecations", ENDS)
    assert not found.unread
    assert not [model for model in ends(found) if re.search(r"[ /A-Z]", model)]


def test_a_name_in_an_unknown_form_is_unread_and_the_others_are_read() -> None:
    found = read("openai_deprecations", changed(ENDS, ("| 2026-09-24 | `sora-2` |", "| 2026-09-24 | Sora 2 (all) |")))
    assert [unread.shown for unread in found.unread] == ["Sora 2 (all): an unknown name"]
    assert ends(found).keys() == ends(read("openai_deprecations", ENDS)).keys() - {"sora-2"}
    assert any(keep.covers(Retirement, ("openai_deprecations", "sora-2")) for keep in found.kept)


def test_aliases_end_with_their_snapshot() -> None:
    stated = ends(read("openai_deprecations", ENDS))
    names = ("gpt-3.5-turbo-0125", "gpt-3.5-turbo", "gpt-3.5-turbo-completions")
    assert {stated[name] for name in names} == {("dated", "2026-10-23", "gpt-5.4-mini")}
    assert stated["gpt-4-turbo-preview"][1] == "2026-03-26"


def test_ticks_and_hyphens_are_no_change() -> None:
    plain = ENDS.replace("`", "").replace("2026-09-28", "2026\N{NON-BREAKING HYPHEN}09\N{NON-BREAKING HYPHEN}28")
    assert ends(read("openai_deprecations", plain)) == ends(read("openai_deprecations", ENDS))


@pytest.mark.parametrize(
    "edit", [("| Shutdown date | Model snapshot |", "| Shutdown date | Thing |"), ("## Past", "## P")]
)
def test_an_unknown_title_or_a_section_that_is_missing_is_refused(edit: tuple[str, str]) -> None:
    with pytest.raises(PageChanged):
        read("openai_deprecations", changed(ENDS, edit))


def with_day(model: str, value: object) -> Reading:
    """The list with another day of a model; Ellipsis takes the field away."""
    answer = json.loads(ANSWER)
    for row in answer["data"]:
        if row["id"] == model:
            row["shutdown_date"] = value
            if value is ...:
                del row["shutdown_date"]
    return read("openai_models_api", json.dumps(answer))


def keeps(found: Reading, model: str) -> bool:
    return any(keep.covers(Retirement, ("openai_models_api", model)) for keep in found.keeps)


def test_the_list_and_the_page_state_the_same_instant() -> None:
    listed, page = (
        {fact.model: fact.retires_at for fact in read(source, text).facts if isinstance(fact, Retirement)}
        for source, text in (("openai_models_api", ANSWER), ("openai_deprecations", ENDS))
    )
    assert listed[GPT_5] == page[GPT_5] == day("2026-12-11 08:00")
    assert {model: listed[model] for model in listed.keys() & page.keys()}.items() <= page.items()


def test_null_says_that_no_end_is_announced_and_silence_says_nothing() -> None:
    assert GPT_5 not in ends(with_day(GPT_5, None))
    assert not keeps(with_day(GPT_5, None), GPT_5)
    assert keeps(with_day(GPT_5, ...), GPT_5)
    assert keeps(read("openai_models_api", ANSWER), "gpt-6-astra")


def test_an_instant_is_read_with_its_zone() -> None:
    facts = [fact for fact in with_day(GPT_5, "2026-12-11T12:00:00Z").facts if isinstance(fact, Retirement)]
    assert {fact.retires_at for fact in facts if fact.model == GPT_5} == {day("2026-12-11 12:00")}


@pytest.mark.parametrize(
    "value", ["", "2026-13-01", "2026-12-11T12:00:00", "11 December 2026", 1796947200, True, ["2026-12-11"], "26-12-11"]
)
def test_a_day_in_another_form_is_unread_and_the_end_stays_as_believed(value: object) -> None:
    found = with_day(GPT_5, value)
    assert ends(found).keys() == ends(read("openai_models_api", ANSWER)).keys() - {GPT_5}
    assert keeps(found, GPT_5)
    assert [unread.where for unread in found.unread] == ["data[].shutdown_date"]


def test_a_short_list_and_one_without_any_day_are_refused() -> None:
    answer = json.loads(ANSWER)
    few = answer | {"data": answer["data"][:9]}
    silent = answer | {"data": [{k: v for k, v in row.items() if k != "shutdown_date"} for row in answer["data"]]}
    for wrong in (few, silent, answer | {"object": "page"}, answer | {"data": []}):
        with pytest.raises(PageChanged):
            read("openai_models_api", json.dumps(wrong))


def test_one_id_twice_is_read_if_both_say_the_same() -> None:
    answer = json.loads(ANSWER)
    row = next(row for row in answer["data"] if row["id"] == GPT_5)
    same = read("openai_models_api", json.dumps(answer | {"data": [*answer["data"], row]}))
    assert ends(same) == ends(read("openai_models_api", ANSWER))
    other = read(
        "openai_models_api", json.dumps(answer | {"data": [*answer["data"], row | {"shutdown_date": "2027-01-01"}]})
    )
    assert GPT_5 not in ends(other)
    assert keeps(other, GPT_5)


def test_an_own_model_is_not_taken_for_the_one_that_it_was_trained_from() -> None:
    answer = json.loads(ANSWER)
    own = answer["data"][0] | {"id": "ft:gpt-4o-mini:me::abc", "shutdown_date": None}
    found = read("openai_models_api", json.dumps(answer | {"data": [*answer["data"], own]}))
    assert keeps(found, "gpt-4o-mini")
