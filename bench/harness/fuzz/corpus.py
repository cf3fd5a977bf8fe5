"""The pages that fuzzing begins with: for every registered source the sample pages that its reader knows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from bench.harness.golden_samples import samples
from scrapers import catalogue
from scrapers.deepseek import account, announced
from scrapers.page import Page
from scrapers.registry import BACKFILLS, SOURCES
from scrapers.source import ReadsPage, Source

EVERY: Mapping[str, Source] = {**SOURCES, **BACKFILLS}
MOST_PAGES = 40
"""Of one reader."""


@cache
def corpus() -> Mapping[ReadsPage, Sequence[Page]]:
    """The sample pages by their reader: what is read by one, of whichever source, is a page for all of them."""
    found: dict[ReadsPage, list[Page]] = defaultdict(list)
    for sample in samples():
        page = Page(sample.source, f"sample/{sample.shape}", sample.body, sample.at)
        found[EVERY[sample.source].read].append(page)
    for at in announced()[::8]:
        page = Page("deepseek_facts", "almanac:deepseek_facts", account(at).encode(), at)
        found[EVERY["deepseek_facts"].read].append(page)
    for source in catalogue.BACKFILLS:
        for at in catalogue.instants(catalogue.bundled(), source.vendor)[::6]:
            body = catalogue.account(catalogue.bundled(), source.vendor, at)
            found[source.read].append(Page(source.name, source.path, body, at))
    return {read: pages[:: -(-len(pages) // MOST_PAGES)] for read, pages in found.items()}


def sources() -> list[str]:
    """One source for each reader, the first of the registry that has it."""
    first: dict[ReadsPage, str] = {}
    for name, source in EVERY.items():
        first.setdefault(source.read, name)
    return list(first.values())
