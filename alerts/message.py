"""The content of an alert, as it is stored, filtered and sent."""

from dataclasses import dataclass, field
from datetime import datetime

from models.kinds import Severity

URGENCY = tuple(Severity)
"""The severities, mildest first."""


@dataclass(frozen=True)
class Message:
    """One alert."""

    alert_key: str
    """Unique key; composing the same alert again gives the same key."""
    kind: str
    severity: str
    source: str
    subject: str
    title: str
    body: str
    effective_at: datetime | None
    snapshot_id: int
    """The snapshot that the alert is based on."""
    models: frozenset[str] = field(default=frozenset(), compare=False)
    """The names of the models that it is about, for filters; empty if it is about none. Not stored."""
    qualified_names: frozenset[str] = field(default=frozenset(), compare=False)
    """The same names with their vendors in front. Not stored."""
    kinds: frozenset[str] = field(default=frozenset(), compare=False)
    """The kinds of all its changes, for filters; if empty, only `kind`. Not stored."""
    vendor: str = ""
    """The vendor of the source; empty if there is none."""
