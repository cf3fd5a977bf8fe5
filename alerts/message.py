"""The content of an alert, as it is stored, filtered and sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import TYPE_CHECKING

from models.kinds import Severity

if TYPE_CHECKING:
    # The settings know what a message is; few commands load what changes stand on, and the tables of alerts.
    from models.changes import Change
    from models.schema import Alert

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
    changes: "tuple[Change, ...]" = field(default=(), compare=False)
    """The changes that it tells of; a reminder has none. Stored as `alert_change`."""
    bill_changes: Mapping[str, str] | None = field(default=None, compare=False)
    """The change of the monthly bill by currency; empty if it stays as it is, None if that is not known."""
    vendor: str = ""
    """The vendor of the source; empty if there is none."""


STORED_FIELDS = tuple(each.name for each in fields(Message) if each.compare)
"""The fields of a message that are columns of `alert`; what is not compared is for filters, or stored elsewhere."""


def message_of(alert: "Alert") -> Message:
    """Return the stored message of an alert, with the sources that also said it."""
    message = Message(**{name: getattr(alert, name) for name in STORED_FIELDS})
    pages = [(change.source, change.seen_at) for change in alert.mentions]
    return replace(message, body="\n".join([alert.body, *also_said(pages)]))


def also_said(pages: Iterable[tuple[str, datetime]]) -> list[str]:
    """Return a line for each later page that says what an alert tells: `Also said by deepseek_news, 2026-09-10 …`.

    A page is the name of its source with the moment at which it was seen.
    """
    return [f"Also said by {source}, {seen_at:%Y-%m-%d %H:%M} UTC" for source, seen_at in dict.fromkeys(pages)]
