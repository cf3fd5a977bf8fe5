"""Emits an event through Prefect, which sends it in the background."""

import logging
from dataclasses import dataclass, field
from typing import Any

from prefect.events.utilities import emit_event
from prefect.exceptions import EventTooLarge

from alerts.message import URGENCY
from models.kinds import Severity

LOG = logging.getLogger("almanac.events")


def emit(event: dict[str, Any]) -> None:
    """Emit an event as `flows.events` makes it. An event that Prefect rejects does not fail the run."""
    try:
        emit_event(**event)
    except EventTooLarge as problem:
        # Prefect logs other errors itself.
        LOG.warning("%s is no event of Prefect's: %s", event["payload"]["key"], problem)


@dataclass
class RunAlerts:
    """The alerts that a run emits as events, for its tags."""

    severities: set[str] = field(default_factory=set[str])
    kinds: set[str] = field(default_factory=set[str])

    def emit(self, event: dict[str, Any]) -> None:
        """Emit an event and note it."""
        self.severities.add(event["payload"]["severity"])
        self.kinds.add(event["payload"]["kind"])
        emit(event)

    def tags(self) -> list[str]:
        """Return the gravest severity and the kinds, as tags: `severity:critical`, `told:price changed`."""
        gravest = max(self.severities, key=lambda each: URGENCY.index(Severity(each)), default=None)
        return [*([f"severity:{gravest}"] if gravest else []), *(f"told:{kind}" for kind in sorted(self.kinds))]
