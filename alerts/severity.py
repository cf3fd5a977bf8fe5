"""How urgent an alert is: of a change by its kind, of a deadline by how near it is and what it costs to miss it."""

from alerts.reminder_schedule import Due
from models.changes import Change, needs_decision
from models.kinds import DeadlineKind, Severity


def severity(change: Change) -> Severity:
    """By its kind; a reading that waits for a person is a warning, as nothing of its source is recorded meanwhile."""
    return Severity.WARNING if needs_decision(change) else change.kind.severity


NEAR = 3
"""From this rung on, in days, a deadline is near."""


def reminder_severity(kind: DeadlineKind, due: Due) -> Severity:
    """A retirement that is near breaks products: CRITICAL. Money is a WARNING when it is near, else a NOTICE."""
    near = due.what == "rung" and due.number <= NEAR
    if kind is DeadlineKind.RETIREMENT:
        return Severity.CRITICAL if near else Severity.WARNING
    is_off = kind is DeadlineKind.PRICE_CHANGE and due.what == "gone"
    return Severity.WARNING if near or is_off else Severity.NOTICE
