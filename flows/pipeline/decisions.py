"""Decide about a held reading, or undo a decision: correct the record, and alert about the changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from alerts.outbox import withdraw
from alerts.texts import NO_CORRECTION, correction_line
from flows.database import Store, one_at_a_time
from flows.ingest import NotHeld, held_change, last_readable, undecided_doubts
from flows.notify import enqueue_undone_alert
from flows.pipeline.attempts import alert_changes, deliver_and_publish, read_backlog, record_snapshot
from flows.replay import NOT_DERIVED, RereadSnapshot, copy_of_believed, correct, correction, differences
from flows.run import Run
from models.changes import Change, Data
from models.facts import Notice, iso
from models.history import NewDecision, correction_instants, is_at_or_after, log_changes, save_decision
from models.kinds import GOOD_OUTCOMES, ChangeKind, DeliveryState, SnapshotOutcome
from models.schema import Alert, AlertChange, ChangeRow, Correction, Decision, Snapshot
from scrapers.source import Source

TICK = timedelta(microseconds=1)
UNSENT = (DeliveryState.PENDING, DeliveryState.MUTED)


@dataclass(frozen=True)
class AlertSummary:
    """An alert that was written, and its deliveries."""

    severity: str
    title: str
    deliveries: tuple[tuple[str, str], ...]
    """Target and state."""


@dataclass(frozen=True)
class DecisionResult:
    """The changes, corrections and alerts that a decision or its undo made."""

    snapshot_id: int
    outcome: str
    reason: str | None
    changes: Sequence[ChangeRow]
    """The changes of the readings that were read again."""
    corrections: Sequence[Correction]
    """The beliefs that differ from those before, as of the instant of the decision."""
    alerts: Sequence[AlertSummary]


@dataclass(frozen=True)
class Reversal:
    """The undo of a decision."""

    snapshot_id: int
    undone_at: datetime
    note: str | None = None
    undone_by: str | None = None


def decide(run: Run, ruling: NewDecision) -> DecisionResult:
    """Store a decision, and read the snapshot and the held ones after it again. Raises NotHeld."""
    read_backlog(run)
    store, source = run.store, run.source
    with store.writing() as session:
        one_at_a_time(session, source.name)
        last_alert, corrections = _last_alert(session), list[Correction]()
        snapshot = _expect_held(session, source, ruling.snapshot_id)
        doubts, snapshot_ids = undecided_doubts(session, source, snapshot), _held_from(session, snapshot)
        corrects = any(at > snapshot.moment for at in correction_instants(session, source.name))
        if corrects:
            ruling = replace(ruling, decided_at=_end_of_record(session, source.name, ruling.decided_at))
        save_decision(session, source.name, doubts, ruling)
        if corrects:
            why = f"snapshot {snapshot.id} was {ruling.verdict} after another decision was undone"
            reread, corrections = _correct(session, source, ruling.decided_at, why, run.clock())
            _alert_news(run, session, reread, ruling.decided_at)
        else:
            session.execute(
                update(Snapshot).where(Snapshot.id.in_(snapshot_ids)).values(outcome=None, reason=None, held_for=None)
            )
    for snapshot_id in snapshot_ids:
        record_snapshot(run, snapshot_id)
    deliver_and_publish(run)
    return _decision_result(store, ruling.snapshot_id, snapshot_ids, corrections, last_alert)


def undo(run: Run, reversal: Reversal) -> DecisionResult:
    """Undo the decision about a snapshot: its reading is held again, and the record is corrected.

    The clock of the record keeps what was believed until now. Raises NotHeld.
    """
    read_backlog(run)
    store, source = run.store, run.source
    with store.writing() as session:
        one_at_a_time(session, source.name)
        last_alert = _last_alert(session)
        decisions = _expect_decided(session, reversal.snapshot_id)
        at = _end_of_record(session, source.name, reversal.undone_at)
        for decision in decisions:
            decision.undone_at, decision.undone_by, decision.undo_note = at, reversal.undone_by, reversal.note
        session.flush()
        words = _decision_words(decisions[0])
        reread, corrections = _correct(session, source, at, f"the decision is undone: {words}", run.clock())
        snapshot_ids = [each.snapshot_id for each in reread if each.news or each.retracted]
        withdraw(session, _tells_only([row.id for each in reread for row in each.retracted]), UNSENT)
        _alert_news(run, session, reread, at)
        _alert_undone(run, session, words, corrections, at)
    deliver_and_publish(run)
    return _decision_result(store, reversal.snapshot_id, snapshot_ids, corrections, last_alert)


def _tells_only(change_ids: Sequence[int]) -> ColumnElement[bool]:
    """Select the alerts all of whose changes are these or retracted before."""
    told = select(AlertChange.alert_id).where(AlertChange.is_mention.is_(False))
    standing = told.join(ChangeRow, ChangeRow.id == AlertChange.change_id).where(
        ChangeRow.retracted.is_(False), ChangeRow.id.not_in(change_ids)
    )
    return Alert.id.in_(told.where(AlertChange.change_id.in_(change_ids))) & Alert.id.not_in(standing)


def _correct(
    session: Session, source: Source, at: datetime, why: str, now: datetime
) -> tuple[list[RereadSnapshot], list[Correction]]:
    with copy_of_believed(session, source.name) as before:
        reread = correct(session, source, at, now)
        found = [correction(session, difference, why, now) for difference in differences(session, before)]
    session.add_all(found)
    session.flush()
    return reread, found


def _alert_news(run: Run, session: Session, reread: Sequence[RereadSnapshot], at: datetime) -> None:
    """Alert about changes that were not in the log before, under keys of their own."""
    newest = _newest_attempt(session, run.source)
    for each in reread:
        if each.news:
            snapshot = session.get_one(Snapshot, each.snapshot_id)
            is_newest = snapshot.moment == newest.moment
            alert_changes(run, session, snapshot, each.news, _key_suffix(at), with_health=is_newest)


def _alert_undone(run: Run, session: Session, words: str, corrections: Sequence[Correction], at: datetime) -> None:
    """Log and alert that a decision is undone, and that the source is held, if it is."""
    source = run.source.name
    newest = _newest_attempt(session, run.source)
    facts = [correction_words(each) for each in corrections if each.fact != Notice.table]
    corrected = "; ".join(facts) or NO_CORRECTION
    data = Data(value_after=[_correction_value(each) for each in corrections])
    changes = [Change(ChangeKind.DECISION_UNDONE, source, source, words, corrected, None, about=data)]
    if newest.outcome == SnapshotOutcome.HELD:
        changes.append(held_change(newest))
    log_changes(session, newest, changes, at)
    enqueue_undone_alert(session, changes, newest, run.alerting, at, _key_suffix(at))


def _newest_attempt(session: Session, source: Source) -> Snapshot:
    """The last attempt at a source that was read; of several ones of one moment the readable one."""
    readable = last_readable(session, source.name)
    attempts = select(Snapshot).where(Snapshot.source == source.name, Snapshot.outcome.is_not(None))
    newest = session.scalars(attempts.order_by(Snapshot.moment.desc(), Snapshot.id.desc()).limit(1)).one()
    return readable if readable is not None and readable.moment == newest.moment else newest


def _correction_value(found: Correction) -> dict[str, str | None]:
    names = ("fact", "subject", "said_before", "said_after")
    return {name: getattr(found, name) for name in names} | {"effective_from": iso(found.effective_from)}


def correction_words(found: Correction) -> str:
    """`deepseek-chat: from 2026-05-08 01:00 UTC retirement none → dated 2026-07-24 15:59 UTC`."""
    return correction_line(_correction_value(found))


def _key_suffix(at: datetime) -> str:
    return f"/decided-{at:%Y-%m-%dT%H:%M:%S.%fZ}"


def _decision_words(decision: Decision) -> str:
    by = f" by {decision.decided_by}" if decision.decided_by else ""
    note = f" ({decision.note})" if decision.note else ""
    return f"snapshot {decision.snapshot_id}, {decision.verdict} {decision.decided_at:%Y-%m-%d %H:%M} UTC{by}{note}"


def _expect_held(session: Session, source: Source, snapshot_id: int) -> Snapshot:
    snapshot = session.get_one(Snapshot, snapshot_id)
    if decision := _decision(session, snapshot_id):
        raise NotHeld(f"{_decision_words(decision)}: decided already; `almanac held undo {snapshot_id}` takes it back")
    if snapshot.outcome != SnapshotOutcome.HELD:
        became = snapshot.outcome or "not known yet"
        raise NotHeld(f"snapshot {snapshot_id} is not held (its outcome is {became}): `almanac held` lists what is")
    # Of several pages of one moment only one is recorded.
    recorded = select(Snapshot).where(
        Snapshot.source == source.name, Snapshot.moment >= snapshot.moment, Snapshot.outcome.in_(GOOD_OUTCOMES)
    )
    settled = session.scalar(recorded.order_by(Snapshot.moment, Snapshot.id).limit(1))
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
        raise NotHeld(
            f"{_decision_words(decisions[-1])}: undone already, {undone}; `almanac held` shows whether it is held"
        )
    raise NotHeld(f"no decision was made about snapshot {snapshot_id}: `almanac held --settled` lists the decisions")


def _decision(session: Session, snapshot_id: int) -> Decision | None:
    about = select(Decision).where(Decision.snapshot_id == snapshot_id, Decision.undone_at.is_(None))
    return session.scalar(about.limit(1))


def _held_from(session: Session, snapshot: Snapshot) -> Sequence[int]:
    held = select(Snapshot.id).where(
        Snapshot.source == snapshot.source, is_at_or_after(snapshot), Snapshot.outcome == SnapshotOutcome.HELD
    )
    return session.scalars(held.order_by(Snapshot.moment, Snapshot.id)).all()


def _end_of_record(session: Session, source: str, now: datetime) -> datetime:
    """The present instant, moved after everything recorded of a source and before its unread snapshots."""
    moments = select(func.max(Snapshot.moment)).where(Snapshot.source == source, Snapshot.outcome.is_not(None))
    waiting = select(func.min(Snapshot.moment)).where(Snapshot.source == source, Snapshot.outcome.is_(None))
    made = select(func.max(Decision.decided_at)).where(Decision.source == source)
    ahead = session.scalar(waiting)
    behind = [session.scalar(moments), session.scalar(made), *correction_instants(session, source)]
    return max(min(now, ahead - TICK) if ahead else now, *(instant + TICK for instant in behind if instant))


def _last_alert(session: Session) -> int:
    return session.scalar(select(func.max(Alert.id))) or 0


def _decision_result(
    store: Store, snapshot_id: int, snapshot_ids: Sequence[int], corrections: Sequence[Correction], last_alert: int
) -> DecisionResult:
    with store.reading() as session:
        snapshot = session.get_one(Snapshot, snapshot_id)
        made = select(ChangeRow).where(ChangeRow.snapshot_id.in_(snapshot_ids), ChangeRow.kind.not_in(NOT_DERIVED))
        changes = session.scalars(made.where(ChangeRow.retracted.is_(False)).order_by(ChangeRow.id)).all()
        written = select(Alert).where(Alert.id > last_alert, Alert.source == snapshot.source).order_by(Alert.id)
        alerts = [
            AlertSummary(alert.severity, alert.title, tuple((one.target, one.state) for one in alert.deliveries))
            for alert in session.scalars(written)
        ]
        return DecisionResult(snapshot_id, snapshot.outcome or "", snapshot.reason, changes, corrections, alerts)
