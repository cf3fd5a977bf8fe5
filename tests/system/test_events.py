"""Alerts as events of Prefect: what is emitted, and when; tests/system/test_up.py sees them arrive on a real server."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid5

import pytest
from sqlalchemy import select

from bench.harness.dates import day
from bench.harness.sample_pages import body
from flows.database import Store
from flows.events import NAMESPACE, Emit, emitting, resource
from flows.notify.reminders import remind
from flows.pipeline.maintenance import alert_stale
from flows.run import DEFAULT_ALERTS
from models.schema.tables import Alert, Delivery
from tests.support.walks import SOURCE, feed

MAY, AUGUST = day("2026-05-08"), day("2026-08-18")
Emitted = list[dict[str, Any]]


def read(store: Store, emit: Emit, *sources: str, then: Callable[[], object] = lambda: None) -> list[str]:
    """A page with other prices than the one before, and whatever goes on in that run; the keys of its alerts."""
    feed(store, MAY)
    with emitting(store, emit, *sources):
        feed(store, AUGUST)
        then()
    return keys(store)


def keys(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(Alert.alert_key).order_by(Alert.id)))


def test_each_alert_of_a_run_is_an_event(store: Store) -> None:
    emitted: Emitted = []
    written = read(store, emitted.append, SOURCE.name)
    assert [event["payload"]["key"] for event in emitted] == written
    assert len(written) >= 3


def test_what_automations_choose_by_stands_on_the_resource(store: Store) -> None:
    emitted: Emitted = []
    read(store, emitted.append, SOURCE.name)
    (event,) = (event for event in emitted if event["payload"]["subject"] == "deepseek-v4-pro")
    assert event["event"] == "almanac.alert"
    assert event["resource"] == {
        "prefect.resource.id": "almanac.deepseek_pricing.deepseek-v4-pro",
        "prefect.resource.name": "deepseek-v4-pro",
        "almanac.kind": event["payload"]["kind"],
        "almanac.severity": "warning",
        "almanac.source": "deepseek_pricing",
        "almanac.vendor": "deepseek",
        "almanac.subject": "deepseek-v4-pro",
        "almanac.cause": "page",
    }


@pytest.mark.both_databases
def test_a_run_emits_what_it_committed_before_it_failed(store: Store) -> None:
    def fail() -> None:
        raise RuntimeError("the run")

    emitted: Emitted = []
    with pytest.raises(RuntimeError, match="the run"):
        read(store, emitted.append, SOURCE.name, then=fail)
    assert len(emitted) == len(keys(store)) > 0


def test_a_run_emits_no_alert_of_an_earlier_run_nor_of_another_source(store: Store) -> None:
    emitted: Emitted = []
    assert read(store, emitted.append, "deepseek_updates")
    with emitting(store, emitted.append, SOURCE.name):
        pass
    assert emitted == []


def test_what_time_brings_is_an_event_of_whichever_run_wrote_it(store: Store) -> None:
    emitted: Emitted = []
    feed(store, MAY)
    with emitting(store, emitted.append):
        alert_stale(store, [SOURCE], DEFAULT_ALERTS, AUGUST)
        remind(store, DEFAULT_ALERTS, MAY)
    assert {event["resource"]["almanac.cause"] for event in emitted} == {"time"}
    assert {"source stale", "retirement ahead"} <= {event["payload"]["kind"] for event in emitted}


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_what_is_muted_is_no_event(store: Store) -> None:
    emitted: Emitted = []
    with emitting(store, emitted.append, SOURCE.name):
        for number, page in enumerate((MAY, AUGUST) * 4):
            feed(store, AUGUST + timedelta(minutes=number), body(page))
    with store.reading() as session:
        muted = set(session.scalars(select(Delivery.alert_id).where(Delivery.state.in_(("muted", "withdrawn")))))
    assert muted
    assert len(emitted) == len(keys(store)) - len(muted)


def test_an_event_that_prefect_does_not_take_fails_no_run() -> None:
    event = {"event": "e", "resource": {"prefect.resource.id": "r"}, "payload": {"key": "k"}}
    # There is no server either: without `_exit` Prefect would look for one for another ten seconds.
    code = f"import os; from flows.prefect_ui.emit import emit; emit({event}); os._exit(0)"
    variables = os.environ | {
        "PREFECT_API_URL": "http://127.0.0.1:9/api",
        "PREFECT_SERVER_EVENTS_MAXIMUM_SIZE_BYTES": "9",
    }
    answer = subprocess.run([sys.executable, "-c", code], env=variables, capture_output=True, text=True, check=True)
    assert "k is no event of Prefect's" in answer.stderr


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_repeat_is_the_same_event(store: Store) -> None:
    emitted: Emitted = []
    with emitting(store, emitted.append, SOURCE.name):
        written = read(store, emitted.append, SOURCE.name)
    assert len(emitted) == 2 * len(written)
    assert {str(event["id"]) for event in emitted} == {str(uuid5(NAMESPACE, key)) for key in written}


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("deepseek-v3.2", "deepseek-v3.2"),
        ("arena/text", "arena-text"),
        ("DeepSeek V4 * (new)\r\n", "deepseek-v4-new"),
        ("../../$(id)", "..-..-id"),
    ],
)
def test_the_name_of_a_resource_is_safe(subject: str, name: str) -> None:
    assert resource("s", subject) == f"almanac.s.{name}"
