"""Changes about facts that are kept although their page states them in other words or no longer."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy.orm import Session

from models.bitemporal import fact_of
from models.changes import Change, was_logged
from models.history import believed_statement
from models.kinds import ChangeKind
from models.plausibility import REWORDED, Stands, dated_beside, is_reported_by_rewording, with_new_wordings
from models.readings import Reading
from models.schema import Snapshot


def standing_changes(session: Session, snapshot: Snapshot, reading: Reading, kept: Sequence[Stands]) -> list[Change]:
    """A change for each new text that did not change a believed value; keys of one subject and reason share one."""
    by_text = defaultdict[tuple[ChangeKind, str, str | None], list[Stands]](list)
    stands = with_new_wordings(kept, reading, snapshot.moment)
    for item in stands:
        if item.kind is not None:
            by_text[item.kind, item.subject, item.text].append(item)
    changes = [_standing_change(session, snapshot, kind, items) for (kind, _, _), items in by_text.items()]
    changes += dated_beside(stands, reading, snapshot.source, snapshot.moment)
    return [change for change in changes if not was_logged(session, snapshot, change)]


def without_reworded_notices(recorded: Sequence[Change], standing: Sequence[Change]) -> list[Change]:
    """All changes to alert, without those of notices that a change about a kept fact reports already."""
    if not standing:
        return list(recorded)
    return [*(change for change in recorded if not is_reported_by_rewording(change, standing)), *standing]


def _standing_change(session: Session, snapshot: Snapshot, kind: ChangeKind, items: Sequence[Stands]) -> Change:
    first = items[0]
    before = (first.before or first.words) if kind is REWORDED else None
    facts = [fact_of(item.fact, item.key, item.value) for item in items if item.value is not None]
    found = [each for fact in facts if (each := believed_statement(session, fact, snapshot.moment))]
    return Change(
        kind=kind,
        source=snapshot.source,
        subject=first.subject,
        said_before=before,
        said_after=first.text or first.words,
        effective_at=None,
        facts_after=tuple(fact for fact, _ in found),
        since=min((said_at for _, said_at in found), default=None),
    )
