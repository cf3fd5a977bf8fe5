"""The pauses between attempts at a delivery, when it is given up, and the sending again of what was given up."""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import update
from sqlalchemy.orm import Session

from models.kinds import DeliveryState
from models.schema import Delivery

PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
"""The pause after the first failure. It doubles with each failure, up to an hour. A longer pause that the target asks
for is kept.
"""
JITTER = 0.25
"""Share by which a pause varies, so that many deliveries do not retry at the same time."""
GIVE_UP = timedelta(days=7)
MOST_REFUSALS = 3
"""A message that a target refuses this often is given up, so that the next ones do not wait for it."""


def pause(delivery: int, attempts: int, asked_for: timedelta | None) -> timedelta:
    """Return the pause after a failed attempt. It is the same for the same attempt and differs between attempts."""
    usual = min(PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)
    fraction = int.from_bytes(sha256(f"{delivery}/{attempts}".encode()).digest()[:4]) / 2**32
    jittered = usual * (1 + JITTER * (2 * fraction - 1))
    return max(jittered, min(asked_for, timedelta(days=1))) if asked_for else jittered


def retry(session: Session, now: datetime, target: str | None = None) -> int:
    """Make dead deliveries pending again, of one target or of all; return their number."""
    dead = update(Delivery).where(Delivery.state == DeliveryState.DEAD)
    if target is not None:
        dead = dead.where(Delivery.target == target)
    reset = dead.values(state=DeliveryState.PENDING, due_at=now, since=now, attempts=0).returning(Delivery.id)
    return len(session.scalars(reset).all())
