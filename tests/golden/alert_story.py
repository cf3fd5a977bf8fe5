"""The alerts of the demo, month by month: `python -m tests.golden.alert_story` writes docs/alert-story.md."""

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bench.harness.dates import day
from bench.harness.sample_pages import page_of
from flows.database import Store
from flows.notify.reminders import remind_until
from flows.pipeline.attempts import process_attempt
from flows.run import DEFAULT_ALERTS, Run
from models.readings.reading import BEGINNING
from models.schema.tables import Alert
from samples.visits import vendor_visits, visits
from scrapers.page import Page
from scrapers.registry import SOURCES
from tests.support.recordings import Recordings, copy
from tests.support.walks import SITES

HEAD = """# The alerts of the demo

What `almanac demo` tells, from August 2024 to November 2026, with the usual settings: what DeepSeek changed and
announced, what moved on the boards, and the reminders of deadlines (30, 14, 7, 3, 1 and 0 days before). Made by
`python -m tests.golden.alert_story`; a test compares it with what the demo really tells. Day and time are UTC.
"""
DOCUMENT = Path(__file__).parents[2] / "docs" / "alert-story.md"
GOLDEN = Path(__file__).parent / "alerts.txt"
SNAPSHOT = re.compile(r"\bsnapshot [0-9]+")
SITE = re.compile(r"^https?://[^/]+/", re.MULTILINE)
SCREEN = 50
"""Lines."""
STOPS = tuple(
    day(text)
    for text in (
        "2025-01-20",
        "2025-08-25",
        "2026-04-25",
        "2026-05-15",
        "2026-05-25",
        "2026-07-18",
        "2026-08-15",
        "2026-08-22 06:00",
        "2026-09-10 12:00",
        "2026-11-28",
    )
)
"""Instants at which deadlines of every kind are ahead; the last one is after all visits."""


def walk_story(store: Store, since: datetime = BEGINNING, until: datetime | None = None) -> None:
    """Make every visit of the demo after an instant, and until another, and send what comes due between them."""
    before: datetime | None = None
    for at, name in visits():
        if until is not None and at > until:
            return
        if at > since:
            if before is not None:
                list(remind_until(store, DEFAULT_ALERTS, before, at))
            page = Page(name, SOURCES[name].url(SITES), page_of(name, at), at)
            process_attempt(Run(store, SOURCES[name]), lambda page=page: page, remind_at=at)
        before = at


def is_of_vendors(alert: Mapping[str, Any]) -> bool:
    """True if an alert is about another vendor than DeepSeek, and not about a board."""
    return alert["source"] in {source for _, source in vendor_visits()}


def recorded_story(recordings: Recordings) -> Iterator[tuple[datetime, Path]]:
    """The databases that the demo's visits until each of STOPS have filled; the last one has them all."""
    recorded = None
    for since, until in pairwise((BEGINNING, *STOPS)):
        recorded = recordings.made(walk_story, since, until, after=recorded)
        yield until, recorded


def fill_with_story(recordings: Recordings, store: Store) -> None:
    """Let a migrated database have what all visits of the demo record."""
    *_, (until, recorded) = recorded_story(recordings)
    assert until > max(at for at, _ in visits())
    copy(recorded, store)


def told(alerts: Iterable[Mapping[str, Any]]) -> list[tuple[str, str, str]]:
    """When, how urgent and what, of rows of `alert_log` as JSON Lines have them: in the order of time."""
    rows = [(_when(alert), str(alert["severity"]), str(alert["title"])) for alert in alerts]
    return sorted(rows)


def is_reminder(alert: Mapping[str, Any]) -> bool:
    return str(alert["alert_key"]).startswith("deadline/")


def _when(alert: Mapping[str, Any]) -> str:
    """The moment of the page, or of the reminder: not that at which this database learnt it."""
    stamp = str(alert["created_at"]) if is_reminder(alert) else str(alert["alert_key"]).split("/")[1]
    return f"{stamp[:10]} {stamp[11:16]}"


def months(rows: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    for month, its in groupby(rows, key=lambda row: row[0][:7]):
        yield month, list(its)


def page(rows: Iterable[tuple[str, str, str]], head: str = HEAD) -> str:
    """`docs/alert-story.md`, or with another head the story of the other vendors."""
    parts = [head]
    for month, its in months(rows):
        lines = "".join(f"{when[8:]}  {severity:8}  {title}\n" for when, severity, title in its)
        parts.append(f"\n## {month}\n\n```\n{lines}```\n")
    return "".join(parts)


def whole(alerts: Iterable[Mapping[str, Any]]) -> str:
    """The first alert of each kind and severity in full: `golden/alerts.txt`."""
    first: dict[tuple[str, str], Mapping[str, Any]] = {}
    for alert in sorted(alerts, key=lambda alert: (_when(alert), str(alert["title"]))):
        first.setdefault((str(alert["kind"]), str(alert["severity"])), alert)
    parts = (
        f"== {kind}, {severity}\n{its['title']}\n{its['body']}\n" for (kind, severity), its in sorted(first.items())
    )
    # The demo's pages are on this machine, and its visits to other vendors count among its snapshots.
    return SNAPSHOT.sub("snapshot 1", SITE.sub("https://its.site/", "\n".join(parts)))


def main() -> None:
    """Write both."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'story.db'}")
        store.migrate()
        walk_story(store)
        with store.reading() as session:
            alerts = [row_of(alert) for alert in session.scalars(select(Alert))]
        store.close()
    DOCUMENT.write_text(page(told(alerts)), encoding="utf-8")
    GOLDEN.write_text(whole(alerts), encoding="utf-8")


def row_of(alert: Alert) -> dict[str, str]:
    """An alert as a row of `alert_log`, as far as the story needs it."""
    names = ("alert_key", "kind", "severity", "source", "title", "body")
    return {name: getattr(alert, name) for name in names} | {"created_at": alert.created_at.isoformat()}


if __name__ == "__main__":
    main()
