"""The sources: which page, how often, and who reads it. The deployments and the views are made from this list."""

from collections.abc import Iterable

from scrapers import arena, artificial_analysis, deepseek, openrouter
from scrapers.source import Source

SOURCES: dict[str, Source] = {
    source.name: source
    for source in (*deepseek.SOURCES, *arena.SOURCES, *artificial_analysis.SOURCES, *openrouter.SOURCES)
}
BACKFILLS: dict[str, Source] = {source.name: source for source in deepseek.BACKFILLS}
"""What is read only when it is asked for; replayed as any other source."""
FORMER: dict[str, Source] = {source.name: source for source in arena.FORMER}
"""What was offered once and is not asked any more; what is archived of it is replayed, verified and credited."""


def attributions(names: Iterable[str]) -> list[str]:
    """What has to stand where data of these sources is shown, each line once."""
    known = SOURCES | BACKFILLS | FORMER
    return sorted({known[name].credit for name in names if name in known and known[name].credit})
