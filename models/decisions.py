"""What people decided about held readings: by what was doubted, so that the same page is not held again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.doubt import Doubt
from models.omissions import whole_key
from models.reading import Reading
from models.tables import Decision, Snapshot

ACCEPTED, REJECTED = "accepted", "rejected"
VERDICTS = (ACCEPTED, REJECTED)


@dataclass(frozen=True)
class Ruling:
    """A decision to be kept."""

    verdict: str
    snapshot_id: int
    decided_at: datetime
    note: str | None = None


def case_sha256(doubt: Doubt) -> str:
    """What the same doubt about the same sentence has in common, in hexadecimal."""
    return sha256(f"{doubt.fact.table} {doubt.key} {doubt.value} {doubt.why}".encode()).hexdigest()


def verdicts(session: Session, snapshot: Snapshot, doubts: Iterable[Doubt]) -> dict[Doubt, str]:
    """What was decided about doubts, of this snapshot or an earlier one; without those of which nobody has decided."""
    cases = {case_sha256(doubt): doubt for doubt in doubts}
    decided = (
        select(Decision.case_sha256, Decision.verdict)
        .join(Snapshot, Snapshot.id == Decision.snapshot_id)
        .where(Decision.source == snapshot.source, Decision.case_sha256.in_(cases), Snapshot.moment <= snapshot.moment)
    )
    return {cases[case]: verdict for case, verdict in session.execute(decided).tuples()}


def keep_ruling(session: Session, source: str, doubts: Iterable[Doubt], ruling: Ruling) -> None:
    """Write a decision about each doubt; a later one about the same takes its place."""
    for doubt in doubts:
        session.merge(
            Decision(
                source=source,
                case_sha256=case_sha256(doubt),
                verdict=ruling.verdict,
                snapshot_id=ruling.snapshot_id,
                decided_at=ruling.decided_at,
                note=ruling.note,
            )
        )


def rejecting(reading: Reading, doubts: Iterable[Doubt]) -> Reading:
    """The reading without what was rejected: those facts stay as they are believed."""
    rejected = {(doubt.fact, doubt.key) for doubt in doubts}
    facts = tuple(fact for fact in reading.facts if (type(fact), fact.key) not in rejected)
    return reading.keeping(facts, frozenset(whole_key(fact, key) for fact, key in rejected))
