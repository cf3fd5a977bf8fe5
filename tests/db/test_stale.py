"""A source that brings nothing good for longer than twice its cadence is stale: told once, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bench.harness.dates import day
from bench.harness.sample_pages import replaced
from flows.database import Store
from flows.pipeline.maintenance import alert_stale
from flows.run import DEFAULT_ALERTS
from models.schema.tables import Alert
from samples.deepseek.pages import home
from tests.db.test_road import kinds, titles
from tests.support.walks import SOURCE, fail, feed, unchanged

MAY = day("2026-05-08")
HOUR = timedelta(hours=1)
LATE = 2 * HOUR + timedelta(minutes=1)
"""The page is read every hour."""


def told(store: Store, at: datetime) -> int:
    return alert_stale(store, [SOURCE], DEFAULT_ALERTS, at)


def test_a_source_is_stale_when_its_last_good_reading_is_older_than_twice_its_cadence(store: Store) -> None:
    feed(store, MAY)
    assert [told(store, MAY + 2 * HOUR), told(store, MAY + LATE)] == [0, 1]
    assert titles(store) == ["deepseek_pricing is stale: no attempt since"]


def test_a_page_that_had_not_changed_is_a_good_reading(store: Store) -> None:
    feed(store, MAY)
    unchanged(store, MAY + HOUR)
    assert [told(store, MAY + HOUR + 2 * HOUR), told(store, MAY + HOUR + LATE)] == [0, 1]


def test_a_source_is_told_to_be_stale_once_until_it_recovers(store: Store) -> None:
    feed(store, MAY)
    assert [told(store, MAY + LATE + number * HOUR) for number in range(3)] == [1, 0, 0]
    feed(store, MAY + 6 * HOUR)
    assert [told(store, MAY + 6 * HOUR), told(store, MAY + 6 * HOUR + LATE)] == [0, 1]
    assert kinds(store) == ["source stale", "source recovered", "source stale"]
    stale, back = "is stale: no attempt since", "can be read again"
    assert titles(store) == [f"deepseek_pricing {how}" for how in (stale, back, stale)]


def test_what_is_broken_or_held_is_not_told_a_second_time(store: Store) -> None:
    feed(store, MAY)
    feed(store, MAY + HOUR, home())
    assert told(store, MAY + 5 * HOUR) == 0
    feed(store, MAY + 6 * HOUR)
    feed(store, MAY + 7 * HOUR, replaced(">$0.28<", ">$28<"))
    assert told(store, MAY + 12 * HOUR) == 0
    assert kinds(store) == ["source broken", "source recovered", "source held"]


def test_a_network_that_goes_on_failing_is_no_news_of_a_stale_source_but_a_changed_page_is(store: Store) -> None:
    feed(store, MAY)
    told(store, MAY + LATE)
    for number in range(3, 7):
        fail(store, MAY + number * HOUR)
    assert kinds(store) == ["source stale"]
    feed(store, MAY + 7 * HOUR, home())
    assert kinds(store) == ["source stale", "source broken"]


def test_a_source_that_has_never_been_tried_is_not_stale(store: Store) -> None:
    assert told(store, MAY) == 0


@pytest.mark.both_databases
def test_a_source_that_never_read_well_is_stale_from_its_first_attempt_on(store: Store) -> None:
    fail(store, MAY)
    fail(store, MAY + HOUR)
    assert [told(store, MAY + 2 * HOUR), told(store, MAY + LATE)] == [0, 1]
    (alert,) = alerts(store)
    assert "no good reading yet → 2 attempts since, the last at 2026-05-08 01:00 UTC: failed: Conn" in alert.body


@pytest.mark.both_databases
def test_two_who_look_at_once_tell_it_once(store: Store) -> None:
    feed(store, MAY)

    def look(_number: int) -> int:
        other = Store(store.engine.url.render_as_string(hide_password=False))
        try:
            return told(other, MAY + LATE)
        finally:
            other.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(look, range(4))) == 1


def alerts(store: Store) -> list[Alert]:
    with store.reading() as session:
        return list(session.scalars(select(Alert).order_by(Alert.id)))


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_the_alert_reads_like_this(store: Store) -> None:
    feed(store, MAY)
    told(store, MAY + LATE)
    (alert,) = alerts(store)
    assert (alert.severity, alert.kind, alert.effective_at) == ("warning", "source stale", None)
    assert alert.body == (
        "To do: look at the reason below: the recorded facts may be out of date.\n\n"
        "- source stale: last good reading 2026-05-08 00:00 UTC → no attempt since\n"
        "The recorded facts still apply and may be out of date. The log of its runs states the reason, and so does: "
        "almanac doctor\n"
        "Last known prices, read 2026-05-08 00:00 UTC:\n"
        "  deepseek-v4-flash: input_cache_hit 0.0028 USD / 1M tokens; input_cache_miss 0.14 USD / 1M tokens; "
        "output 0.28 USD / 1M tokens\n"
        "  deepseek-v4-pro: input_cache_hit 0.003625 (list 0.0145) USD / 1M tokens; "
        "input_cache_miss 0.435 (list 1.74) USD / 1M tokens; output 0.87 (list 3.48) USD / 1M tokens\n"
        "\n"
        "Seen 2026-05-08 00:00 UTC by deepseek_pricing\n"
        "https://api-docs.deepseek.com/quick_start/pricing\n"
        "Check: almanac snapshot 1"
    )


def test_an_attempt_that_has_been_told_of_itself_can_be_the_last_of_a_stale_source(store: Store) -> None:
    feed(store, MAY)
    feed(store, MAY + HOUR, home())
    feed(store, MAY + 2 * HOUR)
    assert titles(store)[-1] == "deepseek_pricing can be read again"
    assert told(store, MAY + 2 * HOUR + LATE) == 1
