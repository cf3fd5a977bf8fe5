"""Emits an event through Prefect, which sends it in the background."""

import logging
from typing import Any

from prefect.events.utilities import emit_event
from prefect.exceptions import EventTooLarge

LOG = logging.getLogger("almanac.events")


def emit(event: dict[str, Any]) -> None:
    """Emit an event as `flows.events` makes it. An event that Prefect rejects does not fail the run."""
    try:
        emit_event(**event)
    except EventTooLarge as problem:
        # Prefect logs other errors itself.
        LOG.warning("%s is no event of Prefect's: %s", event["payload"]["key"], problem)
