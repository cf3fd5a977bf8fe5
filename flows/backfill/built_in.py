"""Loads the history that this release has built in: dated facts about DeepSeek, and the catalogue of other vendors."""

from sqlalchemy import exists, select

from flows.backfill.catalogue import backfill_catalogue
from flows.backfill.dated_facts import FACTS, backfill_deepseek
from flows.clock import Clock, utc_now
from flows.database import Store
from flows.progress import Print
from flows.replay import ReplayResult
from flows.run import counts_text
from models.schema import Snapshot
from scrapers.catalogue import bundled


def backfill_built_in(store: Store, say: Print, clock: Clock = utc_now) -> None:
    """Load what the database lacks, without a network and without alerts. What is loaded stays as it is.

    A call that is killed is done again by the next one.
    """
    with store.reading() as session:
        is_new = not session.scalar(select(exists().where(Snapshot.source == FACTS.name)))
    if is_new:
        say("Loading the dated history of prices since 2024 …")
    results: dict[str, ReplayResult | None] = {FACTS.name: backfill_deepseek(store, _nothing, clock)}
    results |= backfill_catalogue(store, bundled(), _nothing, clock)
    loaded = [replayed for replayed in results.values() if replayed is not None]
    if loaded:
        counts = counts_text(source=len(loaded), snapshot=_sum(loaded, "snapshots"), row=_sum(loaded, "rows"))
        say(f"History   {counts} are loaded; `almanac prices --at` asks any day of it")


def _sum(results: list[ReplayResult], figure: str) -> int:
    return sum(int(getattr(result, figure)) for result in results)


def _nothing(_line: str) -> None:
    """Print no line of progress: all of it takes seconds."""
