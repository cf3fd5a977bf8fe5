"""Tables whose rows are meters: one for each model and mode, below a line with the ids of the model.

The sections of a page are taken in their order: a mode belongs to the model that was named last, whatever the levels of
their headings are. A table that stands directly below the heading of a model is its standard one.
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


@dataclass
class ModelSections:
    """The sections of one model: its own one and those below it."""

    first: MarkdownSection
    models: tuple[str, ...] = ()
    modes: list[tuple[WatchedSection, MarkdownSection]] = field(
        default_factory=list[tuple[WatchedSection, MarkdownSection]]
    )
    others: list[MarkdownSection] = field(default_factory=list[MarkdownSection])
    """Sections of the model below headings of other words."""


def sections_by_model(layout: PriceList, sections: Sequence[MarkdownSection]) -> list[ModelSections]:
    """Return the sections of each model, in order. Raises PageChanged if a heading must be missing."""
    found = list[ModelSections]()
    for section in sections:
        mode = next((watched for watched in layout.sections if section.title.lower() in watched.headings), None)
        if found and (mode or (found[-1].models and section.level > found[-1].first.level)):
            if names := [line for line in section.lines if layout.names(line)]:
                raise PageChanged(f"{section.place}: ids without a heading of their model", ", ".join(names))
            if mode is None:
                found[-1].others.append(section)
            else:
                found[-1].modes.append((mode, section))
            continue
        lines = [line for line in section.lines if layout.names(line)]
        if len(lines) > 1:
            raise PageChanged(f"{section.place}: several lines of ids below one heading", " | ".join(lines))
        found.append(ModelSections(section, layout.names(lines[0]) if lines else ()))
    _refuse_ids_of_another(found)
    return found


def _refuse_ids_of_another(found: Sequence[ModelSections]) -> None:
    """Raise PageChanged if a heading spells the id of another section, and not one of its own."""
    listed = {model for sections in found for model in sections.models}
    for sections in found:
        spelled = "-".join(WORDS_OF_ID.findall(sections.first.title.lower()))
        if sections.models and spelled in listed and spelled not in sections.models:
            raise PageChanged(f"{sections.first.title}: the ids of another model", ", ".join(sections.models))


def cells_of_meters(
    source: str, layout: PriceList, sections_of_page: Sequence[MarkdownSection], odd: UnreadValues
) -> Iterator[PricedCell]:
    """Yield the cells that state prices. Raises PageChanged."""
    found = sections_by_model(layout, sections_of_page)
    listed = " ".join(model for sections in found for model in sections.models)
    for sections in found:
        for mode, section, table in _tables(layout, sections):
            if sections.models:
                yield from _cells(source, layout, mode, sections.models, section, table, odd)
            elif sections.first.title.lower() not in layout.other_headings and _states_prices(layout, mode, table):
                keep = KeptFacts(Price, (("mode", mode.mode), ("source", source)), unless_in=listed)
                odd.add(section.place, "a section without a known id", [keep])
        for section in sections.others:
            if any(_is_of_prices(layout.sections[0], table) for table in section.tables):
                odd.add(section.place, "an unknown heading", _keeps(source, sections.models))


def _tables(
    layout: PriceList, sections: ModelSections
) -> Iterator[tuple[WatchedSection, MarkdownSection, MarkdownTable]]:
    """Yield the tables of a model with their modes. Raises PageChanged for two of one mode."""
    seen = set[str]()
    for mode, section in ((layout.sections[0], sections.first), *sections.modes):
        is_watched = bool(sections.models) or section is not sections.first
        for table in section.tables:
            if not is_watched and not _is_of_prices(mode, table):
                continue
            if mode.mode in seen:
                raise PageChanged(f"{sections.first.place}: two tables of the mode {mode.mode}", section.place)
            seen.add(mode.mode)
            yield mode, section, table


def _is_of_prices(mode: WatchedSection, table: MarkdownTable) -> bool:
    return {mode.columns.get(title.lower()) for title in table.titles} >= {LABEL, IGNORED}


def _states_prices(layout: PriceList, mode: WatchedSection, table: MarkdownTable) -> bool:
    """Return True if a table has an amount in a row that is not ignored."""
    rows, label, amounts = _rows(mode, "", table)
    return any(layout.labels.get(row[label].lower()) != IGNORED and row[amounts].lower() not in NOTHING for row in rows)


def _rows(mode: WatchedSection, place: str, table: MarkdownTable) -> tuple[list[dict[str, str]], str, str]:
    """Return the rows, and the titles of the columns of labels and of amounts. Raises PageChanged."""
    kinds = {title.lower(): mode.columns.get(title.lower()) for title in table.titles}
    if unknown := [title for title, kind in kinds.items() if kind is None]:
        raise PageChanged(f"{place}: unknown title of a column", ", ".join(unknown))
    rows = table.columns()
    labels = [title for title, kind in kinds.items() if kind == LABEL]
    amounts = [title for title, kind in kinds.items() if kind in (AMOUNTS, NO_METER)]
    if len(labels) != 1 or len(amounts) != 1:
        raise PageChanged(f"{place}: no column of labels, or of amounts", " | ".join(table.titles))
    return rows, labels[0], amounts[0]


def _cells(
    source: str,
    layout: PriceList,
    mode: WatchedSection,
    models: tuple[str, ...],
    section: MarkdownSection,
    table: MarkdownTable,
    odd: UnreadValues,
) -> Iterator[PricedCell]:
    """Yield the amounts of a table of one model."""
    rows, label, amounts = _rows(mode, section.place, table)
    if mode.columns[amounts] == NO_METER:
        odd.add(section.place, f"no meter of ours: {amounts}", _keeps(source, models, mode=mode.mode))
        return
    known = [layout.labels.get(row[label].lower()) for row in rows]
    missing = meters_in(layout.labels.values()) - meters_in(filter(None, known))
    for row, meter in zip(rows, known, strict=True):
        place = f"{section.place} / {row[label]}"
        if meter is None:
            keeps = [keep for name in missing for keep in _keeps(source, models, mode=mode.mode, meter=name)]
            odd.add(place, f"an unknown row: {row[amounts]}", keeps)
        elif meter == NO_METER and row[amounts].lower() not in NOTHING:
            odd.add(place, f"no meter of ours: {row[amounts]}")
        elif meter not in (IGNORED, NO_METER):
            yield PricedCell(models, mode.mode, meter, Holds(), row[amounts], place, table.line)


def _keeps(source: str, models: Iterable[str], **columns: str) -> list[KeptFacts]:
    return [KeptFacts.of(Price, source=source, model=model, **columns) for model in models]
