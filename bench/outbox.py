"""Processes that send at once: 10,000 deliveries to four targets, none twice, each target's own in its order.

One of the targets keeps no order: it gets what is critical first.

Exit code 1 where one was sent twice, not at all, or out of its order. A number (`python -m bench.outbox 1000`) makes
fewer of them.
"""

import json
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from alerts.message import Message
from alerts.outbox import enqueue
from alerts.targets import DeliveryOrder, Target
from bench.harness.arguments import arguments
from bench.harness.databases import EMPTY, Databases, both_kinds
from bench.harness.senders import accepted, by_process, send_at_once
from flows.database import Store
from models.kinds import SnapshotOutcome
from models.schema import Snapshot, SourceRow

NOW = datetime(2026, 8, 18, tzinfo=UTC)
TARGETS = {name: Target.model_validate({"webhook": "https://team.example"}) for name in ("team", "pager", "mail")}
NAMES = ("log", *TARGETS)
ORDERS: dict[str, DeliveryOrder] = {"mail": "severity"}
CRITICAL = 10
"""Every so-many-th alert is critical."""


def main(deliveries: int = 10_000) -> int:
    wrong = 0
    with both_kinds() as kinds, tempfile.TemporaryDirectory() as folder:
        for kind, databases in kinds.items():
            for processes in (1, 2):
                found = Path(folder) / f"{kind}-{processes}"
                found.mkdir()
                wrong += _measure(kind, databases, found, deliveries, processes)
    return 1 if wrong else 0


def _measure(kind: str, databases: Databases, folder: Path, deliveries: int, processes: int) -> int:
    """Send all; how many were wrong."""
    databases.copy(EMPTY)
    keys = _fill(databases.url, deliveries // len(NAMES))
    seconds = send_at_once(databases.url, folder, NAMES, NOW, processes, ORDERS)
    found = {name: accepted(folder, name) for name in NAMES}
    figures = {
        "deliveries": sum(map(len, found.values())),
        "twice": sum((Counter(its) - Counter(keys)).total() for its in found.values()),
        "never": sum((Counter(keys) - Counter(its)).total() for its in found.values()),
        "targets_out_of_order": sum(its != _expected(name, keys) for name, its in found.items()),
    }
    by_each = by_process(folder)
    told = {"database": kind, "processes": processes, **figures, "by_each": by_each}
    sys.stdout.write(
        json.dumps(told | {"seconds": round(seconds, 1), "per_second": round(deliveries / seconds)}) + "\n"
    )
    sys.stdout.flush()
    return figures["twice"] + figures["never"] + figures["targets_out_of_order"]


def _expected(target: str, keys: list[str]) -> list[str]:
    """The keys in the order in which a target has to get them."""
    first = keys[::CRITICAL] if target in ORDERS else []
    return first + [key for number, key in enumerate(keys) if not first or number % CRITICAL]


def _fill(url: str, alerts: int) -> list[str]:
    """The keys of so many alerts in the outbox."""
    store = Store(url)
    with store.writing() as session:
        session.add(SourceRow(name="s", vendor="s", url="u", cadence_minutes=60, family="s", trust=1))
        session.flush()
        snapshot = Snapshot(source="s", url="u", moment=NOW, stored_at=NOW, outcome=SnapshotOutcome.FACTS)
        session.add(snapshot)
        session.flush()
        messages = [
            Message(
                f"s/now/{number}", "price changed", _severity(number), "s", str(number), "t", "b", None, snapshot.id
            )
            for number in range(alerts)
        ]
        enqueue(session, messages, TARGETS, NOW)
    store.close()
    return [message.alert_key for message in messages]


def _severity(number: int) -> str:
    return "warning" if number % CRITICAL else "critical"


if __name__ == "__main__":
    sys.exit(main(*map(int, arguments())))
