"""A budget of requests a day: counted before each request is made, in the database, and by whole runs."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from requests import Response, Session
from sqlalchemy import select

from bench.harness.dates import day
from bench.harness.forking import FORKING
from bench.harness.registering import register
from cli.main import main
from flows.clock import utc_now
from flows.database import Store
from flows.ingest.fetch import expect_askable, fetch_manners, web_attempt
from flows.ingest.request_budget import BudgetSpent, count_request, expect_budget
from flows.pipeline.attempts import process_attempt
from flows.pipeline.entry import read_source
from flows.run import Run
from flows.settings.fields import Values
from flows.settings.load import Settings, load
from models.readings.reading import Reading
from models.schema.tables import Budget, Snapshot
from scrapers.http.ways import NumberedPages
from scrapers.page import Page
from scrapers.registry import SOURCES
from scrapers.source import Source
from tests.support.lines import lines
from tests.support.site import Answer, Site, serving
from tests.support.spending import PER_DAY, die_after_one, spend_all
from tests.unit.test_paged import PATH, answers, numbered

pytestmark = pytest.mark.both_databases

NOON = day("2026-11-22 12:00")
CANARY = "aa-canary-1618033988749894"


def never(page: Page) -> Reading:
    return lines(replace(page, body=b""))


SOURCE = Source(
    name="scores",
    vendor="artificial-analysis",
    site=SOURCES["artificial_analysis"].site,
    path=f"/{PATH}",
    cron="0 6 * * *",
    read=never,
    reader=1,
    family="scores",
    trust=1,
    ask=NumberedPages(),
    key="artificial_analysis_key",
    key_header="x-api-key",
    budget="artificial_analysis_requests_per_day",
)


@pytest.fixture(autouse=True)
def _listed(store: Store) -> None:
    with store.writing() as session:
        register(session, SOURCE.name, "a", "b")


@dataclass
class Hands:
    """A clock that a test sets."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


def spent(store: Store) -> dict[tuple[str, datetime], int]:
    with store.reading() as session:
        return {(row.source, row.day_start): row.requests for row in session.scalars(select(Budget))}


def spent_already(store: Store) -> None:
    """Two requests by the real clock, also where midnight comes before the test's end."""
    for now in (utc_now(), utc_now() + timedelta(days=1)):
        for _ in range(2):
            count_request(store, SOURCE.name, 4, Hands(now))


def snapshots(store: Store) -> list[tuple[str | None, str | None]]:
    with store.reading() as session:
        return [(row.outcome, row.reason) for row in session.scalars(select(Snapshot).order_by(Snapshot.id))]


def test_each_request_is_counted_by_source_and_day_until_they_are_spent(store: Store) -> None:
    for source in ("a", "a", "b"):
        count_request(store, source, 2, Hands())
    with pytest.raises(BudgetSpent, match="2 of 2 requests of today are spent; the next run after 00:00 UTC"):
        count_request(store, "a", 2, Hands())
    assert spent(store) == {("a", day("2026-11-22")): 2, ("b", day("2026-11-22")): 1}


@pytest.mark.parametrize(("now", "new"), [("2026-11-22 23:59", False), ("2026-11-23", True), ("2026-11-24", True)])
def test_at_midnight_utc_a_new_day_begins(store: Store, now: str, new: bool) -> None:
    count_request(store, "a", 1, Hands())
    if new:
        count_request(store, "a", 1, Hands(day(now)))
    else:
        with pytest.raises(BudgetSpent):
            count_request(store, "a", 1, Hands(day(now)))
    assert len(spent(store)) == 1 + new


def test_a_run_at_midnight_spends_of_both_days(store: Store) -> None:
    hands = Hands(day("2026-11-23") - timedelta(microseconds=1))
    count_request(store, "a", 1, hands)
    hands.now += timedelta(microseconds=1)
    count_request(store, "a", 1, hands)
    assert list(spent(store).values()) == [1, 1]


@pytest.mark.parametrize(
    ("before", "needed", "most", "told"),
    [
        (22, 3, 25, None),
        (23, 3, 25, "23 of 25 requests of today are spent; the next run after 00:00 UTC"),
        (25, 1, 25, "25 of 25 requests of today are spent; the next run after 00:00 UTC"),
        (0, 3, 2, "a run can need 3 requests, and 2 a day are allowed"),
        (0, 1, 0, "a run can need 1 requests, and 0 a day are allowed"),
    ],
)
def test_a_run_begins_only_where_all_that_it_could_need_is_left(
    store: Store, before: int, needed: int, most: int, told: str | None
) -> None:
    for _ in range(before):
        count_request(store, "a", most, Hands())
    if told is None:
        expect_budget(store, "a", needed, most, Hands())
    else:
        with pytest.raises(BudgetSpent, match=told):
            expect_budget(store, "a", needed, most, Hands())


def test_a_request_is_counted_when_its_process_is_killed_before_it_is_made(store: Store, url: str) -> None:
    process = FORKING.Process(target=die_after_one, args=(url,))
    process.start()
    process.join(60)
    assert process.exitcode == -9
    assert list(spent(store).values()) == [1]


def test_two_processes_at_once_spend_no_more_than_there_is(store: Store, url: str) -> None:
    pipes = [FORKING.Pipe() for _ in range(2)]
    processes = [FORKING.Process(target=spend_all, args=(url, theirs)) for _, theirs in pipes]
    for process in processes:
        process.start()
    for ours, _ in pipes:
        ours.send("go")
    for process in processes:
        process.join(60)
    assert sum(ours.recv() for ours, _ in pipes) == sum(spent(store).values())
    # Where midnight comes between them, each day has its own.
    assert set(spent(store).values()) == {PER_DAY}


@pytest.fixture
def keyed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    del settings
    monkeypatch.setenv("ARTIFICIAL_ANALYSIS_API_KEY", CANARY)
    return load()


def at_site(settings: Settings, site: Site, per_day: int = 25) -> Settings:
    moved = {"artificial_analysis_url": site.url, "artificial_analysis_requests_per_day": per_day}
    return replace(settings, values=settings.values.model_copy(update=moved))


def three() -> dict[str, list[Answer]]:
    return answers(*(numbered(number, 3) for number in (1, 2, 3)))


def test_a_run_asks_with_the_key_and_spends_what_it_asks(keyed: Settings, store: Store) -> None:
    with serving(**three()) as site:
        assert process_attempt(
            Run(store, SOURCE), web_attempt(Run(store, SOURCE, clock=Hands()), at_site(keyed, site), NOON)
        ).good
    assert {headers.get("x-api-key") for path, headers in site.asked if path != "/robots.txt"} == {CANARY}
    assert spent(store) == {("scores", day("2026-11-22")): 3}


def test_a_run_that_could_need_more_than_is_left_asks_nothing_and_leaves_no_snapshot(
    keyed: Settings, store: Store
) -> None:
    spent_already(store)
    with serving(**three()) as site, pytest.raises(BudgetSpent, match="2 of 4 requests of today are spent"):
        read_source(Run(store, SOURCE), at_site(keyed, site, 4), None, NOON)
    assert (site.asked, snapshots(store), list(spent(store).values())) == ([], [], [2, 2])


def test_what_is_spent_by_another_run_on_the_way_ends_this_one_without_a_snapshot(
    keyed: Settings, store: Store
) -> None:
    with serving(**three()) as site:
        attempt = web_attempt(Run(store, SOURCE, clock=Hands()), at_site(keyed, site, 2), NOON)
        with pytest.raises(BudgetSpent):
            process_attempt(Run(store, SOURCE), attempt)
    assert (len(site.paths()), snapshots(store), list(spent(store).values())) == (2, [], [2])


class Killed(BaseException):
    """What ends a process between two steps."""


def test_a_run_that_is_killed_between_spending_and_asking_has_spent(
    keyed: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    get = Session.get

    def killed(self: Session, url: str, **more: Any) -> Response:  # noqa: ANN401 (the library's)
        if url.endswith("/robots.txt"):
            return get(self, url, **more)
        raise Killed

    with serving(**three()) as site:
        monkeypatch.setattr(Session, "get", killed)
        with pytest.raises(Killed):
            process_attempt(
                Run(store, SOURCE), web_attempt(Run(store, SOURCE, clock=Hands()), at_site(keyed, site), NOON)
            )
    assert (site.paths(), snapshots(store), list(spent(store).values())) == ([], [], [1])


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_source_with_a_budget_is_not_asked_a_second_time_in_a_run(keyed: Settings, store: Store, status: int) -> None:
    with serving(**answers(Answer(status, headers={"Retry-After": "1"}))) as site:
        settled = process_attempt(
            Run(store, SOURCE), web_attempt(Run(store, SOURCE, clock=Hands()), at_site(keyed, site), NOON)
        )
    assert (settled.outcome, len(site.paths()), list(spent(store).values())) == ("failed", 1, [1])
    assert f"HTTP {status}" in (settled.reason or "")


def test_each_step_of_a_redirect_is_a_request(keyed: Settings, store: Store) -> None:
    moved = Answer(301, headers={"Location": f"/{PATH}?page=1"})
    with serving(**{**answers(numbered(1, 1)), "old?page=1": [moved]}) as site:
        source = replace(SOURCE, path="/old")
        assert process_attempt(
            Run(store, source), web_attempt(Run(store, source, clock=Hands()), at_site(keyed, site), NOON)
        ).good
    assert list(spent(store).values()) == [2]


def test_a_key_that_is_not_accepted_is_said_with_its_variable_and_never_shown(keyed: Settings, store: Store) -> None:
    with serving(**answers(Answer(401, CANARY.encode()))) as site:
        settled = process_attempt(
            Run(store, SOURCE), web_attempt(Run(store, SOURCE, clock=Hands()), at_site(keyed, site), NOON)
        )
    assert "the key in `artificial_analysis_key` (ARTIFICIAL_ANALYSIS_API_KEY) was not accepted" in str(settled)
    assert CANARY not in f"{settled} {snapshots(store)} {keyed}"


def test_a_source_without_a_budget_spends_nothing(keyed: Settings, store: Store) -> None:
    free = replace(SOURCE, budget=None)
    with serving(**three()) as site:
        expect_askable(Run(store, free), at_site(keyed, site, 0))
        assert process_attempt(
            Run(store, free), web_attempt(Run(store, free, clock=Hands()), at_site(keyed, site, 0), NOON)
        ).good
    assert spent(store) == {}


@pytest.mark.parametrize(("site", "whether"), [("http://127.0.0.1:1", True), ("https://artificialanalysis.ai", False)])
def test_this_machine_may_be_asked_only_where_the_site_s_own_setting_names_it(
    home: Path, site: str, whether: bool
) -> None:
    found = fetch_manners(Settings(home, Values(), {}), site)
    assert (found.loopback, found.pause_seconds == 0) == (whether, whether)


def test_the_command_says_it_in_one_line_and_that_is_no_error(
    keyed: Settings, store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(SOURCES, SOURCE.name, SOURCE)
    monkeypatch.setenv("ALMANAC_ARTIFICIAL_ANALYSIS_REQUESTS_PER_DAY", "4")
    spent_already(store)
    assert keyed
    assert main(["track", SOURCE.name]) == 0
    told = capsys.readouterr()
    assert (told.out, told.err.splitlines()[-1]) == (
        "",
        "almanac: scores is skipped: 2 of 4 requests of today are spent; the next run after 00:00 UTC",
    )
    assert snapshots(store) == []
