"""What a source is: which page, how often it is read, by which reader, and how far it is trusted."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import NamedTuple, Self

from cronsim import CronSim

from models.reading import Reading
from scrapers.guarded import guarded
from scrapers.page import Page
from scrapers.web.asked import BEARER, Ask
from scrapers.web.fetch import fetch
from scrapers.web.paged import Paged


class History(NamedTuple):
    """Where a source's whole history is: another page on its site, which is loaded when somebody asks for it."""

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
    """Whose models it speaks of, in one word: `deepseek`. Of a source that only checks, that is whose it checks."""
    site: Website
    path: str
    cron: str
    """In UTC."""
    read: Callable[[Page], Reading]
    """Raises PageChanged."""
    reader: int
    """The reader's release: what it makes of one page never changes within a release."""
    family: str
    """Sources of one family speak of the same things."""
    trust: int
    """Its place in the family's order of trust; the lowest is trusted most."""
    checks: str | None = None
    """The family that it is a cross-check of: it detects and never decides. It is a family of its own, no view of the
    present shows it, and what it changes alerts nobody; where it contradicts that family, people hear of that.
    """
    ask: Ask = fetch
    """How it is asked: for the page at its address, or in another way."""
    key: str | None = None
    """The setting that holds the user's key; without it the source is not asked."""
    key_from: str = ""
    """Where the user gets one."""
    key_header: str = BEARER
    """The header that the key goes in."""
    budget: str | None = None
    """The setting that says how many requests a day it may be asked; in one run none is made a second time."""
    chosen: tuple[str, str] | None = None
    """The setting that has to name it, and the name; None where it is read unless the settings say otherwise."""
    credit: str = ""
    """What has to stand wherever its data is shown, by its terms of use."""
    history: History | None = None
    """Where there is one, `almanac backfill` loads it."""

    def as_history(self) -> Self:
        """The same source at the page of its whole history. Raises ValueError where there is none."""
        if self.history is None:
            raise ValueError(f"{self.name} has no page of its whole history")
        return replace(self, path=self.history.path, ask=self.history.ask)

    def is_history(self, url: str) -> bool:
        """Whether an address is that of the page of its whole history."""
        return self.history is not None and url.endswith(self.history.path)

    def reading(self, page: Page) -> Reading:
        """What the page states. Raises PageChanged, also where the reader itself trips over what it was given."""
        return guarded(self.read, page)

    @property
    def cadence_minutes(self) -> int:
        runs = CronSim(self.cron, datetime(2026, 1, 1, tzinfo=UTC))
        return round((-(next(runs) - next(runs))).total_seconds() / 60)

    @property
    def most_requests(self) -> int:
        """So many requests a run may need."""
        return self.ask.most_pages if isinstance(self.ask, Paged) else 1

    def url(self, sites: dict[str, str]) -> str:
        """Its address, on the site's address of the settings where they name one."""
        return sites.get(self.site.name, self.site.url) + self.path


@dataclass(frozen=True, kw_only=True)
class Backfill(Source):
    """A source without a schedule and without a page on the web: `almanac backfill` loads it, once for all."""

    path: str
    """What stands for its address."""
    site: Website = field(default=Website("", ""), init=False)
    cron: str = field(default="", init=False)

    @property
    def cadence_minutes(self) -> int:
        """A century: what is complete never goes stale."""
        return 100 * 365 * 24 * 60

    def url(self, sites: dict[str, str]) -> str:
        return self.path
