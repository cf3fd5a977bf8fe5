"""`almanac notice`: the days between what a page announced and its effect, by the history of the real pages."""

from datetime import timedelta

import pytest
from sqlalchemy import Text, text

from bench.harness.dates import day
from flows.database import Store
from models.queries.notice_given import ACCOUNT, AHEAD, FIRST_READING, PRICE_CHANGE, REROUTE, RETIREMENT, notices
from models.schema import Instant
from scrapers.registry import BACKFILLS
from tests.support.asked_home import asked_home
from tests.support.priced_home import NOW, load_histories
from tests.support.recordings import Recordings
from tests.support.typed import Almanac
from tests.support.walks import walk

assert asked_home
BEGINNING = day("2024-08-01")
PAGES = ("deepseek_pricing", "deepseek_pricing_zh")


@pytest.mark.both_databases
def test_the_notice_of_each_change_of_the_tariff(recordings: Recordings, store: Store) -> None:
    recordings.fill(store, walk, BEGINNING, *PAGES)
    with store.reading() as session:
        found = notices(session, BACKFILLS.keys(), NOW)
    given = {(each.kind, each.model, f"{each.effective_at:%Y-%m-%d %H:%M}"): each.notice for each in found.given}
    none = timedelta(0)
    hours = {name: notice / timedelta(hours=1) for name, notice in given.items()}
    # The end of a promotion was announced with it; the pages in two languages say one thing within a day.
    assert hours[PRICE_CHANGE, "deepseek-chat", "2025-02-08 16:00"] == 44 * 24 + 16
    assert given[PRICE_CHANGE, "deepseek-chat", "2025-02-26 16:30"] == none
    assert hours[PRICE_CHANGE, "deepseek-reasoner", "2025-09-05 16:00"] == 15 * 24 + 16
    assert hours[PRICE_CHANGE, "deepseek-v4-pro", "2026-08-16 16:00"] == 3 * 24 + 16
    assert given[PRICE_CHANGE, "deepseek-v4-pro", "2026-04-26 00:00"] == none
    # It was dated, undated and dated again: the day on which this date was first stated counts.
    assert hours[RETIREMENT, "deepseek-chat", "2026-07-24 15:59"] == 91 * 24 + 15 + 59 / 60
    assert given[REROUTE, "deepseek-v4-flash", "2026-09-10 04:00"] == none
    # An end that was taken back is none; other words for a route are no second one.
    assert [key for key in given if key[1] == "deepseek-v4-pro" and key[0] != PRICE_CHANGE] == []
    assert [key for key in given if key[:2] == (REROUTE, "deepseek-v4-flash")] == [
        (REROUTE, "deepseek-v4-flash", "2026-09-10 04:00")
    ]
    # The price of a promotion that is made permanent stays: its end changes nothing.
    assert (PRICE_CHANGE, "deepseek-v4-pro", "2026-05-31 15:59") not in given
    assert {each.vendor for each in found.given} == {"deepseek"}


@pytest.mark.both_databases
def test_what_is_known_from_a_history_that_was_loaded_is_left_out_and_counted(
    recordings: Recordings, store: Store
) -> None:
    recordings.fill(store, load_histories)
    with store.reading() as session:
        found = notices(session, BACKFILLS.keys(), NOW)
    assert found.given == []
    assert {why for _, _, why in found.left_out} == {ACCOUNT}
    assert found.left_out["deepseek", PRICE_CHANGE, ACCOUNT] > 5


def test_what_lies_ahead_and_what_the_first_page_said_are_left_out(recordings: Recordings, store: Store) -> None:
    recordings.fill(store, walk, day("2026-04-24"))
    before = day("2026-08-14")
    with store.reading() as session:
        found = notices(session, BACKFILLS.keys(), NOW)
        assert notices(session, BACKFILLS.keys(), before).left_out["deepseek", PRICE_CHANGE, AHEAD] == 2
    assert found.left_out["deepseek", RETIREMENT, FIRST_READING] == 2
    assert found.left_out["deepseek", PRICE_CHANGE, AHEAD] == 0


@pytest.mark.both_databases
def test_the_view_has_the_days_of_the_command(recordings: Recordings, store: Store) -> None:
    """Of ends: with the page that stated one first, and not where the first reading stated it already."""
    recordings.fill(store, walk, BEGINNING, *PAGES)
    query = text(
        "select subject, stated_at, effective_at from notice_given"
        " where kind = 'retirement' and source = 'deepseek_pricing' and took_effect"
    ).columns(subject=Text, stated_at=Instant, effective_at=Instant)
    with store.reading() as session:
        rows = {name: (stated, ends) for name, stated, ends in session.execute(query).tuples()}
    assert rows == dict.fromkeys(("deepseek-chat", "deepseek-reasoner"), (day("2026-04-24"), day("2026-07-24 15:59")))


@pytest.mark.both_databases
def test_the_view_leaves_out_what_the_first_page_said(recordings: Recordings, store: Store) -> None:
    """The page undated the ends later, and dated them anew: that was not the first time."""
    recordings.fill(store, walk, day("2026-04-24"))
    with store.reading() as session:
        kinds = set(session.scalars(text("select kind from notice_given where took_effect")))
    assert kinds == {"price change", "peak hours change"}


@pytest.mark.both_databases
@pytest.mark.usefixtures("asked_home")
def test_the_numbers_of_each_vendor_and_kind(almanac: Almanac) -> None:
    rows = {(row["vendor"], row["kind"]): row for row in almanac("notice", "--json").rows}
    found = rows["deepseek", PRICE_CHANGE]
    assert (found["count"], found["without_notice"]) == (4, 2)
    assert (found["median_days"], found["shortest_days"]) == ("1.8", "0.0")  # of 0, 0, 3.67 and 3.67 days
    assert (found["shortest_model"], found["shortest_at"]) == ("deepseek-v4-flash", "2026-04-26T12:15:00Z")
    assert found["left_out"] == {ACCOUNT: rows["deepseek", PRICE_CHANGE]["left_out"][ACCOUNT]}
    other = rows["openai", PRICE_CHANGE]
    assert (other["count"], other["median_days"], other["left_out"][ACCOUNT]) == (0, None, 10)


@pytest.mark.usefixtures("asked_home")
def test_people_read_what_was_measured_and_what_was_left_out(almanac: Almanac) -> None:
    done = almanac("notice", "--vendor", "deepseek")
    assert max(map(len, done.out.splitlines())) <= 80
    words = " ".join(done.out.split())
    assert "shortest of deepseek, price change: 0.0 days: deepseek-v4-flash, 2026-04-26 12:15Z" in words
    assert "as this program or an archived capture saw it" in words
    assert "known only from a backfill or a catalogue" in words
    assert "openai" not in words


def test_without_changes_it_says_so_and_a_mistyped_vendor_is_exit_2(almanac: Almanac, store: Store) -> None:
    assert store
    done = almanac("notice")
    assert (done.code, done.out) == (0, "")
    assert "no price change and no end of a model is known" in done.err
    assert almanac("notice", "--vendor", "deepsek").code == 2
