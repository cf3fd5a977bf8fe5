"""What `almanac up` says when its first run is over: a line for each source, one for all that cannot be reached."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from flows.clock import utc_now
from flows.database import Store
from flows.pipeline.attempts import process_attempt
from flows.run import Run
from flows.server import first_run
from flows.server.first_run import FirstRun
from flows.settings.load import Settings, load
from samples.visits import visits
from scrapers.page import Failed, Page
from scrapers.registry import SOURCES
from tests.support.walks import SITES, page_of

NAMES = ("deepseek_pricing", "deepseek_pricing_zh", "deepseek_updates")
NO_NAME = "ConnectionError: Failed to resolve 'api-docs.deepseek.com' ([Errno -3] Temporary failure in name resolution)"
UI = "http://127.0.0.1:4200"


@pytest.fixture
def chosen(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    assert settings
    monkeypatch.setenv("ALMANAC_SOURCES", ",".join((*NAMES, "artificial_analysis")))
    monkeypatch.setenv("ALMANAC_ARTIFICIAL_ANALYSIS_KEY", "mine")
    monkeypatch.setenv("ALMANAC_ARTIFICIAL_ANALYSIS_REQUESTS_PER_DAY", "0")
    return load()


def fails(store: Store, name: str, reason: str) -> None:
    source = SOURCES[name]
    process_attempt(Run(store, source), lambda: Failed(name, source.url(SITES), utc_now(), reason))


def reads(store: Store, name: str, cut: int | None = None) -> None:
    source, (last, _) = SOURCES[name], visits()[-1]
    body = page_of(name, last)[:cut]
    process_attempt(Run(store, source), lambda: Page(name, source.url(SITES), body, utc_now()))


def begun(store: Store, settings: Settings) -> tuple[FirstRun, list[str]]:
    said = list[str]()
    first = FirstRun(store, settings, UI, said.append)
    first.begin()
    return first, said


@pytest.mark.both_databases
def test_each_source_has_a_line_with_what_was_found_or_why_nothing_was(store: Store, chosen: Settings) -> None:
    first, said = begun(store, chosen)
    reads(store, NAMES[0])
    reads(store, NAMES[1], -20)
    first.look()
    assert said == []
    fails(store, NAMES[2], NO_NAME)
    first.look()
    first.look()
    head, found, refused, failed, skipped, due, ui = said
    assert head == "The first run is over:"
    assert found.startswith("deepseek_pricing: ")
    assert " prices of " in found
    assert found.endswith("; nothing changed")
    assert refused.startswith("deepseek_pricing_zh: refused: ")
    assert " ".join(failed.split()) == f"deepseek_updates: failed: {NO_NAME}"
    assert "artificial_analysis" in skipped
    assert due.startswith("Next      deepseek_")
    assert ui == f"UI        {UI}"
    assert max(len(line) for text in said for line in text.splitlines() if NO_NAME[:30] not in line) <= 80


def test_without_a_network_one_line_says_so(store: Store, chosen: Settings) -> None:
    first, said = begun(store, chosen)
    for name in NAMES:
        fails(store, name, f"https://api-docs.deepseek.com/updates: {NO_NAME}")
    first.look()
    assert [line for line in said if "deepseek" in line and not line.startswith("Next")] == []
    (line,) = (line for line in said if "network" in line)
    assert line.startswith("no network: 3 of 3 sources cannot be reached")
    assert "artifacts" not in "".join(said)


def test_what_was_tried_before_the_run_is_not_told(store: Store, chosen: Settings) -> None:
    for name in NAMES:
        reads(store, name)
    first, said = begun(store, chosen)
    first.look()
    assert said == []


def test_a_run_that_does_not_end_is_told_without_what_is_missing(
    store: Store, chosen: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_run, "LONGEST_SECONDS", 0)
    first, said = begun(store, chosen)
    reads(store, NAMES[0])
    first.look()
    assert "deepseek_updates: not finished yet; `almanac sources` shows it later" in said


def test_a_database_that_does_not_answer_is_asked_again(
    store: Store, chosen: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, said = begun(store, chosen)
    for name in NAMES:
        fails(store, name, NO_NAME)
    with monkeypatch.context() as patched:

        def busy(*_: object) -> None:
            raise OperationalError("select", {}, Exception("database is locked"))

        patched.setattr(first_run, "first_snapshots", busy)
        first.look()
    assert said == []
    first.look()
    assert said


def test_what_runs_next_is_told_on_the_clock_of_the_reader() -> None:
    now = visits()[0][0].replace(hour=10, minute=0)
    line = first_run.next_runs([SOURCES[name] for name in NAMES], now, "Europe/Berlin")
    assert line == (
        f"Next      deepseek_pricing at {now:%Y-%m-%d} 12:07+02, deepseek_pricing_zh at {now:%Y-%m-%d} 12:17+02, "
        f"deepseek_updates at {now:%Y-%m-%d} 12:27+02"
    )
    assert first_run.next_runs([], now + timedelta(hours=1), "UTC") == "Next      nothing is read"
