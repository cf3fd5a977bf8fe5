"""Cells of prices by kind, in both languages and at each place: the same number in another notation, and no price."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from random import Random

import pytest

from bench.harness.dates import day
from bench.harness.sample_pages import replaced
from flows.database import Store
from models.facts.kinds import Price, Promotion
from models.readings.reading import Reading
from models.readings.unread import KeptFacts
from samples.deepseek.facts import Language
from samples.deepseek.pages import pricing
from scrapers.page import Page, PageChanged
from scrapers.registry import SOURCES
from tests.db.test_hold import prices as recorded
from tests.support.walks import feed

SOURCE: dict[Language, str] = {"en": "deepseek_pricing", "zh": "deepseek_pricing_zh"}
CELL: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"<td>\$(?P<number>[0-9.]+)</td>"),
    "zh": re.compile(r"<td>(?P<number>[0-9.]+)元</td>"),
}
CURRENCY: dict[Language, str] = {"en": "USD", "zh": "CNY"}
NOW, SHARED, ROWS = day("2026-11-01"), day("2025-12-02"), day("2025-02-10")
"""Models as columns with bands, with one price for all, and as rows."""
LANGUAGES: tuple[Language, ...] = ("en", "zh")
NOTATIONS: dict[Language, str] = {
    "en": "$ {}|USD {}|US$ {}|US${}|usd {}|{} USD|{}USD|${} USD|${} / 1M tokens|${} per 1M tokens|${} (2)|${}*"
    "|${}/MTok|${}/1M|${} /M|${} per million tokens"
    "|<u>${}</u>|&nbsp;${}&nbsp;|\uff04{}",
    "zh": "{} 元|¥{}|\uffe5{}|¥ {}|RMB {}|{} RMB|CNY {}|{}CNY|人民币 {} 元|¥{}元|{}元人民币|{}元/百万tokens|{}元 (2)"
    "|{}元/百万 token"
    "|{}元†|<ins>{}元</ins>",
}
UNREAD: dict[Language, str] = {
    "en": "$0.5 - $0.7|from $0.5|$0.5+|See note 4|Contact sales||&nbsp;|<!--$0.5-->|TBD|coming soon|<del>$0.5</del>"
    "|$0.5 $0.7|$0.5 / $0.7|<del>TBD</del> $0.5|€0.5|HK$0.5|0.5元|¥0.5|$0,5|$1234567890123|$0.123456789012345678901"
    "|$0.5²|-$0.5|$0.5M|<div>$0.5</div>|0.5.1",
    "zh": "1元 - 2元|2元起|约2元|见注 4|联系销售||&nbsp;|<!--2元-->|待定|即将推出|2元 3元|<del>2元</del>"
    "|<del>待定</del> 2元|$2|2美元|1234567890123元|0.123456789012345678901元|2元²|2万元|<div>2元</div>",
}
NOT_STATED = ("-", "–", "—", "−", "--", "N/A", "n/a", "N.A.", "/")


def page(text: str, language: Language, at: datetime = NOW) -> Page:
    return Page(SOURCE[language], "u", text.encode(), at)


def read(text: str, language: Language, at: datetime = NOW) -> Reading:
    return SOURCES[SOURCE[language]].reading(page(text, language, at))


def stated(found: Reading) -> dict[tuple[object, ...], tuple[object, ...] | None]:
    """Every fact but the notices."""
    return {(type(fact), *fact.key, fact.effective_from): fact.value for fact in found.facts if fact.table != "notice"}


def cells(language: Language, at: datetime = NOW) -> list[re.Match[str]]:
    """The places of plain prices of tokens."""
    text = pricing(at, language)
    return list(CELL[language].finditer(text, 0, text.index("</table>")))


def changed(language: Language, inner: str, at: datetime = NOW, most: int = 12) -> Iterator[tuple[str, Reading]]:
    """The number of so many plain prices of the table, and the page with something else in its cell."""
    text, found = pricing(at, language), cells(language, at)
    for cell in Random(inner).sample(found, min(most, len(found))):  # noqa: S311 (no secret)
        number = cell["number"]
        yield number, read(f"{text[: cell.start()]}<td>{inner.format(number)}</td>{text[cell.end() :]}", language, at)


@cache
def whole(language: Language, at: datetime = NOW) -> dict[tuple[object, ...], tuple[object, ...] | None]:
    return stated(read(pricing(at, language), language, at))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("at", [NOW, SHARED, ROWS])
def test_a_number_in_another_usual_notation_is_the_same_price(language: Language, at: datetime) -> None:
    for notation in NOTATIONS[language].split("|"):
        for _, reading in changed(language, notation, at, most=2):
            assert (stated(reading), reading.unread) == (whole(language, at), ()), notation


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_of_a_price_is_read_in_another_notation(language: Language) -> None:
    assert len(cells(language)) == 12
    for _, reading in changed(language, NOTATIONS[language].split("|")[1]):
        assert (stated(reading), reading.unread) == (whole(language), ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_alone_is_in_the_currency_of_its_row(language: Language) -> None:
    for _, reading in changed(language, "{}", most=6):
        assert (stated(reading), reading.unread) == (whole(language), ())
    for _, reading in changed(language, "{}", SHARED, most=6):
        assert len(reading.unread) == len({keep for one in reading.unread for keep in one.keeps})
        assert stated(reading).items() <= whole(language, SHARED).items()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_row_of_numbers_alone_needs_a_label_that_names_the_currency(language: Language) -> None:
    plain = CELL[language].sub(r"<td>\g<number></td>", pricing(NOW, language), count=2)
    assert len(read(plain, language).unread) == 2
    label, named = ("PRICING<sup>", "Pricing (USD)<sup>") if language == "en" else ("价格<sup>", "价格（元）<sup>")
    found = read(plain.replace(label, named), language)
    assert (stated(found), found.unread) == (whole(language), ())
    other = plain.replace(label, "PRICING (EUR)<sup>" if language == "en" else "价格（美元）<sup>")
    with pytest.raises(PageChanged):
        read(other, language)


@pytest.mark.parametrize(
    ("text", "language", "amount"),
    [
        ("$0.660", "en", "0.660"),
        ("$1,234.5", "en", "1234.5"),
        ("$0", "en", "0"),
        ("0", "en", "0"),
        ("¥0", "zh", "0"),
        ("1,234.50元", "zh", "1234.50"),
    ],
)
def test_the_digits_are_kept_as_they_are_printed(text: str, language: Language, amount: str) -> None:
    for _, reading in changed(language, text, most=2):
        assert amount in {f"{fact.amount:f}" for fact in reading.facts if isinstance(fact, Price) and not fact.gone}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("at", [NOW, SHARED, ROWS])
def test_a_cell_that_is_no_price_is_unread_and_every_other_cell_is_read(language: Language, at: datetime) -> None:
    for text in UNREAD[language].split("|"):
        for _, reading in changed(language, text, at, most=2):
            lost = whole(language, at).keys() - stated(reading).keys()
            assert stated(reading) == {key: value for key, value in whole(language, at).items() if key not in lost}, (
                text
            )
            keeps = [keep for unread in reading.unread for keep in unread.keeps if keep.fact is Price]
            # A cell may be the price of two models.
            assert len(keeps) == len(lost) > 0, text
            assert all(any(keep.covers(Price, tuple(key[1:-1])) for keep in keeps) for key in lost), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_of_a_price_may_be_empty(language: Language) -> None:
    for _, reading in changed(language, ""):
        assert (len(reading.unread), len(stated(reading))) == (1, len(whole(language)) - 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stated_absence_is_no_price_and_nothing_unread(language: Language) -> None:
    for text in NOT_STATED:
        for _, reading in changed(language, text, most=1):
            assert (reading.unread, len(stated(reading))) == ((), len(whole(language)) - 1), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_price_of_another_unit_and_a_label_refuse_the_table(language: Language) -> None:
    odd = {
        "en": ("$2 / image", "$2 per request", "$2/1K tokens", "PEAK"),
        "zh": ("2元/张", "每张 2元", "2元/千 tokens", "高峰时段", "PEAK"),
    }[language]
    for text in odd:
        with pytest.raises(PageChanged, match=r"a unit that is not known|a label in place"):
            list(changed(language, text, most=1))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("old", ["del", "s", "strike", 'span style="text-decoration: line-through"'])
@pytest.mark.parametrize("order", ["{old} {new}", "{new} {old}", "{old}<br>{new}", "{old}<ins>{new}</ins>"])
def test_what_is_not_struck_through_is_the_price(language: Language, old: str, order: str) -> None:
    printed = "${}" if language == "en" else "{}元"
    for was, listed in (("99", Decimal(99)), ("0.00001", None)):
        struck = f"<{old}>{printed.format(was)}</{old.split()[0]}>"
        for number, reading in changed(language, order.format(old=struck, new=printed.format("{}")), most=1):
            priced = {(f"{fact.amount}", fact.list_amount) for fact in reading.facts if isinstance(fact, Price)}
            assert (number, listed) in priced
            assert reading.unread == ()
            # That a price was another one once does not say that it is reduced for a while.
            promotions = {fact.model for fact in reading.facts if isinstance(fact, Promotion)}
            assert promotions <= {"search", "fetch"}
            assert {keep.fact for keep in reading.kept} == ({Promotion} if listed else set())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("struck", ['<td style="text-decoration: line-through">{}</td>', "<td><s>{}</s></td>"])
def test_a_column_that_is_struck_through_states_nothing(language: Language, struck: str) -> None:
    text, last = pricing(NOW, language), re.compile(r"<td>([^<>]*[0-9][^<>]*)</td></tr>")
    head, rows = text[: text.index("</tr>") + 5], text[text.index("</tr>") + 5 :]
    found = read(head + last.sub(struck.format(r"\1") + "</tr>", rows), language)
    models = {fact.model for fact in found.facts if isinstance(fact, Price)}
    assert ("deepseek-flash" in models, "deepseek-v4-pro" in models) == (True, False)
    with pytest.raises(PageChanged, match="not the name of a model") as refused:
        read(last.sub(struck.format(r"\1") + "</tr>", text), language)
    assert "deepseek-v4-pro" in refused.value.text


def test_the_price_of_an_empty_cell_that_stands_in_the_next_one_is_held(store: Store) -> None:
    """A row that slipped by a cell: the reading waits."""
    at, pro = day("2026-05-08"), "<td>$0.87 (75% off<sup>(3)</sup>)<del>$3.48</del></td>"
    feed(store, at, pricing(at))
    slipped = feed(store, at + timedelta(hours=1), replaced(f"<td>$0.28</td>{pro}", "<td></td><td>$0.28</td>"))
    assert slipped.outcome == "held"
    assert [amount for amount, _, _ in recorded(store)] == ["0.28"]


def test_an_unread_cell_keeps_what_is_believed(store: Store) -> None:
    at = day("2026-05-08")
    feed(store, at, pricing(at))
    for hour, text in enumerate(("", "from $0.2", "$0.2 - $0.3", "€0.2"), 1):
        assert (
            feed(store, at + timedelta(hours=hour), replaced("<td>$0.28</td>", f"<td>{text}</td>")).outcome == "facts"
        )
    assert [amount for amount, _, _ in recorded(store)] == ["0.28"]


def test_a_keep_names_one_price() -> None:
    (unread,) = read(pricing(NOW).replace("<td>$1.98</td>", "<td>ask us</td>"), "en").unread
    assert unread.keeps == {
        KeptFacts.of(Price, model="deepseek-v4-pro", meter="output", band="off_peak", currency=CURRENCY["en"])
    }
    assert "ask us" in unread.text


def test_a_price_that_is_said_to_be_none_while_another_band_is_only_announced_waits(store: Store) -> None:
    at = day("2025-08-22")
    feed(store, at, pricing(at))
    without = replaced("<td>$0.07</td>", "<td>-</td>", at)
    assert feed(store, at + timedelta(hours=1), without).outcome == "held"
