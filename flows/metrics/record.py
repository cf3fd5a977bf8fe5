"""Metrics of the record: how its sources stand, what waits, and how large it is. No query reads the whole history."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from flows.database import Store, revisions
from flows.pipeline import cycle_finished_at, lateness
from models.kinds import DeliveryState, SnapshotOutcome
from models.queries import outgoing_by_target
from models.schema import SOURCE_HEALTH, Delivery, Snapshot
from scrapers.source import Source

DAY = timedelta(days=1)
Labels = tuple[str, ...]


@dataclass
class Metric:
    """A gauge: its name, what it says, the names of its labels, and its values."""

    name: str
    says: str
    labels: Labels = ()
    values: dict[Labels, float] = field(default_factory=dict[Labels, float])


def record_metrics(
    store: Store, scheduled: Collection[str], now: datetime, own: Collection[Source] = ()
) -> Iterator[Metric]:
    """Yield the metrics of a record, and of the sources that are asked on schedule. Raises NoHistory, WrongShape.

    The user's own sources are counted.
    """
    with store.reading() as session:
        yield Metric("almanac_info", "Always 1.", ("revision",), {(revisions()[0],): 1})
        yield from _sources(session, scheduled, now)
        if own:
            yield from _own_sources(session, own, now)
        cycle = cycle_finished_at(session)
        finished = {(): cycle.timestamp()} if cycle else {}
        says = "The end of the last maintenance cycle, which comes every half an hour; seconds since 1970."
        yield Metric("almanac_last_cycle_timestamp_seconds", says, (), finished)
        yield from _waiting(session)
        yield _sizes(session, store)


def _sources(session: Session, scheduled: Collection[str], now: datetime) -> Iterator[Metric]:
    columns = ("source", "cadence_minutes", "last_attempt_at", "last_good_at", "last_outcome", "stale")
    good = Metric(
        "almanac_source_last_good_timestamp_seconds", "The last good reading; seconds since 1970.", ("source",)
    )
    tried = Metric(
        "almanac_source_last_attempt_timestamp_seconds", "The last attempt; seconds since 1970.", ("source",)
    )
    cadence = Metric("almanac_source_cadence_seconds", "The time between two attempts.", ("source",))
    stale = Metric("almanac_source_stale", "1 if there was no good reading for twice the cadence.", ("source",))
    last = Metric("almanac_source_last_outcome", "1 for the outcome of the last attempt.", ("source", "outcome"))
    recent = Metric("almanac_source_attempts_of_a_day", "Attempts within the last day.", ("source", "outcome"))
    asked = select(*(SOURCE_HEALTH.c[name] for name in columns)).where(SOURCE_HEALTH.c.last_attempt_at.is_not(None))
    # What is loaded by hand has no freshness.
    for row in session.execute(asked.where(SOURCE_HEALTH.c.source.in_(scheduled))):
        of = (row.source,)
        tried.values[of], cadence.values[of] = row.last_attempt_at.timestamp(), row.cadence_minutes * 60
        stale.values[of] = float(bool(row.stale))
        if row.last_good_at is not None:
            good.values[of] = row.last_good_at.timestamp()
        for outcome in SnapshotOutcome:
            last.values[(row.source, outcome.value)] = float(row.last_outcome == outcome)
        counts = select(Snapshot.outcome, func.count()).where(
            Snapshot.source == row.source, Snapshot.moment > now - DAY, Snapshot.outcome.is_not(None)
        )
        for outcome, count in session.execute(counts.group_by(Snapshot.outcome)).tuples():
            recent.values[(row.source, str(outcome))] = count
    yield from (good, tried, cadence, stale, last, recent)


def _own_sources(session: Session, own: Collection[Source], now: datetime) -> Iterator[Metric]:
    found = lateness(session, own, now)
    says = "Sources of the user's own file: late by more than their cadence, never tried, or on time."
    states = {"late": len(found.late), "never tried": found.never}
    states["on time"] = len(own) - sum(states.values())
    yield Metric("almanac_own_sources", says, ("state",), {(state,): float(count) for state, count in states.items()})
    latest = max(found.late.values(), default=timedelta())
    says = "The time by which the latest of the user's own sources is late; 0 if none is."
    yield Metric("almanac_own_sources_latest_seconds", says, (), {(): latest.total_seconds()})


def _waiting(session: Session) -> Iterator[Metric]:
    outgoing = outgoing_by_target(session)
    deliveries = Metric("almanac_deliveries", "Deliveries that were not sent, by their state.", ("target", "state"))
    for target, found in outgoing.items():
        waiting, dead = DeliveryState.PENDING.value, DeliveryState.DEAD.value
        deliveries.values |= {
            (target, waiting): found.pending,
            (target, "later"): found.later,
            (target, dead): found.dead,
        }
    yield deliveries
    sent = select(Delivery.target, func.count()).where(Delivery.delivered_at.is_not(None)).group_by(Delivery.target)
    delivered = {(target,): float(count) for target, count in session.execute(sent).tuples()}
    yield Metric(
        "almanac_deliveries_sent", "Deliveries that were sent, since the record began.", ("target",), delivered
    )
    unread = session.scalar(select(func.count()).select_from(Snapshot).where(Snapshot.outcome.is_(None))) or 0
    yield Metric("almanac_snapshots_unread", "Archived pages that no run has read yet.", (), {(): unread})


def _sizes(session: Session, store: Store) -> Metric:
    sizes = Metric("almanac_database_bytes", "The size of the record; the archive of pages is a part of it.", ("part",))
    if store.file is None:
        whole = session.scalar(text("select pg_database_size(current_database())"))
        archive = session.scalar(text("select pg_total_relation_size('body')"))
        sizes.values = {("record",): float(whole or 0), ("archive",): float(archive or 0)}
        return sizes
    parts = {"record": store.file, "journal": store.file.with_name(f"{store.file.name}-wal")}
    sizes.values = {(part,): float(_size(file)) for part, file in parts.items()}
    packed = session.scalar(text("select coalesce(sum(length(zstd)), 0) from body"))
    sizes.values[("archive",)] = float(packed or 0)
    return sizes


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0
