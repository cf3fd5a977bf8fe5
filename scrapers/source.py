"""The description of a source: its page, schedule, reader and trust."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from models.leaderboards import EVERY_BOARD, BoardConventions
from models.plausibility import EVERY_VENDOR, Plausibility
from models.pricing import HolidayCalendar
from models.readings import NO_ALIASES, Aliases, CanonicalName, name_without_day, own_name
from scrapers.http import BEARER, MARKDOWN, Ask, ExpectedAnswer, Manners, NumberedPages
from scrapers.page import Page

if TYPE_CHECKING:
    from models.readings import Reading  # few commands read a page
    from scrapers.passages import Passage

CHECK_FACTOR = Decimal(2)
"""A reseller's prices follow its routing."""
CHECK_LAG = timedelta(hours=24)
ReadsPage = Callable[[Page], "Reading"]
"""A function that reads a page. Raises PageChanged."""


@dataclass(frozen=True)
class Reader:
    """A function that reads a page, by its name: its module is loaded when it reads a page."""

    module: str
    function: str = "read"

    def load(self) -> ReadsPage:
        """Return the function."""
        function: ReadsPage = getattr(import_module(self.module), self.function)
        return function

    def __call__(self, page: Page) -> "Reading":
        return self.load()(page)

    def __setstate__(self, state: dict[str, Any]) -> None:
        # A process that is sent a page and its reader has loaded the reader before it sets its limits for the page.
        self.__dict__.update(state)
        self.load()


@dataclass(frozen=True)
class PlaceFinder:
    """A function that returns the passage at a locator of a page, by its name: it is loaded when it is called."""

    module: str
    function: str = "find_place"

    def __call__(self, page: Page, locator: str) -> "Passage | None":
        find: Callable[[Page, str], Passage | None] = getattr(import_module(self.module), self.function)
        return find(page, locator)


class History(NamedTuple):
    """The page with a source's whole history, loaded on request."""

    path: str
    ask: Ask


@dataclass(frozen=True)
class Website:
    """A site that sources are read from."""

    name: str
    url: str
    """Its address, `https://api-docs.deepseek.com`; empty where every user has another one."""

    @property
    def setting(self) -> str:
        """The setting that names another address."""
        return f"{self.name}_url"


@dataclass(frozen=True)
class Source:
    """A page that is read on a schedule."""

    name: str
    vendor: str
    """The vendor of its models, in one word: `deepseek`. For a source that only checks, the vendor that it checks."""
    site: Website
    path: str
    cron: str
    """In UTC."""
    read: ReadsPage
    """Its reader: a `Reader`, which is loaded when it reads a page."""
    reader: int
    """The reader's release: its result for one page never changes within a release."""
    family: str
    """Sources of one family state the same things."""
    trust: int
    """Rank in the family; the lowest is trusted most."""
    language: str = "en"
    """The language of its page."""
    translates: str | None = None
    """The source whose page it has in another language."""
    checks: str | None = None
    """The family that this source cross-checks: it detects contradictions and decides nothing.

    It is a family of its own: no view of the present shows it, and its changes send no alerts; a contradiction of the
    checked family does. Several families are separated by spaces: then its models are named `family/model`.
    """
    check_factor: Decimal = CHECK_FACTOR
    """The greatest ratio of its price and the vendor's that is no contradiction."""
    check_lag: timedelta = CHECK_LAG
    """The time for which a difference is no contradiction."""
    ask: Ask | None = None
    """The way to fetch it; None for its one page."""
    expected: ExpectedAnswer | None = None
    """The answer that is taken for its page; None if the reader alone decides."""
    most_bytes: int | None = None
    """Bytes of its body at most; None for as many as its way to fetch, its expected answer or any page may have."""
    key: str | None = None
    """The setting that holds the user's key; without it the source is not fetched."""
    key_from: str = ""
    """The place where a user gets a key."""
    key_header: str = BEARER
    """The header that carries the key."""
    budget: str | None = None
    """The setting with the number of requests a day; with a budget nothing is requested twice in one run."""
    chosen: tuple[str, str] | None = None
    """The setting that must list it, and its name there; None if it is read by default."""
    vendor_name: str = ""
    """The name of the vendor for people: `DeepSeek`; if empty, `vendor`."""
    page: str = ""
    """The address of the page on which a person sees the same; empty if it is the page that is fetched."""
    credit: str = ""
    """The credit line that its terms of use require wherever its data is shown."""
    plausibility: Plausibility = EVERY_VENDOR
    """The rules that a reading of it must keep; a reading that breaks one is held."""
    aliases: Aliases = NO_ALIASES
    """The models that its keys mean, if it is not the vendor's own."""
    canonical_name: CanonicalName = own_name
    """The rule for the canonical names of its vendor's models."""
    boards: BoardConventions = EVERY_BOARD
    """The conventions of its leaderboards."""
    holidays: tuple[HolidayCalendar, ...] = ()
    """The holiday calendars that its peak hours name."""
    history: History | None = None
    """The page of its whole history, which `almanac backfill` loads."""
    find_place: PlaceFinder | None = None
    """The finder of a place on its page; None for a page of sections, and for JSON."""

    @cached_property
    def checked_families(self) -> tuple[str, ...]:
        """Return the families that it checks."""
        return tuple((self.checks or "").split())

    def as_history(self) -> Self:
        """Return the source at the page of its whole history. Raises ValueError if it has none."""
        if self.history is None:
            raise ValueError(f"{self.name} has no page of its whole history")
        return replace(self, path=self.history.path, ask=self.history.ask)

    def is_history(self, url: str) -> bool:
        """Return True if an address is the page of its whole history."""
        return self.history is not None and url.endswith(self.history.path)

    def reading(self, page: Page) -> "Reading":
        """Read a page. Raises PageChanged, also for a defect of the reader."""
        from scrapers.guarded import read_guarded  # loaded with the first page, as readers are

        return read_guarded(self.read, page)

    def observing(self) -> Self:
        """Return the source with a reader that notes how its reading depends on the moment: `Reading.same_until`."""
        from scrapers.observed import ObservedReader  # loaded with the first page, as readers are

        return replace(self, read=ObservedReader(self.read))

    @cached_property
    def cadence_minutes(self) -> int:
        """Return the minutes between two runs. They are computed once, as every run states them in the database."""
        from cronsim import CronSim  # few commands ask for it

        runs = CronSim(self.cron, datetime(2026, 1, 1, tzinfo=UTC))
        return round((-(next(runs) - next(runs))).total_seconds() / 60)

    @property
    def body_bound(self) -> int:
        """Return the number of bytes that its body may have; of several answers, all of them together."""
        expected = self.expected.most_bytes if self.expected else Manners().most_bytes
        return self.most_bytes or getattr(self.ask, "most_bytes", expected)

    @property
    def most_requests(self) -> int:
        """Return the number of requests that a run may need."""
        return self.ask.most_pages if isinstance(self.ask, NumberedPages) else 1

    def url(self, sites: Mapping[str, str]) -> str:
        """Return the address of the page; `sites` holds the addresses of sites that settings give, by the setting."""
        return sites.get(self.site.setting, self.site.url) + self.path


@dataclass(frozen=True, kw_only=True)
class Backfill(Source):
    """A source without a schedule and without a web page: `almanac backfill` loads it."""

    path: str
    """The text that takes the place of its address."""
    is_complete: bool = True
    """False if it says how things stood on a day: then its facts go stale."""
    site: Website = field(default=Website("", ""), init=False)
    cron: str = field(default="", init=False)

    @cached_property
    def cadence_minutes(self) -> int:
        """Return a century if it is complete, as such data never goes stale; otherwise a week."""
        return (100 * 365 if self.is_complete else 7) * 24 * 60

    def url(self, sites: Mapping[str, str]) -> str:
        return self.path


@dataclass(frozen=True)
class Vendor:
    """A vendor whose documentation is read: its sources are one family, named `<vendor>_<page>`."""

    name: str
    """In one word: `anthropic`."""
    people_call_it: str
    site: Website

    def page(
        self,
        name: str,
        path: str,
        cron: str,
        reader: str,
        release: int,
        trust: int,
        **more: Any,  # noqa: ANN401 (further fields of a source)
    ) -> Source:
        """Return a source: its page, schedule, the module and the release of its reader, and its rank in the family.

        A Markdown form belongs to the page at its address without the ending.
        """
        source = Source(
            name=f"{self.name}_{name}",
            vendor=self.name,
            vendor_name=self.people_call_it,
            site=self.site,
            path=path,
            cron=cron,
            read=Reader(reader),
            reader=release,
            family=self.name,
            trust=trust,
            canonical_name=name_without_day,
            expected=MARKDOWN if path.endswith((".md", ".md.txt")) else None,
            page=self.site.url + shown if (shown := path.removesuffix(".txt").removesuffix(".md")) != path else "",
        )
        return replace(source, **more)
