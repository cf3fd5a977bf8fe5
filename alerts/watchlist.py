"""Selects the changes of leaderboards that alert: those of watched models and of whole boards."""

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from models.changes import Change
from models.leaderboards import BoardChange

DEFAULT_WATCHED = ("deepseek*",)
"""The default patterns of watched models."""


def is_alerting(change: Change, watched: Sequence[str]) -> bool:
    """Return True if a change alerts; `watched` are patterns as in `matches`."""
    if not isinstance(change, BoardChange):
        return True
    if not change.kind.is_news:
        return False
    return not change.names or is_watched(change.names, change.qualified_names, watched)


def is_watched(names: Iterable[str], qualified_names: Iterable[str], patterns: Sequence[str]) -> bool:
    """Return True if a pattern matches a model: by its name or, if it has a slash, by vendor and name.

    `qualified_names` have the vendor in front, as in `deepseek/deepseek-v4-pro`.
    """
    return matches(names, patterns) or matches(qualified_names, [pattern for pattern in patterns if "/" in pattern])


def matches(names: Iterable[str], patterns: Sequence[str]) -> bool:
    """Return True if a name matches a pattern, as file names do, in any case."""
    return any(fnmatchcase(name.lower(), pattern.lower()) for name in names for pattern in patterns)
