"""The pauses between attempts at a delivery, when it is given up, and the sending again of what was given up."""

import re
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Protocol

from sqlalchemy import Update, func, select, update
from sqlalchemy.orm import Session

from alerts.channels import Refused, Undelivered
from alerts.targets import LONGEST_WAIT
from models.kinds import WAITING_STATES, DeliveryState
from models.schema import Delivery

PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
"""The pause after the first failure. It doubles with each failure, up to an hour. A longer pause that the target asks
for is kept.
"""
JITTER = 0.25
"""Share by which a pause varies, so that many deliveries do not retry at the same time."""
GIVE_UP, LEAST_ATTEMPTS = timedelta(days=7), 8
"""A message is given up after so long, and after so many attempts, which take an hour: the machine may have been off,
or its clock ahead.
"""
MOST_REFUSALS = 3
"""A message that a target refuses this often in a row is given up, so that the next ones do not wait for it."""
REFUSAL = re.compile(r" \(refusal (\d+) of \d+\)$")
"""The end of a stored error by which refusals are counted."""


def pause(delivery: int, attempts: int, asked_for: timedelta | None) -> timedelta:
    """Return the pause after a failed attempt. It is the same for the same attempt and differs between attempts."""
    usual = min(PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)
    fraction = int.from_bytes(sha256(f"{delivery}/{attempts}".encode()).digest()[:4]) / 2**32
    jittered = usual * (1 + JITTER * (2 * fraction - 1))
    return max(jittered, min(asked_for, LONGEST_WAIT)) if asked_for else jittered


class FailedClaim(Protocol):
    """A delivery that was claimed and not accepted: its id, its target, its attempts and when it was to be sent."""

    @property
    def id(self) -> int: ...
    @property
    def target(self) -> str: ...
    @property
    def attempts(self) -> int: ...
    @property
    def since(self) -> datetime: ...
    @property
    def last_error(self) -> str | None: ...


def put_back(session: Session, claimed: Update, claim: FailedClaim, problem: Undelivered, now: datetime) -> bool:
    """Schedule a retry of a delivery that failed, or give it up; return True if it was given up.

    `claimed` updates the delivery, if it is still claimed.
    """
    refused = _refusals(problem, claim.last_error)
    hopeless = refused >= MOST_REFUSALS
    dead = hopeless or (now - claim.since > GIVE_UP and claim.attempts >= LEAST_ATTEMPTS)
    later = now + pause(claim.id, claim.attempts, problem.retry_after)
    state, due_at = (DeliveryState.DEAD, now) if dead else (DeliveryState.PENDING, later)
    error = _error_text(problem, refused)
    session.execute(claimed.values(state=state, due_at=due_at, paused_at=now, last_error=error))
    if dead and not hopeless:
        hand_on(session, claim.target, later, now)
    return dead


def _refusals(problem: Undelivered, last_error: str | None) -> int:
    """Return the number of refusals in a row, up to this problem and after the last error; 0 if it is none."""
    if not isinstance(problem, Refused):
        return 0
    counted = REFUSAL.search(last_error or "")
    return int(counted[1]) + 1 if counted else 1


def _error_text(problem: Undelivered, refused: int) -> str:
    """Return the text of an error as it is stored, with the number of refusals while there may be more."""
    return f"{problem} (refusal {refused} of {MOST_REFUSALS})" if 0 < refused < MOST_REFUSALS else str(problem)


def hand_on(session: Session, target: str, until: datetime, paused_at: datetime | None) -> None:
    """Let the next delivery of a target wait, too: the one that waited for it is over or given up.

    `paused_at` is the time at which the pause began.
    """
    first = select(func.min(Delivery.id)).where(Delivery.target == target, Delivery.state.in_(WAITING_STATES))
    next_one = update(Delivery).where(Delivery.id == first.scalar_subquery(), Delivery.due_at < until)
    session.execute(next_one.values(due_at=until, paused_at=paused_at).execution_options(synchronize_session=False))


def hand_on_pause(session: Session, withdrawn: int) -> None:
    """Let the next delivery wait as long as one that had failed and is withdrawn."""
    query = select(Delivery.target, Delivery.due_at, Delivery.paused_at).where(Delivery.id == withdrawn)
    hand_on(session, *session.execute(query).tuples().one())


def retry(session: Session, now: datetime, target: str | None = None) -> int:
    """Make dead deliveries pending again, of one target or of all; return their number."""
    dead = update(Delivery).where(Delivery.state == DeliveryState.DEAD)
    if target is not None:
        dead = dead.where(Delivery.target == target)
    reset = dead.values(state=DeliveryState.PENDING, due_at=now, since=now, attempts=0).returning(Delivery.id)
    return len(session.scalars(reset).all())
