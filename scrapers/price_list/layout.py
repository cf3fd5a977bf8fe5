"""The description of a vendor's price list: its headings, titles, names and cells."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from models.facts import STANDARD, Promotion
from scrapers.parse import MarkdownSection, UnreadValues
from scrapers.price_list.cells import CellFormat

MODEL, UNIT, IGNORED, LABEL, AMOUNTS = "(model)", "(unit)", "(ignored)", "(label)", "(amounts)"
"""The uses of a column that is of no meter: the name of the model, the unit, nothing that is read; where each row is a
meter, its label and its amounts."""
DOLLARS = CellFormat()
PACIFIC = ZoneInfo("America/Los_Angeles")


@dataclass(frozen=True)
class Column:
    """A column of prices: its meter, and the tier of its prompts if the title names one."""

    meter: str
    above: int = 0


ColumnsByTitle = Mapping[str, str | Column]
"""The use of each column by its title in lower case: one of the words above, a meter, or a meter with a tier."""


@dataclass(frozen=True)
class WatchedSection:
    """A section with tables of prices."""

    headings: tuple[str, ...]
    """The known spellings of its heading, in lower case."""
    columns: ColumnsByTitle
    mode: str = STANDARD
    is_required: bool = True
    """True if a page without it is refused; else its prices stay as they are believed, and the page says so."""
    has_parts: bool = False
    """True if its tables stand below further headings, whose words are free."""
    unit: str = ""
    """A line of the section that must state the unit, in lower case."""


@dataclass(frozen=True)
class PriceList:
    """The layout of a page of prices."""

    title: str
    """A heading that the page must have, in lower case: another page has another one."""
    sections: Sequence[WatchedSection]
    names: Callable[[str], tuple[str, ...]]
    """The callable ids that a name in a row means; none if the name is unknown. Where rows are meters, it gets each
    line of the model's section."""
    least_models: int
    """A page with fewer models is refused."""
    cells: CellFormat = DOLLARS
    zone: ZoneInfo = PACIFIC
    """The time zone of days without one: the vendor's."""
    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    """The meter of each label in lower case, or IGNORED, if rows are meters."""
    promotions: Callable[[str, Sequence[MarkdownSection], UnreadValues], Iterable[Promotion]] | None = None
    """Reads promotions from the sentences of a page; it gets the source."""
    unit_name: str = "1M tokens"
    states_unit: bool = False
    """True if a line "Prices per …" above the first table states the unit of all; another one refuses the page."""
    longest_tier_may_end: bool = False
    """True if a model may have no price above its last tier: in that mode it takes no longer prompts."""

    def find(self, section: MarkdownSection) -> WatchedSection | None:
        """Return the watched section that this one is, or is a part of."""
        title = section.title.lower()
        for watched in self.sections:
            if title in watched.headings or (watched.has_parts and _is_below(section, watched.headings)):
                return watched
        return None


def _is_below(section: MarkdownSection, headings: Iterable[str]) -> bool:
    above = section.parent
    while above is not None:
        if above.title.lower() in headings:
            return True
        above = above.parent
    return False
