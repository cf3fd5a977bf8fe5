"""Deciding about a held reading, and undoing a decision: what that makes of the record, and who is told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from alerts.outbox import withdraw
from flows.clock import Clock, utc_now
from flows.database import Store, one_at_a_time
from flows.ingest import HELD, READABLE, NotHeld, held, undecided
from flows.notify import USUAL, Telling, tell_undone
from flows.pipeline.page_run import bring_up_to_date, send, settle, tell_changes
from flows.replay import NOT_DERIVED, Reread, correct, correction, differences, remembered
from models.changes import Change, Data
from models.facts import Notice, iso
from models.history import NewDecision, correction_instants, log_changes, save_decision
from models.kinds import ChangeKind
from models.schema import Alert, ChangeRow, Correction, Decision, Snapshot
from scrapers.source import Source

TICK = timedelta(microseconds=1)
UNSENT = ("pending", "muted")


@dataclass(frozen=True)
class Told:
    """An alert that was written, and where it goes."""

    severity: str
    title: str
    deliveries: tuple[tuple[str, str], ...]
    """Target and state."""


@dataclass(frozen=True)
class Decided:
    """What a decision, or its undo, made of the record."""

    snapshot_id: int
    outcome: str
    reason: str | None
    changes: Sequence[ChangeRow]
    """What the readings that were read again changed."""
    corrections: Sequence[Correction]
    """Where it is believed otherwise than before, from the instant of the decision on."""
    alerts: Sequence[Told]


@dataclass(frozen=True)
class Reversal:
    """That a decision is undone."""

    snapshot_id: int
    undone_at: datetime
    note: str | None = None
    undone_by: str | None = None


def decide(
    store: Store, source: Source, ruling: NewDecision, telling: Telling = USUAL, clock: Clock = utc_now
) -> Decided:
    """Keep a decision, and read the snapshot and the held ones after it again. Raises NotHeld."""
    bring_up_to_date(store, source, clock=clock, telling=telling)
    with store.writing() as session:
        one_at_a_time(session, source.name)
        last, found = _last_alert(session), list[Correction]()
        snapshot = _expect_held(session, source, ruling.snapshot_id)
        doubts, again = undecided(session, source, snapshot), _to_read_again(session, snapshot)
        corrects = any(at > snapshot.moment for at in correction_instants(session, source.name))
        if corrects:
            ruling = replace(ruling, decided_at=_end_of_record(session, source.name, ruling.decided_at))
        save_decision(session, source.name, doubts, ruling)
        if corrects:
            why = f"snapshot {snapshot.id} was {ruling.verdict} after another decision was undone"
            reread, found = _correct(session, source, ruling.decided_at, why, clock())
            _tell_news(session, source, reread, ruling.decided_at, clock, telling)
        else:
            session.execute(
                update(Snapshot).where(Snapshot.id.in_(again)).values(outcome=None, reason=None, held_for=None)
            )
    for snapshot_id in again:
        settle(store, source, snapshot_id, clock, telling)
    send(store, telling, clock)
    return _decided(store, ruling.snapshot_id, again, found, last)


def undo(store: Store, source: Source, reversal: Reversal, telling: Telling = USUAL, clock: Clock = utc_now) -> Decided:
    """Undo the decision about a snapshot: its reading is held again, and what was recorded for it is corrected.

    What was believed until now stays on the clock of the record. Raises NotHeld.
    """
    bring_up_to_date(store, source, clock=clock, telling=telling)
    with store.writing() as session:
        one_at_a_time(session, source.name)
        last = _last_alert(session)
        decisions = _expect_decided(session, reversal.snapshot_id)
        at = _end_of_record(session, source.name, reversal.undone_at)
        for decision in decisions:
            decision.undone_at, decision.undone_by, decision.undo_note = at, reversal.undone_by, reversal.note
        session.flush()
        words = _words(decisions[0])
        reread, found = _correct(session, source, at, f"the decision is undone: {words}", clock())
        again = [each.snapshot_id for each in reread if each.news or each.retracted]
        for row in (row for each in reread for row in each.retracted):
            withdraw(session, (Alert.snapshot_id == row.snapshot_id) & (Alert.subject == row.subject), UNSENT)
        _tell_news(session, source, reread, at, clock, telling)
        _say_undone(session, source, words, found, telling, at)
    send(store, telling, clock)
    return _decided(store, reversal.snapshot_id, again, found, last)


def _correct(
    session: Session, source: Source, at: datetime, why: str, now: datetime
) -> tuple[list[Reread], list[Correction]]:
    with remembered(session, source.name) as before:
        reread = correct(session, source, at, now)
        found = [correction(session, difference, why, now) for difference in differences(session, before)]
    session.add_all(found)
    session.flush()
    return reread, found


def _tell_news(
    session: Session, source: Source, reread: Sequence[Reread], at: datetime, clock: Clock, telling: Telling
) -> None:
    """Tell what snapshots say that nobody was told: under keys of their own, as they may have been told of before."""
    for each in reread:
        if each.news:
            snapshot = session.get_one(Snapshot, each.snapshot_id)
            tell_changes(session, source, snapshot, each.news, clock, telling, of=_key(at))


def _say_undone(
    session: Session, source: Source, words: str, found: Sequence[Correction], telling: Telling, at: datetime
) -> None:
    """Log and tell that a decision is undone, and once more that the source is held where it is."""
    attempts = select(Snapshot).where(Snapshot.source == source.name, Snapshot.outcome.is_not(None))
    newest = session.scalars(attempts.order_by(Snapshot.moment.desc()).limit(1)).one()
    facts = [correction_words(each) for each in found if each.fact != Notice.table]
    corrected = "; ".join(facts) or "no fact is believed otherwise than before"
    data = Data(value_after=[_correction_value(each) for each in found])
    changes = [Change(ChangeKind.DECISION_UNDONE, source.name, source.name, words, corrected, None, about=data)]
    if newest.outcome == HELD:
        changes.append(held(newest))
    log_changes(session, newest, changes, at)
    tell_undone(session, changes, newest, telling, at, _key(at))


def _correction_value(found: Correction) -> dict[str, str | None]:
    names = ("fact", "subject", "said_before", "said_after")
    return {name: getattr(found, name) for name in names} | {"effective_from": iso(found.effective_from)}


def correction_words(found: Correction) -> str:
    """`deepseek-chat: from 2026-05-08 01:00 UTC retirement none → dated 2026-07-24 15:59 UTC`."""
    kind = found.fact.replace("_", " ")
    since = f"from {found.effective_from:%Y-%m-%d %H:%M} UTC"
    return f"{found.subject}: {since} {kind} {found.said_before or 'none'} → {found.said_after or 'none'}"


def _key(at: datetime) -> str:
    return f"/decided-{at:%Y-%m-%dT%H:%M:%S.%fZ}"


def _words(decision: Decision) -> str:
    by = f" by {decision.decided_by}" if decision.decided_by else ""
    note = f" ({decision.note})" if decision.note else ""
    return f"snapshot {decision.snapshot_id}, {decision.verdict} {decision.decided_at:%Y-%m-%d %H:%M} UTC{by}{note}"


def _expect_held(session: Session, source: Source, snapshot_id: int) -> Snapshot:
    snapshot = session.get_one(Snapshot, snapshot_id)
    if decision := _decision(session, snapshot_id):
        raise NotHeld(f"{_words(decision)}: decided already; `almanac held undo {snapshot_id}` takes it back")
    if snapshot.outcome != HELD:
        became = snapshot.outcome or "not known yet"
        raise NotHeld(f"snapshot {snapshot_id} is not held (its outcome is {became}): `almanac held` lists what is")
    later = select(Snapshot).where(
        Snapshot.source == source.name, Snapshot.moment > snapshot.moment, Snapshot.outcome.in_(READABLE)
    )
    settled = session.scalar(later.where(Snapshot.outcome != HELD).order_by(Snapshot.moment).limit(1))
    if settled is not None:
        when = f"{settled.moment:%Y-%m-%d %H:%M} UTC"
        raise NotHeld(
            f"snapshot {snapshot_id} is settled: snapshot {settled.id} of {when} was recorded after it; "
            "`almanac held` lists what is held"
        )
    return snapshot


def _expect_decided(session: Session, snapshot_id: int) -> Sequence[Decision]:
    """The decisions about a snapshot that are in force. Raises NotHeld."""
    about = select(Decision).where(Decision.snapshot_id == snapshot_id).order_by(Decision.decided_at)
    decisions = session.scalars(about).all()
    in_force = [decision for decision in decisions if decision.undone_at is None]
    if in_force:
        return in_force
    if decisions:
        undone = f"{decisions[-1].undone_at:%Y-%m-%d %H:%M} UTC"
        raise NotHeld(f"{_words(decisions[-1])}: undone already, {undone}; `almanac held` shows whether it is held")
    raise NotHeld(f"nobody decided about snapshot {snapshot_id}: `almanac held --settled` lists the decisions")


def _decision(session: Session, snapshot_id: int) -> Decision | None:
    about = select(Decision).where(Decision.snapshot_id == snapshot_id, Decision.undone_at.is_(None))
    return session.scalar(about.limit(1))


def _to_read_again(session: Session, snapshot: Snapshot) -> Sequence[int]:
    held = select(Snapshot.id).where(
        Snapshot.source == snapshot.source, Snapshot.moment >= snapshot.moment, Snapshot.outcome == HELD
    )
    return session.scalars(held.order_by(Snapshot.moment)).all()


def _end_of_record(session: Session, source: str, now: datetime) -> datetime:
    """Now, but after everything that was recorded of a source, and before what was archived and awaits reading."""
    moments = select(func.max(Snapshot.moment)).where(Snapshot.source == source, Snapshot.outcome.is_not(None))
    waiting = select(func.min(Snapshot.moment)).where(Snapshot.source == source, Snapshot.outcome.is_(None))
    made = select(func.max(Decision.decided_at)).where(Decision.source == source)
    ahead = session.scalar(waiting)
    behind = [session.scalar(moments), session.scalar(made), *correction_instants(session, source)]
    return max(min(now, ahead - TICK) if ahead else now, *(instant + TICK for instant in behind if instant))


def _last_alert(session: Session) -> int:
    return session.scalar(select(func.max(Alert.id))) or 0


def _decided(store: Store, snapshot_id: int, again: Sequence[int], found: Sequence[Correction], last: int) -> Decided:
    with store.reading() as session:
        snapshot = session.get_one(Snapshot, snapshot_id)
        made = select(ChangeRow).where(ChangeRow.snapshot_id.in_(again), ChangeRow.kind.not_in(NOT_DERIVED))
        changes = session.scalars(made.where(ChangeRow.retracted.is_(False)).order_by(ChangeRow.id)).all()
        written = select(Alert).where(Alert.id > last, Alert.source == snapshot.source).order_by(Alert.id)
        alerts = [
            Told(alert.severity, alert.title, tuple((one.target, one.state) for one in alert.deliveries))
            for alert in session.scalars(written)
        ]
        return Decided(snapshot_id, snapshot.outcome or "", snapshot.reason, changes, found, alerts)
