"""The alerts of the demo about the other vendors: `python -m tests.golden.vendor_story` writes docs/vendor-story.md."""

import tempfile
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from bench.harness.sample_pages import page_of
from flows.database import Store
from flows.notify.reminders import remind_until
from flows.pipeline.attempts import process_attempt
from flows.run import DEFAULT_ALERTS, Run
from models.schema.tables import Alert
from samples.visits import demo_visits, vendor_visits
from scrapers.page import Page
from scrapers.registry import SOURCES
from tests.golden.alert_story import page, row_of, told
from tests.support.walks import SITES

HEAD = """# The alerts of the demo about other vendors

What `almanac demo` tells about the other vendors until November 2026: announced and withdrawn prices, floors, days and
ends of models, and the reminders of deadlines. Made by `python -m tests.golden.vendor_story`; a test compares it with
what the demo really tells. Day and time are UTC.
"""
DOCUMENT = Path(__file__).parents[2] / "docs" / "vendor-story.md"


def walk_vendors(store: Store) -> None:
    """Make the demo's visits to the other vendors, and send the reminders until its last visit."""
    before: datetime | None = None
    for at, name in vendor_visits():
        if before is not None:
            list(remind_until(store, DEFAULT_ALERTS, before, at))
        page = Page(name, SOURCES[name].url(SITES), page_of(name, at), at)
        process_attempt(Run(store, SOURCES[name]), lambda page=page: page, remind_at=at)
        before = at
    last = max(at for at, _ in demo_visits())
    if before is not None and before < last:
        list(remind_until(store, DEFAULT_ALERTS, before, last))


def main() -> None:
    """Write the document."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'story.db'}")
        store.migrate()
        walk_vendors(store)
        with store.reading() as session:
            alerts = [row_of(alert) for alert in session.scalars(select(Alert))]
        store.close()
    DOCUMENT.write_text(page(told(alerts), HEAD), encoding="utf-8")


if __name__ == "__main__":
    main()
