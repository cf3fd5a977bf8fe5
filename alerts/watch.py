"""Which changes of leaderboards people want to hear of: those of the models that they watch, and of whole boards."""

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from models.boards import BoardChange
from models.changes import Change

WATCHED = ("deepseek*",)
"""What is watched unless the settings say otherwise."""


def is_heard(change: Change, watched: Sequence[str]) -> bool:
    """Whether a change is one to alert of; `watched` are patterns as in `matches`."""
    if not isinstance(change, BoardChange):
        return True
    if not change.kind.is_news:
        return False
    return not change.names or matches(change.names, watched)


def matches(names: Iterable[str], watched: Sequence[str]) -> bool:
    """Whether one of a contender's names has one of these patterns, as of file names, whatever the case."""
    return any(fnmatchcase(name.lower(), pattern.lower()) for name in names for pattern in watched)
