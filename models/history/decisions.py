"""Decisions of people about held readings, kept by the doubt, so that the same page is not held again."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.orm import Session

from models.facts import short_key
from models.history.belief_reader import BeliefReader
from models.kinds import Verdict
from models.plausibility import Doubt, whole_key
from models.readings import Reading, believed_facts
from models.schema import Decision, Snapshot


@dataclass(frozen=True)
class NewDecision:
    """A decision that is to be saved."""

    verdict: Verdict
    snapshot_id: int
    decided_at: datetime
    note: str | None = None
    decided_by: str | None = None


@dataclass(frozen=True)
class Stage:
    """A stage of a source's record: from one correction that a decision made to the next.

    `start` is None in the first stage, `end` in the last one. A decision about a reading that is still held belongs to
    the stage of that reading. Undoing it corrects the record at that later instant, and so does a decision about a
    reading that lies before such a correction.
    """

    start: datetime | None
    end: datetime | None

    @property
    def in_force(self) -> list[ColumnElement[bool]]:
        """The conditions for the decisions that were in force in the stage."""
        made = [] if self.end is None else [Decision.decided_at < self.end]
        undone = [] if self.start is None else [or_(Decision.undone_at.is_(None), Decision.undone_at > self.start)]
        return [*made, *undone]


def is_at_or_after(snapshot: Snapshot) -> ColumnElement[bool]:
    """The condition for a snapshot itself and for those that are read after it."""
    same = and_(Snapshot.moment == snapshot.moment, Snapshot.id >= snapshot.id)
    return or_(Snapshot.moment > snapshot.moment, same)


def is_at_or_before(snapshot: Snapshot) -> ColumnElement[bool]:
    """The condition for a snapshot itself and for those that are read before it."""
    same = and_(Snapshot.moment == snapshot.moment, Snapshot.id <= snapshot.id)
    return or_(Snapshot.moment < snapshot.moment, same)


def correction_instants(session: Session, source: str) -> list[datetime]:
    """The instants at which decisions corrected the record of a source, in order."""
    rows = select(Decision.decided_at, Decision.undone_at, Snapshot.moment).join(Snapshot)
    decisions = session.execute(rows.where(Decision.source == source)).tuples().all()
    undone = [(at, None) for _, at, _ in decisions if at is not None]
    made = [(at, moment) for at, _, moment in decisions]
    instants = list[datetime]()
    for at, moment in sorted(undone + made, key=lambda item: item[0]):
        corrects = moment is None or any(moment <= instant < at for instant in instants)
        if corrects and at not in instants:
            instants.append(at)
    return instants


@dataclass(frozen=True)
class DecisionRecord:
    """A saved decision about all doubts of one reading."""

    source: str
    snapshot_id: int
    verdict: Verdict
    decided_at: datetime
    decided_by: str | None
    note: str | None
    undone_at: datetime | None
    undone_by: str | None
    undo_note: str | None
    about: tuple[str, ...] = ()
    """The reasons of the doubts."""


def decision_records(session: Session) -> list[DecisionRecord]:
    """Every decision, the oldest first."""
    reasons_by_decision = dict[DecisionRecord, list[str]]()
    for row in session.scalars(select(Decision).order_by(Decision.decided_at, Decision.about)):
        names = (column.name for column in fields(DecisionRecord) if column.name != "about")
        decision = DecisionRecord(**{name: getattr(row, name) for name in names})
        reasons_by_decision.setdefault(decision, []).append(row.about or "")
    return [replace(decision, about=tuple(filter(None, reasons))) for decision, reasons in reasons_by_decision.items()]


def case_sha256(doubt: Doubt) -> str:
    """The SHA-256, in hexadecimal, that identifies a doubt: equal for the same doubt about the same sentence."""
    return sha256(
        f"{doubt.fact.table} {short_key(doubt.fact, doubt.key)} {doubt.value} {doubt.why}".encode()
    ).hexdigest()


def verdicts(
    session: Session, snapshot: Snapshot, doubts: Iterable[Doubt], stage: Stage | None = None
) -> dict[Doubt, Verdict]:
    """The verdict on each doubt about which somebody has decided, at this snapshot or an earlier one.

    Decisions count that are in force today, or that were in force in a stage of the record.
    """
    cases = {case_sha256(doubt): doubt for doubt in doubts}
    in_force = [Decision.undone_at.is_(None)] if stage is None else stage.in_force
    decided = (
        select(Decision.case_sha256, Decision.verdict)
        .join(Snapshot, Snapshot.id == Decision.snapshot_id)
        .where(Decision.source == snapshot.source, Decision.case_sha256.in_(cases), is_at_or_before(snapshot))
        .where(*in_force)
        .order_by(Decision.decided_at)
    )
    return {cases[case]: verdict for case, verdict in session.execute(decided).tuples()}


def save_decision(session: Session, source: str, doubts: Iterable[Doubt], decision: NewDecision) -> None:
    """Save a decision about each doubt; it replaces one in force about the same doubt."""
    cases = {case_sha256(doubt): doubt.why for doubt in doubts}
    same = (Decision.source == source, Decision.case_sha256.in_(cases), Decision.undone_at.is_(None))
    session.execute(delete(Decision).where(*same))
    session.add_all(
        Decision(
            source=source,
            case_sha256=case,
            verdict=decision.verdict,
            snapshot_id=decision.snapshot_id,
            decided_at=decision.decided_at,
            note=decision.note,
            about=why,
            decided_by=decision.decided_by,
        )
        for case, why in cases.items()
    )
    session.flush()


def without_rejected(reader: BeliefReader, reading: Reading, doubts: Iterable[Doubt], moment: datetime) -> Reading:
    """The reading with the believed facts in place of those that a person rejected.

    They are recorded as if the page had stated them. Facts of scopes that are too large for this are kept as believed.
    """
    rejected = {(doubt.fact, doubt.key) for doubt in doubts}
    facts = [fact for fact in reading.facts if (type(fact), fact.key) not in rejected]
    large = reading.later.keys() | reading.since.keys()
    for scope in {scope for scope in reading.scopes - large if scope.fact in {fact for fact, _ in rejected}}:
        beliefs = reader.read([scope], {})[scope]
        keeps = [whole_key(fact, key) for fact, key in rejected if fact is scope.fact and key in beliefs]
        facts += believed_facts(scope.fact, beliefs, keeps, moment)
    of_large = {scope.fact for scope in large}
    return reading.keeping(tuple(facts), frozenset(whole_key(fact, key) for fact, key in rejected if fact in of_large))
