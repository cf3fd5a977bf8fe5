"""How urgent an alert is: of a change by its kind, of a deadline by how near it is and what it costs to miss it."""

from alerts.ladder import Due
from models.changes import Change
from models.deadlines import PRICES, RETIREMENT
from models.health import needs_decision

DEFAULT = "notice"
SEVERITY = {
    "source broken": "warning",
    "source stale": "warning",
    "source still broken": "warning",
    "source still held": "warning",
    "source still stale": "warning",
    "source recovered": "info",
    "model removed": "critical",
    "retirement announced": "critical",
    "retirement dated": "critical",
    "retirement moved": "critical",
    "retirement happened": "critical",
    "name re-routed": "critical",
    "retirement undated": "warning",
    "retirement cancelled": "warning",
    "promotion ended early": "warning",
    "promotion shortened": "warning",
    "peak hours changed": "warning",
    "peak hours change announced": "warning",
    "peak hours change moved": "warning",
    "peak hours change cancelled": "warning",
    "sources disagree": "warning",
    "sources agree again": "info",
    "price changed": "warning",
    "price change announced": "warning",
    "price change moved": "warning",
    "price change cancelled": "warning",
    "version changed": "warning",
    "contender removed": "warning",
    "contender replaced": "warning",
    "category not stated": "warning",
    "leaderboard rebased": "warning",
    "leaderboard stale": "warning",
    "possible price unread": "warning",
    "no longer stated": "warning",
    "end not confirmed": "warning",
    "decision undone": "warning",
}
"""By kind; any other is `notice`. Of `source held` see `severity`."""


def severity(change: Change) -> str:
    """By its kind; a reading that waits for a person is a warning, as nothing of its source is recorded meanwhile."""
    waits = needs_decision(change.kind, change.after)
    return "warning" if waits else SEVERITY.get(change.kind, DEFAULT)


NEAR = 3
"""From this rung on, in days, a deadline is near."""


def reminder_severity(kind: str, due: Due) -> str:
    """A retirement that is near breaks products: `critical`. Money is a `warning` when it is near, else a `notice`."""
    near = due.what == "rung" and due.number <= NEAR
    if kind == RETIREMENT:
        return "critical" if near else "warning"
    return "warning" if near or (kind == PRICES and due.what == "gone") else DEFAULT
