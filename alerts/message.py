"""What a person should hear, as it is kept, sent and filtered."""

from dataclasses import dataclass, field
from datetime import datetime

from models.kinds import Severity

URGENCY = tuple(Severity)
"""The severities, the mildest first."""


@dataclass(frozen=True)
class Message:
    """One alert, under a key that is the same however often it is composed."""

    alert_key: str
    """The same however often it is composed."""
    kind: str
    severity: str
    source: str
    subject: str
    title: str
    body: str
    effective_at: datetime | None
    snapshot_id: int
    """The page behind it."""
    models: frozenset[str] = field(default=frozenset(), compare=False)
    """The names of the models that it is about, for filters; empty where it is about no model. Not kept."""
    qualified_names: frozenset[str] = field(default=frozenset(), compare=False)
    """The same names behind their vendors'. Not kept."""
    kinds: frozenset[str] = field(default=frozenset(), compare=False)
    """The kinds of all that it tells, for filters; where empty, only its own. Not kept."""
    vendor: str = ""
    """Whose subject it is, as of its source; empty where it is about no vendor's."""
