"""The description of a vendor's price list: its headings, titles, names and cells."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from models.facts import STANDARD, Promotion
from scrapers.parse import MarkdownSection, UnreadValues
from scrapers.price_list.cells import AUDIO, STORAGE, TEXT, CellFormat, Holds

MODEL, UNIT, IGNORED, LABEL, AMOUNTS = "(model)", "(unit)", "(ignored)", "(label)", "(amounts)"
"""The uses of a column that is of no meter: the name of the model, the unit, nothing that is read; where each row is a
meter, its label and its amounts."""
NO_METER = "(no meter)"
"""A row or column of amounts for which there is no meter: it is named as unread."""
METERS_BY_KIND = {
    "input_cache_miss": {TEXT: "input_cache_miss", AUDIO: "input_audio"},
    "input_cache_hit": {TEXT: "input_cache_hit", AUDIO: "input_audio_cache_hit", STORAGE: "cache_storage"},
    "output": {TEXT: "output", AUDIO: "output_audio"},
    "cache_storage": {STORAGE: "cache_storage"},
}
"""The meters that the cells of a row or column of a meter state, by the kinds of their prices."""
DOLLARS = CellFormat()
PACIFIC, CHINA = ZoneInfo("America/Los_Angeles"), ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Column:
    """A column of prices: its meter, and the tier of its prompts if the title names one."""

    meter: str
    above: int = 0
    is_free: bool = False
    """True if the page names no unit for its amounts: only "free" is read, and an amount is reported."""


@dataclass(frozen=True)
class PricedCell:
    """A cell of a table: the models, and the meter of a price for text, that it is about."""

    models: tuple[str, ...]
    mode: str
    meter: str
    holds: Holds
    text: str
    place: str
    called: str
    """Its place by names that stay if a heading is worded anew: an unread cell is reported under it once."""
    table: int
    """The line of its table on the page."""
    is_free: bool = False
    """True if its amount would have no unit."""


def meter_of(meter: str, kind: str) -> str | None:
    """Return the meter of a price of a kind in a row or column of a meter; None if there is none."""
    return METERS_BY_KIND.get(meter, {TEXT: meter}).get(kind)


def meters_in(rows: Iterable[str]) -> set[str]:
    """Return every meter that the cells of rows of these meters may state."""
    return {meter for row in rows for meter in METERS_BY_KIND.get(row, {TEXT: row}).values()} - {IGNORED, NO_METER}


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
    comes_and_goes: bool = False
    """True if the page may do without it, and nothing is said then."""
    has_parts: bool = False
    """True if its tables stand below further headings, whose words are free."""
    unit: str = ""
    """A line of the section that must state the unit, in lower case."""


@dataclass(frozen=True)
class PriceList:
    """The layout of a page of prices."""

    title: str
    """A heading that the page must have, in lower case: another page has another one. Empty if the titles of its
    tables tell it from others."""
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
    """The meter of each label in lower case, IGNORED or NO_METER, if rows are meters. A table without a heading of a
    mode has that of the first of the sections."""
    other_headings: frozenset[str] = frozenset()
    """The headings of tables of no model, in lower case, if rows are meters."""
    promotions: Callable[[str, Sequence[MarkdownSection], UnreadValues], Iterable[Promotion]] | None = None
    """Reads promotions from the sentences of a page; it gets the source."""
    unit_name: str = "1M tokens"
    states_unit: bool = False
    """True if a line "Prices per …" above the first table states the unit of all; another one refuses the page."""
    longest_tier_may_end: bool = False
    """True if a model may have no price above its last tier: in that mode it takes no longer prompts."""
    others: frozenset[str] | None = None
    """The headings of tables of other products, in lower case. A table below any other one is reported, and no price
    is taken for gone, because a watched heading may have got another name. None if other tables are left alone."""
    lists_all: bool = True
    """False for a page of some models: the prices of others stay as they are believed."""
    reads_html: bool = False
    """True if a saved HTML page is read, too, and not only its Markdown form."""

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
