"""The registry of sources, from which deployments and views are made.

A package of a vendor or a publisher is loaded when a source of it is first asked for: few commands need all.
"""

from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from itertools import chain
from typing import Any

from models.leaderboards import EVERY_BOARD, BoardConventions
from models.pricing import HolidayCalendar, unknown_calendar
from scrapers.source import Reader, Source, Website

PACKAGES = (
    *("deepseek", "anthropic", "zai", "moonshot", "google", "openai", "xai", "mistral", "alibaba"),
    *("arena", "artificial_analysis", "openrouter", "litellm", "huggingface", "epoch"),
)
"""The packages with sources that are fetched, in the order in which sources are listed."""


class Sources(dict[str, Source]):
    """Sources by name."""

    def in_turn(self) -> Iterable[Source]:
        """Return every source, as `values` does."""
        return self.values()


class UnloadedSources(Sources):
    """Sources whose packages are loaded when they are needed: one to find a name, all for any other question.

    A name begins or ends with the name of its package: `zai_pricing`, `zai_catalogue`. Once all are loaded, it is a
    plain `Sources`.
    """

    def __init__(self, listed_as: str, packages: tuple[str, ...]) -> None:
        """Make it of what these packages list under a name."""
        self._listed_as, self._packages = listed_as, packages

    def in_turn(self) -> Iterator[Source]:
        """Yield every source; its package is loaded when its turn comes."""
        return (source for package in self._packages for source in self._of(package))

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 (as that of a dict)
        around = f"_{name}_"
        packages = (each for each in self._packages if around.startswith(f"_{each}_") or around.endswith(f"_{each}_"))
        return next((source for each in packages for source in self._of(each) if source.name == name), default)

    def __contains__(self, name: object) -> bool:
        return self.get(str(name)) is not None

    def __getitem__(self, name: str) -> Source:
        if name not in self:
            raise KeyError(name)
        return self.get(name)

    def _of(self, package: str) -> tuple[Source, ...]:
        return getattr(import_module(f"scrapers.{package}"), self._listed_as)

    def __reduce__(self) -> Any:  # noqa: ANN401 (as that of an object)
        """Return what another process makes the same sources of: Prefect sends a flow's function with what it names."""
        self.complete()
        return (Sources, (), None, None, iter(self.items()))

    def complete(self) -> None:
        """Load all packages. The class changes, so that a question costs no more than one to a dict from then on."""
        listed = {source.name: source for source in self.in_turn()}
        self.__class__ = Sources  # pyright: ignore[reportAttributeAccessIssue]
        self.update(listed)


def _completed_first(name: str) -> Callable[..., Any]:
    """Return a method that loads all packages, and then does what a dict does."""

    def method(sources: UnloadedSources, *given: Any) -> Any:  # noqa: ANN401 (as that of a dict)
        sources.complete()
        return getattr(sources, name)(*given)

    return method


for _name in vars(dict).keys() - vars(object).keys() - vars(UnloadedSources).keys() | {"__eq__", "__ne__", "__repr__"}:
    setattr(UnloadedSources, _name, _completed_first(_name))
SOURCES: Sources = UnloadedSources("SOURCES", PACKAGES)
BACKFILLS: Sources = UnloadedSources("BACKFILLS", ("deepseek", "catalogue"))
"""Sources without a schedule, loaded on request; replayed like any other."""
FORMER: Sources = UnloadedSources("FORMER", ("arena",))
"""Sources that are fetched no more; their archive is replayed, verified and credited."""
OWN = Sources()
"""The sources of the user's own file, as the settings that were loaded last have it; `flows.settings` fills it."""
REGISTERED = ChainMap(SOURCES, BACKFILLS, FORMER, OWN)
"""Every source of the record."""
FETCHED = ChainMap(SOURCES, OWN)
"""Every source that is fetched."""


def fetched_source(name: str) -> Source:
    """Return a source that is fetched. Raises KeyError."""
    return FETCHED[name]


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
