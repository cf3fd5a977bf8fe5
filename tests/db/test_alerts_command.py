"""`almanac alerts test` and `retry`, and what the doctor says of targets: on both databases."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.channels.channel import Refused
from alerts.message import Message
from alerts.outbox import deliver, enqueue
from alerts.retries import MOST_REFUSALS
from alerts.targets import Target
from bench.harness.dates import day
from bench.harness.registering import register
from cli.main import main
from flows.clock import utc_now
from flows.database import Store
from flows.pipeline.maintenance import run_cycle
from flows.settings.load import Settings, load
from models.schema.tables import Snapshot
from tests.db.test_outbox import LONG
from tests.support.receivers import Receiver, free_port, receiving
from tests.support.typed import Almanac
from tests.support.walks import feed

NOW = day("2026-08-18")


def set_targets(monkeypatch: pytest.MonkeyPatch, **targets: Mapping[str, object]) -> dict[str, Target]:
    monkeypatch.setenv("ALMANAC_TARGETS", json.dumps(targets))
    return {name: Target.model_validate(its) for name, its in targets.items()}


def hook(place: str) -> dict[str, str]:
    return {"webhook": f"http://{place}/hook"}


def refuse(_message: Message, _created_at: object) -> None:
    raise Refused("HTTP 422")


def given_up(store: Store, *targets: str) -> None:
    """An alert that was refused by targets so often that it is dead there."""
    with store.writing() as session:
        register(session, "s")
        session.add(Snapshot(id=1, source="s", url="u", moment=NOW, stored_at=NOW, outcome="facts"))
        session.flush()
        message = Message("s/now/x", "price changed", "warning", "s", "x", "x: price changed", "- b", None, 1)
        enqueue(session, [message], {name: Target.model_validate(hook("x")) for name in targets}, NOW)
    for attempt in range(MOST_REFUSALS):
        deliver(store.writing, dict.fromkeys(targets, refuse), lambda attempt=attempt: NOW + attempt * LONG)


def results(out: str) -> list[str]:
    """The line of each target, without what it takes."""
    return [line for line in out.splitlines() if not line.startswith(" ")]


def checks(almanac: Almanac) -> dict[str, tuple[str, str]]:
    rows = almanac("doctor", "--json").rows
    return {row["check"]: (row["state"], row["detail"]) for row in rows if row["check"].startswith("target ")}


def test_a_test_message_reaches_every_target(almanac: Almanac, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving(Receiver()) as target:
        set_targets(monkeypatch, team={"url": f"json://{target.place}/"}, ours=hook(target.place))
        answer = almanac("alerts", "test")
    assert (answer.code, results(answer.out), answer.err) == (0, ["team: delivered", "ours: delivered"], "")
    assert {got.json["title"] for got in target.got} == {"Model Almanac: a test"}


def test_a_target_that_is_not_reached_is_exit_1_with_the_reason(
    almanac: Almanac, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    with receiving(Receiver()) as target:
        set_targets(monkeypatch, team=hook(f"127.0.0.1:{port}"), ours=hook(target.place))
        answer = almanac("alerts", "test")
    assert answer.code == 1
    assert results(answer.out) == [f"team: connection refused by 127.0.0.1:{port}", "ours: delivered"]
    assert answer.err == "almanac: 1 of 2 targets not reached\n"


def test_one_target_is_tried_by_its_name(almanac: Almanac, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving(Receiver()) as target:
        set_targets(monkeypatch, team=hook("127.0.0.1:1"), ours=hook(target.place))
        answer = almanac("alerts", "test", "ours")
    assert (answer.code, results(answer.out)) == (0, ["ours: delivered"])


@pytest.mark.parametrize("verb", ["test", "retry"])
def test_an_unknown_target_is_exit_2_with_near_names(
    almanac: Almanac, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    set_targets(monkeypatch, team=hook("127.0.0.1:1"))
    answer = almanac("alerts", verb, "teem")
    assert (answer.code, answer.err) == (2, "almanac: unknown target 'teem': did you mean team?\n")


def test_without_targets_it_says_how_to_set_one(almanac: Almanac) -> None:
    answer = almanac("alerts", "test")
    assert (answer.code, answer.out) == (1, "")
    assert '[targets.team]\nurl = "slack://…"' in answer.err


@pytest.mark.both_databases
def test_what_was_given_up_is_sent_again_at_once(
    store: Store, almanac: Almanac, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_up(store, "team", "gone")
    with receiving(Receiver()) as target:
        set_targets(monkeypatch, team=hook(target.place))
        answer = almanac("alerts", "retry")
    assert (answer.code, answer.out) == (0, "1 to send again to team: 2 delivered\n")
    assert [got.json["id"] for got in target.got] == ["s/now/x"]
    assert almanac("alerts", "retry").out == "there are no dead deliveries\n"
    assert checks(almanac)["target gone"][0] == "note"


def test_what_fails_again_is_exit_1_and_stays_pending(
    store: Store, almanac: Almanac, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_up(store, "team")
    with receiving(Receiver(503)) as target:
        set_targets(monkeypatch, team=hook(target.place))
        answer = almanac("alerts", "retry", "team")
    assert (answer.code, answer.out) == (1, "1 to send again to team: 1 delivered; team: HTTP 503\n")
    assert "retried automatically" in answer.err
    assert checks(almanac) == {"target team": ("note", "1 pending (last: HTTP 503)")}


def test_the_doctor_says_what_to_do_about_a_target(
    store: Store, almanac: Almanac, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_up(store, "team")
    set_targets(monkeypatch, team=hook("x"), new=hook("x"), bad={"url": "slak://a/b"})
    assert checks(almanac) == {
        "target team": (
            "bad",
            "1 dead, 0 pending (last: HTTP 422): `almanac alerts retry team` sends them again",
        ),
        "target new": ("ok", "nothing is waiting"),
        "target bad": ("bad", "Apprise knows no slak:// addresses: did you mean slack://?"),
    }


def test_the_doctor_checks_an_address_before_there_is_a_history(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert home
    set_targets(monkeypatch, bad={"url": "slak://a/b"})
    assert main(["doctor", "--json"]) == 1
    assert "did you mean slack://?" in capsys.readouterr().out


@pytest.mark.both_databases
def test_alerts_by_itself_prints_what_was_said(store: Store, almanac: Almanac) -> None:
    given_up(store, "team")
    (row,) = almanac("alerts", "--json").rows
    assert (row["title"], row["dead"]) == ("x: price changed", 1)
    assert "x: price changed" in almanac("alerts").out


@pytest.fixture
def prices(store: Store) -> Store:
    """A database with the models of a day, an alert of last month, and one of last year."""
    feed(store, day("2026-05-08"))
    with store.writing() as session:
        for number, ago in enumerate((400, 30, 20)):
            models = frozenset({"deepseek-v4-pro"})
            what = ("price changed", "warning", "deepseek_pricing", "deepseek-v4-pro", f"alert {number}")
            message = Message(f"k/{number}", *what, "b", None, 1, models=models, kinds=frozenset(what[:1]))
            enqueue(session, [message], {}, utc_now() - timedelta(days=ago))
    return store


@pytest.mark.both_databases
@pytest.mark.usefixtures("prices")
def test_the_test_says_what_a_target_takes_and_would_have_got(
    almanac: Almanac, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiving(Receiver()) as target:
        given = {"severity": "warning", "kinds": ["price*"], "models": ["deepseek-v4-*"], "digest": "daily"}
        set_targets(monkeypatch, team=hook(target.place) | given, ours=hook(target.place) | {"kinds": ["score*"]})
        answer, rows = almanac("alerts", "test"), almanac("alerts", "test", "--json").rows
    assert answer.code == 0
    first, second = answer.out.split("ours: ")
    day_after = f"{utc_now() + timedelta(days=1):%Y-%m-%d} 08:00 UTC"
    today = f"{utc_now():%Y-%m-%d} 08:00 UTC"
    assert first.replace(today, day_after) == (
        "team: delivered\n"
        "  takes: warning and graver; kinds price*; models deepseek-v4-*, and alerts\n"
        "    about no model; every source\n"
        f"  digest daily, at 08:00, the next one {day_after}; critical alerts are\n"
        "    sent at once\n"
        "  last 90 days: 2 alerts: 2 price changed\n"
        f"    {utc_now() - timedelta(days=20):%Y-%m-%d} alert 2\n"
        f"    {utc_now() - timedelta(days=30):%Y-%m-%d} alert 1\n"
    )
    assert "last 90 days: no alerts" in second
    assert (rows[0]["alerts"], rows[0]["by_kind"], rows[1]["alerts"]) == (2, {"price changed": 2}, 0)
    assert rows[0]["takes"]["kinds"] == ["price*"]
    assert [each["title"] for each in rows[0]["last"]] == ["alert 2", "alert 1"]


@pytest.mark.both_databases
@pytest.mark.usefixtures("prices")
def test_a_pattern_that_matches_no_model_is_refused_and_named_by_the_doctor(
    almanac: Almanac, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiving(Receiver()) as target:
        set_targets(monkeypatch, team=hook(target.place) | {"models": ["dseek-v4-*"]})
        answer = almanac("alerts", "test")
    assert (answer.code, answer.out, target.got) == (2, "", [])
    refused = "almanac: target team: models: no model matches 'dseek-v4-*': did you mean deepseek-v4-"
    assert answer.err.startswith(refused)
    monkeypatch.setenv("ALMANAC_USES", "deepsek-v4-pro")
    found = [(row["check"], row["state"]) for row in almanac("doctor", "--json").rows if "no model" in row["detail"]]
    assert found == [("target team", "bad"), ("uses", "bad")]


@pytest.mark.usefixtures("prices")
def test_a_cycle_warns_of_a_pattern_that_matches_no_model(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert settings
    monkeypatch.setenv("ALMANAC_USES", "deepsek-v4-pro")
    run_cycle(store, load())
    assert "uses: models: no model matches 'deepsek-v4-pro': did you mean deepseek-v4-pro" in caplog.text
