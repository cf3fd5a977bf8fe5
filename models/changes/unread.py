"""The changes of unread texts: each text is logged once, when it is first seen."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.changes.change import Change
from models.facts import NOTICES, Notice
from models.kinds import ChangeKind
from models.readings import Reading
from models.schema import ChangeRow, Snapshot

UNREAD = {"text": ChangeKind.TEXT_UNREAD, "price": ChangeKind.POSSIBLE_PRICE_UNREAD}
"""The kind of change by the possible content of an unread text."""


def unread_changes(session: Session, snapshot: Snapshot, reading: Reading) -> list[Change]:
    """A change for each unread text that was never logged before, also at the first reading of a source."""
    notices = [fact for fact in reading.facts if isinstance(fact, Notice) and fact.unread is not None]
    keeps = {unread.shown: unread.keeps for unread in reading.unread}
    new = [
        Change(
            kind=UNREAD[notice.unread or "text"],
            source=snapshot.source,
            subject=NOTICES,
            said_before=None,
            said_after=notice.text,
            effective_at=snapshot.moment,
            now=(notice,),
            keeps=keeps.get(notice.text or "", frozenset()),
        )
        for notice in notices
    ]
    return [change for change in new if not was_logged(session, snapshot, change)]


def without_unread(changes: Iterable[Change], reading: Reading) -> list[Change]:
    """The changes without those of notices whose text is unread: `unread_changes` makes these."""
    unread = {fact.text for fact in reading.facts if isinstance(fact, Notice) and fact.unread is not None}
    return [
        change
        for change in changes
        if change.subject != NOTICES or change.said_after is None or change.said_after not in unread
    ]


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
