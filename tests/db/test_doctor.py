"""The doctor as cron and systemd ask it: its exit code, and whether the schedule lives."""

import re
from datetime import datetime, timedelta

import pytest

from flows.backfill.catalogue import backfill_catalogue
from flows.clock import utc_now
from flows.database import Store
from flows.pipeline.attempts import open_store, process_attempt
from flows.pipeline.last_cycle import INTERVAL, note_cycle
from flows.run import Run
from flows.settings.load import Settings, load
from samples.visits import visits
from scrapers.catalogue import bundled
from scrapers.page import Failed, Page
from scrapers.registry import SOURCES
from tests.db.test_road import kinds
from tests.support.typed import Almanac
from tests.support.walks import fail, feed, page_of


@pytest.fixture
def store(settings: Settings, store: Store) -> Store:
    """The database that the command asks, in a home that is there."""
    settings.home.mkdir(mode=0o700)
    return store


def beats(store: Store, ago: timedelta) -> None:
    with store.writing() as session:
        note_cycle(session, utc_now() - ago)


def up(almanac: Almanac) -> tuple[str, str]:
    (found,) = (row for row in almanac("doctor", "--json").rows if row["check"] == "up")
    return found["state"], found["detail"]


@pytest.mark.both_databases
def test_the_exit_code_is_0_where_nothing_is_bad(store: Store, almanac: Almanac) -> None:
    feed(store, utc_now())
    beats(store, INTERVAL)
    answer = almanac("doctor")
    assert (answer.code, answer.out, answer.err) == (0, almanac("doctor", "--exit-code").out, "")


@pytest.mark.parametrize("also", [(), ("--json",)])
def test_the_exit_code_is_1_where_something_is_bad(store: Store, almanac: Almanac, also: tuple[str, ...]) -> None:
    """`--exit-code` of earlier releases is still understood."""
    fail(store, utc_now())
    answer, earlier = almanac("doctor", *also), almanac("doctor", "--exit-code", *also)
    assert (answer.code, answer.err, earlier.code) == (1, "", 1)
    assert answer.out == earlier.out
    assert "--exit-code" not in almanac("doctor", "--help").out


def test_who_never_ran_up_gets_a_note(store: Store, almanac: Almanac) -> None:
    assert kinds(store) == []
    assert up(almanac) == ("note", "does not run: nothing is read on schedule")


def test_a_schedule_that_died_is_bad(store: Store, almanac: Almanac) -> None:
    beats(store, 2 * INTERVAL + timedelta(minutes=1))
    state, detail = up(almanac)
    assert (state, "nothing happens on schedule: the last cycle was at 20" in detail) == ("bad", True)
    assert almanac("doctor").code == 1


def test_a_schedule_that_lives_elsewhere_is_a_note(store: Store, almanac: Almanac) -> None:
    beats(store, INTERVAL)
    state, detail = up(almanac)
    assert (state, detail[:36]) == ("note", "does not run here; the last cycle wa")


def test_a_source_that_nobody_asks_any_more_is_a_note(
    store: Store, almanac: Almanac, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(store, utc_now())
    monkeypatch.setenv("ALMANAC_SOURCES", "deepseek_updates")
    (state,) = (row["state"] for row in almanac("doctor", "--json").rows if row["check"] == "deepseek_pricing")
    assert state == "note"


NAMES = ("deepseek_pricing", "deepseek_pricing_zh", "deepseek_updates")


def attempts(store: Store, at: datetime, *reasons: str) -> None:
    """An attempt at each source, failed for a reason, or one that brings its page where the reason is empty."""
    last, _ = visits()[-1]
    for name, reason in zip(NAMES, reasons, strict=False):
        source = SOURCES[name]
        url = source.url({})
        attempt = Failed(name, url, at, reason) if reason else Page(name, url, page_of(name, last), at)
        process_attempt(Run(store, source), lambda attempt=attempt: attempt)


def found(almanac: Almanac) -> dict[str, str]:
    """What the doctor finds, by check, as a person reads it."""
    cells = [re.split(r"  +", line.strip(), maxsplit=2) for line in almanac("doctor").out.splitlines()[2:]]
    return {check: f"{state} {detail}" for check, state, detail in (row for row in cells if len(row) == 3)}


@pytest.fixture
def of_three(store: Store, almanac: Almanac, monkeypatch: pytest.MonkeyPatch) -> Almanac:
    assert store
    monkeypatch.setenv("ALMANAC_SOURCES", ",".join(NAMES))
    monkeypatch.setenv("COLUMNS", "400")
    return almanac


@pytest.mark.both_databases
def test_sources_that_fail_without_a_network_are_one_finding(store: Store, of_three: Almanac) -> None:
    attempts(store, utc_now(), *("ConnectionError: Failed to resolve",) * 3)
    checks = found(of_three)
    assert checks["network"].startswith("bad no network: 3 of 3 sources cannot be reached; last tried 20")
    assert not checks.keys() & {*NAMES}
    # Programs look for the line of their source.
    assert {row["check"] for row in of_three("doctor", "--json").rows} >= {*NAMES}


def test_a_site_that_fails_alone_has_its_own_line_with_its_reason(store: Store, of_three: Almanac) -> None:
    attempts(store, utc_now(), "ConnectionError: Failed to resolve", "", "404 Not Found")
    checks = found(of_three)
    assert "network" not in checks
    assert "ConnectionError: Failed to resolve" in checks[NAMES[0]]
    assert "404 Not Found" in checks[NAMES[2]]


def test_sources_that_nobody_asked_since_the_machine_slept_are_one_finding(store: Store, of_three: Almanac) -> None:
    attempts(store, utc_now() - timedelta(days=3), "", "", "")
    checks = found(of_three)
    assert re.match("bad 3 of 3 sources are stale: not read since 20.*; `almanac up` reads them", checks["schedule"])
    assert not checks.keys() & {*NAMES}


def test_sources_that_were_never_tried_are_one_note(store: Store, of_three: Almanac, settings: Settings) -> None:
    del settings
    open_store(load()).close()
    assert found(of_three)["not tried"] == "note 3 sources; `almanac up` or `almanac track` reads them"
    attempts(store, utc_now(), "", "")
    assert found(of_three)[NAMES[2]].startswith("note not tried yet")


def test_histories_that_are_loaded_are_one_note(store: Store, of_three: Almanac) -> None:
    backfill_catalogue(store, bundled(), lambda _: None)
    assert re.match("note anthropic_catalogue, .*: loaded, up to 2026-10-26 ", found(of_three)["history"])
