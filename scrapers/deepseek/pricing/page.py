"""DeepSeek's pricing page in all its formats since 2024, English (US dollars) and Chinese (yuan).

Formats, dated: models were rows until February 2025, with a tab per currency; in 2025 the labels contained the hours of
the discount; before 2025-09-05 and before 2026-08-16 a second table announced future prices, once ABOVE the table in
force; since 2026-08-16 a third label column holds the band; since 2026-10-17 further sections price other products.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from models.facts import Fact, ModelVersion, Notice, PeakHours, Price, Promotion, Retirement, gone
from models.readings import KeptFacts, Mention, Reading, Scope, Unread
from scrapers.deepseek.pricing.announced_prices import announced_mentions, choose_tables
from scrapers.deepseek.pricing.columns_layout import TableFacts, read_columns
from scrapers.deepseek.pricing.contradictions import refuse_other_discounts, refuse_other_prices
from scrapers.deepseek.pricing.labels import EN, ZH, PageLabels
from scrapers.deepseek.pricing.merged_facts import merge_facts
from scrapers.deepseek.pricing.notes import split_notes
from scrapers.deepseek.pricing.products import kept_products, read_products
from scrapers.deepseek.pricing.rows_layout import is_of_rows, read_rows
from scrapers.deepseek.pricing.sections import PageSections, PageTable, divide_page
from scrapers.deepseek.pricing.watched_tables import says_other_prices, select_watched
from scrapers.deepseek.small_print import (
    PricesHold,
    ReducedModels,
    mentions_in,
    refuse_two_hours,
    statement_facts,
    struck_mentions,
    struck_unread,
    unclear_mentions,
)
from scrapers.page import Page, PageChanged

ALL_DAYS = "1234567"
TIME_ZONE = "Asia/Shanghai"


def read(page: Page) -> Reading:
    """Read the English page completely. Raises PageChanged."""
    return _read(page, EN)


def read_zh(page: Page) -> Reading:
    """Read the Chinese page completely. Raises PageChanged."""
    return _read(page, ZH)


@dataclass
class _Tables:
    """Content of the tables: in force, announced for an instant, other products, and unread."""

    now: TableFacts = field(default_factory=TableFacts)
    products: list[Price] = field(default_factory=list[Price])
    ahead: TableFacts | None = None
    since: datetime | None = None
    unread: list[Unread] = field(default_factory=list[Unread])
    plans: list[Mention] = field(default_factory=list[Mention])
    """Mentions of announced prices that are not read."""
    aside: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Texts of cells that state no fact, each with its place."""


def _read(page: Page, page_labels: PageLabels) -> Reading:
    parts = divide_page(page, page_labels)
    tables = _tables(page, parts, page_labels)
    struck = struck_unread(parts.struck)
    notes, unread = split_notes(parts, tables.now.models, {price.model for price in tables.products}, page_labels)
    facts = merge_facts(
        [
            *_prices(tables, parts, page.moment),
            *tables.now.versions,
            *_terms(page.source, parts, tables),
            *(Notice.of(page.source, text, place) for text, place in notes),
        ]
    )
    refuse_two_hours(facts)
    prices = [fact for fact in facts if isinstance(fact, Price)]
    refuse_other_prices((text for text, _ in parts.notes), prices, page_labels)
    refuse_other_discounts(parts, [*tables.now.prices, *tables.products], tables.now.reduced, page.moment)
    whole = (PeakHours, Promotion, Retirement, ModelVersion, Notice)
    scopes = {Scope(Price, page.source, page_labels.currency), *(Scope(kind, page.source) for kind in whole)}
    return Reading(
        frozenset(scopes),
        tuple(facts),
        unread=(*tables.unread, *unread, *struck),
        kept=frozenset(KeptFacts.of(Promotion, model=model) for model in tables.now.struck),
        mentions=(
            *unclear_mentions(parts.said),
            *tables.plans,
            *mentions_in(_other_texts(parts, tables)),
            *struck_mentions((unread_text.text, unread_text.where) for unread_text in struck),
        ),
    )


def _other_texts(parts: PageSections, tables: _Tables) -> Iterator[tuple[str, str]]:
    """Yield texts that may name a thing without being notes: headings, cells without facts, unread tables."""
    yield from ((heading, f"heading {heading}") for heading in parts.headings)
    yield from tables.aside
    yield from ((unread.text, unread.where) for unread in tables.unread)


def _tables(page: Page, parts: PageSections, page_labels: PageLabels) -> _Tables:
    """Read every table, and choose the one in force."""
    source, tables = page.source, _Tables()
    read = choose_tables(_of_models(source, parts, page_labels, tables), parts, page.moment, page_labels)
    tables.now, tables.ahead, tables.since = _joined(read.now), read.ahead, read.since
    tables.plans = list(announced_mentions(read, parts, page.moment))
    for content in (tables.now, tables.ahead):
        tables.unread += content.unread if content else []
    tables.unread += [_named(table, page_labels) for table, _ in read.unclear]
    tables.aside += [text for content in (*read.now, read.ahead) if content for text in content.aside]
    _add_products(source, parts, page_labels, tables)
    _refuse_broken(parts.foreign, tables.now.models, page_labels)
    tables.unread += [_named(table, page_labels) for table in parts.foreign]
    return tables


def _of_models(
    source: str, parts: PageSections, page_labels: PageLabels, tables: _Tables
) -> Iterator[tuple[PageTable, TableFacts]]:
    """Yield the watched tables of models with their content; report the others.

    Raises PageChanged for a table that cannot be read and names a model of the page.
    """
    here = select_watched(parts.models, page_labels)
    read = [(table, _models(source, table, page_labels)) for table in here]
    failed = [(table, content) for table, content in read if isinstance(content, PageChanged)]
    good = [(table, content) for table, content in read if isinstance(content, TableFacts)]
    models = {model for _, content in good for model in content.models}
    for table, problem in failed:
        if not good or any(model in table.text for model in models):
            raise problem
    yield from good
    others = [table for table in parts.models if table not in here] + [table for table, _ in failed]
    tables.unread += [_named(table, page_labels) for table in others]


def _refuse_broken(tables: Iterable[PageTable], models: Iterable[str], page_labels: PageLabels) -> None:
    """Raise PageChanged for a table of token prices that has lost its beginning."""
    for table in tables:
        is_titled = any(says_other_prices(title, page_labels) for title in (table.title, table.line))
        here = page_labels.is_detailed(table.heading) and table.has_meters and not is_titled
        if here and any(model in table.text for model in models):
            raise PageChanged("a table of prices that does not begin with its models", table.text)


def _named(table: PageTable, page_labels: PageLabels) -> Unread:
    """Return a table that was not read. Prices of the products that it names stay as believed."""
    lines = table.text.split("\n")
    where = f"{table.where} {table.title or table.line}".strip()
    return Unread(where, table.text, len(lines), kept_products([table.under, *lines], page_labels))


def _add_products(source: str, parts: PageSections, page_labels: PageLabels, tables: _Tables) -> None:
    """Add the prices of other products; report a table or row that is not understood."""
    for table in parts.products:
        if isinstance(table.rows, PageChanged):
            tables.unread.append(_named(table, page_labels))
            continue
        content = read_products(source, table.rows, page_labels, table.where, table.place)
        for price in content.prices:
            same = next((other for other in tables.products if other.key == price.key), None)
            if same is None:
                tables.products.append(price)
            elif same.value != price.value:
                raise PageChanged("two prices of one product", f"{same.amount}, {price.amount}: {table.text}")
        tables.unread += content.unread
        tables.aside += content.aside
        tables.now.reduced.update(content.reduced)


def _models(source: str, table: PageTable, page_labels: PageLabels) -> TableFacts | PageChanged:
    """Return the content of a table of models, or the reason why it cannot be read."""
    if isinstance(table.rows, PageChanged):
        return table.rows
    read = read_rows if is_of_rows(table.rows[0], page_labels) else read_columns
    try:
        return read(source, table.rows, page_labels, table.place)
    except PageChanged as problem:
        return problem


def _joined(tables: list[TableFacts]) -> TableFacts:
    """Return prices and details as one. In 2025 they were two tables; never are there two of either."""
    priced = [table for table in tables if table.prices]
    detailed = [table for table in tables if table.is_detailed]
    if len(priced) != 1 or len(detailed) != 1 or not all(table.prices or table.is_detailed for table in tables):
        raise PageChanged(f"{len(priced)} tables of prices in force and {len(detailed)} of models instead of one each")
    prices, details = priced[0], detailed[0]
    if prices.models != details.models:
        raise PageChanged("the models with prices are others than those described", ", ".join(prices.models))
    unread = prices.unread if prices is details else [*prices.unread, *details.unread]
    return replace(prices, versions=details.versions, unread=unread)


def _prices(tables: _Tables, parts: PageSections, moment: datetime) -> Iterator[Price]:
    """Yield prices in force, dated if a note dates their meter, and announced ones, with the end of the old bands."""
    dated = {
        meter: placed.statement.since
        for placed in parts.said
        if isinstance(placed.statement, PricesHold) and placed.statement.since and placed.statement.since <= moment
        for meter in placed.statement.meters
    }
    for price in tables.now.prices:
        yield replace(price, effective_from=dated[price.meter]) if price.meter in dated else price
    yield from tables.products
    if tables.ahead is not None and tables.since is not None:
        yield from (replace(price, effective_from=tables.since) for price in tables.ahead.prices)
        ahead = {price.key for price in tables.ahead.prices}
        yield from (gone(price, tables.since) for price in tables.now.prices if price.key not in ahead)


def _terms(source: str, parts: PageSections, tables: _Tables) -> Iterator[Fact]:
    reduced: ReducedModels = tables.now.reduced
    versions = {fact.model: fact.version for fact in tables.now.versions}
    offered = {model: versions.get(model) for model in tables.now.models}
    yield from statement_facts(source, parts.said, offered, reduced)
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
