"""A read that failed or was refused is one line in the log of its run; the traceback is for the level DEBUG."""

import logging
from collections.abc import Callable
from dataclasses import replace

import pytest
from prefect.exceptions import FailedRun

from bench.harness.dates import day
from bench.harness.sample_pages import body, page
from flows.database import Store
from flows.pipeline.attempts import process_attempt
from flows.prefect_ui import ENGINES, quiet_failures
from flows.run import Run
from models.readings.reading import Reading
from scrapers.http.client import fetch
from scrapers.http.politeness import Manners
from scrapers.http.request import FetchRequest
from scrapers.page import Attempt, Page, PageChanged
from tests.support.receivers import free_port
from tests.support.site import Answer, serving
from tests.support.walks import SOURCE

MAY = day("2026-05-08")
MANNERS = Manners(loopback=True, backoff_seconds=0)
Read = Callable[[Page], Reading]


@pytest.fixture(autouse=True)
def _heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever an earlier test's command or flow made of our loggers, they speak here."""
    for name in ("almanac", *(name for name in logging.root.manager.loggerDict if name.startswith("almanac."))):
        logger = logging.getLogger(name)
        monkeypatch.setattr(logger, "disabled", False)
        monkeypatch.setattr(logger, "propagate", True)
        if name != "almanac":
            monkeypatch.setattr(logger, "level", logging.NOTSET)


def refuse(_: Page) -> Reading:
    raise PageChanged("another\nlayout", "<td>")


def trip(_: Page) -> Reading:
    raise KeyError("deepseek-v5")


def lines(caplog: pytest.LogCaptureFixture, level: int) -> list[str]:
    """What our loggers said of the read, from a level on; what the alert says is no part of it."""
    return [
        record.getMessage()
        for record in caplog.records
        if record.levelno >= level and record.name.startswith("almanac.") and record.name != "almanac.alerts"
    ]


def tracebacks(caplog: pytest.LogCaptureFixture) -> list[int]:
    """The levels at which there is one."""
    return [record.levelno for record in caplog.records if record.exc_info]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("read", "reason"),
    [
        (refuse, "another layout: '<td>'"),
        (trip, "the reader tripped: KeyError: 'deepseek-v5'"),
    ],
)
def test_a_refused_read_is_one_line(store: Store, caplog: pytest.LogCaptureFixture, read: Read, reason: str) -> None:
    caplog.set_level(logging.DEBUG, "almanac")
    process_attempt(Run(store, replace(SOURCE, read=read)), lambda: page(body(MAY), MAY))
    assert lines(caplog, logging.INFO) == [f"deepseek_pricing 2026-05-08 00:00 UTC: refused: {reason}"]
    assert tracebacks(caplog) == [logging.DEBUG]
    assert "Traceback" in caplog.text


def failing(url: str) -> Callable[[], Attempt]:
    return lambda: fetch(FetchRequest(source=SOURCE.name, url=url, moment=MAY, manners=MANNERS))


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "answer",
    [Answer(503), Answer(404), Answer(302, headers={"Location": "http://evil.example/"}), Answer(200, b"")],
)
def test_a_failed_fetch_is_one_line(store: Store, caplog: pytest.LogCaptureFixture, answer: Answer) -> None:
    caplog.set_level(logging.DEBUG, "almanac")
    with serving(page=[answer]) as site:
        settled = process_attempt(Run(store, SOURCE), failing(f"{site.url}/page"))
    assert not settled.good
    assert lines(caplog, logging.INFO) == [f"deepseek_pricing 2026-05-08 00:00 UTC: {settled}"]
    assert tracebacks(caplog) == [logging.DEBUG]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_server_that_is_down_is_one_line(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "almanac")
    settled = process_attempt(Run(store, SOURCE), failing(f"http://127.0.0.1:{free_port()}/page"))
    assert settled.outcome == "failed"
    assert lines(caplog, logging.INFO) == [f"deepseek_pricing 2026-05-08 00:00 UTC: {settled}"]
    assert set(tracebacks(caplog)) == {logging.DEBUG}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("error", "level"), [(FailedRun("refused: x"), logging.DEBUG), (OSError("x"), logging.ERROR)])
def test_prefect_logs_a_traceback_of_what_really_went_wrong_alone(
    engine: str, error: Exception, level: int, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    logger = logging.getLogger(engine)
    monkeypatch.setattr(logger, "filters", [])
    monkeypatch.setattr(logger, "propagate", True)
    monkeypatch.setattr(logger, "handlers", [])
    monkeypatch.setattr(logging.getLogger("prefect"), "propagate", True)
    caplog.set_level(logging.DEBUG, "almanac")
    quiet_failures()
    logger.error("exited with unexpected exception", exc_info=error)
    assert tracebacks(caplog) == [level]
