"""The sources: which page, how often, and who reads it. The deployments and the views are made from this list."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cronsim import CronSim

from models.reading import Reading
from scrapers import deepseek_facts, deepseek_pricing
from scrapers.page import Page, PageChanged

TRIPS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a reader raises on a page that nobody thought of. One such page must not stop its source for good."""


@dataclass(frozen=True)
class Source:
    """A page that is read on a schedule."""

    name: str
    site: str
    """Which site of the settings it is on."""
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

    def reading(self, page: Page) -> Reading:
        """What the page states. Raises PageChanged, also where the reader itself trips over what it was given."""
        try:
            return self.read(page)
        except TRIPS as error:
            raise PageChanged(f"the reader of {self.name} tripped", f"{type(error).__name__}: {error}") from error

    @property
    def cadence_minutes(self) -> int:
        runs = CronSim(self.cron, datetime(2026, 1, 1, tzinfo=UTC))
        return round((-(next(runs) - next(runs))).total_seconds() / 60)

    def url(self, sites: dict[str, str]) -> str:
        return sites[self.site] + self.path


SOURCES: dict[str, Source] = {
    source.name: source
    for source in (
        Source(
            name="deepseek_pricing",
            site="deepseek",
            path=deepseek_pricing.PATH,
            cron="7 * * * *",
            read=deepseek_pricing.read,
            reader=deepseek_pricing.READER,
            family="deepseek",
            trust=1,
        ),
    )
}


@dataclass(frozen=True, kw_only=True)
class Backfill(Source):
    """A source without a schedule and without a page on the web: `almanac backfill` loads it, once for all."""

    path: str
    """What stands for its address."""
    site: str = field(default="", init=False)
    cron: str = field(default="", init=False)

    @property
    def cadence_minutes(self) -> int:
        """A century: what is complete never goes stale."""
        return 100 * 365 * 24 * 60

    def url(self, sites: dict[str, str]) -> str:
        return self.path


BACKFILLS: dict[str, Source] = {
    source.name: source
    for source in (
        Backfill(
            name="deepseek_facts",
            path="almanac:deepseek_facts",
            read=deepseek_facts.read,
            reader=deepseek_facts.READER,
            family="deepseek",
            trust=9,
        ),
    )
}
"""What is read only when it is asked for; replayed as any other source."""
