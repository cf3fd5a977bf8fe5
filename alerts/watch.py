"""Which changes of leaderboards people want to hear of: those of the models that they watch, and of whole boards."""

from collections.abc import Sequence
from fnmatch import fnmatchcase

from models.boards import QUIET, BoardChange
from models.changes import Change

WATCHED = ("deepseek*",)
"""What is watched unless the settings say otherwise."""


def is_heard(change: Change, watched: Sequence[str]) -> bool:
    """Whether a change is one to alert of; `watched` are patterns as of file names, whatever the case."""
    if not isinstance(change, BoardChange):
        return True
    if change.kind in QUIET:
        return False
    names = [name.lower() for name in change.names]
    return not names or any(fnmatchcase(name, pattern.lower()) for name in names for pattern in watched)
