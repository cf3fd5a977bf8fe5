"""The changes of notices whose text the reader does not know: each is logged once."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.changes.change import Change
from models.facts import NOTICES
from models.kinds import ChangeKind
from models.readings import Reading
from models.schema import ChangeRow, Snapshot

UNREAD = {"text": ChangeKind.TEXT_UNREAD, "price": ChangeKind.POSSIBLE_PRICE_UNREAD}
"""The kind of change by the possible content of an unread text."""


def with_unread(session: Session, snapshot: Snapshot, changes: Iterable[Change], reading: Reading) -> list[Change]:
    """The changes with those of unread notices in a form of their own, at the end.

    Each unread text that was never logged before is a change, also at the first reading of a source.
    """
    keeps = {unread.shown: unread.keeps for unread in reading.unread}
    new = [
        Change(
            kind=UNREAD[notice.unread or "text"],
            source=snapshot.source,
            subject=NOTICES,
            said_before=None,
            said_after=notice.text,
            effective_at=snapshot.moment,
            facts_after=(notice,),
            keeps=keeps.get(notice.text or "", frozenset()),
        )
        for notice in reading.unread_notices
    ]
    texts = {notice.text for notice in reading.unread_notices}
    others = [change for change in changes if change.subject != NOTICES or change.said_after not in texts]
    return [*others, *(change for change in new if not was_logged(session, snapshot, change))]


def was_logged(session: Session, snapshot: Snapshot, change: Change) -> bool:
    """True if an earlier snapshot of the source made the same change."""
    same = select(ChangeRow.id).where(
        ChangeRow.source == change.source,
        ChangeRow.kind == change.kind,
        ChangeRow.subject == change.subject,
        ChangeRow.said_after == change.said_after,
        ChangeRow.seen_at < snapshot.moment,
        ChangeRow.retracted.is_(False),
    )
    return session.scalar(same.limit(1)) is not None
