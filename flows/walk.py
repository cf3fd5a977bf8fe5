"""Runs `track` with a given clock: reads lines `SOURCE INSTANT`, answers each in JSON, ends with its input.

Deadlines between two instants are reminded of as if the schedules had run all the time.

It is a process of its own, because Prefect reads its environment at import and sends its last logs at exit: the server
has to be running at both times.
"""

import json
import sys
from datetime import datetime

from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from flows.database import Store
from flows.notify import remind_until
from flows.pipeline import deliver_due
from flows.run import alert_settings
from flows.settings import load
from flows.track import track


def main() -> None:
    settings, before = load(), None
    store, alerting = Store(settings.database_url), alert_settings(settings)
    # Each run would spend a second on stopping a heartbeat that is not needed here.
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        for line in sys.stdin:
            source, stamp = line.split()
            instant = datetime.fromisoformat(stamp)
            if before is not None:
                for due_at in remind_until(store, alerting, before, instant):
                    deliver_due(store, alerting, lambda due_at=due_at: due_at)
            before = instant
            state = track(source=source, at=instant, return_state=True)
            sys.stdout.write(json.dumps({"completed": state.is_completed(), "message": state.message}) + "\n")
            sys.stdout.flush()
