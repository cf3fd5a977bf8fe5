"""What goes to and fro is not told each time: once that it went, once that it is back, and then at most once a day.

A page behind alternating caches, or a source that is broken every other time, would wake people all night.
What is muted waits in the outbox until a day after what was told last, and is withdrawn when it is over by then.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.outbox import withdraw
from models.changes import REPEATS, Change, ChangeValue
from models.kinds import SILENT_STATES, ChangeKind, DeliveryState, Movement, Thing
from models.leaderboards import BoardChange
from models.schema import Alert, ChangeRow, Delivery

WINDOW = timedelta(hours=24)
TOLD_IN_FULL = 2
"""So many movements of one thing within the window are told, even where the second one leads back."""
SAYS_SO = (Movement.CANCELLED, Movement.ENDED, Movement.ENDED_EARLY)
"""The movements that say by themselves that it is as it was; how a source stands says so, too."""


@dataclass(frozen=True)
class StateMove:
    """From one state of a thing to another; what is nowhere is nowhere in a way of its own."""

    before: str
    after: str
    moment: datetime
    told: bool


@dataclass(frozen=True)
class Verdict:
    """What becomes of the news of one subject: told at once, told when it is calm, or (neither) not at all."""

    told: bool
    note: str = ""
    """How often it moved, where that is told."""
    back_to: datetime | None = None
    """Until when it was as it is now again, where that is told."""
    muted_until: datetime | None = None


RECOVERED = ChangeKind.SOURCE_RECOVERED
TOLD = Verdict(told=True)


def calm(session: Session, news: Mapping[str, Sequence[Change]], moment: datetime) -> dict[str, Verdict]:
    """By subject. What was muted of a subject before is withdrawn: this is what there is to say of it now."""
    found = {subject: _verdict(session, subject, changes, moment) for subject, changes in news.items()}
    for subject, changes in news.items():
        its = (Alert.source == changes[0].source) & (Alert.subject == subject)
        withdraw(session, its, (DeliveryState.MUTED,))
    return found


def _verdict(session: Session, subject: str, changes: Sequence[Change], moment: datetime) -> Verdict:
    if any(isinstance(change, BoardChange) for change in changes):
        return TOLD
    lately = _lately(session, subject, changes[0].source, moment)
    pasts = [_past(lately, change) for change in changes]
    moves = [_move(change.kind, change, change.data.value_before) for change in changes]
    if not all(_leads_back(after, past) for (_, after), past in zip(moves, pasts, strict=True)):
        return TOLD
    told = [[one for one in past if one.told] for past in pasts]
    often = f"{min(map(len, pasts)) + 1} times within a day"
    if not all(told):
        return Verdict(told=True, note=often)
    if any(len(past) < TOLD_IN_FULL for past in pasts):
        if any(change.kind.thing is Thing.SOURCE or change.kind.movement in SAYS_SO for change in changes):
            return TOLD
        return Verdict(told=True, back_to=min(past[-1].moment for past in pasts))
    if all(after == its[-1].after for (_, after), its in zip(moves, told, strict=True)):
        return Verdict(told=False)
    return Verdict(told=False, note=often, muted_until=max(its[-1].moment for its in told) + WINDOW)


def _lately(session: Session, subject: str, source: str, moment: datetime) -> list[tuple[Thing, StateMove]]:
    """What moved within the window, with what it is about."""
    said = select(Alert.snapshot_id).where(Alert.source == source, Alert.subject == subject)
    sent = said.join(Delivery, Delivery.alert_id == Alert.id).where(Delivery.state.not_in(SILENT_STATES))
    rows = select(ChangeRow, ChangeRow.snapshot_id.in_(sent)).where(
        ChangeRow.source == source,
        ChangeRow.subject == subject,
        ChangeRow.seen_at > moment - WINDOW,
        ChangeRow.seen_at < moment,
        ChangeRow.retracted.is_(False),
        # That trouble lasts is no movement.
        ChangeRow.kind.not_in(REPEATS),
    )
    found = session.execute(rows.order_by(ChangeRow.seen_at, ChangeRow.id)).tuples()
    return [
        (row.kind.thing.family, StateMove(*_move(row.kind, row, row.value_before), row.seen_at, told))
        for row, told in found
    ]


def _past(lately: Iterable[tuple[Thing, StateMove]], change: Change) -> list[StateMove]:
    """The movements of the very thing: those that share a state with this one."""
    its = set(_move(change.kind, change, change.data.value_before))
    return [one for about, one in lately if about is change.kind.thing.family and its & {one.before, one.after}]


def _leads_back(after: str, past: Iterable[StateMove]) -> bool:
    return any(after in (one.before, one.after) for one in past)


def _move(kind: ChangeKind, said: Change | ChangeRow, value: ChangeValue | None) -> tuple[str, str]:
    """Both states: by their words, which are the same for the same value; how a source stands by the kind."""
    if kind.thing is Thing.SOURCE:
        # The words of how a source stands tell its last reading, which is another one each time.
        if kind is not RECOVERED:
            return RECOVERED, kind
        return (str(value["kind"]) if isinstance(value, Mapping) else RECOVERED), kind
    nowhere = f"no {said.said_before or said.said_after}"
    return said.said_before or nowhere, said.said_after or nowhere
