"""What people decided about held readings: by what was doubted, so that the same page is not held again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from models.doubt import Doubt
from models.omissions import whole_key
from models.reading import Reading
from models.tables import Decision

ACCEPTED, REJECTED = "accepted", "rejected"
VERDICTS = (ACCEPTED, REJECTED)


@dataclass(frozen=True)
class Ruling:
    """A decision to be kept."""

    verdict: str
    snapshot_id: int
    decided_at: datetime
    note: str | None = None


def case_sha256(doubts: Iterable[Doubt]) -> str:
    """What the same doubts about the same sentences have in common, in hexadecimal."""
    lines = sorted(f"{doubt.fact.table} {doubt.key} {doubt.value} {doubt.why}" for doubt in doubts)
    return sha256("\n".join(lines).encode()).hexdigest()


def verdict(session: Session, source: str, doubts: Sequence[Doubt]) -> str | None:
    """What was decided about the same doubts; None where nobody has decided."""
    decision = session.get(Decision, (source, case_sha256(doubts)))
    return decision and decision.verdict


def keep_ruling(session: Session, source: str, doubts: Sequence[Doubt], ruling: Ruling) -> None:
    """Write a decision; a later one about the same case takes its place."""
    session.merge(
        Decision(
            source=source,
            case_sha256=case_sha256(doubts),
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
