"""The ledger of an installation: what was planned, read, recorded and delivered, and what is over or missing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote

from sqlalchemy import select

from alerts.channels.webhook import header_id
from alerts.outbox import LEASE
from bench.harness.scale.api import BalancedApi
from bench.harness.scale.installation import ScaledOut
from flows.audit import verify
from flows.clock import utc_now
from flows.database import Store
from flows.page_reader import close_readers
from flows.pipeline import deliver_due
from flows.replay import replay
from flows.run import Run, alert_settings
from flows.settings import load
from models.schema import Alert, Delivery, Snapshot
from scrapers.registry import SOURCES

READ = ("facts", "same", "not modified", "not_modified", "held", "refused", "failed:", "nothing", "unchanged")
SAID_NOTHING = "is already running"
WIDTH = 58
DIGEST_WITHIN = timedelta(days=1)
"""Notices that can wait come in the digest of their page, when the day is over."""
FEWEST_ALERTS = 5
"""Deliveries of fewer alerts would show nothing."""


@dataclass(frozen=True)
class LedgerLine:
    words: str
    found: int
    expected: int | None
    """None if any number is right."""

    @property
    def holds(self) -> bool:
        return self.expected is None or self.found == self.expected

    def __str__(self) -> str:
        expected = "" if self.expected is None else str(self.expected)
        return f"{self.words:<{WIDTH}}{expected:>8}{self.found:>7}{'' if self.holds else '  WRONG'}"


@dataclass
class Ledger:
    """Lines, and the details of what is wrong."""

    rows: list[LedgerLine] = field(default_factory=list[LedgerLine])
    details: list[str] = field(default_factory=list[str])

    @property
    def holds(self) -> bool:
        return all(row.holds for row in self.rows)

    def count(self, words: str, found: int, expected: int | None = None) -> None:
        self.rows.append(LedgerLine(words, found, expected))

    def expect_none(self, words: str, found: Sequence[object]) -> None:
        self.count(words, len(found), 0)
        self.details += [f"{words}: {each}"[:160] for each in found]

    def lines(self) -> Iterator[str]:
        yield f"{'ledger':<{WIDTH}}{'expected':>8}{'found':>7}"
        yield from map(str, self.rows)
        yield from self.details


def has_read(run: Mapping[str, Any]) -> bool:
    """Return True if a run came to its own end: it read the page, or says why the page cannot be read."""
    message = str(run["state"].get("message") or "")
    return run["state_type"] == "COMPLETED" or (
        run["state_type"] == "FAILED" and message.startswith(("refused:", "failed:"))
    )


def ledger(
    running: ScaledOut,
    api: BalancedApi,
    planned: Mapping[str, str],
    catching_up: Mapping[str, str],
    accepted: Mapping[str, list[str]],
) -> Ledger:
    """Write the ledger."""
    made = Ledger()
    runs = api.runs([*planned, *catching_up])
    _slots(made, runs, planned, catching_up)
    settings = load(environ=running.environment("worker-1"))
    store = Store(settings.database_url)
    try:
        _snapshots(made, store, _all_runs(api), planned)
        _alerts(made, store, accepted, sum(not has_read(run) for run in runs))
        sources = [SOURCES[name] for name in sorted(set(planned.values()))]
        verified = verify(store, sources, lambda _line: None)
        made.expect_none("facts that differ from the bytes of their page", verified.discrepancies)
        again = [replay(Run(store, source, utc_now, alert_settings(settings))) for source in sources]
        made.expect_none(
            "sources that a replay corrects",
            [each for each in again if each.corrections or each.changes or each.retracted],
        )
    finally:
        close_readers()
        store.close()
    made.expect_none("slots of limits that are still taken", [*api.taken_slots().items()])
    return made


def _all_runs(api: BalancedApi) -> list[dict[str, Any]]:
    """Every run that has begun, those of the schedules included."""
    return [run for run in api.all("flow_runs") if run["start_time"]]


def _slots(
    made: Ledger, runs: Sequence[Mapping[str, Any]], planned: Mapping[str, str], catching_up: Mapping[str, str]
) -> None:
    by_id = {run["id"]: run for run in runs}
    slots = [by_id[each] for each in planned if each in by_id]
    made.count("slots planned", len(slots), len(planned))
    states = Counter(str(run["state_type"]).lower() for run in slots)
    reasons = [run for run in slots if run["state_type"] == "FAILED" and has_read(run)]
    made.count("  completed", states["completed"])
    made.count("  failed with the reason why the page is not read", len(reasons))
    marked = [run for run in slots if run["state_type"] in ("CRASHED", "CANCELLED", "FAILED") and not has_read(run)]
    for state in ("crashed", "cancelled", "failed"):
        made.count(f"  {state} by a fault, and caught up", sum(run["state_type"].lower() == state for run in marked))
    sources = {**planned, **catching_up}
    good = {(sources[run["id"]], run["start_time"]) for run in runs if has_read(run)}
    late = [
        run for run in marked if not any(s == sources[run["id"]] and at > run["expected_start_time"] for s, at in good)
    ]
    made.expect_none("  marked, and not caught up", [_said(run, sources) for run in late])
    made.expect_none("  without a reason", [_said(run, sources) for run in marked if not run["state"].get("message")])
    over = states["completed"] + len(reasons) + len(marked)
    made.count("  that have not ended", len(slots) - over, 0)
    made.details += [f"marked: {_said(run, sources)}" for run in marked]


def _said(run: Mapping[str, Any], sources: Mapping[str, str]) -> str:
    return f"{sources[run['id']]} {run['state_type']}: {' '.join(str(run['state'].get('message')).split())}"


def _snapshots(made: Ledger, store: Store, runs: Iterable[Mapping[str, Any]], planned: Mapping[str, str]) -> None:
    spans = [
        (
            run["parameters"].get("source"),
            *(datetime.fromisoformat(run[name]) if run[name] else utc_now() for name in ("start_time", "end_time")),
            run,
        )
        for run in runs
    ]
    with store.reading() as session:
        found = session.execute(select(Snapshot.source, Snapshot.moment, Snapshot.outcome)).all()
    made.count("snapshots", len(found))
    fitting = {
        (source, moment): [run for name, start, end, run in spans if name == source and start <= moment <= end]
        for source, moment, _ in found
    }
    made.expect_none("  that no run made", [key for key, its in fitting.items() if not its])
    times = Counter(its[0]["id"] for its in fitting.values() if its)
    made.expect_none("  more than one of a run", [each for each, number in times.items() if number > 1])
    ended = [run for *_, run in spans if run["id"] in planned and has_read(run) and not _asked_nobody(run)]
    made.expect_none("  missing of a run that has read", [run["name"] for run in ended if not times[run["id"]]])
    made.expect_none("  left unread", [(source, moment) for source, moment, outcome in found if outcome is None])


def _asked_nobody(run: Mapping[str, Any]) -> bool:
    message = str(run["state"].get("message") or "")
    return SAID_NOTHING in message or "is skipped" in message


def _alerts(made: Ledger, store: Store, accepted: Mapping[str, list[str]], faulty_runs: int) -> None:
    with store.reading() as session:
        rows = session.execute(
            select(Alert.alert_key, Delivery.target, Delivery.state).join(Delivery, Delivery.alert_id == Alert.id)
        ).all()
        alerts = len(session.scalars(select(Alert.id)).all())
    made.count("alerts", alerts)
    if alerts < FEWEST_ALERTS:
        made.expect_none("  too few to show anything", [alerts])
    for target, keys in accepted.items():
        expected = {unquote(header_id(key)) for key, its, _ in rows if its == target}
        times = Counter(keys)
        made.count(f"  accepted by {target}", len(expected & times.keys()), len(expected))
        made.expect_none(f"  accepted by {target}, of no alert", sorted(times.keys() - expected))
        repeated = sum(times.values()) - len(times)
        # A run that dies between sending and noting it: the next one sends it again, under the same id.
        made.count(f"  repeated to {target} under the same id, after a death", repeated, min(repeated, faulty_runs))
    made.expect_none("  not noted as delivered", [tuple(row) for row in rows if row[2] != "delivered"])


def deliver_the_rest(environment: Mapping[str, str]) -> None:
    """Send what a dead run had claimed, and the digest of a day, as the deployment `deliver` does when they are due."""
    settings = load(environ=dict(environment))
    store = Store(settings.database_url)
    try:
        deliver_due(store, alert_settings(settings), lambda: utc_now() + DIGEST_WITHIN + LEASE)
    finally:
        store.close()
