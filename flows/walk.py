"""Runs `track` with the clock given: reads `SOURCE INSTANT` lines, answers each in JSON, ends with its input.

Between two instants deadlines come due: people are reminded of them as if the schedules had run all the time.

A process of its own, because Prefect reads its environment at import and sends its last logs when the process ends: the
server has to be there then.
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
    store, its = Store(settings.database_url), alert_settings(settings)
    # Each run would spend a second on stopping a heartbeat that nobody waits for here.
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        for line in sys.stdin:
            source, told = line.split()
            instant = datetime.fromisoformat(told)
            if before is not None:
                for _ in remind_until(store, its, before, instant):
                    deliver_due(store, its)
            before = instant
            state = track(source=source, at=instant, return_state=True)
            sys.stdout.write(json.dumps({"completed": state.is_completed(), "message": state.message}) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
