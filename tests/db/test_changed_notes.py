"""A footnote of the pricing page with one word more: what is believed stays, and the change is reported or held."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bench.harness.dates import day
from bench.harness.sample_pages import body
from flows.database import Store
from models.facts.kinds import PeakHours, Promotion
from models.schema.tables import ChangeRow
from tests.support.vendor import believed
from tests.support.walks import feed

REPORTED = {"wording changed", "no longer stated", "source held"}
NOTES = {
    "peak hours are not": ("2026-08-18", "Peak hours are 01:00", "Peak hours are not 01:00"),
    "peak hours of some tokens": ("2026-08-18", "10:00 UTC every day", "10:00 UTC for cache hits only every day"),
    "days that no rule knows": ("2026-09-12", "10:00 UTC, Monday", "10:00 UTC, except Monday"),
    "holidays that are not": ("2026-10-07", "public holidays included", "public holidays never included"),
    "a promotion that is not": ("2026-05-01", "is offered at a 75%", "is no longer offered at a 75%"),
    "a promotion of some prices": ("2026-05-01", "75% discount, extended", "75% discount for input only, extended"),
    "a promotion of some users": ("2026-05-01", "15:59 UTC.</strong>", "15:59 UTC for new users only.</strong>"),
}


@pytest.mark.parametrize("name", NOTES)
def test_a_word_more_changes_nothing_that_is_believed_and_is_reported(store: Store, name: str) -> None:
    at, printed, changed = NOTES[name]
    page = body(day(at))
    assert page.count(printed) == 1
    feed(store, day(at))
    before = [believed(store, kind) for kind in (PeakHours, Promotion)]
    assert any(before)
    for hours in (1, 2):
        feed(store, day(at) + timedelta(hours=hours), page.replace(printed, changed))
    assert [believed(store, kind) for kind in (PeakHours, Promotion)] == before
    with store.reading() as session:
        assert REPORTED & {change.kind.value for change in session.scalars(select(ChangeRow))}
