"""The kinds of change in what becomes of a promotion and of a name: which state follows which. Pure."""

from collections.abc import Iterator
from datetime import UTC, datetime

from models.facts import Promotion, Retirement
from models.steps import Step

Told = tuple[str, datetime | None]
"""Kind of change, and the instant that it is about."""
HAPPENED = ("changed", "in effect")
"""What is ahead is part of the state itself: that it comes, moves or goes shows there."""


def promotion(step: Step) -> Told | None:
    """A step of a promotion. That its end is ahead is not told apart: the promotion itself says so."""
    was, now = (next((fact for fact in state if isinstance(fact, Promotion)), None) for state in (step.was, step.now))
    if step.how == "announced" and now and not was:
        return "promotion announced", step.effective_at
    if step.how not in HAPPENED:
        return None
    if was is None or now is None:
        return ("promotion started" if now else _ended(was, step.effective_at)), step.effective_at
    return _amended(was, now), now.ends_at


def _ended(was: Promotion | None, at: datetime) -> str:
    return "promotion ended early" if was and was.ends_at and at < was.ends_at else "promotion ended"


def _amended(was: Promotion, now: Promotion) -> str:
    if now.after_end == "permanent" != was.after_end:
        return "promotion made permanent"
    if was.ends_at == now.ends_at:
        return "promotion changed"
    if was.ends_at is None or now.ends_at is None:
        return "promotion dated" if now.ends_at else "promotion undated"
    return "promotion extended" if now.ends_at > was.ends_at else "promotion shortened"


def retirement(step: Step) -> Told | None:
    """A step of a retirement. What happens at its date is not told apart until it happens."""
    was, now = (next((fact for fact in state if isinstance(fact, Retirement)), None) for state in (step.was, step.now))
    if step.how not in HAPPENED:
        return None
    after = now.state if now else None
    if now is None or after == "cancelled":
        return _withdrawn(was, now)
    if after == "retired":
        return "retirement happened", step.effective_at
    if after == "routed":
        return "name re-routed", step.effective_at
    return _coming(was, now), now.retires_at


def _withdrawn(was: Retirement | None, now: Retirement | None) -> Told | None:
    """Once it is withdrawn, nobody has to say so for ever; and what had no date may just be said elsewhere now."""
    if was is None or was.state == "cancelled":
        return None
    silent = now is None and was.state == "announced"
    return ("retirement no longer announced" if silent else "retirement cancelled"), was.retires_at


def _coming(was: Retirement | None, now: Retirement) -> str:
    before = was.state if was else None
    if before not in ("announced", "dated"):
        return "retirement announced"
    if before == now.state == "announced" or (was and was.retires_at == now.retires_at):
        return "replacement changed"
    if now.state == "announced":
        return "retirement undated"
    return "retirement dated" if before == "announced" else "retirement moved"


def words(fact: Promotion | Retirement) -> str:
    """One state in a line."""
    return ", ".join(_promotion_words(fact) if isinstance(fact, Promotion) else _retirement_words(fact))


def _promotion_words(fact: Promotion) -> Iterator[str]:
    off = "reduced" if fact.percent_off is None else f"{fact.percent_off:f} % off"
    yield f"{off} until {moment(fact.ends_at)}" if fact.ends_at else f"{off}, no end is given"
    if fact.after_end:
        yield f"then {fact.after_end.replace('_', ' ')}"


def _retirement_words(fact: Retirement) -> Iterator[str]:
    yield f"{fact.state} {moment(fact.retires_at)}" if fact.retires_at else f"{fact.state}"
    if fact.replacement:
        yield f"{'answers as' if fact.state == 'routed' else 'replacement'} {fact.replacement}"


def moment(instant: datetime | None) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if instant else "an unknown date"
