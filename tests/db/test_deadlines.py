"""The view `deadline` and the deadlines that reminders and calendars use are the same."""

from datetime import datetime

import pytest
from sqlalchemy import text

from flows.database import Store
from migrations.views import statements
from models.queries.deadlines import deadlines
from models.schema.dialects import SQLITE_NOW, instant_text
from models.schema.views import DEADLINE
from tests.golden.alert_story import recorded_story
from tests.support.recordings import Recordings, copy
from tests.support.two_vendors import AZURE, OPENAI, Pages, at, pages, price, retirement

assert pages
pytestmark = pytest.mark.both_databases
NEWEST = "9999"
Row = tuple[object, ...]


def by_view(store: Store, now: datetime) -> list[Row]:
    """The rows of the view as it would show them at an instant; nothing may have been recorded after it."""
    dialect = store.engine.dialect.name
    query = statements(dialect, NEWEST)["deadline"].removeprefix("create view deadline as\n")
    clock = "now()" if dialect == "postgresql" else SQLITE_NOW
    literal = f"timestamptz '{instant_text(now)}'" if dialect == "postgresql" else f"'{instant_text(now)}'"
    assert query.count(clock) > 5
    with store.reading() as session:
        selected = text(query.replace(clock, literal)).columns(*DEADLINE.columns)
        rows = session.execute(selected).all()
    return sorted(((row.kind, *row[1:6], row.snapshot_id) for row in rows), key=str)


def by_python(store: Store, now: datetime) -> list[Row]:
    with store.reading() as session:
        found = deadlines(session, now)
    return sorted(
        (
            (str(its.kind), its.source, its.vendor, its.subject, its.due_at, its.recorded_from, its.snapshot_id)
            for its in found
        ),
        key=str,
    )


def test_they_agree_over_the_history_of_the_demo(recordings: Recordings, store: Store) -> None:
    found = list[Row]()
    for now, recorded in recorded_story(recordings):
        copy(recorded, store)
        assert by_view(store, now) == by_python(store, now), now
        found += by_python(store, now)
    assert {row[0] for row in found} == {"retirement", "promotion end", "price change", "peak hours change"}
    assert any(row[4] is None for row in found)


def test_they_agree_where_vendors_currencies_and_days_differ(pages: Pages) -> None:
    pages.say(1, OPENAI, price(OPENAI), price(OPENAI, "20", 60), retirement(OPENAI, 60))
    pages.say(2, AZURE, price(AZURE), price(AZURE, "30", 60), retirement(AZURE, 60))
    pages.say(3, OPENAI, price(OPENAI), price(OPENAI, "25", 60), retirement(OPENAI, 60))
    assert by_view(pages.store, at(4)) == by_python(pages.store, at(4))
    assert len(by_view(pages.store, at(4))) == 4
