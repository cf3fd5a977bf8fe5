"""The kind of change for each transition of a promotion or a retirement. Pure."""

from datetime import datetime

from models.bitemporal import State, Transition
from models.facts import Promotion, Retirement
from models.kinds import ChangeKind, Movement

LifecycleChange = tuple[ChangeKind, datetime | None]
"""The kind of a change, and the instant that it is about."""
OF_THE_PRESENT = (Movement.CHANGED, Movement.IN_EFFECT)
"""Movements of the state that holds now. An end that lies ahead is a part of that state, so it needs no other ones."""


def promotion_change(transition: Transition) -> LifecycleChange | None:
    """The change that a transition of a promotion makes; None if it makes none, as when its end only lies ahead."""
    before, after = _promotion(transition.before), _promotion(transition.after)
    if transition.movement is Movement.ANNOUNCED and after and not before:
        return ChangeKind.PROMOTION_ANNOUNCED, transition.effective_at
    if transition.movement not in OF_THE_PRESENT:
        return None
    if before is None or after is None:
        kind = ChangeKind.PROMOTION_STARTED if after else _end_kind(before, transition.effective_at)
        return kind, transition.effective_at
    return _amended_kind(before, after), after.ends_at


def _promotion(state: State) -> Promotion | None:
    return next((fact for fact in state if isinstance(fact, Promotion)), None)


def _end_kind(before: Promotion | None, at: datetime) -> ChangeKind:
    early = before is not None and before.ends_at is not None and at < before.ends_at
    return ChangeKind.PROMOTION_ENDED_EARLY if early else ChangeKind.PROMOTION_ENDED


def _amended_kind(before: Promotion, after: Promotion) -> ChangeKind:
    if after.after_end == "permanent" != before.after_end:
        return ChangeKind.PROMOTION_MADE_PERMANENT
    if before.ends_at == after.ends_at:
        return ChangeKind.PROMOTION_CHANGED
    if before.ends_at is None or after.ends_at is None:
        return ChangeKind.PROMOTION_DATED if after.ends_at else ChangeKind.PROMOTION_UNDATED
    return ChangeKind.PROMOTION_EXTENDED if after.ends_at > before.ends_at else ChangeKind.PROMOTION_SHORTENED


def retirement_change(transition: Transition) -> LifecycleChange | None:
    """The change that a transition of a retirement makes; None if it makes none, as when its date only lies ahead."""
    before, after = _retirement(transition.before), _retirement(transition.after)
    if transition.movement not in OF_THE_PRESENT:
        return None
    state = after.state if after else None
    if _has_no_end(before) and _has_no_end(after):
        return _floor_change(before, after)
    if after is None or state in ("cancelled", "kept"):
        return _withdrawal(before, after)
    if state == "retired":
        # Of a model that has ended, nobody needs to know that its day or its replacement was edited.
        was_over = before is not None and before.state == "retired"
        return None if was_over else (ChangeKind.RETIREMENT_HAPPENED, transition.effective_at)
    if state == "routed":
        kind = ChangeKind.REPLACEMENT_CHANGED if _answers_as_before(before, after) else ChangeKind.NAME_REROUTED
        return kind, transition.effective_at
    return _announcement_kind(before, after), after.retires_at


def _has_no_end(said: Retirement | None) -> bool:
    """Return True if nothing is said of an end, but for a floor."""
    return said is None or said.state == "kept"


def _floor_change(before: Retirement | None, after: Retirement | None) -> LifecycleChange | None:
    old, new = (said.retires_at if said else None for said in (before, after))
    is_less = old is not None and (new is None or new < old)
    return None if old == new else (ChangeKind.FLOOR_SHORTENED if is_less else ChangeKind.FLOOR_CHANGED, new or old)


def _retirement(state: State) -> Retirement | None:
    return next((fact for fact in state if isinstance(fact, Retirement)), None)


def _answers_as_before(before: Retirement | None, after: Retirement) -> bool:
    """Return True if a routed name answers as the same name as before: at most the version behind it moved."""
    return before is not None and before.state == "routed" and None is not after.answers_as == before.answers_as


def _withdrawal(before: Retirement | None, after: Retirement | None) -> LifecycleChange | None:
    """The change when a retirement is cancelled or no longer stated.

    A page that stops stating a cancelled retirement changes nothing. An announcement without a date that disappears may
    only have moved to another page, so it counts as no longer announced and not as cancelled.
    """
    if before is None or before.state == "cancelled":
        return None
    unstated = after is None and before.state == "announced"
    kind = ChangeKind.RETIREMENT_WITHDRAWN if unstated else ChangeKind.RETIREMENT_CANCELLED
    return kind, before.retires_at


def _announcement_kind(before: Retirement | None, after: Retirement) -> ChangeKind:
    state = before.state if before else None
    if before is None or state not in ("announced", "dated", "earliest"):
        return ChangeKind.RETIREMENT_ANNOUNCED
    if (before.state, before.retires_at) == (after.state, after.retires_at):
        same_answer = before.answers_as == after.answers_as
        return ChangeKind.RECOMMENDATION_CHANGED if same_answer else ChangeKind.REPLACEMENT_CHANGED
    if after.state == "announced":
        return ChangeKind.RETIREMENT_UNDATED
    is_dated = state == "announced" or (state == "earliest" and after.state == "dated")
    return ChangeKind.RETIREMENT_DATED if is_dated else ChangeKind.RETIREMENT_MOVED
