"""Pages of one moment from several addresses: one of them is recorded, each alert is told once, the source goes on."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from bench.harness.registering import register
from flows.audit.previews import preview
from flows.audit.verification import verify
from flows.database import Store
from flows.ingest.held_readings import NotHeld, held_readings
from flows.ingest.source_health import health_change
from flows.pipeline.attempts import process_attempt, read_backlog
from flows.pipeline.decisions import decide
from flows.replay.replays import insert_pages, replay
from flows.run import DEFAULT_ALERTS, Run
from models.facts.base import Fact
from models.facts.kinds import Notice
from models.history.decisions import NewDecision
from models.kinds.changes import ChangeKind
from models.kinds.decisions import Verdict
from models.readings.reading import Reading
from models.readings.unread import Mention
from models.schema.tables import Alert, ChangeRow, Snapshot
from scrapers.page import Page, PageChanged
from scrapers.registry import REGISTERED
from tests.db.test_replay import nobody
from tests.support.vendor import CONTRARY, NAME, START, Vendor, ends, price, vendor

__all__ = ["vendor"]
ACCEPTED, REJECTED = Verdict
HOUR = timedelta(hours=1)
FIRST = CONTRARY["another instant"]
SECOND = CONTRARY["another clock of the day"]


def run_of(vendor: Vendor, at: datetime | None = None) -> Run:
    moment = at or START + timedelta(hours=vendor.hour, minutes=10)
    return Run(vendor.store, vendor.source, clock=lambda: moment, log=nobody)


def twins(vendor: Vendor, *pages: tuple[Fact, ...] | Mention) -> list[int]:
    """Late pages of one moment, each from another address; the ids of their snapshots."""
    vendor.hour += 1
    at = START + timedelta(hours=vendor.hour)
    made = list[Page]()
    for url, stated in zip("vwx", pages, strict=False):
        facts, mentions = ((price("a"),), (stated,)) if isinstance(stated, Mention) else (stated, ())
        made.append(replace(vendor.page(*facts, mentions=mentions), url=url, moment=at))
    insert_pages(run_of(vendor, at + HOUR / 6), made)
    with vendor.store.reading() as session:
        return list(session.scalars(select(Snapshot.id).where(Snapshot.moment == at).order_by(Snapshot.id)))


def outcomes(store: Store, ids: Sequence[int]) -> list[str | None]:
    with store.reading() as session:
        return list(session.scalars(select(Snapshot.outcome).where(Snapshot.id.in_(ids)).order_by(Snapshot.id)))


def decided(vendor: Vendor, verdict: Verdict, snapshot_id: int) -> None:
    run = run_of(vendor)
    decide(run, NewDecision(verdict, snapshot_id, run.clock()))


def keys(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(Alert.alert_key).order_by(Alert.id)))


def expect_whole(vendor: Vendor) -> None:
    """Nothing waits, a replay finds the same, each fact is that of its page, and the next page is recorded."""
    store = vendor.store
    with store.reading() as session:
        assert session.scalar(select(func.count()).where(Snapshot.outcome.is_(None))) == 0
    replayed = replay(run_of(vendor))
    assert (replayed.corrections, replayed.changes, replayed.retracted) == (0, 0, 0)
    assert verify(store, [vendor.source], nobody).discrepancies == []
    assert len(set(keys(store))) == len(keys(store))
    vendor.hour += 1
    assert vendor.says(price("a"), *ends(), price("new")).outcome == "facts"


@pytest.fixture
def begun(vendor: Vendor) -> Vendor:
    """A source with a price and a retirement, whose last page is held."""
    vendor.says(price("a"), *ends())
    assert vendor.says(price("a"), mentions=(FIRST,)).outcome == "held"
    return vendor


PAIRS: dict[str, tuple[Mention, Mention]] = {"two doubts": (FIRST, SECOND), "one doubt": (FIRST, FIRST)}


@pytest.mark.both_databases
@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("pair", PAIRS)
def test_two_held_pages_of_one_moment_can_be_decided(begun: Vendor, pair: str, verdict: Verdict) -> None:
    first, second = twins(begun, *PAIRS[pair])
    assert outcomes(begun.store, [first, second]) == ["held", "held"]
    decided(begun, verdict, first)
    assert outcomes(begun.store, [first, second])[0] in ("facts", "same")
    assert outcomes(begun.store, [first, second])[1] == "refused"
    expect_whole(begun)


@pytest.mark.both_databases
def test_a_page_that_is_accepted_is_recorded_and_not_the_one_before_it_of_its_moment(begun: Vendor) -> None:
    first, second = twins(begun, FIRST, FIRST)
    decided(begun, ACCEPTED, second)
    assert outcomes(begun.store, [first, second]) == ["held", "facts"]
    with begun.store.reading() as session:
        assert list(held_readings(session, [begun.source])) == []
    with pytest.raises(NotHeld, match=f"snapshot {first} is settled: snapshot {second} of"):
        decided(begun, ACCEPTED, first)
    expect_whole(begun)


@pytest.mark.both_databases
def test_all_held_pages_of_a_moment_are_settled_by_a_decision_about_an_earlier_one(begun: Vendor) -> None:
    (earlier,) = held_ids(begun)
    ids = twins(begun, SECOND, FIRST, SECOND)
    decided(begun, ACCEPTED, earlier)
    assert outcomes(begun.store, ids).count("held") + outcomes(begun.store, ids).count("refused") >= 2
    expect_whole(begun)


def held_ids(vendor: Vendor) -> list[int]:
    with vendor.store.reading() as session:
        return list(session.scalars(select(Snapshot.id).where(Snapshot.outcome == "held")))


@pytest.mark.both_databases
def test_a_page_of_a_moment_that_is_recorded_is_refused_and_its_source_is_not_broken(begun: Vendor) -> None:
    first, second = twins(begun, (price("a"), *ends()), FIRST)
    assert outcomes(begun.store, [first, second]) == ["same", "refused"]
    with begun.store.reading() as session:
        reason = session.get_one(Snapshot, second).reason
    assert reason is not None
    assert reason.endswith("is recorded: of several pages of one moment the first counts")
    expect_whole(begun)


def at_moment(vendor: Vendor, moment: datetime, change: Callable[[Reading], Reading], reader: int) -> Run:
    """A run an hour later with a reader that reads the pages of one moment otherwise than the vendor's."""
    read_all = vendor.source.read

    def read(page: Page) -> Reading:
        reading = read_all(page)
        return change(reading) if page.moment == moment else reading

    at = moment + HOUR / 2
    return Run(vendor.store, replace(vendor.source, read=read, reader=reader), clock=lambda: at, log=nobody)


def refused(_: Reading) -> Reading:
    raise PageChanged("another page", "x")


def doubtful(reading: Reading) -> Reading:
    """With a sentence that is not understood."""
    note = Notice.of(NAME, FIRST.text, FIRST.where)
    return replace(reading, facts=(*reading.facts, note), mentions=(FIRST,))


@pytest.mark.both_databases
def test_pages_of_one_moment_that_a_later_reader_can_read_do_not_stop_their_source(vendor: Vendor) -> None:
    vendor.says(price("a"), *ends())
    at = START + timedelta(hours=2)
    pages = [replace(vendor.page(price("a"), *ends(), price(model)), moment=at, url=model) for model in "bc"]
    old = at_moment(vendor, at, refused, vendor.source.reader)
    process_attempt(old, lambda: pages[0])
    insert_pages(old, pages[1:])
    new = at_moment(vendor, at, lambda reading: reading, vendor.source.reader + 1)
    read_backlog(new)
    with vendor.store.reading() as session:
        of_moment = select(Snapshot.outcome).where(Snapshot.moment == at).order_by(Snapshot.id)
        assert session.scalars(of_moment).all() == ["facts", "refused"]
        kinds = session.scalars(select(ChangeRow.kind).where(ChangeRow.subject == NAME)).all()
    assert kinds == [ChangeKind.SOURCE_BROKEN]
    result = process_attempt(new, lambda: replace(pages[0], moment=at + HOUR))
    assert (result.outcome, result.changes) == ("same", 1), "the source recovers"


@pytest.mark.both_databases
def test_the_health_of_a_source_may_change_twice_at_one_moment(vendor: Vendor) -> None:
    """The first page is refused by both readers, the second one by the old reader alone."""
    vendor.says(price("a"), *ends())
    at = START + timedelta(hours=2)
    bad, good = (replace(vendor.page(price("a"), *ends()), moment=at, url=url) for url in "bc")
    old = at_moment(vendor, at, refused, vendor.source.reader)
    process_attempt(old, lambda: bad)
    insert_pages(old, [good])

    def read(page: Page) -> Reading:
        return refused(Reading(frozenset(), ())) if page.url == bad.url else vendor.source.read(page)

    read_backlog(replace(old, source=replace(vendor.source, read=read, reader=vendor.source.reader + 1)))
    key = f"{NAME}/{at:%Y-%m-%dT%H:%M:%S.%fZ}/{NAME}"
    assert keys(vendor.store) == [key, f"{key}/2"]
    with vendor.store.reading() as session:
        assert session.scalars(select(Alert.kind).order_by(Alert.id)).all() == ["source broken", "source recovered"]


@pytest.mark.both_databases
def test_a_page_that_a_later_reader_holds_and_a_person_accepts_is_told_once(vendor: Vendor) -> None:
    vendor.says(price("a"), *ends())
    vendor.says(price("a"), *ends(), price("b"))
    at, told = START + timedelta(hours=2), keys(vendor.store)
    assert told == [f"{NAME}/{at:%Y-%m-%dT%H:%M:%S.%fZ}/b"]
    run = at_moment(vendor, at, doubtful, vendor.source.reader + 1)
    read_backlog(run)
    (number,) = held_ids(vendor)
    decide(run, NewDecision(ACCEPTED, number, run.clock()))
    assert outcomes(vendor.store, [number]) == ["facts"]
    assert [key for key in keys(vendor.store) if "/b" in key] == told
    with vendor.store.reading() as session:
        retracted = session.scalars(select(ChangeRow.retracted).where(ChangeRow.subject == "b")).all()
    assert retracted == [False]
    replayed = replay(run)
    assert (replayed.corrections, replayed.changes, replayed.retracted) == (0, 0, 0)


@pytest.mark.both_databases
def test_what_a_later_reader_reads_otherwise_is_told_under_a_key_of_its_own(vendor: Vendor) -> None:
    vendor.says(price("a"), *ends())
    vendor.says(price("a"), *ends(), price("b"))
    at, told = START + timedelta(hours=2), keys(vendor.store)
    dear = replace(price("b"), list_amount=Decimal(7))

    def corrected(reading: Reading) -> Reading:
        facts = tuple(dear if fact.key == dear.key else fact for fact in reading.facts)
        return doubtful(replace(reading, facts=facts))

    run = at_moment(vendor, at, corrected, vendor.source.reader + 1)
    read_backlog(run)
    (number,) = held_ids(vendor)
    decide(run, NewDecision(ACCEPTED, number, run.clock()))
    assert [key for key in keys(vendor.store) if "/b" in key] == [*told, f"{told[0]}/2"]


def test_alerts_are_previewed_with_pages_of_one_moment(begun: Vendor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(REGISTERED, NAME, begun.source)
    twins(begun, (price("a"), *ends(), price("b")), FIRST)
    found = preview(begun.store, DEFAULT_ALERTS, START, nobody)
    assert [alert.message.kind for alert in found] == ["source held", "model added", "source recovered"]


@pytest.mark.both_databases
@pytest.mark.parametrize("pair", [("facts", "refused"), ("refused", "facts")], ids=" then ".join)
def test_a_good_page_of_a_moment_counts_among_the_last_attempts(store: Store, pair: tuple[str, str]) -> None:
    """A source is broken after three bad attempts in a row."""
    outcomes = [*((0, url, outcome) for url, outcome in zip("vw", pair, strict=True)), (1, "v", "failed")]
    outcomes.append((2, "v", "failed"))
    with store.writing() as session:
        register(session, "s")
        for hours, url, outcome in outcomes:
            at = START + hours * HOUR
            session.add(Snapshot(source="s", url=url, moment=at, stored_at=at, outcome=outcome))
            session.flush()
        newest = session.scalars(select(Snapshot).order_by(Snapshot.id.desc()).limit(1)).one()
        assert health_change(session, newest) is None
        at = START + 3 * HOUR
        session.add(third := Snapshot(source="s", url="v", moment=at, stored_at=at, outcome="failed"))
        session.flush()
        found = health_change(session, third)
        assert found is not None
        assert found.kind is ChangeKind.SOURCE_BROKEN
