"""The registry of sources, from which deployments and views are made."""

from collections import ChainMap
from collections.abc import Iterable

from models.leaderboards import EVERY_BOARD, BoardConventions
from models.pricing import HolidayCalendar, unknown_calendar
from scrapers import (
    alibaba,
    anthropic,
    arena,
    artificial_analysis,
    catalogue,
    deepseek,
    epoch,
    google,
    huggingface,
    litellm,
    mistral,
    moonshot,
    openai,
    openrouter,
    xai,
    zai,
)
from scrapers.source import Reader, Source, Website

SOURCES: dict[str, Source] = {
    source.name: source
    for source in (
        *deepseek.SOURCES,
        *anthropic.SOURCES,
        *zai.SOURCES,
        *moonshot.SOURCES,
        *google.SOURCES,
        *openai.SOURCES,
        *xai.SOURCES,
        *mistral.SOURCES,
        *alibaba.SOURCES,
        *arena.SOURCES,
        *artificial_analysis.SOURCES,
        *openrouter.SOURCES,
        *litellm.SOURCES,
        *huggingface.SOURCES,
        *epoch.SOURCES,
    )
}
BACKFILLS: dict[str, Source] = {source.name: source for source in (*deepseek.BACKFILLS, *catalogue.BACKFILLS)}
"""Sources without a schedule, loaded on request; replayed like any other."""
FORMER: dict[str, Source] = {source.name: source for source in arena.FORMER}
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


def websites() -> list[Website]:
    """Return every site that registered sources are read from."""
    return list(dict.fromkeys(source.site for source in (*SOURCES.values(), *FORMER.values())))


def find_calendar(name: str) -> HolidayCalendar:
    """Return the holiday calendar that a source declares under a name, or one that knows of no day."""
    declared = (calendar for source in (SOURCES | BACKFILLS).values() for calendar in source.holidays)
    return next((calendar for calendar in declared if calendar.name == name), unknown_calendar(name))


def board_conventions(source: str) -> BoardConventions:
    """Return the conventions of the leaderboards of a source."""
    return REGISTERED[source].boards if source in REGISTERED else EVERY_BOARD
