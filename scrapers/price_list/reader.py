"""The reader of price lists: tables whose columns, or whose rows, are meters, as a layout describes them.

Columns are found by their titles and never by their places. A missing heading, a table without rows, an unknown title,
another unit and a price that is stated twice refuse the page; an unknown name or cell is reported as unread, its prices
stay as they are believed, and the others are read.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from models.facts import Notice, Price, Promotion
from models.readings import KeptFacts, Reading, Scope
from scrapers.page import Page, PageChanged
from scrapers.parse import (
    MarkdownSection,
    MarkdownTable,
    UnreadValues,
    decode,
    looks_dated,
    parse_document,
    parse_markdown,
)
from scrapers.price_list.cells import OTHER, Holds, PriceInCell, UnknownCell, split_name
from scrapers.price_list.headings import check_headings, layout_of
from scrapers.price_list.holding import DatedPrice, in_time, without_unread
from scrapers.price_list.layout import (
    AMOUNTS,
    IGNORED,
    LABEL,
    MODEL,
    UNIT,
    Column,
    PricedCell,
    PriceList,
    WatchedSection,
    meter_of,
    meters_in,
)
from scrapers.price_list.meter_rows import cells_of_meters

STORAGE_METER, STORAGE_UNIT = "cache_storage", "1M tokens · hour"
UNIT_LINE = re.compile(r"prices (?:are )?per (.+?)\.?", re.IGNORECASE)
MONEY = re.compile(r"[$¥¥€] ?[0-9]|[0-9] ?(?:元|%|USD\b)")


def read_price_list(page: Page, *layouts: PriceList) -> Reading:
    """Read a page of prices in the first of these layouts that it has. Raises PageChanged."""
    sections = parse_document(page.body) if layouts[0].reads_html else parse_markdown(decode(page.body))
    layout = layout_of(sections, layouts)
    _check_unit(layout, sections)
    odd = UnreadValues()
    stated = [
        dated
        for cell in _cells_of_page(page.source, layout, sections, odd)
        for dated in _prices(page.source, layout, cell, odd)
    ]
    check_headings(page.source, layout, sections, odd)
    prices, promotions = in_time(without_unread(page.source, layout, stated, odd), layout)
    kept = _unsure_promotions(odd)
    promotions = [said for said in promotions if not any(keep.covers(Promotion, said.key) for keep in kept)]
    kept |= _only_announced(prices)
    _refuse_few(prices, layout)
    if layout.promotions:
        promotions += layout.promotions(page.source, sections, odd)
        # A sentence that is left out withdraws nothing.
        kept |= {KeptFacts.of(Promotion, source=page.source)}
    scopes = {
        Scope(Price, page.source, layout.cells.currency),
        Scope(Promotion, page.source),
        Scope(Notice, page.source),
    }
    facts = (*prices, *promotions, *_notices(page.source, layout, sections))
    if not layout.lists_all:
        kept |= frozenset(_others(page.source, prices))
    return Reading(frozenset(scopes), facts, unread=odd.named, kept=kept, listed_kinds=frozenset({Price, Promotion}))


def _others(source: str, prices: Iterable[Price]) -> Iterator[KeptFacts]:
    """Yield what is believed of the models that a page does not list."""
    listed = " ".join(sorted({price.model for price in prices}))
    for kind in (Price, Promotion):
        yield KeptFacts(kind, (("source", source),), unless_in=listed)


def _unsure_promotions(odd: UnreadValues) -> frozenset[KeptFacts]:
    """Return the promotions of models that were not read whole: what looks like an end may have a successor there."""
    keeps = {keep for unread in odd.named for keep in unread.keeps}
    return frozenset(
        replace(
            keep, fact=Promotion, columns=tuple(column for column in keep.columns if column[0] in ("model", "source"))
        )
        for keep in keeps
    )


def _only_announced(prices: Iterable[Price]) -> frozenset[KeptFacts]:
    """Return the present prices of what a page states from a day on alone: it does not say that they are gone."""
    stated = list(prices)
    present = {price.key for price in stated if price.effective_from is None}
    return frozenset(
        _keeps(price.source, model=price.model, mode=price.mode, meter=price.meter, above=price.above)
        for price in stated
        if price.key not in present
    )


def _check_unit(layout: PriceList, sections: Iterable[MarkdownSection]) -> None:
    """Refuse a page whose line above the first table states another unit."""
    above = takewhile(lambda section: layout.find(section) is None, sections if layout.states_unit else ())
    for line in (line for section in above for line in section.lines):
        if (stated := UNIT_LINE.fullmatch(line)) and stated[1].lower() != layout.unit_name.lower():
            raise PageChanged(f"prices that are not by {layout.unit_name}", line)


def _refuse_few(prices: Iterable[Price], layout: PriceList) -> None:
    models = {price.model for price in prices}
    if len(models) < layout.least_models:
        raise PageChanged(f"prices of less than {layout.least_models} models", ", ".join(sorted(models)))


def _keeps(source: str, **columns: str | int) -> KeptFacts:
    return KeptFacts.of(Price, source=source, **columns)


def _cells_of_page(
    source: str, layout: PriceList, sections: Sequence[MarkdownSection], odd: UnreadValues
) -> Iterator[PricedCell]:
    """Yield the cells of a page that state prices."""
    if layout.labels:
        yield from cells_of_meters(source, layout, sections, odd)
        return
    for section in sections:
        if (watched := layout.find(section)) is not None:
            yield from _section(source, layout, watched, section, odd)


def _section(
    source: str, layout: PriceList, watched: WatchedSection, section: MarkdownSection, odd: UnreadValues
) -> Iterator[PricedCell]:
    """Yield the cells of a watched section that state prices."""
    if section.tables and watched.unit and watched.unit not in (line.lower().rstrip(".") for line in section.lines):
        raise PageChanged(f"{section.place}: no line {watched.unit!r}", " | ".join(section.lines))
    for table in section.tables:
        yield from _cells(source, layout, watched, section, table, odd)


def _cells(
    source: str,
    layout: PriceList,
    watched: WatchedSection,
    section: MarkdownSection,
    table: MarkdownTable,
    odd: UnreadValues,
) -> Iterator[PricedCell]:
    """Yield the cells of a table that state prices, by the titles of its columns."""
    kinds = {title.lower(): watched.columns.get(title.lower()) for title in table.titles}
    if unknown := [title for title, kind in kinds.items() if kind is None]:
        raise PageChanged(f"{section.place}: unknown title of a column", ", ".join(unknown))
    if UNIT in watched.columns.values() and UNIT not in kinds.values():
        raise PageChanged(f"{section.place}: no column of units", " | ".join(table.titles))
    if MODEL in kinds.values():
        yield from _rows_of_models(source, layout, watched, section, table, odd)
    elif watched.is_required:
        raise PageChanged(f"{section.place}: no column of models", " | ".join(table.titles))
    else:
        odd.add(section.place, "a table without a column of models", [_keeps(source, mode=watched.mode)])


def _rows_of_models(
    source: str,
    layout: PriceList,
    watched: WatchedSection,
    section: MarkdownSection,
    table: MarkdownTable,
    odd: UnreadValues,
) -> Iterator[PricedCell]:
    rows = table.columns()
    title_of_model = next(title for title, kind in watched.columns.items() if kind == MODEL and title in rows[0])
    for row in rows:
        name = row[title_of_model]
        place, known_place = f"{section.place} / {name}", f"{watched.headings[0]} / {name}"
        for title, kind in watched.columns.items():
            if kind == UNIT and title in row and row[title].lower() != layout.unit_name.lower():
                raise PageChanged(f"{place}: prices that are not by {layout.unit_name}", row[title])
        try:
            called, holds = split_name(name)
        except UnknownCell:
            odd.add(known_place, "an unknown phrase beside the name", _of_a_row(source, layout, watched, name))
            continue
        models = layout.names(called)
        if not models:
            odd.add(known_place, "an unknown name", [_keeps(source, mode=watched.mode)])
        for title, text in row.items() if models else ():
            if isinstance(column := _column(watched.columns[title]), Column):
                above = max(column.above, holds.above)
                held = replace(holds, above=above)
                yield PricedCell(
                    models,
                    watched.mode,
                    column.meter,
                    held,
                    text,
                    f"{place} / {title}",
                    f"{known_place} / {title}",
                    table.line,
                    column.is_free,
                )


def _column(kind: str | Column) -> Column | None:
    if isinstance(kind, Column):
        return kind
    return None if kind in (MODEL, UNIT, IGNORED, LABEL, AMOUNTS) else Column(kind)


def _of_a_row(source: str, layout: PriceList, watched: WatchedSection, name: str) -> list[KeptFacts]:
    """Return the prices that a row with an unknown phrase in its name may be about."""
    models = layout.names(re.split(r" \(|,| through | starting ", name)[0].strip())
    return [_keeps(source, mode=watched.mode, model=model) for model in models] or [_keeps(source, mode=watched.mode)]


def _prices(source: str, layout: PriceList, cell: PricedCell, odd: UnreadValues) -> Iterator[DatedPrice]:
    """Yield the prices of a cell."""
    try:
        found = [
            (cell.meter if cell.is_free else meter_of(cell.meter, kind), stated)
            for stated in layout.cells.prices(cell.text)
            for kind in stated.is_for
        ]
        if any(meter is None and OTHER not in stated.is_for for meter, stated in found):
            raise UnknownCell(cell.text)
        if cell.is_free and any(stated.amount for _, stated in found):
            raise UnknownCell(cell.text)
    except UnknownCell:
        odd.add(cell.called, cell.text, _of_cell(source, cell))
        return
    if any(meter is None for meter, _ in found):
        keeps = _of_cell(source, cell) if all(meter is None for meter, _ in found) else []
        odd.add(cell.called, f"no meter of ours: {cell.text}", keeps, is_out_of_scope=True)
    for meter, stated in found:
        if meter is None:
            continue
        for model in cell.models:
            price = _price(source, layout, cell, model, meter, stated)
            yield DatedPrice(price, _held(cell.holds, stated.holds), cell.table)


def _of_cell(source: str, cell: PricedCell) -> list[KeptFacts]:
    """Return the prices that a cell may be about."""
    meters = meters_in([cell.meter])
    return [_keeps(source, mode=cell.mode, model=model, meter=meter) for model in cell.models for meter in meters]


def _held(row: Holds, cell: Holds) -> Holds:
    """Return what a price holds for by its row and by its cell."""
    return Holds(max(row.above, cell.above), cell.up_to or row.up_to, cell.starts or row.starts, cell.ends or row.ends)


def _price(source: str, layout: PriceList, cell: PricedCell, model: str, meter: str, stated: PriceInCell) -> Price:
    return Price(
        source=source,
        model=model,
        meter=meter,
        band="flat",
        currency=layout.cells.currency,
        mode=cell.mode,
        above=max(cell.holds.above, stated.holds.above),
        amount=stated.amount,
        list_amount=stated.list_amount,
        unit=STORAGE_UNIT if meter == STORAGE_METER else layout.unit_name,
        locator=cell.place,
    )


def _notices(source: str, layout: PriceList, sections: Iterable[MarkdownSection]) -> Iterator[Notice]:
    """Yield the sentences of watched sections with an amount or a date, so that a change of one is recorded."""
    seen = set[str]()
    for section in sections:
        if layout.find(section) is None:
            continue
        for line in section.lines:
            if (MONEY.search(line) or looks_dated(line)) and line not in seen:
                seen.add(line)
                yield Notice.of(source, line, section.place)
