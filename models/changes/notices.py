"""The changes of notices: sentences that came, went, or were edited. Pure."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from models.bitemporal import State
from models.facts import Notice
from models.kinds import ChangeKind

SAME_SENTENCE = 0.6
"""From this similarity on, a vanished and a new notice are one notice that was edited (difflib's ratio)."""
Told = tuple[ChangeKind, str | None, str | None, State, State]
"""Kind, before, after, and the facts behind them."""


def notice_changes(was: State, now: State) -> Iterator[Told]:
    """Notices that came and went; two that read alike are one that was edited."""
    came, went = _texts(now, was), _texts(was, now)
    for old, new in _edited(list(went), list(came)):
        yield ChangeKind.NOTICE_CHANGED, old, new, went.pop(old), came.pop(new)
    for text, state in went.items():
        yield ChangeKind.NOTICE_REMOVED, text, None, state, ()
    for text, state in came.items():
        yield ChangeKind.NOTICE_ADDED, None, text, (), state


def _texts(state: State, other: State) -> dict[str, State]:
    return {fact.text or "": (fact,) for fact in state if isinstance(fact, Notice) and fact not in other}


def _edited(went: Sequence[str], came: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of a vanished and a new sentence that are alike, the most alike first, each used once."""
    likeness = [(SequenceMatcher(None, old, new, autojunk=False).ratio(), old, new) for old in went for new in came]
    used: set[str] = set()
    for ratio, old, new in sorted(likeness, reverse=True):
        if ratio >= SAME_SENTENCE and not {old, new} & used:
            used |= {old, new}
            yield old, new
