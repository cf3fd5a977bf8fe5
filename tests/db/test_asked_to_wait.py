"""A server that asks to wait is left alone until then, by runs to come too; what it asks for keeps no run."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from flows.database import Store
from flows.ingest.fetch import MOST_WAIT, web_attempt
from flows.ingest.request_budget import NotAsked
from flows.pipeline.attempts import RunResult, process_attempt
from flows.run import Run
from flows.settings.fields import Values
from flows.settings.load import Settings
from models.history import OutOfOrder
from models.schema.tables import Snapshot
from scrapers.http.errors import ASKED_TO_WAIT
from scrapers.page import Failed
from scrapers.registry import SOURCES
from tests.support.site import Answer, Site, serving

SOURCE = replace(SOURCES["deepseek_pricing"], path="/page")


def tracked(store: Store, settings: Settings, site: Site, at: datetime) -> RunResult:
    at_site = replace(settings, values=Values(deepseek_url=site.url))  # pyright: ignore[reportCallIssue]
    run = Run(store, SOURCE, clock=lambda: at)
    return process_attempt(run, web_attempt(run, at_site, at))


@pytest.mark.both_databases
def test_the_next_slot_honours_what_the_server_asked_for_and_the_one_after_that_asks(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = list[float]()
    monkeypatch.setattr("urllib3.util.retry.time.sleep", waits.append)
    now = datetime.now(UTC).replace(microsecond=0)
    with serving(page=[Answer(429, headers={"Retry-After": "7000"}), Answer(200, b"a page")]) as site:
        settled = tracked(store, settings, site, now)
        assert settled.outcome == "failed"
        assert (settled.reason or "").startswith(f"HTTP 429{ASKED_TO_WAIT}{now + timedelta(seconds=7000):%Y-%m-%d}")
        assert (waits, len(site.paths())) == ([], 1)
        with pytest.raises(NotAsked, match="its server asked to wait until"):
            tracked(store, settings, site, now + timedelta(hours=1))
        assert len(site.paths()) == 1
        assert tracked(store, settings, site, now + timedelta(hours=2, minutes=1)).outcome == "refused"
    with store.reading() as session:
        assert session.scalars(select(Snapshot.outcome).order_by(Snapshot.moment)).all() == ["failed", "refused"]


def test_no_reason_leaves_a_server_alone_for_longer_than_a_day(settings: Settings, store: Store) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    url = SOURCE.url({})
    reason = f"HTTP 429{ASKED_TO_WAIT}{now + MOST_WAIT + timedelta(minutes=2):%Y-%m-%d %H:%M} UTC; and so on"
    process_attempt(Run(store, SOURCE, clock=lambda: now), lambda: Failed(SOURCE.name, url, now, reason))
    with serving(page=[Answer(200, b"a page")]) as site:
        assert tracked(store, settings, site, now + timedelta(minutes=1)).outcome == "refused"


def test_a_wait_that_began_while_the_clock_was_ahead_is_none_when_it_is_right(settings: Settings, store: Store) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    ahead = now + timedelta(hours=6)
    reason = f"HTTP 429{ASKED_TO_WAIT}{ahead + timedelta(hours=2):%Y-%m-%d %H:%M} UTC; and so on"
    process_attempt(Run(store, SOURCE, clock=lambda: ahead), lambda: Failed(SOURCE.name, SOURCE.url({}), ahead, reason))
    with serving(page=[Answer(200, b"a page")]) as site:
        # It is asked; its answer is filed where the record allows it, which only a run that compares clocks can tell.
        with pytest.raises(OutOfOrder):
            tracked(store, settings, site, now)
        assert len(site.paths()) == 1
