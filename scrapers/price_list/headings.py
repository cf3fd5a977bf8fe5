"""The headings of a price list: the layout that a page has, and tables that are missing or unknown."""

from collections.abc import Iterable, Sequence

from models.facts import Price
from models.readings import KeptFacts
from scrapers.page import PageChanged
from scrapers.parse import MarkdownSection, UnreadValues
from scrapers.price_list.layout import PriceList


def layout_of(sections: Sequence[MarkdownSection], layouts: Sequence[PriceList]) -> PriceList:
    """Return the first layout whose title the page has. Raises PageChanged if there is none."""
    titles = {section.title.lower() for section in sections}
    for layout in layouts:
        if not layout.title or layout.title in titles:
            return layout
    wanted = " or ".join(repr(layout.title) for layout in layouts)
    raise PageChanged(f"not the page of prices: no heading {wanted}", shown_titles(sections))


def shown_titles(sections: Iterable[MarkdownSection]) -> str:
    """Return the titles of sections in a line."""
    return " | ".join(filter(None, (section.title for section in sections)))


def check_headings(source: str, layout: PriceList, sections: Sequence[MarkdownSection], odd: UnreadValues) -> None:
    """Refuse a page without a required section; report another one that is missing, and tables of unknown sections."""
    with_tables = [watched for section in sections if section.tables and (watched := layout.find(section))]
    for watched in layout.sections:
        if watched in with_tables or watched.comes_and_goes:
            continue
        if watched.is_required:
            raise PageChanged(f"no table below a heading {watched.headings[0]!r}", shown_titles(sections))
        keeps = [KeptFacts.of(Price, source=source, mode=watched.mode)]
        odd.add(watched.headings[0], "no table below this heading", keeps)
    if layout.others is not None:
        _report_unknown(source, layout, layout.others, sections, odd)


def _report_unknown(
    source: str, layout: PriceList, others: frozenset[str], sections: Iterable[MarkdownSection], odd: UnreadValues
) -> None:
    """Report tables below headings that are neither watched nor those of other products."""
    for section in sections:
        if section.tables and not layout.find(section) and section.title.lower() not in others:
            titles = " | ".join(section.tables[0].titles)
            keeps = [KeptFacts.of(Price, source=source)]
            odd.add(section.place or "above all headings", f"a table below an unknown heading: {titles}", keeps)
