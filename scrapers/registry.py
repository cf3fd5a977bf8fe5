"""The sources: which page, how often, and who reads it. The deployments and the views are made from this list."""

from collections.abc import Iterable

from scrapers import openrouter
from scrapers.arena import sources as arena
from scrapers.artificial_analysis import sources as artificial_analysis
from scrapers.deepseek import sources as deepseek
from scrapers.source import Source

SOURCES: dict[str, Source] = {
    source.name: source
    for source in (*deepseek.SOURCES, *arena.SOURCES, *artificial_analysis.SOURCES, *openrouter.SOURCES)
}
BACKFILLS: dict[str, Source] = {source.name: source for source in deepseek.BACKFILLS}
"""What is read only when it is asked for; replayed as any other source."""


def attributions(names: Iterable[str]) -> list[str]:
    """What has to stand where data of these sources is shown, each line once."""
    known = (SOURCES.get(name) or BACKFILLS.get(name) for name in names)
    return sorted({source.credit for source in known if source and source.credit})
