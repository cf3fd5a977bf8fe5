"""The changes of notices: sentences that were added, removed or edited, and texts that were not understood."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.bitemporal import State
from models.changes.change import Change
from models.facts import NOTICES, Notice
from models.kinds import ChangeKind
from models.readings import Reading
from models.schema import ChangeRow, Snapshot

SAME_SENTENCE = 0.6
"""The similarity (difflib's ratio) from which a removed and an added notice count as one edited notice."""
NoticeChange = tuple[ChangeKind, str | None, str | None, State, State]
"""The kind, the texts before and after, and the facts before and after."""
UNREAD = {"text": ChangeKind.TEXT_UNREAD, "price": ChangeKind.POSSIBLE_PRICE_UNREAD}
"""The kind of change by the possible content of an unread text."""


def notice_changes(before: State, after: State) -> Iterator[NoticeChange]:
    """The changes between two states of a source's notices; a removed and an added one that are alike were edited."""
    added, removed = _new_texts(after, before), _new_texts(before, after)
    for old, new in _edited_pairs(list(removed), list(added)):
        yield ChangeKind.NOTICE_CHANGED, old, new, removed.pop(old), added.pop(new)
    for text, state in removed.items():
        yield ChangeKind.NOTICE_REMOVED, text, None, state, ()
    for text, state in added.items():
        yield ChangeKind.NOTICE_ADDED, None, text, (), state


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
            facts_after=(notice,),
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


def _new_texts(state: State, other: State) -> dict[str, State]:
    """The texts of the notices in `state` that are not in `other`, each with its fact."""
    return {fact.text or "": (fact,) for fact in state if isinstance(fact, Notice) and fact not in other}


def _edited_pairs(removed: Sequence[str], added: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of a removed and an added sentence that are alike, the most alike first; each sentence is used once."""
    similarities = [
        (SequenceMatcher(None, old, new, autojunk=False).ratio(), old, new) for old in removed for new in added
    ]
    used: set[str] = set()
    for ratio, old, new in sorted(similarities, reverse=True):
        if ratio >= SAME_SENTENCE and not {old, new} & used:
            used |= {old, new}
            yield old, new
