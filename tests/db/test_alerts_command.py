"""`almanac alerts test` and `retry`, and what the doctor says of targets: on both databases."""

import json
from pathlib import Path

import pytest

from alerts.channels.channel import Refused
from alerts.message import Message
from alerts.outbox import MOST_REFUSALS, deliver, enqueue
from alerts.targets import Target
from bench.harness.dates import day
from bench.harness.registering import register
from cli.main import main
from flows.database import Store
from models.schema.tables import Snapshot
from tests.db.test_outbox import LONG
from tests.support.receivers import Receiver, free_port, receiving
from tests.support.typed import Almanac

NOW = day("2026-08-18")


def set_targets(monkeypatch: pytest.MonkeyPatch, **targets: dict[str, str]) -> dict[str, Target]:
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


def checks(almanac: Almanac) -> dict[str, tuple[str, str]]:
    rows = almanac("doctor", "--json").rows
    return {row["check"]: (row["state"], row["detail"]) for row in rows if row["check"].startswith("target ")}


def test_a_test_message_reaches_every_target(almanac: Almanac, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving(Receiver()) as target:
        set_targets(monkeypatch, team={"url": f"json://{target.place}/"}, ours=hook(target.place))
        answer = almanac("alerts", "test")
    assert (answer.code, answer.out, answer.err) == (0, "team: delivered\nours: delivered\n", "")
    assert {got.json["title"] for got in target.got} == {"Model Almanac: a test"}


def test_a_target_that_is_not_reached_is_exit_1_with_the_reason(
    almanac: Almanac, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    with receiving(Receiver()) as target:
        set_targets(monkeypatch, team=hook(f"127.0.0.1:{port}"), ours=hook(target.place))
        answer = almanac("alerts", "test")
    assert answer.code == 1
    assert answer.out == f"team: connection refused by 127.0.0.1:{port}\nours: delivered\n"
    assert answer.err == "almanac: 1 of 2 targets not reached\n"


def test_one_target_is_tried_by_its_name(almanac: Almanac, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving(Receiver()) as target:
        set_targets(monkeypatch, team=hook("127.0.0.1:1"), ours=hook(target.place))
        answer = almanac("alerts", "test", "ours")
    assert (answer.code, answer.out) == (0, "ours: delivered\n")


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
    assert almanac("alerts", "retry").out == "no delivery was given up\n"
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
    assert main(["doctor", "--json"]) == 0
    assert "did you mean slack://?" in capsys.readouterr().out


@pytest.mark.both_databases
def test_alerts_by_itself_prints_what_was_said(store: Store, almanac: Almanac) -> None:
    given_up(store, "team")
    (row,) = almanac("alerts", "--json").rows
    assert (row["title"], row["dead"]) == ("x: price changed", 1)
    assert "x: price changed" in almanac("alerts").out
