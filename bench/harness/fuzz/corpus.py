"""The pages that fuzzing begins with: for every registered source the sample pages that its reader knows."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from bench.harness.golden_samples import samples
from models.readings.reading import Reading
from scrapers.deepseek import account, announced
from scrapers.page import Page
from scrapers.registry import BACKFILLS, SOURCES
from scrapers.source import Source

EVERY: Mapping[str, Source] = {**SOURCES, **BACKFILLS}
Reader = Callable[[Page], Reading]
MOST_PAGES = 40
"""Of one reader."""


@cache
def corpus() -> Mapping[Reader, Sequence[Page]]:
    """The sample pages by their reader: what is read by one, of whichever source, is a page for all of them."""
    found: dict[Reader, list[Page]] = defaultdict(list)
    for sample in samples():
        page = Page(sample.source, f"sample/{sample.shape}", sample.body, sample.at)
        found[EVERY[sample.source].read].append(page)
    for at in announced()[::8]:
        page = Page("deepseek_facts", "almanac:deepseek_facts", account(at).encode(), at)
        found[EVERY["deepseek_facts"].read].append(page)
    return {read: pages[:: -(-len(pages) // MOST_PAGES)] for read, pages in found.items()}


def sources() -> list[str]:
    """One source for each reader, the first of the registry that has it."""
    first: dict[Reader, str] = {}
    for name, source in EVERY.items():
        first.setdefault(source.read, name)
    return list(first.values())
