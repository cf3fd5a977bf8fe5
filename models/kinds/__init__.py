"""Enumerations: kinds of changes and deadlines, severities."""

from models.kinds.changes import ChangeKind, Movement, Severity, Thing
from models.kinds.deadlines import DeadlineKind

__all__ = [
    "ChangeKind",
    "DeadlineKind",
    "Movement",
    "Severity",
    "Thing",
]
