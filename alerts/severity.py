"""Severities: of a change by its kind, of a reminder by the kind of deadline and the time left."""

from alerts.reminder_schedule import Due
from models.changes import Change
from models.kinds import DeadlineKind, Severity


def severity(change: Change) -> Severity:
    """Return the severity of a change. A reading that waits for a person is a WARNING, because nothing of its source is
    recorded meanwhile.
    """
    return Severity.WARNING if change.needs_decision else change.kind.severity


NEAR = 3
"""A deadline is near from this number of days on."""


def reminder_severity(kind: DeadlineKind, due: Due) -> Severity:
    """Return the severity of a reminder. A near retirement is CRITICAL, because it breaks products. A near change of
    money is a WARNING, else a NOTICE.
    """
    near = due.what == "rung" and due.number <= NEAR
    if kind is DeadlineKind.RETIREMENT:
        return Severity.CRITICAL if near else Severity.WARNING
    is_off = kind is DeadlineKind.PRICE_CHANGE and due.what == "gone"
    return Severity.WARNING if near or is_off else Severity.NOTICE
