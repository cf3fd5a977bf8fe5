"""Enumerations: kinds of changes with their severity, and kinds of deadlines. Imports nothing of ours."""

from models.kinds.changes import ChangeKind, Movement, Severity, Thing
from models.kinds.deadlines import DeadlineKind

__all__ = [
    "ChangeKind",
    "DeadlineKind",
    "Movement",
    "Severity",
    "Thing",
]
