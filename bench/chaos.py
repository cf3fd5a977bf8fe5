"""A virtual day of alerts for targets of which one is down, one has too many requests, and one stalls and breaks off.

Exit code 1 where a target got anything twice, not at all or out of order, was asked too early, or a healthy one waited.
"""

import json
import logging
import statistics
import sys
import time
from datetime import timedelta

from bench.harness.arguments import arguments
from bench.harness.chaos import BEGAN, HEALTHY, STEP, Chaos, chaos
from bench.harness.databases import EMPTY, Databases, both_kinds
from flows.database import Store

DAY = timedelta(days=1)
TIMEOUT_SECONDS = 2
MOST_SECONDS = 5


def main() -> int:
    # What the log is told of is nothing to look at here.
    logging.getLogger("almanac").addHandler(logging.NullHandler())
    with both_kinds() as kinds:
        return max([_measure(kind, databases) for kind, databases in kinds.items()])


def _measure(kind: str, databases: Databases) -> int:
    databases.copy(EMPTY)
    store, began = Store(databases.url), time.perf_counter()
    with chaos(store, TIMEOUT_SECONDS) as day:
        day.pass_time(alerts=DAY // (2 * STEP))
        late = {name: len(day.keys) - len(its.keys) for name, its in day.receivers.items()}
        day.receivers["down"].open()
        drained = day.drain() - BEGAN - DAY
        holds = _tell(kind, day, late, drained, time.perf_counter() - began)
    store.close()
    return 0 if holds else 1


def _tell(kind: str, day: Chaos, late: dict[str, int], drained: timedelta, seconds: float) -> bool:
    p95 = statistics.quantiles(day.latencies, n=20)[-1]
    found = {name: its.keys for name, its in day.receivers.items()}
    wrong = [name for name, keys in found.items() if keys != day.keys]
    figures = {
        "database": kind,
        "alerts": len(day.keys),
        "targets": len(found),
        "healthy_p95_s": round(p95, 3),
        "healthy_most_s": round(max(day.latencies), 3),
        "behind_after_the_day": late,
        "drained_after_virtual_hours": round(drained / timedelta(hours=1), 1),
        "faults": day.faults,
        "not_once_and_in_order": wrong,
        "asked_before_retry_after": day.early,
        "seconds": round(seconds),
    }
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.stdout.flush()
    return not wrong and not day.early and p95 < MOST_SECONDS and not any(late[name] for name in HEALTHY)


if __name__ == "__main__":
    sys.exit(main(*arguments()))
