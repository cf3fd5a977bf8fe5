"""The state of the deliveries to each target, and the work that waits."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.kinds import LATER_STATES, WAITING_STATES, DeliveryState
from models.schema import Delivery, Snapshot


@dataclass(frozen=True)
class Outgoing:
    """The deliveries of one target: the number that wait, the number given up, and the error of the latest failure."""

    pending: int = 0
    dead: int = 0
    last_error: str | None = None
    later: int = 0
    """The number of those that wait for a digest or the end of a snooze."""


def outgoing_by_target(session: Session) -> dict[str, Outgoing]:
    """The deliveries of each target that ever had one."""
    count_query = select(Delivery.target, Delivery.state, func.count()).group_by(Delivery.target, Delivery.state)
    counts = {(target, state): count for target, state, count in session.execute(count_query)}
    unsent = Delivery.state.in_((*WAITING_STATES, DeliveryState.DEAD))
    latest = select(func.max(Delivery.id)).where(unsent, Delivery.last_error.is_not(None)).group_by(Delivery.target)
    errors = dict(
        session.execute(select(Delivery.target, Delivery.last_error).where(Delivery.id.in_(latest))).tuples().all()
    )
    return {
        target: Outgoing(
            sum(counts.get((target, state), 0) for state in WAITING_STATES),
            counts.get((target, DeliveryState.DEAD), 0),
            errors.get(target),
            sum(counts.get((target, state), 0) for state in LATER_STATES),
        )
        for target in sorted({target for target, _ in counts})
    }


def open_work_counts(session: Session) -> tuple[int, int, int]:
    """The numbers of snapshots that await reading, of pending deliveries, and of dead ones."""
    unread = session.scalar(select(func.count()).select_from(Snapshot).where(Snapshot.outcome.is_(None)))
    states = dict(session.execute(select(Delivery.state, func.count()).group_by(Delivery.state)).tuples().all())
    return unread or 0, sum(states.get(state, 0) for state in WAITING_STATES), states.get(DeliveryState.DEAD, 0)
