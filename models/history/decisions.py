"""What people decided about held readings: by what was doubted, so that the same page is not held again."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from models.facts import short_key
from models.history.rows import BeliefReader
from models.plausibility import Doubt, whole_key
from models.readings import Reading, believed_facts
from models.schema import Decision, Snapshot

ACCEPTED, REJECTED = "accepted", "rejected"
VERDICTS = (ACCEPTED, REJECTED)


@dataclass(frozen=True)
class Ruling:
    """A decision to be kept."""

    verdict: str
    snapshot_id: int
    decided_at: datetime
    note: str | None = None
    decided_by: str | None = None


@dataclass(frozen=True)
class Stage:
    """A stretch of the record of a source from one correction by a decision to the next; null: none before, or after.

    A decision about a reading that is still held belongs to the record as of that reading. Its undo corrects the
    record as of the instant of the undo, and so does a decision about a reading from before such a correction.
    """

    begins: datetime | None
    ends: datetime | None

    @property
    def in_force(self) -> list[ColumnElement[bool]]:
        """What holds of the decisions that were in force in it."""
        made = [] if self.ends is None else [Decision.decided_at < self.ends]
        undone = [] if self.begins is None else [or_(Decision.undone_at.is_(None), Decision.undone_at > self.begins)]
        return [*made, *undone]


def corrected_at(session: Session, source: str) -> list[datetime]:
    """The instants as of which decisions corrected the record of a source, in order."""
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
class Ruled:
    """A decision as it was kept, about all that was doubted of one reading."""

    source: str
    snapshot_id: int
    verdict: str
    decided_at: datetime
    decided_by: str | None
    note: str | None
    undone_at: datetime | None
    undone_by: str | None
    undo_note: str | None
    about: tuple[str, ...] = ()
    """Why it was doubted."""


def rulings(session: Session) -> list[Ruled]:
    """Every decision, the oldest first."""
    about = dict[Ruled, list[str]]()
    for row in session.scalars(select(Decision).order_by(Decision.decided_at, Decision.about)):
        names = (each.name for each in fields(Ruled) if each.name != "about")
        about.setdefault(Ruled(**{name: getattr(row, name) for name in names}), []).append(row.about or "")
    return [replace(ruled, about=tuple(filter(None, reasons))) for ruled, reasons in about.items()]


def case_sha256(doubt: Doubt) -> str:
    """What the same doubt about the same sentence has in common, in hexadecimal."""
    return sha256(
        f"{doubt.fact.table} {short_key(doubt.fact, doubt.key)} {doubt.value} {doubt.why}".encode()
    ).hexdigest()


def verdicts(
    session: Session, snapshot: Snapshot, doubts: Iterable[Doubt], stage: Stage | None = None
) -> dict[Doubt, str]:
    """What was decided about doubts, of this snapshot or an earlier one; without those of which nobody has decided.

    Of decisions that are in force today, or that were in a stage of the record.
    """
    cases = {case_sha256(doubt): doubt for doubt in doubts}
    in_force = [Decision.undone_at.is_(None)] if stage is None else stage.in_force
    decided = (
        select(Decision.case_sha256, Decision.verdict)
        .join(Snapshot, Snapshot.id == Decision.snapshot_id)
        .where(Decision.source == snapshot.source, Decision.case_sha256.in_(cases), Snapshot.moment <= snapshot.moment)
        .where(*in_force)
        .order_by(Decision.decided_at)
    )
    return {cases[case]: verdict for case, verdict in session.execute(decided).tuples()}


def keep_ruling(session: Session, source: str, doubts: Iterable[Doubt], ruling: Ruling) -> None:
    """Write a decision about each doubt; it takes the place of one in force about the same."""
    cases = {case_sha256(doubt): doubt.why for doubt in doubts}
    same = (Decision.source == source, Decision.case_sha256.in_(cases), Decision.undone_at.is_(None))
    session.execute(delete(Decision).where(*same))
    session.add_all(
        Decision(
            source=source,
            case_sha256=case,
            verdict=ruling.verdict,
            snapshot_id=ruling.snapshot_id,
            decided_at=ruling.decided_at,
            note=ruling.note,
            about=why,
            decided_by=ruling.decided_by,
        )
        for case, why in cases.items()
    )
    session.flush()


def rejecting(beliefs_of: BeliefReader, reading: Reading, doubts: Iterable[Doubt], moment: datetime) -> Reading:
    """The reading with what is believed at its moment instead of what was rejected: a person confirmed that.

    So it comes to pass by time as if the page had stated it. What is too large to be stated stays as it is believed.
    """
    rejected = {(doubt.fact, doubt.key) for doubt in doubts}
    facts = [fact for fact in reading.facts if (type(fact), fact.key) not in rejected]
    large = reading.later.keys() | reading.since.keys()
    for scope in {scope for scope in reading.scopes - large if scope.fact in {fact for fact, _ in rejected}}:
        beliefs = beliefs_of.read(scope)
        its = [whole_key(fact, key) for fact, key in rejected if fact is scope.fact and key in beliefs]
        facts += believed_facts(scope.fact, beliefs, its, moment)
    of_large = {scope.fact for scope in large}
    return reading.keeping(tuple(facts), frozenset(whole_key(fact, key) for fact, key in rejected if fact in of_large))
