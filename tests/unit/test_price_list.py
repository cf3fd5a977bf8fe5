"""The reader of price lists, with Anthropic's page as the sample: what changes nothing, what is refused or unread."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from models.facts.kinds import Price, Promotion
from models.readings.reading import Reading
from samples.vendors.anthropic import PRICING
from scrapers.anthropic.pricing import LAYOUT, ids, read
from scrapers.page import Page, PageChanged
from scrapers.price_list.cells import CellFormat, Holds, UnknownCell, split_name
from scrapers.price_list.reader import read_price_list

ANNOUNCED, LATEST = (datetime(2026, *day, tzinfo=UTC) for day in ((7, 22), (9, 21)))
PLAIN = CellFormat()
ALL_METERS = {"input_cache_miss", "input_cache_write_5m", "input_cache_write_1h", "input_cache_hit", "output"}


def reading(text: str, at: datetime = ANNOUNCED) -> Reading:
    return read(Page("anthropic_pricing", "sample", text.encode(), at))


def prices(found: Reading) -> dict[tuple[object, ...], Decimal | None]:
    return {(*fact.key[1:], fact.effective_from): fact.amount for fact in found.facts if isinstance(fact, Price)}


def page(at: datetime = ANNOUNCED) -> str:
    return PRICING.answer(at)


def changed(old: str, new: str, at: datetime = ANNOUNCED) -> str:
    assert old in page(at)
    return page(at).replace(old, new)


def unread(found: Reading) -> list[str]:
    return [part.shown for part in found.unread]


def amounts(found: Reading, model: str, mode: str = "standard") -> dict[str, str]:
    return {
        fact.meter: f"{fact.amount}"
        for fact in found.facts
        if isinstance(fact, Price) and (fact.model, fact.mode, fact.effective_from) == (model, mode, None)
    }


def test_meters_are_found_by_their_titles() -> None:
    assert amounts(reading(page()), "claude-haiku-4-5") == {
        "input_cache_miss": "1",
        "input_cache_write_5m": "1.25",
        "input_cache_write_1h": "2",
        "input_cache_hit": "0.10",
        "output": "5",
    }
    assert amounts(reading(page()), "claude-haiku-4-5", "batch") == {"input_cache_miss": "0.50", "output": "2.50"}
    # Its cache write is printed 0.30 and its hit 0.03: neither follows from the input price.
    assert amounts(reading(page()), "claude-3-haiku-20240307")["input_cache_write_5m"] == "0.30"


def _with_columns(text: str, order: list[int]) -> str:
    """The first table with its columns in another order."""

    def reordered(line: re.Match[str]) -> str:
        cells = line[0].strip("|").split("|")
        return f"|{'|'.join(cells[place] for place in order)}|"

    start, end = text.index("| Model | Base"), text.index("\n\nClaude Sonnet 5 costs")
    return text[:start] + re.sub(r"^\|.*\|$", reordered, text[start:end], flags=re.MULTILINE) + text[end:]


def test_columns_that_change_places_with_their_titles_change_nothing() -> None:
    assert prices(reading(_with_columns(page(), [5, 0, 4, 2, 3, 1]))) == prices(reading(page()))


@pytest.mark.parametrize("case", [str.upper, str.lower, str.title])
def test_titles_and_headings_in_another_case_change_nothing(case: "type[str]") -> None:
    text = re.sub(r"^(?:#+ |\| Model ).*$", lambda line: str(case(line[0])), page(), flags=re.MULTILINE)
    assert text != page()
    assert prices(reading(text)) == prices(reading(page()))


def test_footnotes_in_cells_change_nothing() -> None:
    assert prices(reading(re.sub(r"(MTok) \|", r"\1<sup>2</sup> |", page()))) == prices(reading(page()))
    assert (
        prices(reading(page(LATEST), LATEST))[
            "claude-haiku-4-5", "input_cache_miss", "flat", "USD", "standard", 0, None
        ]
        == 1
    )


def test_dated_rows_of_one_model_are_its_price_now_and_an_announced_one() -> None:
    found = reading(page())
    new = datetime(2026, 9, 1, 7, tzinfo=UTC)
    dated = {
        fact.meter: f"{fact.amount}" for fact in found.facts if isinstance(fact, Price) and fact.effective_from == new
    }
    assert amounts(found, "claude-sonnet-5")["output"] == "10"
    assert dated == {
        "input_cache_miss": "3",
        "input_cache_write_5m": "3.75",
        "input_cache_write_1h": "6",
        "input_cache_hit": "0.30",
        "output": "15",
    }
    assert not any(isinstance(fact, Promotion) for fact in found.facts)


def test_a_row_that_ends_without_a_successor_is_a_deadline() -> None:
    line = next(line for line in page().splitlines() if "starting September 1" in line)
    promotion, over = (fact for fact in reading(changed(f"{line}\n", "")).facts if isinstance(fact, Promotion))
    assert (promotion.model, promotion.ends_at, promotion.after_end) == (
        "claude-sonnet-5",
        datetime(2026, 9, 1, 7, tzinfo=UTC),
        None,
    )
    assert (over.gone, over.effective_from) == (True, promotion.ends_at)


def test_a_present_row_that_is_gone_beside_an_announced_one_takes_no_price_away() -> None:
    line = next(line for line in page().splitlines() if "[through August 31" in line)
    found = reading(changed(f"{line}\n", ""))
    keys = [fact.key for fact in found.facts if isinstance(fact, Price) and fact.effective_from]
    assert len(keys) == 5
    assert all(any(keep.covers(Price, key) for keep in found.kept) for key in keys)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("# Pricing\n", "# Plans\n", "not the page of prices"),
        ("## Model pricing", "## Models", "no table below a heading 'model pricing'"),
        ("### Batch processing", "### Batches", "no table below a heading 'batch processing'"),
        ("Base Input Tokens", "Input", "unknown title of a column"),
        ("| Batch output |", "| Batch total |", "unknown title of a column"),
        ("$15 / MTok | $18.75", "$0.015 / KTok | $18.75", "not in / MTok"),
        ("$1 / MTok | $1.25", "$1 | $1.25", "not in / MTok"),
        ("| Claude Opus 4.6 | $5", "| Claude Opus 4.7 | $5", "a price is stated twice"),
        ("| Claude Opus 4.6 | $5 / MTok | $6.25 / MTok |", "| Claude Opus 4.6 | $5 / MTok |", "a row of 5 cells"),
    ],
)
def test_a_page_of_another_form_is_refused_with_the_text(old: str, new: str, reason: str) -> None:
    with pytest.raises(PageChanged, match=re.escape(reason)):
        reading(changed(old, new))


def test_a_table_without_rows_is_refused() -> None:
    text = re.sub(r"(\| Batch output \|\n\|[- |]+\n)(?:\|.*\n)+", r"\1", page())
    with pytest.raises(PageChanged, match="a table without rows"):
        reading(text)


def test_few_models_are_refused() -> None:
    text = re.sub(r"^\| Claude (?!Opus 4\.7).*\n", "", page(), flags=re.MULTILINE)
    text = text.replace("| Model | Input | Output |\n| ----- | ----- | ------ |\n", "")
    with pytest.raises(PageChanged, match="prices of less than 5 models"):
        reading(text)


@pytest.mark.parametrize(
    ("old", "new", "named", "model", "meters"),
    [
        ("4.1 | $15 / MTok |", "4.1 | $15 / MTok for now |", "for now", "claude-opus-4-1", {"input_cache_miss"}),
        ("4.1 | $15 / MTok |", "4.1 | see below |", "see below", "claude-opus-4-1", {"input_cache_miss"}),
        ("Opus 4.1 | $15", "Opus 4.1 (for children) | $15", "an unknown phrase", "claude-opus-4-1", ALL_METERS),
        ("Claude Opus 4.1 | $15", "Sonata 1 | $15", "an unknown name", "claude-opus-4-1", ALL_METERS),
    ],
)
def test_what_is_not_understood_of_one_model_is_named_and_the_others_are_read(
    old: str, new: str, named: str, model: str, meters: set[str]
) -> None:
    found, whole = reading(changed(old, new)), reading(page())
    (part,) = found.unread
    missing = prices(whole).keys() - prices(found).keys()
    assert named in part.shown
    assert {(key[0], key[1], key[4]) for key in missing} == {(model, meter, "standard") for meter in meters}
    assert prices(found).keys() < prices(whole).keys()
    for key in missing:
        assert any(keep.covers(Price, ("anthropic_pricing", *key[:-1])) for keep in part.keeps)


def test_a_third_band_of_prompt_lengths_is_not_read() -> None:
    row = next(line for line in page().splitlines() if line.startswith("| Claude Haiku 4.5 | $1"))
    tiers = [
        row.replace("4.5 |", f"4.5 ({words}) |")
        for words in ("for prompts up to 100,000 tokens", "for prompts over 100,000 tokens")
    ]
    both = reading(page().replace(row, "\n".join(tiers)))
    assert {key[5] for key in prices(both) if key[0] == "claude-haiku-4-5" and key[4] == "standard"} == {0, 100_000}
    assert both.unread == ()
    for third in ("for prompts over 500,000 tokens", "for prompts from 50,000 to 80,000 tokens"):
        lines = "\n".join([*tiers, row.replace("4.5 |", f"4.5 ({third}) |")])
        found = reading(page().replace(row, lines))
        assert found.unread
        assert not [key for key in prices(found) if key[0] == "claude-haiku-4-5" and key[4] == "standard"]


def test_a_section_that_may_be_missing_keeps_its_prices() -> None:
    found = reading(changed("### Fast mode pricing", "### Quick mode"))
    (part,) = found.unread
    assert part.where == "fast mode pricing"
    assert [keep.columns for keep in part.keeps] == [(("mode", "fast"), ("source", "anthropic_pricing"))]


def test_a_line_with_the_unit_may_be_required() -> None:
    sections = tuple(
        replace(section, unit="prices of the claude api in us dollars:") for section in LAYOUT.sections[:1]
    )
    layout = replace(LAYOUT, sections=(*sections, *LAYOUT.sections[1:]))
    assert read_price_list(Page("x", "", page().encode(), ANNOUNCED), layout).facts
    with pytest.raises(PageChanged, match="no line"):
        read_price_list(Page("x", "", changed("in US dollars", "in euros").encode(), ANNOUNCED), layout)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Claude Opus 4.7", ("claude-opus-4-7",)),
        ("Claude Opus 5 / Claude Opus 4.8", ("claude-opus-5", "claude-opus-4-8")),
        ("Claude Haiku 3", ("claude-3-haiku-20240307",)),
        ("Claude Opus 4.7 / Sonata", ()),
        ("Gemini 3", ()),
        ("Claude Opus 4.7.1", ()),
    ],
)
def test_names_are_read_by_the_rule_or_not_at_all(name: str, expected: tuple[str, ...]) -> None:
    assert ids(name) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("$4.00", [("4.00", None, "text", 0, None, None)]),
        ("-", []),
        ("\\", []),
        ("Not available", []),
        ("Free", [("0", None, "text", 0, None, None)]),
        ("~~$0.15~~ $0.10", [("0.10", "0.15", "text", 0, None, None)]),
        (
            "$1.25, prompts <= 200k tokens $2.50, prompts > 200k",
            [("1.25", None, "text", 0, None, None), ("2.50", None, "text", 200_000, None, None)],
        ),
        (
            "$0.75 through December 31, 2026. $1.50 starting January 1, 2027.",
            [("0.75", None, "text", 0, None, date(2026, 12, 31)), ("1.50", None, "text", 0, date(2027, 1, 1), None)],
        ),
        (
            "$0.03 (text / image / video) $0.1 (audio) $1.00 / 1,000,000 tokens per hour (storage price)",
            [
                ("0.03", None, "text", 0, None, None),
                ("0.1", None, "audio", 0, None, None),
                ("1.00", None, "storage", 0, None, None),
            ],
        ),
        (
            "$0.75 (text) $3.00 or $0.005/min (audio) $1.00 or $0.002/min (image/video)",
            [
                ("0.75", None, "text", 0, None, None),
                ("3.00", None, "audio", 0, None, None),
                ("1.00", None, "pictures", 0, None, None),
            ],
        ),
    ],
)
def test_a_cell_states_prices_with_what_they_hold_for(cell: str, expected: list[tuple[object, ...]]) -> None:
    found = replace(PLAIN, refuses_units=False).prices(cell)
    assert [
        (
            f"{price.amount}",
            price.list_amount and f"{price.list_amount}",
            " ".join(price.is_for),
            price.holds.above,
            price.holds.starts,
            price.holds.ends,
        )
        for price in found
    ] == expected


@pytest.mark.parametrize(
    "cell",
    [
        "TBD",
        "from $1",
        "$1-2",
        "$1 for now",
        "$",
        "$1,00",
        "1.00",
        "€1",
        "$1 $2",
        "$1 (text) $2 (text)",
        "$1 through soon",
    ],
)
def test_a_cell_with_another_phrase_is_not_read(cell: str) -> None:
    with pytest.raises(UnknownCell):
        PLAIN.prices(cell)


@pytest.mark.parametrize("cell", ["$1 / request", "$1/min", "$1 per image"])
def test_another_unit_refuses_the_page(cell: str) -> None:
    with pytest.raises(PageChanged, match="unit"):
        PLAIN.prices(cell)


@pytest.mark.parametrize(("cell", "amount"), [("4元", "4"), ("¥ 0.5", "0.5"), ("¥6.5", "6.5"), ("1,200 元", "1200")])
def test_yuan_are_printed_in_two_ways(cell: str, amount: str) -> None:
    (price,) = CellFormat("CNY").prices(cell)
    assert f"{price.amount}" == amount


@pytest.mark.parametrize(
    ("text", "name", "holds"),
    [
        ("gpt-5.4 (<272K context length)", "gpt-5.4", Holds(up_to=272_000)),
        ("grok-4.7 (≥ 200k prompt tokens)", "grok-4.7", Holds(above=200_000)),
        ("Claude Opus 4 (retired, except on Bedrock and Google Cloud)", "Claude Opus 4", Holds()),
        ("Claude Sonnet 5 starting September 1, 2026", "Claude Sonnet 5", Holds(starts=date(2026, 9, 1))),
    ],
)
def test_a_name_is_parted_from_what_stands_beside_it(text: str, name: str, holds: Holds) -> None:
    assert split_name(text) == (name, holds)
