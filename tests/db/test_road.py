"""The road from page to alert, on both databases."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bench.harness.dates import day
from bench.harness.sample_pages import body, page
from flows.database import Store
from flows.ingest import record_page
from flows.ingest.archive import LastPage, archive, last_page_read
from flows.notify import change_alerts
from flows.pipeline.attempts import process_attempt
from flows.run import Run
from models.bitemporal.belief import Contradiction
from models.facts.kinds import Price
from models.history.out_of_order import OutOfOrder
from models.queries import facts_at
from models.readings.reading import Reading
from models.schema.history import HISTORY
from models.schema.tables import Alert, Body, ChangeRow, Delivery, Snapshot
from samples.deepseek.pages import home
from scrapers.page import NotModified, Page, Validators
from tests.support.history_rows import whole_record
from tests.support.walks import SOURCE, URL, fail, feed, unchanged

MAY, AUGUST = day("2026-05-08"), day("2026-08-18")
HOUR = timedelta(hours=1)


def counts(store: Store) -> dict[str, int]:
    with store.reading() as session:
        count = select(func.count())
        return {name: session.scalar(count.select_from(table)) or 0 for name, table in whole_record().items()}


def kinds(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(ChangeRow.kind).order_by(ChangeRow.id)))


def titles(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(Alert.title).order_by(Alert.id)))


def amounts(store: Store, at: str) -> dict[tuple[str, str], str]:
    with store.reading() as session:
        found = facts_at.prices(session, "deepseek-v4-pro", day(at), None, AUGUST)
    return {(row.meter, row.band): f"{row.amount:f}" for row in found}


def test_real_pages_of_two_days_answer_for_their_days(store: Store, capture: Callable[[str], Path]) -> None:
    for at, name in ((MAY, "pricing_en_2026-05-08.html"), (AUGUST, "pricing_en_2026-08-18_table_in_shell.html")):
        feed(store, at, capture(f"deepseek/{name}").read_bytes())
    assert amounts(store, "2026-06-01")["input_cache_miss", "flat"] == "0.435"
    assert amounts(store, "2026-08-19")["input_cache_miss", "off_peak"] == "0.66"
    assert [title for title in titles(store) if title.startswith("deepseek-v4-pro")] == [
        "deepseek-v4-pro output 0.87 → 1.98 off-peak / 3.96 peak USD (+128 to +355 %) as of 18 Aug 00:00 UTC; "
        "also version, promotion ended"
    ]


def test_the_first_page_is_a_baseline_that_alerts_nobody(store: Store) -> None:
    assert (feed(store, MAY).outcome, titles(store)) == ("facts", [])


def test_the_same_page_again_is_a_snapshot_row_and_nothing_else(store: Store) -> None:
    feed(store, MAY)
    before = counts(store)
    assert feed(store, MAY + HOUR).outcome == "same"
    assert counts(store) == before | {"snapshot": before["snapshot"] + 1}


def test_a_page_with_new_asset_names_and_note_numbers_says_nothing_new(store: Store) -> None:
    feed(store, MAY)
    edited = body(MAY).replace("styles.", "styles.new.").replace("(3) <strong>", "(8) <strong>")
    assert "styles.new." in edited
    assert "(8) <strong>" in edited
    assert feed(store, MAY + HOUR, edited).outcome == "same"


@pytest.mark.both_databases
def test_a_page_that_had_not_changed_counts_as_read_again(store: Store) -> None:
    feed(store, MAY)
    assert unchanged(store, MAY + HOUR).outcome == "not_modified"
    with store.reading() as session:
        assert session.scalars(select(Snapshot.outcome).order_by(Snapshot.id)).all() == ["facts", "not_modified"]


@pytest.mark.both_databases
def test_an_older_page_changes_nothing(store: Store) -> None:
    feed(store, AUGUST)
    before = counts(store)
    with pytest.raises(OutOfOrder, match="nothing was changed"):
        feed(store, MAY)
    assert counts(store) == before


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "bad",
    [home(), body(MAY)[:2500], body(MAY).replace("<tr><td", "<tr><td></td><td")],
    ids=["home", "truncated", "shifted"],
)
def test_a_bad_page_is_archived_and_refused_and_the_last_good_prices_stand(store: Store, bad: str) -> None:
    feed(store, MAY)
    before = amounts(store, "2026-05-09")
    settled = feed(store, MAY + HOUR, bad)
    assert (settled.outcome, amounts(store, "2026-05-09")) == ("refused", before)
    with store.reading() as session:
        assert session.scalars(select(Body.size).order_by(Body.size)).all() == sorted(
            [len(bad.encode()), len(body(MAY).encode())]
        )


def test_four_bad_pages_are_one_broken_and_the_next_good_one_recovered(store: Store) -> None:
    feed(store, MAY)
    for number in range(1, 5):
        feed(store, MAY + number * HOUR, home())
    assert kinds(store) == ["source broken"]
    feed(store, MAY + 5 * HOUR)
    feed(store, MAY + 6 * HOUR)
    assert kinds(store) == ["source broken", "source recovered"]
    broken, recovered = titles(store)
    assert broken.startswith("deepseek_pricing is broken: not the page /quick_start/pricing: its canonical link")
    assert recovered == "deepseek_pricing can be read again"


def test_a_network_that_fails_is_told_when_it_fails_for_the_third_time(store: Store) -> None:
    feed(store, MAY)
    for number in range(1, 6):
        fail(store, MAY + number * HOUR)
        assert len(kinds(store)) == (number >= 3)


def test_a_network_that_fails_now_and_then_is_told_to_nobody(store: Store) -> None:
    for number in range(6):
        attempt = fail if number % 3 else feed
        attempt(store, MAY + number * HOUR)
    assert kinds(store) == []


def test_what_a_killed_run_archived_is_read_by_the_next_one_first(store: Store) -> None:
    feed(store, MAY)
    with store.writing() as session:
        archive(session, Page(SOURCE.name, URL, body(AUGUST).encode(), AUGUST), AUGUST)
    assert feed(store, AUGUST + HOUR, body(AUGUST)).outcome == "same"
    assert "price changed" in kinds(store)
    assert amounts(store, "2026-08-18 00:30")["output", "peak"] == "3.96"


def test_an_unread_not_modified_is_settled_with_the_page_it_spoke_of(store: Store) -> None:
    """A run that died after a 304 left it unread, and the next one brings another page."""
    feed(store, MAY)
    with store.writing() as session:
        archive(session, NotModified(SOURCE.name, URL, MAY + HOUR), MAY)
    feed(store, AUGUST)
    with store.reading() as session:
        assert session.scalars(select(Snapshot.outcome).order_by(Snapshot.moment)).all() == [
            "facts",
            "not_modified",
            "facts",
        ]
    assert amounts(store, "2026-08-01")["input_cache_miss", "flat"] == "0.435"


@pytest.mark.both_databases
def test_a_not_modified_of_nothing_is_a_failure(store: Store) -> None:
    assert unchanged(store, MAY).outcome == "failed"


def test_a_page_that_trips_the_reader_is_refused_and_stops_nothing(store: Store) -> None:
    def trip(_: Page) -> Reading:
        raise KeyError("deepseek-v5")

    settled = process_attempt(Run(store, replace(SOURCE, read=trip)), lambda: page(body(MAY), MAY))
    assert settled.outcome == "refused"
    assert settled.reason == "the reader tripped: KeyError: 'deepseek-v5'"
    assert feed(store, AUGUST).outcome == "facts"


@pytest.mark.both_databases
def test_runs_at_once_leave_a_history_in_order(store: Store) -> None:
    """Each either finds its place or says that it came too late; nothing stays unread, nothing is recorded twice."""
    moments = [MAY + number * HOUR for number in range(6)]

    def run(at: datetime) -> str:
        other = Store(store.engine.url.render_as_string(hide_password=False))
        try:
            return feed(other, at, body(MAY)).outcome
        except OutOfOrder:
            return "late"
        finally:
            other.close()

    with ThreadPoolExecutor(len(moments)) as pool:
        outcomes = list(pool.map(run, moments))
    assert set(outcomes) <= {"facts", "same", "late"}
    assert outcomes.count("facts") <= 1
    feed(store, AUGUST)
    with store.reading() as session:
        assert session.scalars(select(Snapshot.outcome).where(Snapshot.outcome.is_(None))).all() == []
        assert (
            session.scalar(select(func.count()).select_from(HISTORY[Price]).where(HISTORY[Price].c.gone.is_(False)))
            == 18
        )


def test_a_death_between_facts_and_alerts_leaves_neither(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    class Death(Exception):
        pass

    def die(*_: object) -> None:
        raise Death

    feed(store, MAY)
    before = counts(store)
    with monkeypatch.context() as patched:
        patched.setattr(change_alerts, "enqueue", die)
        with pytest.raises(Death):
            feed(store, AUGUST)
    assert {name: count for name, count in counts(store).items() if before[name] != count} == {
        "snapshot": 2,
        "body": 2,
    }
    feed(store, AUGUST + HOUR, body(AUGUST))
    assert counts(store)["alert"] == len(set(titles(store))) == 4


@pytest.mark.both_databases
def test_every_alert_is_delivered_to_the_log(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "almanac")
    feed(store, MAY)
    feed(store, AUGUST)
    with store.reading() as session:
        assert set(session.scalars(select(Delivery.state))) == {"delivered"}
    said = [record.getMessage().splitlines()[0] for record in caplog.records if record.name == "almanac.alerts"]
    assert said == titles(store)


def test_a_page_that_contradicts_itself_is_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def contradict(*_: object, **__: object) -> None:
        raise Contradiction("undated 3, but 2 is stated")

    monkeypatch.setattr(record_page, "record", contradict)
    assert feed(store, MAY).reason == "undated 3, but 2 is stated"


def test_a_page_that_states_one_thing_twice_is_refused(store: Store) -> None:
    def twice(read: Page) -> Reading:
        found = SOURCE.read(read)
        return Reading(found.scopes, found.facts + found.facts[:1])

    settled = process_attempt(Run(store, replace(SOURCE, read=twice)), lambda: page(body(MAY), MAY))
    assert (settled.outcome, "stated twice" in (settled.reason or "")) == ("refused", True)


def test_a_source_is_asked_again_with_what_the_last_body_came_with_only_where_that_read_well(store: Store) -> None:
    def had(reader: int = SOURCE.reader) -> LastPage:
        with store.reading() as session:
            return last_page_read(session, replace(SOURCE, reader=reader), URL)

    given, digest = Validators('"1"', None), sha256(body(MAY).encode()).hexdigest()
    assert had() == LastPage()
    process_attempt(Run(store, SOURCE), lambda: Page(SOURCE.name, URL, body(MAY).encode(), MAY, given))
    assert had() == LastPage(given, digest)
    assert had(reader=SOURCE.reader + 1) == LastPage()
    unchanged(store, MAY + HOUR)
    assert had() == LastPage(given, digest)
    process_attempt(Run(store, SOURCE), lambda: Page(SOURCE.name, URL, b"broken", AUGUST, given))
    assert had() == LastPage()


def test_a_held_body_is_not_known_until_it_is_seen_again(store: Store) -> None:
    def known() -> str | None:
        with store.reading() as session:
            return last_page_read(session, SOURCE, URL).sha256

    feed(store, MAY)
    odd = body(MAY).replace("$0.28<", "$28<")
    assert (feed(store, MAY + HOUR, odd).outcome, known()) == ("held", None)
    feed(store, MAY + 2 * HOUR, odd)
    assert known() == sha256(odd.encode()).hexdigest()


def test_a_body_is_kept_once_however_often_it_comes(store: Store) -> None:
    for number in range(3):
        feed(store, MAY + number * HOUR, body(MAY))
    assert (counts(store)["body"], counts(store)["snapshot"]) == (1, 3)


def test_a_promotion_that_ends_at_an_unchanged_amount_is_no_change_of_price(store: Store) -> None:
    feed(store, day("2026-05-22"))
    feed(store, day("2026-05-31 15:59"))
    assert "price changed" not in kinds(store)
    assert "list price changed" not in kinds(store)
    assert kinds(store).count("promotion ended") == 1
