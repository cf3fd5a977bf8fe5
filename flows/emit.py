"""Handing an event to Prefect, which sends it by itself."""

import logging
from typing import Any

from prefect.events.utilities import emit_event
from prefect.exceptions import EventTooLarge

LOG = logging.getLogger("almanac.events")


def emit(event: dict[str, Any]) -> None:
    """Emit an event as `flows.events` makes it. One that Prefect does not take is no reason for a run to fail."""
    try:
        emit_event(**event)
    except EventTooLarge as problem:
        # Whatever else goes wrong in there, Prefect logs itself.
        LOG.warning("%s is no event of Prefect's: %s", event["payload"]["key"], problem)
