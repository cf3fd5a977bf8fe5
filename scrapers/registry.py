"""The registry of sources, from which deployments and views are made.

A package of a vendor or a publisher is loaded when a source of it is first asked for: few commands need all.
"""

from collections import ChainMap
from collections.abc import Iterable, Iterator, MutableMapping
from importlib import import_module
from itertools import chain

from models.leaderboards import EVERY_BOARD, BoardConventions
from models.pricing import HolidayCalendar, unknown_calendar
from scrapers.source import Reader, Source, Website

PACKAGES = (
    *("deepseek", "anthropic", "zai", "moonshot", "google", "openai", "xai", "mistral", "alibaba"),
    *("arena", "artificial_analysis", "openrouter", "litellm", "huggingface", "epoch"),
)
"""The packages with sources that are fetched, in the order in which sources are listed."""


class Sources(MutableMapping[str, Source]):
    """Sources by name. A package is loaded when it is needed: one to find a name, all for any other question.

    A name begins or ends with the name of its package: `zai_pricing`, `zai_catalogue`.
    """

    def __init__(self, listed_as: str, packages: tuple[str, ...]) -> None:
        """Make it of what these packages list under a name."""
        self._listed_as, self._packages = listed_as, packages
        self._all: dict[str, Source] | None = None

    def in_turn(self) -> Iterator[Source]:
        """Yield every source; its package is loaded when its turn comes."""
        if self._all is not None:
            return iter(self._all.values())
        return (source for package in self._packages for source in self._of(package))

    def __getitem__(self, name: str) -> Source:
        if self._all is not None:
            return self._all[name]
        around = f"_{name}_"
        packages = (each for each in self._packages if around.startswith(f"_{each}_") or around.endswith(f"_{each}_"))
        for source in (source for each in packages for source in self._of(each)):
            if source.name == name:
                return source
        raise KeyError(name)

    def __setitem__(self, name: str, source: Source) -> None:
        self._complete()[name] = source

    def __delitem__(self, name: str) -> None:
        del self._complete()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._complete())

    def __len__(self) -> int:
        return len(self._complete())

    def _of(self, package: str) -> tuple[Source, ...]:
        return getattr(import_module(f"scrapers.{package}"), self._listed_as)

    def _complete(self) -> dict[str, Source]:
        """Load all packages, and return the sources of all."""
        if self._all is None:
            self._all = {source.name: source for source in self.in_turn()}
        return self._all


SOURCES = Sources("SOURCES", PACKAGES)
BACKFILLS = Sources("BACKFILLS", ("deepseek", "catalogue"))
"""Sources without a schedule, loaded on request; replayed like any other."""
FORMER = Sources("FORMER", ("arena",))
"""Sources that are fetched no more; their archive is replayed, verified and credited."""
REGISTERED = ChainMap(SOURCES, BACKFILLS, FORMER)
"""Every source of the record."""


def load_readers() -> None:
    """Load the reader of every source that is fetched, in a process whose copies read pages."""
    for source in SOURCES.values():
        if isinstance(source.read, Reader):
            source.read.load()


def attributions(names: Iterable[str]) -> list[str]:
    """Return the credit lines of these sources, each once."""
    lines = (REGISTERED[name].credit for name in names if name in REGISTERED)
    return sorted({credit for credit in lines if credit})


def vendor_name(vendor: str) -> str:
    """Return the name of a vendor for people: `DeepSeek` for `deepseek`."""
    names = (source.vendor_name for source in REGISTERED.values() if source.vendor == vendor)
    return next(filter(None, names), vendor)


def websites() -> Iterator[Website]:
    """Yield every site that registered sources are read from, once."""
    found = set[Website]()
    for source in chain(SOURCES.in_turn(), FORMER.in_turn()):
        if source.site not in found:
            found.add(source.site)
            yield source.site


def find_calendar(name: str) -> HolidayCalendar:
    """Return the holiday calendar that a source declares under a name, or one that knows of no day."""
    declaring = chain(SOURCES.in_turn(), BACKFILLS.in_turn()) if name else ()
    declared = (calendar for source in declaring for calendar in source.holidays)
    return next((calendar for calendar in declared if calendar.name == name), unknown_calendar(name))


def board_conventions(source: str) -> BoardConventions:
    """Return the conventions of the leaderboards of a source."""
    return REGISTERED[source].boards if source in REGISTERED else EVERY_BOARD
