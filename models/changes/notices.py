"""The changes of notices: sentences that were added, removed or edited. Pure."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from models.bitemporal import State
from models.facts import Notice
from models.kinds import ChangeKind

SAME_SENTENCE = 0.6
"""The similarity (difflib's ratio) from which a removed and an added notice count as one edited notice."""
NoticeChange = tuple[ChangeKind, str | None, str | None, State, State]
"""The kind, the texts before and after, and the facts before and after."""


def notice_changes(before: State, after: State) -> Iterator[NoticeChange]:
    """The changes between two states of a source's notices; a removed and an added one that are alike were edited."""
    added, removed = _new_texts(after, before), _new_texts(before, after)
    for old, new in _edited_pairs(list(removed), list(added)):
        yield ChangeKind.NOTICE_CHANGED, old, new, removed.pop(old), added.pop(new)
    for text, state in removed.items():
        yield ChangeKind.NOTICE_REMOVED, text, None, state, ()
    for text, state in added.items():
        yield ChangeKind.NOTICE_ADDED, None, text, (), state


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
