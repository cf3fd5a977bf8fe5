"""Loads the history that this release has built in: dated facts about DeepSeek, and the catalogue of other vendors."""

from collections.abc import Iterator

from flows.backfill.catalogue import backfill_catalogue
from flows.backfill.dated_facts import FACTS, backfill_deepseek
from flows.clock import Clock, utc_now
from flows.database import Store
from flows.run import counts_text
from scrapers.catalogue import bundled


def backfill_built_in(store: Store, clock: Clock = utc_now) -> Iterator[str]:
    """Load what the database lacks, without a network and without alerts; yield a line about each source with news."""
    results = {FACTS.name: backfill_deepseek(store, _nothing, clock)}
    results |= backfill_catalogue(store, bundled(), _nothing, clock)
    for name, replayed in results.items():
        if replayed is not None:
            yield f"{name}: {counts_text(snapshot=replayed.snapshots, row=replayed.rows)}"


def _nothing(_line: str) -> None:
    """Print no line of progress: all of it takes seconds."""
