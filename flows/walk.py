"""Runs `track` with a given clock: reads lines `SOURCE INSTANT`, answers each in JSON, ends with its input.

Deadlines between two instants are reminded of as if the schedules had run all the time. The feeds are written at the
end: their last state is what a reader finds.

It is a process of its own, because Prefect reads its environment at import and sends its last logs at exit: the server
has to be running at both times.
"""

import json
import sys
from datetime import datetime

from prefect import tags
from prefect.context import SyncClientContext
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from flows.deployments import source_tags
from flows.notify import publish_feeds, remind_until
from flows.pipeline import deliver_due, open_store
from flows.run import alert_settings
from flows.settings import load
from flows.track import KEPT, track
from scrapers.registry import SOURCES


def main() -> None:
    settings, before = load(), None
    store, alerting = open_store(settings), alert_settings(settings)
    KEPT.set(store)
    # Each run would spend a second on stopping a heartbeat that is not needed here, and connect to the server anew.
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}), SyncClientContext.get_or_create():
        for line in sys.stdin:
            source, stamp = line.split()
            instant = datetime.fromisoformat(stamp)
            if before is not None:
                for due_at in remind_until(store, alerting, before, instant):
                    deliver_due(store, alerting, lambda due_at=due_at: due_at)
            before = instant
            with tags(*source_tags(SOURCES[source])):
                state = track(source=source, at=instant, return_state=True)
            sys.stdout.write(json.dumps({"completed": state.is_completed(), "message": state.message}) + "\n")
            sys.stdout.flush()
        if (last := before) is not None:
            publish_feeds(store, settings.feeds, lambda: last)
