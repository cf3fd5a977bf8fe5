"""Which changes of leaderboards people want to hear of: those of the models that they watch, and of whole boards."""

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from models.changes import Change
from models.leaderboards import BoardChange

WATCHED = ("deepseek*",)
"""What is watched unless the settings say otherwise."""


def is_heard(change: Change, watched: Sequence[str]) -> bool:
    """Whether a change is one to alert of; `watched` are patterns as in `matches`."""
    if not isinstance(change, BoardChange):
        return True
    if not change.kind.is_news:
        return False
    return not change.names or is_watched(change.names, change.qualified_names, watched)


def is_watched(names: Iterable[str], qualified_names: Iterable[str], watched: Sequence[str]) -> bool:
    """Whether one of these patterns names a model: by its name, or, with a slash, by its vendor and name.

    `qualified_names` are those behind the vendor's, `deepseek/deepseek-v4-pro`.
    """
    return matches(names, watched) or matches(qualified_names, [pattern for pattern in watched if "/" in pattern])


def matches(names: Iterable[str], watched: Sequence[str]) -> bool:
    """Whether one of a contender's names has one of these patterns, as of file names, whatever the case."""
    return any(fnmatchcase(name.lower(), pattern.lower()) for name in names for pattern in watched)
