"""Decisions and their undo, on both databases: the record is corrected, never rewritten."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from pydantic import SecretStr
from sqlalchemy import or_, select

from alerts.targets import Target
from flows.audit.verification import verify
from flows.database import Store
from flows.ingest.archive import recorded_past
from flows.ingest.held_readings import NotHeld, held_readings
from flows.notify.feeds import FEED
from flows.notify.reminders import remind
from flows.pipeline.attempts import process_attempt
from flows.pipeline.decisions import DecisionResult, Reversal, decide, undo
from flows.replay.replays import replay
from flows.run import AlertSettings, Run
from models.facts.kinds import FACTS, Price, Retirement
from models.history.decisions import NewDecision
from models.kinds.changes import ChangeKind
from models.kinds.decisions import Verdict
from models.kinds.reminders import ReminderState
from models.schema.history import HISTORY
from models.schema.tables import Alert, ChangeRow, Correction, Decision, Delivery, Reminder, Snapshot
from scrapers.page import Failed, Page
from tests.db.test_replay import everything, nobody
from tests.support.recordings import Recordings
from tests.support.vendor import (
    CHAT,
    CONTRARY,
    ENDS,
    NAME,
    START,
    Vendor,
    believed,
    ends,
    log,
    mention,
    price,
    vendor,
)
from tests.support.vendor import OTHER as OTHER_END

ACCEPTED, REJECTED = Verdict

__all__ = ["vendor"]
OTHER = CONTRARY["another instant"]
TEAM = AlertSettings(targets={"team": Target(url=SecretStr("json://localhost:1"))})


def later(vendor: Vendor, minutes: int = 10) -> datetime:
    """So many minutes after the last page."""
    return START + timedelta(hours=vendor.hour, minutes=minutes)


def ruled(
    vendor: Vendor, verdict: Verdict, snapshot_id: int, minutes: int = 10, telling: AlertSettings = TEAM
) -> DecisionResult:
    at = later(vendor, minutes)
    return decide(
        Run(vendor.store, vendor.source, clock=lambda: at, alerting=telling), NewDecision(verdict, snapshot_id, at)
    )


def undone(vendor: Vendor, snapshot_id: int, minutes: int = 20, telling: AlertSettings = TEAM) -> DecisionResult:
    at = later(vendor, minutes)
    return undo(
        Run(vendor.store, vendor.source, clock=lambda: at, alerting=telling), Reversal(snapshot_id, at, "a slip")
    )


@pytest.fixture
def held(vendor: Vendor, recordings: Recordings) -> int:
    """A retirement, and a page with another date in words that are not understood: the id of its snapshot."""
    vendor.page(price("a"), *ends())
    vendor.page(price("a"), mentions=(OTHER,))
    recordings.fill(vendor.store, walk_to_held)
    return 2


def walk_to_held(store: Store) -> None:
    vendor = Vendor(store)
    vendor.says(price("a"), *ends())
    assert reworded(vendor) == 2


def reworded(vendor: Vendor) -> int:
    return vendor.says(price("a"), mentions=(OTHER,)).snapshot_id


def state(store: Store, at: datetime | None = None) -> str:
    """What is believed of the model before its retirement: now, or as of an instant."""
    rows = HISTORY[Retirement]
    current = rows.c.recorded_to.is_(None)
    known = [current] if at is None else [rows.c.recorded_from <= at, or_(current, rows.c.recorded_to > at)]
    query = select(rows.c.state, rows.c.gone).where(*known, rows.c.effective_from < min(ENDS, OTHER_END))
    with store.reading() as session:
        found = session.execute(query.order_by(rows.c.effective_from.desc()).limit(1)).tuples().one()
    return "gone" if found[1] else str(found[0])


def outcomes(store: Store) -> list[str | None]:
    with store.reading() as session:
        return list(session.scalars(select(Snapshot.outcome).order_by(Snapshot.moment)))


def expect_replay(vendor: Vendor) -> None:
    """A replay comes to the same in every row, and no row is believed for less than nothing."""
    before = everything(vendor.store)
    replayed = replay(Run(vendor.store, vendor.source, log=nobody))
    assert (replayed.corrections, replayed.changes, replayed.retracted) == (0, 0, 0)
    assert everything(vendor.store) == before
    with vendor.store.reading() as session:
        for fact in FACTS:
            rows = session.execute(select(HISTORY[fact].c.recorded_from, HISTORY[fact].c.recorded_to)).tuples()
            assert all(until is None or until > since for since, until in rows)


@pytest.mark.both_databases
def test_a_decision_and_its_undo_write_the_feed(vendor: Vendor, held: int, tmp_path: Path) -> None:
    telling = replace(TEAM, feeds=tmp_path / "feeds")
    for made in (ruled(vendor, ACCEPTED, held, telling=telling), undone(vendor, held, telling=telling)):
        feed = (tmp_path / "feeds" / FEED).read_text(encoding="utf-8")
        assert made.alerts
        # A digest of notices is in the feed when its day is over.
        sent = [alert for alert in made.alerts if "muted" not in dict(alert.deliveries).values()]
        assert sent
        assert all(escape(alert.title) in feed for alert in sent)


def test_an_undone_acceptance_is_held_again_and_what_was_believed_meanwhile_stays(vendor: Vendor, held: int) -> None:
    accepted = later(vendor)
    ruled(vendor, ACCEPTED, held)
    assert state(vendor.store) == "gone"
    reworded(vendor)
    made = undone(vendor, held)
    assert state(vendor.store) == "dated"
    assert state(vendor.store, accepted) == "gone"
    assert state(vendor.store, START + timedelta(hours=1)) == "dated"
    assert (made.outcome, outcomes(vendor.store)) == ("held", ["facts", "held", "held"])
    with vendor.store.reading() as session:
        assert [reading.snapshot_id for reading in held_readings(session, [vendor.source])] == [held + 1]
    expect_replay(vendor)


@pytest.mark.both_databases
def test_the_undo_is_told_once_and_what_was_not_sent_yet_is_withdrawn(vendor: Vendor, held: int) -> None:
    ruled(vendor, ACCEPTED, held)
    made = undone(vendor, held)
    for _ in range(3):
        reworded(vendor)
    assert [alert.title for alert in made.alerts] == [
        f"{NAME}: your decision is undone: snapshot {held}, accepted 2026-05-08 02:10 UTC; also held until you decide"
    ]
    with vendor.store.reading() as session:
        alerts = session.scalars(select(Alert).order_by(Alert.id)).all()
        (told,) = (alert for alert in alerts if ChangeKind(alert.kind) is ChangeKind.DECISION_UNDONE)
        (cancelled,) = (alert.id for alert in alerts if alert.subject == CHAT)
        sent = select(Delivery.target, Delivery.state).where(Delivery.alert_id == cancelled)
        states = dict(session.execute(sent).tuples().all())
    assert alerts[-1] is told
    assert "  deepseek-chat: from 2026-05-08 02:00 UTC retirement none → dated 2026-07-24 15:59 UTC" in told.body
    assert states == {"log": "delivered", "team": "withdrawn"}


@pytest.mark.both_databases
def test_the_changes_of_an_undone_decision_are_retracted_and_its_corrections_kept(vendor: Vendor, held: int) -> None:
    ruled(vendor, ACCEPTED, held)
    made = undone(vendor, held)
    with vendor.store.reading() as session:
        rows = session.scalars(select(ChangeRow).where(ChangeRow.subject == CHAT)).all()
        kept = session.scalars(select(Correction).where(Correction.fact == "retirement")).all()
    assert [(row.kind, row.retracted) for row in rows] == [("retirement cancelled", True)]
    assert (kept[0].said_before, kept[0].said_after) == (None, "dated 2026-07-24 15:59 UTC")
    assert [row.id for row in kept] == [row.id for row in made.corrections if row.fact == "retirement"]
    assert "the decision is undone: snapshot 2, accepted 2026-05-08 02:10 UTC" in kept[0].why


SEQUENCES = {
    "undone at once": "A U",
    "undone after a page that says the same": "A p U p",
    "undone after a page that is understood": "A q U p",
    "accepted, undone and rejected": "A U R p",
    "rejected, undone and accepted": "R p U p A p",
    "accepted twice": "A p U p A p q",
    "undone twice": "A U R p U p A",
    "undone, and settled by the page": "A U p q p",
    "another page is decided": "A U p a p U r p",
}


@pytest.mark.parametrize("name", SEQUENCES)
def test_whatever_is_decided_and_undone_a_replay_comes_to_the_same(vendor: Vendor, held: int, name: str) -> None:
    last = held
    minutes, about = 0, held
    for step in SEQUENCES[name].split():
        minutes += 1
        if step in "ARar":
            about = last if step.islower() else held
            ruled(vendor, ACCEPTED if step in "Aa" else REJECTED, about, minutes)
        elif step == "U":
            undone(vendor, about, minutes)
        elif step == "p":
            last, minutes = reworded(vendor), 0
        else:
            vendor.says(price("a"), *ends(OTHER_END))
            minutes = 0
    expect_replay(vendor)
    assert not verify(vendor.store, [vendor.source], nobody).discrepancies


@pytest.mark.parametrize(("first", "then"), [(ACCEPTED, REJECTED), (REJECTED, ACCEPTED)])
def test_the_other_decision_after_an_undo_ends_as_if_it_had_been_the_first(
    vendor: Vendor, held: int, first: Verdict, then: Verdict
) -> None:
    ruled(vendor, first, held)
    undone(vendor, held)
    made = ruled(vendor, then, held, 30)
    assert (made.outcome, state(vendor.store)) == ("facts", "gone" if then == ACCEPTED else "dated")
    assert (
        "deepseek-chat stays: its retirement on 24 Jul 15:59 UTC is cancelled" in [alert.title for alert in made.alerts]
    ) == (then == ACCEPTED)
    assert reworded(vendor) == held + 1
    assert outcomes(vendor.store)[-1] == "same"


@pytest.mark.both_databases
def test_an_undone_rejection_of_what_was_seen_twice_meanwhile_is_recorded_and_told(vendor: Vendor) -> None:
    vendor.says(price("a"))
    dear = replace(price("a"), amount=Decimal(90))
    number = vendor.says(dear).snapshot_id
    ruled(vendor, REJECTED, number)
    vendor.says(dear)
    made = undone(vendor, number)
    assert [(change.subject, change.kind) for change in made.changes] == [("a", "price changed")]
    price_told, undo_told = (alert.title for alert in made.alerts)
    assert price_told.startswith("a output 1 → 90 USD (+8900 %) as of ")
    assert undo_told.startswith(f"{NAME}: your decision is undone: snapshot {number}, rejected ")
    assert Decimal(90) in {value for row in believed(vendor.store, Price) for value in row if value == Decimal(90)}
    expect_replay(vendor)


def test_a_second_undo_and_the_undo_of_nothing_say_what_to_do(vendor: Vendor, held: int) -> None:
    with pytest.raises(NotHeld, match=f"no decision was made about snapshot {held}: `almanac held --settled`"):
        undone(vendor, held)
    ruled(vendor, ACCEPTED, held)
    with pytest.raises(NotHeld, match=f"decided already; `almanac held undo {held}` takes it back"):
        ruled(vendor, REJECTED, held)
    undone(vendor, held)
    with pytest.raises(NotHeld, match="undone already"):
        undone(vendor, held)


def test_the_record_ends_with_the_undo_for_pages_of_before_it(vendor: Vendor, held: int) -> None:
    ruled(vendor, ACCEPTED, held)
    undone(vendor, held)
    with vendor.store.reading() as session:
        assert recorded_past(session, Page(NAME, "u", b"", later(vendor, 15))) == later(vendor, 20)
        assert recorded_past(session, Page(NAME, "u", b"", later(vendor, 25))) is None


@pytest.mark.both_databases
def test_a_decision_about_new_doubts_leaves_earlier_decisions_alone(vendor: Vendor, held: int) -> None:
    ruled(vendor, REJECTED, held)
    dear = replace(price("a"), amount=Decimal(90))
    number = vendor.says(dear, mentions=(OTHER,)).snapshot_id
    ruled(vendor, ACCEPTED, number)
    assert state(vendor.store) == "dated"
    with vendor.store.reading() as session:
        assert sorted(session.scalars(select(Decision.verdict))) == [ACCEPTED, REJECTED]


def test_the_trouble_is_told_as_held_whatever_was_told_of_the_source_lately(vendor: Vendor, held: int) -> None:
    for minutes in (10, 30):
        ruled(vendor, ACCEPTED, held, minutes)
        undone(vendor, held, minutes + 10)
    was_held, was_undone = ChangeKind.SOURCE_HELD, ChangeKind.DECISION_UNDONE
    moves = [kind for kind in log(vendor.store) if kind in (was_undone, was_held)]
    assert moves == [was_held, was_undone, was_held, was_undone, was_held]
    assert mention("x").models == {CHAT}


@pytest.mark.both_databases
def test_a_deadline_is_ahead_again_after_the_undo(vendor: Vendor, held: int) -> None:

    def ahead(minutes: int) -> list[tuple[str, str]]:
        remind(vendor.store, TEAM, later(vendor, minutes))
        with vendor.store.reading() as session:
            rows = session.scalars(
                select(Reminder).where(Reminder.subject == CHAT, Reminder.state == ReminderState.AHEAD)
            )
            return [(row.kind, f"{row.due_at:%Y-%m-%d}") for row in rows]

    before = ahead(5)
    ruled(vendor, ACCEPTED, held)
    assert ahead(15) == []
    undone(vendor, held)
    assert ahead(25) == before == [("retirement", "2026-07-24")]


def fail(vendor: Vendor) -> None:
    """Three attempts that bring no page: the source is broken."""
    for minutes in (20, 30, 40):
        at = later(vendor, minutes)
        process_attempt(
            Run(vendor.store, vendor.source), lambda at=at: Failed(NAME, "u", at, "ConnectionError: refused")
        )


def test_what_an_undo_finds_on_older_pages_does_not_say_that_the_source_is_well_again(vendor: Vendor) -> None:
    vendor.says(price("a"))
    dear = replace(price("a"), amount=Decimal(90))
    number = vendor.says(dear).snapshot_id
    ruled(vendor, REJECTED, number)
    for stated in (price("a"), dear, dear):
        vendor.says(stated)
    fail(vendor)
    made = undone(vendor, number, minutes=50)
    assert [(change.subject, change.kind) for change in made.changes] == [("a", "price changed")]
    assert log(vendor.store)[-2:] == [ChangeKind.PRICE_CHANGED, ChangeKind.DECISION_UNDONE]


@pytest.mark.both_databases
def test_an_undo_that_makes_the_newest_page_readable_has_two_alerts_about_its_source(vendor: Vendor) -> None:
    """The newest pages contradict what the decision made believed, and nothing without it."""
    vendor.says(price("a"), *ends())
    number = vendor.says(costing("2"), mentions=(OTHER,)).snapshot_id
    ruled(vendor, ACCEPTED, number)
    start = later(vendor, 30)
    stated = (price("a"), replace(costing("1.5"), effective_from=start), *ends())
    for news in ((), (price("b"),)):
        assert vendor.says(*stated, *news).outcome == "refused"
    undone(vendor, number)
    with vendor.store.reading() as session:
        keys = select(Alert.alert_key, Alert.kind).where(Alert.alert_key.contains(f"/{NAME}/decided-"))
        (first, recovered), (second, decision) = session.execute(keys.order_by(Alert.id)).tuples()
    assert (recovered, decision) == ("source recovered", "decision undone")
    assert second == f"{first}/2"
    expect_replay(vendor)


def costing(amount: str) -> Price:
    return replace(price("a"), amount=Decimal(amount))
