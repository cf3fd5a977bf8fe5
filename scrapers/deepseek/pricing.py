"""DeepSeek's pricing page in all the shapes that it has had since 2024, English (US dollars) and Chinese (yuan).

Oddities, dated: models were rows until February 2025, with a tab per currency; in 2025 the hours of the discount stood
in the labels; before 2025-09-05 and before 2026-08-16 a second table announced the prices to come, once ABOVE the one
in force; since 2026-08-16 a third label column holds the band; since 2026-10-17 a table prices Search and Fetch.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from models.fact import Fact, gone
from models.facts import ModelVersion, Notice, PeakHours, Price, Promotion, Retirement
from models.reading import Reading, Scope
from scrapers.deepseek.parts import Parts, taken_apart
from scrapers.deepseek.rows import read_requests, read_rows
from scrapers.deepseek.small_print.statements import PricesHold
from scrapers.deepseek.table import MODEL, Found, read_columns
from scrapers.deepseek.terms import Reduced, refuse_two_hours, terms
from scrapers.deepseek.words import EN, ZH, Words, squeezed
from scrapers.page import Page, PageChanged
from scrapers.tables import Rectangle

READER = 2
ALL_DAYS = "1234567"
TIME_ZONE = "Asia/Shanghai"


def read(page: Page) -> Reading:
    """What the English page states, complete. Raises PageChanged."""
    return _read(page, EN)


def read_zh(page: Page) -> Reading:
    """What the Chinese page states, complete. Raises PageChanged."""
    return _read(page, ZH)


@dataclass
class _Tables:
    """What the tables say: in force, and announced for an instant."""

    now: Found = field(default_factory=Found)
    requests: list[Price] = field(default_factory=list[Price])
    ahead: Found | None = None
    since: datetime | None = None


def _read(page: Page, words: Words) -> Reading:
    parts = taken_apart(page, words)
    tables = _tables(page.source, parts, words)
    facts: list[Fact] = [
        *_prices(tables, parts, page.moment),
        *tables.now.versions,
        *_terms(page.source, parts, tables),
        *(Notice.of(page.source, text, place) for text, place in parts.notes),
    ]
    refuse_two_hours(facts)
    whole = (PeakHours, Promotion, Retirement, ModelVersion, Notice)
    scopes = {Scope(Price, page.source, words.currency), *(Scope(kind, page.source) for kind in whole)}
    return Reading(frozenset(scopes), tuple(facts))


def _tables(source: str, parts: Parts, words: Words) -> _Tables:
    """Which table is in force and which is announced: by the sentence above it, never by its place."""
    tables, details = _Tables(), list[Found]()
    for number, (heading, table, above) in enumerate(parts.tables, 1):
        place = "" if number == 1 else f"table {number} "
        if table[0][0].text == "API":
            tables.requests += read_requests(source, table, words, place)
            continue
        if heading not in words.details and squeezed(heading) not in words.details:
            raise PageChanged("a table of models stands under another heading", heading)
        found = _models(source, table, words, place)
        since = next((one.since for one in above if isinstance(one, PricesHold) and one.since), None)
        if found.prices and since is not None:
            if tables.ahead is not None:
                raise PageChanged("two tables of announced prices", heading)
            tables.ahead, tables.since = found, since
        else:
            details.append(found)
    tables.now = _joined(details)
    return tables


def _models(source: str, table: Rectangle, words: Words, place: str) -> Found:
    header = [cell.text for cell in table[0]]
    if squeezed(header[0]) not in words.model:
        raise PageChanged("a table that is none of the known ones", " | ".join(header))
    are_columns = MODEL.fullmatch(header[-1]) is not None
    return (read_columns if are_columns else read_rows)(source, table, words, place)


def _joined(found: list[Found]) -> Found:
    """In 2025 the details and the prices were two tables; never are there two of either."""
    priced, detailed = [one for one in found if one.prices], [one for one in found if one.versions]
    if len(priced) != 1 or len(detailed) != 1 or not all(one.prices or one.versions for one in found):
        raise PageChanged(f"{len(priced)} tables of prices in force and {len(detailed)} of models instead of one each")
    prices, details = priced[0], detailed[0]
    if prices.models != details.models:
        raise PageChanged("the models with prices are others than those described", ", ".join(prices.models))
    return replace(prices, versions=details.versions)


def _prices(tables: _Tables, parts: Parts, moment: datetime) -> Iterator[Price]:
    """Those in force, dated where a note dates a kind of them; and those announced, where the old bands end."""
    dated = {
        meter: one.statement.since
        for one in parts.said
        if isinstance(one.statement, PricesHold) and one.statement.since and one.statement.since <= moment
        for meter in one.statement.meters
    }
    for price in tables.now.prices:
        yield replace(price, effective_from=dated.get(price.meter))
    yield from tables.requests
    if tables.ahead is not None and tables.since is not None:
        yield from (replace(price, effective_from=tables.since) for price in tables.ahead.prices)
        ahead = {price.key for price in tables.ahead.prices}
        yield from (gone(price, tables.since) for price in tables.now.prices if price.key not in ahead)


def _terms(source: str, parts: Parts, tables: _Tables) -> Iterator[Fact]:
    reduced: Reduced = tables.now.reduced
    yield from terms(source, parts.said, tables.now.models, reduced)
    windows = tables.now.windows
    if not windows:
        return
    start, end = windows["peak"].split("-")
    if windows.get("off_peak") != f"{end}-{start}":
        raise PageChanged("the hours of the two prices do not make a day", f"{windows}")
    hours = PeakHours(
        source=source,
        time_zone=TIME_ZONE,
        weekdays=ALL_DAYS,
        windows=windows["peak"],
        holidays=None,
        locator="the labels of the prices",
    )
    yield hours
    if tables.ahead is not None and tables.since is not None and not tables.ahead.windows:
        yield gone(hours, tables.since)
