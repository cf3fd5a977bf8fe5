"""Suppress alerts about values that flip back and forth. Changes of leaderboards are never suppressed.

A page behind alternating caches, or a source that fails every other time, would cause an alert per cycle. The first
movement and the first return are reported, then at most one alert a day. A muted alert waits in the outbox until a day
after the last alert that was sent, and is withdrawn if the value is back by then.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from alerts.outbox import withdraw
from models.changes import REPEATS, Change, ChangeValue
from models.kinds import SILENT_STATES, ChangeKind, DeliveryState, Movement, Thing
from models.leaderboards import BoardChange
from models.schema import Alert, ChangeRow, Delivery

WINDOW = timedelta(hours=24)
ALWAYS_REPORTED = 2
"""Number of movements of one value within the window that always cause an alert, even if one leads back."""
RETURNING = (Movement.CANCELLED, Movement.ENDED, Movement.ENDED_EARLY)
"""Movements whose name already says that the earlier state is back, like the kinds about the health of a source."""


@dataclass(frozen=True)
class StateMove:
    """A movement from one state of a value to another. A missing value has a state of its own."""

    before: str
    after: str
    moment: datetime
    reported: bool


@dataclass(frozen=True)
class FlapDecision:
    """The decision about the changes of one subject: send now, send later (`muted_until`), or send nothing."""

    send_now: bool
    note: str = ""
    """The number of movements, if the alert states it."""
    same_until: datetime | None = None
    """The instant until which the current state was in effect before, if the alert states it."""
    muted_until: datetime | None = None


RECOVERED = ChangeKind.SOURCE_RECOVERED
SEND_NOW = FlapDecision(send_now=True)


def suppress_flaps(session: Session, news: Mapping[str, Sequence[Change]], moment: datetime) -> dict[str, FlapDecision]:
    """Decide for each subject whether its alert is sent, muted or dropped, and withdraw its earlier muted alerts."""
    steady = {subject for subject, changes in news.items() if not any(isinstance(one, BoardChange) for one in changes)}
    subjects_of = defaultdict[str, list[str]](list)
    for subject, changes in news.items():
        subjects_of[changes[0].source].append(subject)
    decisions = dict.fromkeys(news, SEND_NOW)
    for source, subjects in subjects_of.items():
        recent = _recent_moves(session, source, steady.intersection(subjects), moment)
        decisions |= {subject: _decide(news[subject], recent.get(subject, ())) for subject in subjects}
        withdraw(session, (Alert.source == source) & Alert.subject.in_(subjects), (DeliveryState.MUTED,))
    return decisions


def _decide(changes: Sequence[Change], recent: Sequence[tuple[Thing, StateMove]]) -> FlapDecision:
    if not recent:
        return SEND_NOW
    pasts = [_moves_of(recent, change) for change in changes]
    moves = [_states(change.kind, change, change.data.value_before) for change in changes]
    if not all(_leads_back(after, past) for (_, after), past in zip(moves, pasts, strict=True)):
        return SEND_NOW
    reported = [[move for move in past if move.reported] for past in pasts]
    frequency = f"{min(map(len, pasts)) + 1} times within a day"
    if not all(reported):
        return FlapDecision(send_now=True, note=frequency)
    if any(len(past) < ALWAYS_REPORTED for past in pasts):
        if any(change.kind.thing is Thing.SOURCE or change.kind.movement in RETURNING for change in changes):
            return SEND_NOW
        return FlapDecision(send_now=True, same_until=min(past[-1].moment for past in pasts))
    if all(after == sent[-1].after for (_, after), sent in zip(moves, reported, strict=True)):
        return FlapDecision(send_now=False)
    return FlapDecision(
        send_now=False,
        note=frequency,
        muted_until=max(sent[-1].moment for sent in reported) + WINDOW,
    )


def _recent_moves(
    session: Session, source: str, subjects: Collection[str], moment: datetime
) -> dict[str, list[tuple[Thing, StateMove]]]:
    """Return the movements of a source's subjects within the window, by subject, with the family of what moved."""
    if not subjects:
        return {}
    sent = (
        exists()
        .where(Alert.source == source, Alert.subject == ChangeRow.subject, Alert.snapshot_id == ChangeRow.snapshot_id)
        .where(Delivery.alert_id == Alert.id, Delivery.state.not_in(SILENT_STATES))
    )
    rows = select(ChangeRow, sent).where(
        ChangeRow.source == source,
        ChangeRow.subject.in_(subjects),
        ChangeRow.seen_at > moment - WINDOW,
        ChangeRow.seen_at < moment,
        ChangeRow.retracted.is_(False),
        # A repeat says that trouble lasts: it is no movement.
        ChangeRow.kind.not_in(REPEATS),
    )
    moves = defaultdict[str, list[tuple[Thing, StateMove]]](list)
    for row, reported in session.execute(rows.order_by(ChangeRow.seen_at, ChangeRow.id)).tuples():
        move = StateMove(*_states(row.kind, row, row.value_before), row.seen_at, reported)
        moves[row.subject].append((row.kind.thing.family, move))
    return moves


def _moves_of(recent: Iterable[tuple[Thing, StateMove]], change: Change) -> list[StateMove]:
    """Return the movements of the same value: those that share a state with this change."""
    states = set(_states(change.kind, change, change.data.value_before))
    return [
        move for family, move in recent if family is change.kind.thing.family and states & {move.before, move.after}
    ]


def _leads_back(after: str, past: Iterable[StateMove]) -> bool:
    return any(after in (move.before, move.after) for move in past)


def _states(kind: ChangeKind, change: Change | ChangeRow, value: ChangeValue | None) -> tuple[str, str]:
    """Return the states before and after: their words, or the kinds of change for the health of a source."""
    if kind.thing is Thing.SOURCE:
        # The words of a source's health contain its last reading, which differs each time.
        if kind is not RECOVERED:
            return RECOVERED, kind
        return (str(value["kind"]) if isinstance(value, Mapping) else RECOVERED), kind
    nowhere = f"no {change.said_before or change.said_after}"
    return change.said_before or nowhere, change.said_after or nowhere
