"""What a person acknowledges, snoozes or mutes, on both databases: what a real receiver gets, and what reopens it."""

import json
from collections.abc import Generator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from alerts.message import Message
from alerts.outbox import enqueue
from alerts.targets import Target
from bench.harness.dates import day
from bench.harness.registering import register
from bench.harness.sample_pages import body
from flows.database import Store
from flows.pipeline.attempts import deliver_due, process_attempt
from flows.pipeline.maintenance import alert_repeats
from flows.run import AlertSettings, Run
from models.schema.tables import Alert, ChangeRow, Delivery, Silence, Snapshot
from scrapers.page import Failed, Page
from scrapers.registry import SOURCES
from tests.db.test_reminding import World, at, price, retirement
from tests.support.receivers import Receiver, receiving
from tests.support.typed import Almanac
from tests.support.walks import SOURCE, URL, fail, feed, unchanged

pytestmark = pytest.mark.both_databases
NOW = day("2026-08-18")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SNAPSHOTS = {"s": 1, "other": 2}


class Team:
    """A target on loopback, and the titles that it got."""

    def __init__(self, store: Store, receiver: Receiver) -> None:
        self.store, self.receiver = store, receiver
        target = Target.model_validate({"webhook": f"http://{receiver.place}/hook", "severity": "info"})
        self.alerting = AlertSettings(targets={"team": target})

    def gets(self, now: datetime) -> list[str]:
        """The titles of what it gets at an instant."""
        before = len(self.receiver.got)
        deliver_due(self.store, self.alerting, lambda: now)
        return [got.json["title"] for got in self.receiver.got[before:]]

    def kinds(self, now: datetime) -> list[str]:
        """The kinds of what it gets at an instant."""
        before = len(self.receiver.got)
        self.gets(now)
        return [got.json["kind"] for got in self.receiver.got[before:]]

    @property
    def last_body(self) -> str:
        return self.receiver.got[-1].json["body"]

    def write(self, title: str, now: datetime = NOW, **about: Any) -> int:  # noqa: ANN401 (fields of a message)
        """Write an alert; return its number."""
        about = {
            "alert_key": f"k/{title}",
            "models": frozenset({"m"}),
            "qualified_names": frozenset({"v/m"}),
            "vendor": "v",
        } | about
        usual = Message("", "price changed", "warning", "s", "m", title, f"body of {title}", None, 0)
        message = replace(usual, **about)
        with self.store.writing() as session:
            for name, number in SNAPSHOTS.items():
                register(session, name)
                session.merge(
                    Snapshot(id=number, source=name, url="u", moment=NOW, stored_at=NOW, outcome="failed", reason="503")
                )
            session.flush()
            message = replace(message, snapshot_id=SNAPSHOTS[message.source])
            enqueue(session, [message], self.alerting.targets, now)
            return session.scalars(select(Alert.id).where(Alert.alert_key == message.alert_key)).one()


@pytest.fixture
def team(store: Store) -> Generator[Team]:
    with receiving(Receiver()) as receiver:
        yield Team(store, receiver)


def silences(store: Store) -> list[tuple[str, str | None]]:
    """The action of each silence and what ended it."""
    with store.reading() as session:
        return [(each.action, each.ended_by) for each in session.scalars(select(Silence).order_by(Silence.id))]


def states(store: Store, title: str) -> dict[str, str]:
    with store.reading() as session:
        rows = session.execute(select(Delivery.target, Delivery.state).join(Alert).where(Alert.title == title)).tuples()
        return {target: str(state) for target, state in rows}


def snooze(store: Store, until: datetime, **columns: str) -> None:
    with store.writing() as session:
        session.add(Silence(action="snooze", created_at=NOW, until=until, **{"severity": "warning"} | columns))


def mute(store: Store, until: datetime | None = None, **columns: str) -> None:
    with store.writing() as session:
        session.add(Silence(action="mute", created_at=NOW, until=until, **columns))


def test_a_delivery_of_an_acknowledged_alert_that_waits_is_not_sent(team: Team, almanac: Almanac) -> None:
    number = team.write("seen")
    answer = almanac("alerts", "ack", str(number), "--why", "planned")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (
        f"silence 1: alert {number} is acknowledged: seen\n"
        "no repeat of it is sent until it changes; waiting deliveries that will not be sent: 1\n"
    )
    assert team.gets(NOW) == []
    assert states(team.store, "seen") == {"log": "delivered", "team": "withdrawn"}
    assert almanac("alerts", "ack", str(number)).out == f"alert {number} is acknowledged already: silence 1\n"
    (row,) = almanac("alerts", "--json").rows
    assert (row["delivered"], row["pending"], row["silenced"]) == (1, 0, 1)
    assert "silence 1: ack of alert 1 (planned)" in almanac("alerts").out


def test_no_rung_of_an_acknowledged_deadline_is_sent_until_it_moves(store: Store, team: Team, almanac: Almanac) -> None:
    world = World(store, team.alerting)
    world.page(0, price("1", model="x"))
    world.page(10, price("1", model="x"), retirement("a", 60))
    assert team.kinds(at(10)) == ["retirement announced"]
    almanac("alerts", "ack", "1")
    assert len(world.look(30)) == 1, "the log has it all the same"
    assert team.gets(at(30)) == []
    world.page(35, price("1", model="x"), retirement("a", 100))
    assert team.kinds(at(35)) == ["retirement moved"]
    assert "Reopened: alert 1 of this was acknowledged" in team.last_body
    assert silences(store)[0][1] is not None
    world.look(70)
    assert team.kinds(at(70)) == ["retirement ahead"]


def test_the_last_three_days_of_a_retirement_are_sent_although_an_earlier_alert_was_acknowledged(
    store: Store, team: Team, almanac: Almanac
) -> None:
    world = World(store, team.alerting)
    world.page(0, price("1", model="x"))
    world.page(10, price("1", model="x"), retirement("a", 60))
    almanac("alerts", "ack", "1")
    for days in (30, 46, 53):
        world.look(days)
    assert team.gets(at(53)) == []
    world.look(57)
    assert team.kinds(at(57)) == ["retirement ahead"]
    with store.reading() as session:
        near = session.scalars(select(Alert.id).order_by(Alert.id.desc()).limit(1)).one()
    almanac("alerts", "ack", str(near))
    world.look(59)
    assert team.gets(at(59)) == [], "this very alert was acknowledged"


def test_monthly_reminders_of_an_acknowledged_undated_retirement_are_not_sent(
    store: Store, team: Team, almanac: Almanac
) -> None:
    world = World(store, team.alerting)
    world.page(0, price("1", model="x"))
    world.page(10, price("1", model="x"), retirement("a", None, "announced"))
    assert len(team.gets(at(10))) == 1
    almanac("alerts", "ack", "1")
    assert len(world.look(41)) == 1
    assert team.gets(at(41)) == []
    world.page(50, price("1", model="x"), retirement("a", 90))
    assert team.kinds(at(50)) == ["retirement dated"]


def attempt_at(store: Store, moment: datetime, text: str = "", reason: str = "") -> None:
    """An attempt by a clock that stands at its moment: a page, or why none came."""
    attempt = Page(SOURCE.name, URL, text.encode(), moment) if text else Failed(SOURCE.name, URL, moment, reason)
    process_attempt(Run(store, SOURCE, clock=lambda: moment), lambda: attempt)


def test_an_acknowledged_trouble_is_not_repeated_until_its_reason_changes(
    store: Store, team: Team, almanac: Almanac
) -> None:
    start = day("2026-05-08")
    attempt_at(store, start, body(start))
    for number in range(1, 4):
        attempt_at(store, start + number * HOUR, reason="HTTP 503")
    almanac("alerts", "ack", "1")
    sources = [SOURCES[SOURCE.name]]
    assert alert_repeats(store, sources, team.alerting, start + 2 * DAY) == 1
    assert team.gets(start + 2 * DAY) == []
    attempt_at(store, start + 4 * DAY, reason="HTTP 403")
    assert alert_repeats(store, sources, team.alerting, start + 5 * DAY) == 1
    assert team.kinds(start + 5 * DAY) == ["source still broken"]
    assert "Reopened: alert 1 of this was acknowledged" in team.last_body


def test_what_recovers_ends_its_acknowledgement(store: Store, team: Team, almanac: Almanac) -> None:
    start = day("2026-05-08")
    feed(store, start)
    for attempt in range(1, 4):
        fail(store, start + attempt * HOUR)
    almanac("alerts", "ack", "1")
    unchanged(store, start + 5 * HOUR)
    assert silences(store)[0][1] is not None
    assert team.gets(start + 5 * HOUR) == []


def test_another_thing_of_the_same_model_leaves_the_acknowledgement(team: Team, almanac: Almanac) -> None:
    number = team.write("price")
    almanac("alerts", "ack", str(number))
    team.write("limits", kind="limits changed")
    team.write("of another model", models=frozenset({"n"}), qualified_names=frozenset({"v/n"}), subject="n")
    assert silences(team.store) == [("ack", None)]
    team.write("price again")
    assert silences(team.store) == [("ack", "k/price again")]
    assert team.gets(NOW) == ["limits", "of another model", "price again"]


def test_a_reminder_of_more_than_was_acknowledged_is_sent(team: Team, almanac: Almanac) -> None:
    about: dict[str, Any] = {"kind": "promotion end ahead", "effective_at": NOW + 7 * DAY}
    number = team.write("of m", alert_key="deadline/1", **about)
    both: dict[str, Any] = {"models": frozenset({"m", "n"}), "qualified_names": frozenset({"v/m", "v/n"})}
    almanac("alerts", "ack", str(number))
    team.write("of m again", alert_key="deadline/2", **about)
    team.write("of m and n", alert_key="deadline/3", **about, **both)
    assert team.gets(NOW) == ["of m and n"]
    assert silences(team.store) == [("ack", None)]


def test_what_is_snoozed_is_sent_at_the_end_if_it_still_stands(team: Team) -> None:
    snooze(team.store, NOW + DAY, model_pattern="m")
    team.write("over by then")
    team.write("of another model", models=frozenset({"n"}), qualified_names=frozenset({"v/n"}), subject="n")
    team.write("stands", kind="version changed")
    assert team.gets(NOW) == ["of another model"]
    assert states(team.store, "stands") == {"log": "delivered", "team": "snoozed"}
    _log_change(team.store, NOW + HOUR)
    assert team.gets(NOW + DAY - HOUR) == []
    assert team.gets(NOW + DAY) == ["stands"]
    assert states(team.store, "over by then") == {"log": "delivered", "team": "withdrawn"}


def _log_change(store: Store, stored_at: datetime) -> None:
    """A later change of the price of the model."""
    with store.writing() as session:
        session.add(
            ChangeRow(
                snapshot_id=1,
                kind="price changed",
                source="s",
                vendor="v",
                subject="m",
                seen_at=NOW,
                stored_at=stored_at,
            )
        )


def test_a_graver_alert_ends_a_snooze_and_says_so(team: Team) -> None:
    snooze(team.store, NOW + DAY, source_pattern="s", severity="warning", why="known")
    team.write("quiet")
    assert team.gets(NOW) == []
    team.write("grave", severity="critical", kind="model removed", subject="n")
    assert team.gets(NOW) == ["quiet", "grave"]
    assert "Reopened: this was snoozed on 2026-08-18: known (silence 1), as no graver than warning." in team.last_body
    assert silences(team.store) == [("snooze", "k/grave")]


def test_what_is_muted_stands_in_the_log_alone_until_the_end(team: Team) -> None:
    mute(team.store, NOW + DAY, kind_pattern="notice*")
    team.write("muted", kind="notice changed")
    team.write("with a price", kind="price changed", kinds=frozenset({"price changed", "notice changed"}))
    assert team.gets(NOW) == ["with a price"], "a message with a kind that is not muted is sent"
    assert states(team.store, "muted") == {"log": "delivered", "team": "withdrawn"}
    team.write("later", NOW + DAY, kind="notice changed")
    assert team.gets(NOW + DAY) == ["later"]


@pytest.mark.parametrize(
    ("kind", "severity", "key"),
    [("source broken", "warning", "k"), ("source still broken", "warning", "k"), ("retirement ahead", "critical", "k")],
)
def test_what_must_not_be_missed_is_muted_only_by_its_kind(team: Team, kind: str, severity: str, key: str) -> None:
    mute(team.store, source_pattern="s")
    mute(team.store, model_pattern="*", kind_pattern="*")
    team.write("not to be missed", alert_key=key, kind=kind, severity=severity)
    assert team.gets(NOW) == ["not to be missed"]
    mute(team.store, kind_pattern=f"{kind.split()[0]}*")
    team.write("muted by its kind", kind=kind, severity=severity)
    assert team.gets(NOW) == []


def test_a_mute_by_model_leaves_what_is_about_other_models_too(team: Team) -> None:
    mute(team.store, model_pattern="v/m")
    team.write("both", models=frozenset({"m", "n"}), qualified_names=frozenset({"v/m", "v/n"}))
    team.write("none", models=frozenset(), qualified_names=frozenset())
    team.write("of another vendor", qualified_names=frozenset({"w/m"}))
    team.write("muted")
    assert team.gets(NOW) == ["both", "none", "of another vendor"]


def test_silences_are_listed_and_ended(team: Team, almanac: Almanac) -> None:
    team.write("x")
    assert almanac("alerts", "silences").err == "nothing is silenced\n"
    until = (datetime.now().astimezone() + DAY).isoformat(timespec="seconds")
    assert almanac("alerts", "snooze", "--kind", "version*", "--until", until).code == 0
    muted = almanac("alerts", "mute", "--kind", "notice*", "--why", "too many")
    assert muted.out.splitlines()[0] == "silence 2: mute of kind notice* (too many)"
    first, second = almanac("alerts", "silences", "--json").rows
    assert (first["action"], first["severity"], first["in_force"]) == ("snooze", "warning", True)
    assert (second["action"], second["kind_pattern"], second["why"]) == ("mute", "notice*", "too many")
    (row,) = [row for row in almanac("doctor", "--json").rows if row["check"] == "silences"]
    assert row["state"] == "note"
    assert "2 silences" in row["detail"]
    assert "silence 2: mute of kind notice* (too many)" in row["detail"]
    assert (
        almanac("alerts", "unsilence", "2").out
        == "silence 2 has ended; alerts that it held back are not sent any more\n"
    )
    assert [row["id"] for row in almanac("alerts", "silences", "--json").rows] == [1]
    assert [row["id"] for row in almanac("alerts", "silences", "--json", "--all").rows] == [1, 2]
    again = almanac("alerts", "unsilence", "2")
    assert (again.code, again.err) == (
        2,
        "almanac: silence 2 has ended already: `almanac alerts silences` lists them\n",
    )


def test_a_snooze_that_is_ended_sends_what_it_held_back(team: Team, almanac: Almanac) -> None:
    snooze(team.store, day("2036-01-01"), kind_pattern="price*")
    team.write("held back")
    assert team.gets(NOW) == []
    assert "sent with the next run" in almanac("alerts", "unsilence", "1").out
    assert team.gets(day("2036-01-01") - DAY) == ["held back"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("ack", "99"), "there is no alert 99: `almanac alerts` lists them with their numbers"),
        (("mute",), "mute what? give --model, --kind or --source, as in --kind 'notice*'"),
        (("mute", "--kind", "prise*"), "--kind: no kind matches 'prise*': did you mean price changed"),
        (
            ("mute", "--source", "deepsek_pricing"),
            "--source: no source matches 'deepsek_pricing': did you mean deepseek_",
        ),
        (("mute", "--model", "dseek-v4-*"), "--model: no model matches 'dseek-v4-*': did you mean deepseek-v4-"),
        (("unsilence", "7"), "silence 7 does not exist: `almanac alerts silences` lists them"),
    ],
)
def test_what_can_match_nothing_is_refused_with_the_near_names(
    store: Store, almanac: Almanac, words: tuple[str, ...], expected: str
) -> None:
    feed(store, day("2026-05-08"))
    answer = almanac("alerts", *words)
    assert answer.code == 2
    assert answer.err.startswith(f"almanac: {expected}")
    assert silences(store) == []


def test_an_instant_that_is_over_is_no_end_of_a_snooze(store: Store, almanac: Almanac) -> None:
    feed(store, day("2026-05-08"))
    answer = almanac("alerts", "snooze", "--kind", "price*", "--until", "2020-01-01")
    assert (answer.code, "is over: give 12h, 3d, 2w, or an instant that is ahead" in answer.err) == (2, True)


def test_a_fresh_home_refuses_no_pattern_of_models(store: Store, almanac: Almanac) -> None:
    assert store
    assert json.dumps(almanac("alerts", "mute", "--model", "claude-*").out)
    assert silences(store) == [("mute", None)]
