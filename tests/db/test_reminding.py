"""Reminders on both databases: 400 days on a virtual clock, and what is said when facts are looked up again."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from tabulate import tabulate

from alerts.outbox import deliver
from bench.harness.dates import day
from bench.harness.registering import register
from flows.database import Store
from flows.ingest.archive import archive
from flows.notify.reminders import remind
from flows.pipeline.attempts import record_snapshot
from flows.run import DEFAULT_ALERTS, AlertSettings, Run
from models.facts.base import Fact
from models.facts.kinds import Price, Promotion, Retirement
from models.kinds.deadlines import DeadlineKind
from models.kinds.reminders import ReminderState
from models.readings.reading import Reading, Scope
from models.schema.tables import Alert, Delivery, Reminder
from scrapers.page import Page
from scrapers.registry import SOURCES
from scrapers.source import Source
from tests.db.test_outbox import Receiver

NAME = "deepseek_pricing"
START = day("2026-01-01")
DAY = timedelta(days=1)


def at(days: float) -> datetime:
    return START + days * DAY


def retirement(model: str, due: float | None, state: str = "dated") -> Retirement:
    when = None if due is None else at(due)
    return Retirement(source=NAME, model=model, state=state, retires_at=when, replacement="n")


def promotion(due: float, percent: str = "75") -> Promotion:
    return Promotion(
        source=NAME, model="m", percent_off=Decimal(percent), starts_at=None, ends_at=at(due), after_end="list_price"
    )


def price(amount: str, since: float | None = None, model: str = "m") -> Price:
    when = None if since is None else at(since)
    return Price(
        source=NAME,
        model=model,
        meter="output",
        band="flat",
        currency="USD",
        amount=Decimal(amount),
        list_amount=None,
        unit="1M tokens",
        effective_from=when,
        locator=f"row {amount}",
    )


def saying(facts: tuple[Fact, ...]) -> Source:
    """A source whose page states these. It is read so seldom that nothing is held."""
    scopes = frozenset({Scope(Retirement, NAME), Scope(Promotion, NAME), Scope(Price, NAME, "USD")})

    def read(_: Page) -> Reading:
        return Reading(scopes, facts)

    return replace(SOURCES[NAME], read=read, cron="* * * * *")


@dataclass
class World:
    """A page, and somebody who looks at the ladder."""

    store: Store
    telling: AlertSettings = DEFAULT_ALERTS
    seen: list[str] = field(default_factory=list[str])

    def page(self, days: float, *facts: Fact) -> list[str]:
        """The titles of what a page brings that states these, after the ladder has been looked at."""
        body = f"{days} {facts}".encode()
        with self.store.writing() as session:
            register(session, NAME)
            filed = archive(session, Page(NAME, "https://example.org", body, at(days)), at(days))
        record_snapshot(Run(self.store, saying(facts), clock=lambda: at(days), alerting=self.telling), filed)
        return self.look(days)

    def look(self, days: float) -> list[str]:
        """The titles of what is new."""
        remind(self.store, self.telling, at(days))
        with self.store.reading() as session:
            titles = list(session.scalars(select(Alert.title).order_by(Alert.id)))
        new, self.seen = titles[len(self.seen) :], titles
        return new


@pytest.fixture
def world(store: Store) -> World:
    found = World(store)
    assert found.page(0, price("1", model="x")) == []
    return found


TABLE = """\
  day  said
-----  ----------------------------------------------------------------------
   10  a is retired on 2 Mar 00:00 UTC (in 50 days)
   30  a is retired on 2 Mar 00:00 UTC (in 30 days)
   35  a is retired on 11 Apr 00:00 UTC (in 65 days), not on 2 Mar 00:00 UTC
   70  a is retired on 11 Apr 00:00 UTC (in 30 days)
   80  a is retired on 10 Jun 00:00 UTC (in 80 days), not on 11 Apr 00:00 UTC
  130  a is retired on 10 Jun 00:00 UTC (in 30 days)
  155  a is retired on 10 Jun 00:00 UTC (in 5 days)
  156  a is retired on 19 Aug 00:00 UTC (in 74 days), not on 10 Jun 00:00 UTC
  200  a is retired on 19 Aug 00:00 UTC (in 30 days)
  216  a is retired on 19 Aug 00:00 UTC (in 14 days)
  228  a is retired on 19 Aug 00:00 UTC (in 2 days)
  229  a is retired on 19 Aug 00:00 UTC (in 1 day)
  230  a is retired on 19 Aug 00:00 UTC (now)
  231  a is retired since 19 Aug 00:00 UTC, use n
  240  b is retired on 27 Nov 00:00 UTC (in 90 days)
  300  b is retired on 27 Nov 00:00 UTC (in 30 days)
  310  b stays: its retirement on 27 Nov 00:00 UTC is cancelled
  350  x output 1 → 2 USD (+100 %) from 20 Dec 00:00 UTC
  352  x output 1 → 2 USD (+100 %) from 20 Dec 00:00 UTC (in 1 day)
  353  x output 1 → 2 USD (+100 %) from 20 Dec 00:00 UTC (now)"""
"""By hand: the ladder is 30, 14, 7, 3, 1, 0 days. `a` is announced on day 10 for day 60, moves to 100, 160 and 230; `b`
is announced for 330 and withdrawn; `x` gets new prices. Nobody looks from day 140 to 155 (the rungs of days 146 and 153
pass: the tighter one is said) and from 217 to 228 (those of 223 and 227). An announcement says its own nearest rung."""
RETIRED = retirement("a", 230, "retired")
PAGES: dict[int, tuple[Fact, ...]] = {
    10: (retirement("a", 60),),
    35: (retirement("a", 100),),
    80: (retirement("a", 160),),
    156: (retirement("a", 230),),
    231: (RETIRED,),
    240: (RETIRED, retirement("b", 330)),
    310: (RETIRED, retirement("b", None, "cancelled")),
    350: (RETIRED, price("2", 353, "x")),
}
OUTAGES = {*range(140, 155), *range(217, 228)}


def test_in_400_days_with_three_moves_a_cancellation_and_two_outages_every_rung_is_said_once(world: World) -> None:
    said: list[tuple[int, str]] = []
    for days in range(1, 401):
        if days in PAGES:
            said += [(days, title) for title in world.page(days, price("1", model="x"), *PAGES[days])]
        elif days not in OUTAGES:
            said += [(days, title) for title in world.look(days)]
    assert tabulate(said, headers=("day", "said")) == TABLE


@pytest.mark.both_databases
def test_a_reminder_says_what_when_since_when_and_where(world: World) -> None:
    world.page(1, price("1", model="x"), promotion(9))
    (title,) = world.look(2)
    with world.store.reading() as session:
        alert = session.scalars(select(Alert).order_by(Alert.id.desc())).first()
    assert alert is not None
    assert (title, alert.kind, alert.severity) == (
        "m 75 % off ends on 10 Jan 00:00 UTC (in 7 days)",
        "promotion end ahead",
        "notice",
    )
    assert alert.body == (
        "To do: expect the price after the promotion in your budgets.\n\n"
        "- 75 % off until 2026-01-10 00:00 UTC, then list price\n\n"
        "Due 2026-01-10 00:00 UTC\n"
        "Announced 2026-01-02 00:00 UTC\n"
        "Seen 2026-01-02 00:00 UTC by deepseek_pricing\n"
        "https://example.org\n"
        "Check: almanac snapshot 2"
    )


def test_the_end_of_a_free_window_is_called_that(world: World) -> None:
    world.page(1, price("1", model="x"), promotion(9, "100"))
    assert world.look(2) == ["m free use ends on 10 Jan 00:00 UTC (in 7 days)"]


def test_what_was_announced_before_anybody_looked_is_said_at_first_sight(store: Store) -> None:
    first = World(store).page(0, price("1"), retirement("m", 10), retirement("o", None, "announced"))
    assert first == [
        "m is retired on 11 Jan 00:00 UTC (in 10 days)",
        "o is to be retired, without a date",
    ]


@pytest.mark.both_databases
def test_models_that_nobody_uses_are_not_reminded_of_and_stand_in_the_calendar(store: Store) -> None:
    world = World(store, replace(DEFAULT_ALERTS, uses=("deepseek-*",)))
    assert world.page(0, price("1"), retirement("m", 10), retirement("DeepSeek-v9", 10)) == [
        "DeepSeek-v9 is retired on 11 Jan 00:00 UTC (in 10 days)"
    ]
    with store.reading() as session:
        assert set(session.scalars(select(Reminder.subject))) == {"m", "DeepSeek-v9"}


def test_new_prices_in_two_currencies_are_one_deadline_with_a_line_each(world: World) -> None:
    both = [price("1", model="x"), price("2", 20, "x")]
    world.page(1, *both)
    world.look(6)
    with world.store.reading() as session:
        (row,) = session.scalars(select(Reminder)).all()
    assert (row.kind, row.subject, row.says) == ("price change", "x", "output 1 → 2 USD / 1M tokens")


def states(store: Store) -> list[str]:
    query = select(Delivery.state).join(Alert).where(Alert.alert_key.like("deadline/%")).order_by(Delivery.id)
    with store.reading() as session:
        return list(session.scalars(query))


def test_a_reminder_that_a_target_has_not_taken_is_withdrawn_when_the_next_one_is_due(world: World) -> None:
    down = Receiver(down=True)
    world.page(1, price("1", model="x"), retirement("m", 40))
    for days in (10, 26):
        world.look(days)
        deliver(world.store.writing, {"log": down}, lambda days=days: at(days))
    assert states(world.store) == ["withdrawn", "pending"]


@pytest.mark.both_databases
def test_a_reminder_of_what_has_moved_is_never_sent(world: World) -> None:
    world.page(1, price("1", model="x"), retirement("m", 40))
    world.look(10)
    assert states(world.store) == ["pending"]
    world.page(11, price("1", model="x"), retirement("m", 90))
    assert states(world.store) == ["withdrawn"]


@pytest.mark.both_databases
def test_what_only_our_own_reader_took_back_is_said_to_be_no_more(world: World) -> None:
    row = Reminder(
        uid="u",
        kind=DeadlineKind.PROMOTION_END,
        source=NAME,
        vendor="deepseek",
        subject="m",
        due_at=at(40),
        first_recorded_from=START,
        revised_at=START,
        says="75 % off",
        sequence=0,
        state=ReminderState.AHEAD,
        rung=None,
        snapshot_id=1,
    )
    with world.store.writing() as session:
        register(session, NAME)
        session.add(row)
    assert world.look(11) == ["m promotion end of 10 Feb 00:00 UTC is not announced any more"]
    assert world.look(12) == []


@pytest.mark.both_databases
def test_what_a_reader_took_back_and_another_one_says_again_goes_on_under_its_name(world: World) -> None:
    world.page(1, price("1", model="x"), retirement("m", 40))
    with world.store.writing() as session:
        session.scalars(select(Reminder)).one().state = ReminderState.CANCELLED
    assert world.look(10) == ["m is retired on 10 Feb 00:00 UTC (in 30 days)"]
    with world.store.reading() as session:
        row = session.scalars(select(Reminder)).one()
    assert (row.state, row.sequence, row.rung) == ("ahead", 1, 30)
