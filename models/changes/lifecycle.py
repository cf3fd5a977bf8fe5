"""The kinds of change in what becomes of a promotion and of a name: which state follows which. Pure."""

from datetime import datetime

from models.bitemporal import Step
from models.facts import Promotion, Retirement
from models.kinds import ChangeKind, Movement

Told = tuple[ChangeKind, datetime | None]
"""Kind of change, and the instant that it is about."""
HAPPENED = (Movement.CHANGED, Movement.IN_EFFECT)
"""What is ahead is part of the state itself: that it comes, moves or goes shows there."""


def promotion(step: Step) -> Told | None:
    """A step of a promotion. That its end is ahead is not told apart: the promotion itself says so."""
    was, now = (next((fact for fact in state if isinstance(fact, Promotion)), None) for state in (step.was, step.now))
    if step.how is Movement.ANNOUNCED and now and not was:
        return ChangeKind.PROMOTION_ANNOUNCED, step.effective_at
    if step.how not in HAPPENED:
        return None
    if was is None or now is None:
        return (ChangeKind.PROMOTION_STARTED if now else _ended(was, step.effective_at)), step.effective_at
    return _amended(was, now), now.ends_at


def _ended(was: Promotion | None, at: datetime) -> ChangeKind:
    early = was is not None and was.ends_at is not None and at < was.ends_at
    return ChangeKind.PROMOTION_ENDED_EARLY if early else ChangeKind.PROMOTION_ENDED


def _amended(was: Promotion, now: Promotion) -> ChangeKind:
    if now.after_end == "permanent" != was.after_end:
        return ChangeKind.PROMOTION_MADE_PERMANENT
    if was.ends_at == now.ends_at:
        return ChangeKind.PROMOTION_CHANGED
    if was.ends_at is None or now.ends_at is None:
        return ChangeKind.PROMOTION_DATED if now.ends_at else ChangeKind.PROMOTION_UNDATED
    return ChangeKind.PROMOTION_EXTENDED if now.ends_at > was.ends_at else ChangeKind.PROMOTION_SHORTENED


def retirement(step: Step) -> Told | None:
    """A step of a retirement. What happens at its date is not told apart until it happens."""
    was, now = (next((fact for fact in state if isinstance(fact, Retirement)), None) for state in (step.was, step.now))
    if step.how not in HAPPENED:
        return None
    after = now.state if now else None
    if now is None or after == "cancelled":
        return _withdrawn(was, now)
    if after == "retired":
        return ChangeKind.RETIREMENT_HAPPENED, step.effective_at
    if after == "routed":
        return ChangeKind.NAME_REROUTED, step.effective_at
    return _coming(was, now), now.retires_at


def _withdrawn(was: Retirement | None, now: Retirement | None) -> Told | None:
    """Once it is withdrawn, nobody has to say so for ever; and what had no date may just be said elsewhere now."""
    if was is None or was.state == "cancelled":
        return None
    silent = now is None and was.state == "announced"
    return (ChangeKind.RETIREMENT_WITHDRAWN if silent else ChangeKind.RETIREMENT_CANCELLED), was.retires_at


def _coming(was: Retirement | None, now: Retirement) -> ChangeKind:
    before = was.state if was else None
    if before not in ("announced", "dated"):
        return ChangeKind.RETIREMENT_ANNOUNCED
    if before == now.state == "announced" or (was and was.retires_at == now.retires_at):
        return ChangeKind.REPLACEMENT_CHANGED
    if now.state == "announced":
        return ChangeKind.RETIREMENT_UNDATED
    return ChangeKind.RETIREMENT_DATED if before == "announced" else ChangeKind.RETIREMENT_MOVED
