"""Date snapshots anew whose moments are in the future, because the clock of the machine was ahead when they came."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update
from sqlalchemy.orm import Session

from alerts.retries import GIVE_UP
from flows.database import one_at_a_time
from flows.replay.replays import ReplayResult, replay_within
from flows.run import Run
from flows.timekeeping import TICK, TOLERANCE
from models.kinds import WAITING_STATES, DeliveryState
from models.schema import Alert, ChangeRow, Correction, Decision, Delivery, Snapshot

WHY = "the clock of the machine was ahead when this page came"


@dataclass(frozen=True)
class Moved:
    """One snapshot and its two moments."""

    snapshot_id: int
    before: datetime
    after: datetime

    def __str__(self) -> str:
        return f"snapshot {self.snapshot_id} of {_text(self.before)} is filed at {_text(self.after)}: {WHY}"


@dataclass(frozen=True)
class DatedAnew:
    """The snapshots of a source that have other moments now, and the replay after that."""

    moved: Sequence[Moved] = ()
    replayed: ReplayResult | None = None

    def lines(self) -> Iterator[str]:
        """Yield the outcome in words."""
        yield from map(str, self.moved)
        if self.replayed is not None:
            yield f"read again: {self.replayed}"


def date_anew(run: Run) -> DatedAnew:
    """Move the snapshots of the future to where they came, and read the source again, in one transaction.

    The clock has to be right now. A snapshot comes between those that were stored before it and after it. Its former
    moment is kept as a correction, and `stored_at` as it is; nobody is alerted.
    """
    now = run.clock()
    with run.store.writing() as session:
        one_at_a_time(session, run.source.name)
        snapshots = session.scalars(_ahead(run.source.name, now)).all()
        if not snapshots:
            return DatedAnew()
        moved = _moved(session, snapshots, now)
        for snapshot, each in zip(snapshots, moved, strict=True):
            snapshot.moment = each.after
            session.flush()  # one after the other: two may not have one moment, not even for a while
            session.execute(update(ChangeRow).where(ChangeRow.snapshot_id == snapshot.id).values(seen_at=each.after))
        session.add_all(_correction(run.source.name, each, now) for each in moved)
        _date_decisions(session, run.source.name, now)
        _end_waits(session, run.source.name, now)
        _try_again(session, now)
        session.flush()
        return DatedAnew(moved, replay_within(run, session, WHY))


def _ahead(source: str, now: datetime) -> Select[tuple[Snapshot]]:
    return select(Snapshot).where(Snapshot.source == source, Snapshot.moment > now + TOLERANCE).order_by(Snapshot.id)


def _moved(session: Session, snapshots: Sequence[Snapshot], now: datetime) -> list[Moved]:
    """Find the moments: as late as each can have come, with the distances that they had where these fit."""
    found = list[datetime]()
    latest, following = now - TICK, snapshots[-1].moment
    for snapshot in reversed(snapshots):
        distance = max(following - snapshot.moment, timedelta()) if found else timedelta()
        after = _stored(session, func.min(Snapshot.stored_at), Snapshot.id > snapshot.id, now)
        latest -= distance
        if after is not None and after <= latest:
            latest = after - TICK
        found.append(latest)
        following = snapshot.moment
    found.reverse()
    moments, last = list[datetime](), None
    for snapshot, moment in zip(snapshots, found, strict=True):
        before = _stored(session, func.max(Snapshot.stored_at), Snapshot.id < snapshot.id, now)
        own = session.scalar(
            select(func.max(Snapshot.moment)).where(
                Snapshot.source == snapshot.source, Snapshot.id < snapshot.id, Snapshot.moment <= now
            )
        )
        last = max([moment, *(each + TICK for each in (before, own, last) if each)])
        moments.append(last)
    return [Moved(each.id, each.moment, moment) for each, moment in zip(snapshots, moments, strict=True)]


def _stored(
    session: Session, instant: ColumnElement[datetime], which: ColumnElement[bool], now: datetime
) -> datetime | None:
    """The instant at which snapshots before or after another one were stored, by a clock that was right."""
    return session.scalar(select(instant).where(which, Snapshot.stored_at <= now))


def _date_decisions(session: Session, source: str, now: datetime) -> None:
    """Bring decisions of the future back to the present."""
    for column in (Decision.decided_at, Decision.undone_at):
        ahead = update(Decision).where(Decision.source == source, column > now + TOLERANCE)
        session.execute(ahead.values({column: now - TICK}))


def _end_waits(session: Session, source: str, now: datetime) -> None:
    """Bring deliveries of the future back to the present: they would wait until then.

    A target that failed meanwhile waits until an instant of that clock, whatever source its alerts are about. A pause
    that began by the right clock is kept.
    """
    waits, ahead = Delivery.state.in_(WAITING_STATES), now + TOLERANCE
    began_ahead = and_(waits, or_(Delivery.paused_at.is_(None), Delivery.paused_at > ahead))
    alerts = select(Alert.id).where(Alert.source == source, Alert.created_at > ahead)
    ended = or_(began_ahead, and_(~waits, Delivery.alert_id.in_(alerts)))
    update_ended = update(Delivery).where(ended, Delivery.due_at > ahead)
    session.execute(update_ended.values(due_at=now, since=now, paused_at=None))


def _try_again(session: Session, now: datetime) -> None:
    """Make deliveries pending that were given up for their age, which that clock made them seem to have."""
    given_up = select(Delivery).where(Delivery.state == DeliveryState.DEAD, Delivery.due_at > now + TOLERANCE)
    for delivery in session.scalars(given_up):
        if delivery.due_at - delivery.since > GIVE_UP:
            delivery.state, delivery.due_at, delivery.since = DeliveryState.PENDING, now, now


def _correction(source: str, moved: Moved, now: datetime) -> Correction:
    return Correction(
        source=source,
        fact=Snapshot.__tablename__,
        subject=f"snapshot {moved.snapshot_id}",
        effective_from=moved.after,
        said_before=_text(moved.before),
        said_after=_text(moved.after),
        why=WHY,
        stored_at=now,
        snapshot_id=moved.snapshot_id,
    )


def _text(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M} UTC"
