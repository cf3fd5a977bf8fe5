"""A promotion that lasts until a day at least: what is said of it, and that nothing ends by itself."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import select

from alerts.reminder_schedule import DEADLINE
from bench.harness.dates import day
from bench.harness.sample_pages import page_of
from flows.database import Store
from flows.notify.reminders import remind_until
from flows.pipeline.attempts import process_attempt
from flows.run import DEFAULT_ALERTS, Run
from models.facts.kinds import Price, Promotion
from models.queries import facts_at
from models.schema.tables import Alert, ChangeRow
from scrapers.page import Page
from scrapers.registry import SOURCES
from tests.support.walks import SITES

SOURCE, SOL = "openai_pricing", "gpt-5.6-sol"
LAST_DAY_OVER = day("2026-11-22 08:00")
VISITS = (*map(day, ("2026-08-20", "2026-08-22", "2026-11-20", "2026-11-23", "2026-12-20")),)


def seen(store: Store, at: datetime) -> None:
    page = Page(SOURCE, SOURCES[SOURCE].url(SITES), page_of(SOURCE, at), at)
    process_attempt(Run(store, SOURCES[SOURCE]), lambda: page, remind_at=at)


def told(store: Store) -> Iterator[Alert]:
    """The alerts of a promotion that is seen on 22 August, passes its day, and stands a month later as it did."""
    before = None
    for at in VISITS:
        if before is not None:
            list(remind_until(store, DEFAULT_ALERTS, before, at))
        seen(store, at)
        before = at
    with store.reading() as session:
        yield from session.scalars(select(Alert).order_by(Alert.id)).all()


@pytest.mark.both_databases
def test_its_alerts_say_at_least_and_that_what_follows_is_unpublished(store: Store) -> None:
    start, *reminders = [alert for alert in told(store) if alert.subject == SOL and "write" not in alert.title]
    assert start.title == (
        "gpt-5.6-sol output 30.00 → 20.00 USD (-33 %) as of 22 Aug 00:00 UTC, at least until 22 Nov 08:00 UTC; "
        "what follows is unpublished"
    )
    assert (
        "- promotion started: reduced at least until 2026-11-22 08:00 UTC, what follows is unpublished\n" in start.body
    )
    assert [alert.title for alert in reminders] == [
        f"gpt-5.6-sol stays reduced at least until 22 Nov 08:00 UTC ({left}); what follows is unpublished"
        for left in ("in 30 days", "in 14 days", "in 7 days", "in 3 days", "in 1 day", "now")
    ]
    for alert in reminders:
        assert alert.alert_key.startswith(DEADLINE)
        assert alert.body.startswith("To do: expect that the price may change after its end: what follows is unpub")
        assert "30.00" not in alert.body
        assert "rise" not in alert.body


@pytest.mark.both_databases
def test_nothing_ends_when_its_day_is_over(store: Store) -> None:
    assert list(told(store))
    with store.reading() as session:
        late = session.scalars(select(ChangeRow).where(ChangeRow.seen_at > LAST_DAY_OVER)).all()
        assert late == []
        at = day("2026-12-31")
        (promotion,) = facts_at.facts_of(
            Promotion, session.execute(facts_at.as_of(Promotion), facts_at.clocks(at, at)).all()
        )
        rows = session.execute(facts_at.as_of(Price), facts_at.clocks(at, at)).all()
    assert (promotion.model, promotion.ends_at, promotion.after_end) == (SOL, LAST_DAY_OVER, None)
    prices = [
        fact for fact in facts_at.facts_of(Price, rows) if (fact.model, fact.mode, fact.above) == (SOL, "standard", 0)
    ]
    assert {fact.meter: f"{fact.amount:.2f}" for fact in prices} == {
        "input_cache_miss": "4.00",
        "input_cache_hit": "0.40",
        "input_cache_write_30m": "5.00",
        "output": "20.00",
    }
