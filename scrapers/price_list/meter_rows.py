"""Tables whose rows are meters: one for each model and mode, below a line with the ids of the model.

The sections of a page are taken in their order: a mode belongs to the model that was named last, whatever the levels of
their headings are. The table of a model without modes stands directly below its heading, and is its standard one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from models.facts import Price
from models.readings import KeptFacts
from scrapers.page import PageChanged
from scrapers.parse import MarkdownSection, MarkdownTable, UnreadValues
from scrapers.price_list.cells import NOTHING, Holds
from scrapers.price_list.layout import (
    AMOUNTS,
    IGNORED,
    LABEL,
    NO_METER,
    PricedCell,
    PriceList,
    WatchedSection,
    meters_in,
)

WORDS_OF_ID = re.compile(r"[a-z0-9.]+")


@dataclass(frozen=True)
class ModeTable:
    """The table of one mode: its labels with their amounts, as far as they are not ignored."""

    section: MarkdownSection
    mode: str
    line: int
    """Its first line on the page."""
    other_unit: str
    """The title of its amounts if there is no meter for them; else empty."""
    rows: tuple[tuple[str, str], ...]

    @property
    def states_prices(self) -> bool:
        return any(amounts.lower() not in NOTHING for _, amounts in self.rows)


@dataclass
class ModelSections:
    """The sections of one model, or of some with one price: the first one, and those below it."""

    first: MarkdownSection
    models: tuple[str, ...]
    parts: list[MarkdownSection] = field(default_factory=list[MarkdownSection])
    tables: list[ModeTable] = field(default_factory=list[ModeTable])

    @property
    def place(self) -> str:
        return self.first.place

    def table(self, mode: str) -> tuple[tuple[str, str], ...]:
        """Return the rows of a mode; none if there is no table of it."""
        return next((table.rows for table in self.tables if table.mode == mode), ())


def cells_of_meters(
    source: str, layout: PriceList, sections: Sequence[MarkdownSection], odd: UnreadValues
) -> Iterator[PricedCell]:
    """Yield the cells that state prices. Raises PageChanged."""
    found = _by_model(layout, sections)
    for each in found:
        each.tables += _tables(layout, each, odd, source)
    listed = " ".join(model for each in found for model in each.models)
    doubtful = {id(each) for each in found if each.models and (_has_ids_of_another(each, found) or _mixes_units(each))}
    for each in found:
        for table in each.tables:
            if not each.models:
                if each.first.title.lower() not in layout.other_headings and table.states_prices:
                    keep = KeptFacts(Price, (("mode", table.mode), ("source", source)), unless_in=listed)
                    odd.add(table.section.place, "a section without a known id", [keep])
            elif id(each) in doubtful:
                odd.add(table.section.place, "the ids or the table of another model", _keeps(source, each.models))
            elif _is_copied(layout, each, table, found):
                keeps = _keeps(source, each.models, mode=table.mode)
                odd.add(_called(each, table), "the table of another model", keeps)
            else:
                yield from _cells(source, layout, each, table, odd)


def _by_model(layout: PriceList, sections: Sequence[MarkdownSection]) -> list[ModelSections]:
    """Return the sections of each model, in order. Raises PageChanged if a heading must be missing."""
    found = list[ModelSections]()
    for section in sections:
        lines = [line for line in section.lines if layout.names(line)]
        is_below = found and bool(found[-1].models) and section.level > found[-1].first.level
        if found and (_mode(layout, section) or is_below):
            if lines:
                raise PageChanged(f"{section.place}: ids without a heading of their model", " | ".join(lines))
            found[-1].parts.append(section)
        elif len(lines) > 1:
            raise PageChanged(f"{section.place}: several lines of ids below one heading", " | ".join(lines))
        else:
            found.append(ModelSections(section, layout.names(lines[0]) if lines else ()))
    return found


def _mode(layout: PriceList, section: MarkdownSection) -> WatchedSection | None:
    return next((watched for watched in layout.sections if section.title.lower() in watched.headings), None)


def _tables(layout: PriceList, each: ModelSections, odd: UnreadValues, source: str) -> Iterator[ModeTable]:
    """Yield the tables of a model. Raises PageChanged for two of one mode."""
    seen, unknown = set[str](), list[MarkdownSection]()
    for section in (each.first, *each.parts):
        mode = _mode(layout, section)
        watched = mode or layout.sections[0]
        for table in section.tables:
            is_of_prices = {LABEL, IGNORED} <= {watched.columns.get(title.lower()) for title in table.titles}
            if mode is None and section is not each.first:
                unknown += [section] if is_of_prices else []
            elif is_of_prices or mode or each.models:
                if watched.mode in seen:
                    raise PageChanged(f"{each.place}: two tables of the mode {watched.mode}", section.place)
                seen.add(watched.mode)
                yield _table(layout, watched, section, table)
    if each.first.tables and len(seen) > 1:
        raise PageChanged(f"{each.place}: a table without a mode beside others", ", ".join(sorted(seen)))
    keeps = [
        keep
        for mode in layout.sections
        if mode.mode not in seen
        for keep in _keeps(source, each.models, mode=mode.mode)
    ]
    for section in unknown:
        odd.add(section.place, "an unknown heading", keeps)


def _table(layout: PriceList, watched: WatchedSection, section: MarkdownSection, table: MarkdownTable) -> ModeTable:
    """Return a table by the titles of its columns. Raises PageChanged."""
    kinds = {title.lower(): watched.columns.get(title.lower()) for title in table.titles}
    if unknown := [title for title, kind in kinds.items() if kind is None]:
        raise PageChanged(f"{section.place}: unknown title of a column", ", ".join(unknown))
    rows = table.columns()
    labels = [title for title, kind in kinds.items() if kind == LABEL]
    amounts = [title for title, kind in kinds.items() if kind in (AMOUNTS, NO_METER)]
    if len(labels) != 1 or len(amounts) != 1:
        raise PageChanged(f"{section.place}: no column of labels, or of amounts", " | ".join(table.titles))
    stated = tuple(
        (row[labels[0]], row[amounts[0]]) for row in rows if layout.labels.get(row[labels[0]].lower()) != IGNORED
    )
    other_unit = amounts[0] if kinds[amounts[0]] == NO_METER else ""
    return ModeTable(section, watched.mode, table.line, other_unit, stated)


def _has_ids_of_another(each: ModelSections, found: Iterable[ModelSections]) -> bool:
    """Return True if a heading begins an id of another section and none of its own, or the other way round."""
    return any(
        other is not each and other.models and (_spells(one, another) and not _spells(one, one))
        for other in found
        for one, another in ((each, other), (other, each))
    )


def _spells(heading: ModelSections, ids: ModelSections) -> bool:
    """Return True if a heading is the beginning of an id: `Veo 3.1` and `veo-3.1-generate-preview`."""
    spelled = "-".join(WORDS_OF_ID.findall(heading.first.title.lower()))
    return bool(spelled) and any(re.match(rf"{re.escape(spelled)}(?![a-z0-9])", model) for model in ids.models)


def _mixes_units(each: ModelSections) -> bool:
    return len({bool(table.other_unit) for table in each.tables}) > 1


def _is_copied(layout: PriceList, each: ModelSections, table: ModeTable, found: Iterable[ModelSections]) -> bool:
    """Return True if another model has the same table of a mode, although their standard tables have no equal row."""
    standard = layout.sections[0].mode
    return table.mode != standard and any(
        other.table(table.mode) == table.rows and not {*other.table(standard)} & {*each.table(standard)}
        for other in found
        if other is not each and other.models
    )


def _cells(
    source: str, layout: PriceList, each: ModelSections, table: ModeTable, odd: UnreadValues
) -> Iterator[PricedCell]:
    """Yield the amounts of a table. A row of a mode that the standard table does not have is not read."""
    if table.other_unit:
        keeps = _keeps(source, each.models, mode=table.mode)
        odd.add(_called(each, table), f"no meter of ours: {table.other_unit}", keeps, is_out_of_scope=True)
        return
    known = [layout.labels.get(label.lower()) for label, _ in table.rows]
    missing = meters_in(layout.labels.values()) - meters_in(filter(None, known))
    standard = {label for label, _ in each.table(layout.sections[0].mode)}
    for (label, amounts), meter in zip(table.rows, known, strict=True):
        place, called = f"{table.section.place} / {label}", f"{_called(each, table)} / {label}"
        if meter is None or (standard and label not in standard):
            names = missing if meter is None else meters_in([meter])
            keeps = [keep for name in names for keep in _keeps(source, each.models, mode=table.mode, meter=name)]
            odd.add(called, f"an unknown row: {amounts}", keeps)
        elif meter != NO_METER:
            yield PricedCell(each.models, table.mode, meter, Holds(), amounts, place, called, table.line)
        elif amounts.lower() not in NOTHING:
            odd.add(called, f"no meter of ours: {amounts}", is_out_of_scope=True)


def _called(each: ModelSections, table: ModeTable) -> str:
    """Return the place of a table by ids and mode: a heading may be worded anew."""
    return f"{', '.join(each.models)} / {table.mode}"


def _keeps(source: str, models: Iterable[str], **columns: str) -> list[KeptFacts]:
    return [KeptFacts.of(Price, source=source, model=model, **columns) for model in models]
