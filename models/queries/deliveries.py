"""How the deliveries to each target stand."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.kinds import WAITING_STATES, DeliveryState
from models.schema import Delivery


@dataclass(frozen=True)
class Outgoing:
    """Of one target: how many deliveries wait, how many were given up, and why the latest that failed did."""

    pending: int = 0
    dead: int = 0
    last_error: str | None = None


def outgoing_by_target(session: Session) -> dict[str, Outgoing]:
    """For each target that ever had a delivery."""
    counted = select(Delivery.target, Delivery.state, func.count()).group_by(Delivery.target, Delivery.state)
    counts = {(target, state): count for target, state, count in session.execute(counted)}
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
        )
        for target in sorted({target for target, _ in counts})
    }
