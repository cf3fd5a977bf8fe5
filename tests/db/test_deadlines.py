"""The rule of deadlines: the SQL of the view `deadline`, asked for the present or for any instants of both clocks."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

import pytest
from alembic import command
from sqlalchemy import select

from flows.database import WRITES, Store, alembic_config
from models.facts.base import Fact, gone
from models.facts.kinds import PeakHours, Price, Promotion, Retirement
from models.kinds.deadlines import DeadlineKind
from models.queries.deadlines import Deadline, deadlines
from models.schema.tables import SourceRow
from models.schema.views import DEADLINE
from tests.db.test_trust import BEST, NEVER, WORST, costs, know, say
from tests.support.facts import hour
from tests.support.issued import issued
from tests.support.two_vendors import AZURE, OPENAI, Pages, at, pages, price, retirement

assert pages
pytestmark = pytest.mark.both_databases
DUE, LATER = 50.0, 60.0
KINDS = (Promotion, Retirement, Price, PeakHours)
Row = tuple[str, str, str, float | None]
"""Kind, source, subject, and the hour at which it is due."""


@pytest.fixture(autouse=True)
def sources(store: Store) -> None:
    know(store, (BEST, "family", 1), (WORST, "family", 2))


def ahead(store: Store, hours: float, believed: float | None = None) -> list[Row]:
    return [
        (each.kind.value, each.source, each.subject, due(each.due_at)) for each in deadlines_at(store, hours, believed)
    ]


def deadlines_at(store: Store, hours: float, believed: float | None = None) -> list[Deadline]:
    with store.reading() as session:
        return deadlines(session, hour(hours), hour(hours if believed is None else believed))


def due(instant: datetime | None) -> float | None:
    return None if instant is None else (instant - hour(0)).total_seconds() / 3600


def offers(percent: str, ends: float | None) -> Promotion:
    ends_at = None if ends is None else hour(ends)
    return Promotion(
        source="s", model="m", percent_off=Decimal(percent), starts_at=None, ends_at=ends_at, after_end="list_price"
    )


def retires(state: str, ends: float | None = None, since: float | None = None) -> Retirement:
    retires_at, start = (None if at is None else hour(at) for at in (ends, since))
    return Retirement(source="s", model="m", state=state, retires_at=retires_at, replacement="n", effective_from=start)


def peaks(since: float | None) -> PeakHours:
    start = None if since is None else hour(since)
    return PeakHours(
        source="s", time_zone="UTC", weekdays="1", windows="09:00-10:00", holidays=None, effective_from=start, text="t"
    )


@dataclass(frozen=True)
class Case:
    """What a source states at hour 1, and the deadlines that follow until an hour."""

    facts: tuple[Fact, ...]
    expected: tuple[tuple[DeadlineKind, str, float | None], ...]
    """Kind, subject and the hour at which it is due."""


CASES = {
    "the end of a promotion": Case(
        (offers("75", DUE), gone(offers("75", DUE), hour(DUE))), ((DeadlineKind.PROMOTION_END, "m", DUE),)
    ),
    "the end of free use": Case((offers("100", DUE),), ((DeadlineKind.FREE_WINDOW_END, "m", DUE),)),
    "a share of a hundred in other digits": Case((offers("100.00", DUE),), ((DeadlineKind.FREE_WINDOW_END, "m", DUE),)),
    "a promotion without an end": Case((offers("75", None),), ()),
    "a dated retirement": Case(
        (retires("dated", DUE), retires("retired", DUE, since=DUE)), ((DeadlineKind.RETIREMENT, "m", DUE),)
    ),
    "a retirement without a date": Case((retires("announced"),), ((DeadlineKind.RETIREMENT, "m", None),)),
    "a retirement that was cancelled": Case((retires("cancelled"),), ()),
    "a name that is routed": Case((retires("routed", DUE),), ()),
    "a name that is retired": Case((retires("retired", DUE),), ()),
    "new prices in two currencies and two modes": Case(
        (
            costs(1),
            costs(2, at=DUE),
            replace(costs(3, at=DUE), mode="batch"),
            costs(14, currency="CNY"),
            costs(15, at=DUE, currency="CNY"),
        ),
        ((DeadlineKind.PRICE_CHANGE, "m", DUE),),
    ),
    "new prices of two models and at two instants": Case(
        (costs(2, "m", at=DUE), costs(2, "n", at=DUE), costs(3, "m", at=LATER)),
        (
            (DeadlineKind.PRICE_CHANGE, "m", DUE),
            (DeadlineKind.PRICE_CHANGE, "n", DUE),
            (DeadlineKind.PRICE_CHANGE, "m", LATER),
        ),
    ),
    "prices in effect": Case((costs(1), costs(2, at=0.5)), ()),
    "a price that goes": Case((costs(1), gone(costs(1), hour(DUE))), ()),
    "new peak hours": Case(
        (peaks(None), replace(peaks(DUE), windows="1")), ((DeadlineKind.PEAK_HOURS_CHANGE, BEST, DUE),)
    ),
    "peak hours that end": Case((peaks(None), gone(peaks(None), hour(DUE))), ()),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_is_ahead_from_its_first_reading_until_it_is_due(store: Store, case: Case) -> None:
    say(store, 1, BEST, *case.facts, of=KINDS)
    assert ahead(store, 0.99) == []
    for hours in (1, 30, DUE - 0.01, DUE, LATER - 0.01, LATER, 500):
        expected = [
            (kind.value, BEST, subject, due_at)
            for kind, subject, due_at in case.expected
            if due_at is None or due_at > hours
        ]
        assert ahead(store, hours) == expected, hours


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_is_stated_no_more_is_ahead_only_as_believed_before(store: Store, case: Case) -> None:
    prices = (costs(1, "z"), costs(7, "z", currency="CNY"))
    say(store, 1, BEST, *case.facts, *prices, of=KINDS)
    say(store, 5, BEST, *prices, of=KINDS)
    assert ahead(store, 4) == ahead(store, 5, believed=4) == ahead(store, 40, believed=4.99)
    assert ahead(store, 5) == ahead(store, 40) == []


def test_the_end_states_no_deadline_once_it_has_come(store: Store) -> None:
    say(store, 1, BEST, retires("announced"), replace(retires("dated", LATER), effective_from=hour(10)), of=KINDS)
    found = {hours: ahead(store, hours) for hours in (9, 10, 59, 60)}
    dated = [("retirement", BEST, "m", LATER)]
    assert found == {9: [("retirement", BEST, "m", None)], 10: dated, 59: dated, 60: []}


def test_a_source_that_is_trusted_more_decides_from_its_first_reading_on(store: Store) -> None:
    facts = (offers("75", DUE), retires("dated", DUE), costs(2, at=DUE), peaks(DUE))
    say(store, 1, WORST, *facts, of=KINDS)
    own = ahead(store, 2)
    assert [(kind, source) for kind, source, *_ in own] == [
        ("peak hours change", WORST), ("price change", WORST), ("promotion end", WORST), ("retirement", WORST),
    ]  # fmt: skip
    say(store, 3, BEST, retires("dated", LATER), of=KINDS)
    assert ahead(store, 3) == [("retirement", BEST, "m", LATER)]
    assert own == ahead(store, 2.99, believed=3) == ahead(store, 3, believed=2.99)


def test_prices_of_a_currency_are_those_of_the_source_that_is_trusted_most_in_it(store: Store) -> None:
    say(store, 1, WORST, costs(14, at=DUE, currency="CNY"), costs(2, at=LATER))
    say(store, 2, BEST, costs(3, at=DUE))
    (deadline,) = deadlines_at(store, 3)
    assert (deadline.source, deadline.recorded_from, deadline.due_at) == (BEST, hour(2), hour(DUE))
    assert deadline.says == "output 3 USD / 1M tokens\noutput 14 CNY / 1M tokens"


def test_the_row_that_was_recorded_last_speaks_for_new_prices(store: Store) -> None:
    say(store, 1, BEST, costs(3, at=DUE), costs(14, at=DUE, currency="CNY"))
    (before,) = deadlines_at(store, 2)
    say(store, 2, BEST, costs(4, at=DUE), costs(14, at=DUE, currency="CNY"))
    (after,) = deadlines_at(store, 2)
    assert (before.recorded_from, after.recorded_from) == (hour(1), hour(2))
    assert after.snapshot_id > before.snapshot_id
    assert before.says.split("\n")[1:] == ["output 3 USD / 1M tokens"]
    assert after.says.split("\n")[1:] == ["output 4 USD / 1M tokens"]


def test_a_source_that_only_checks_states_no_deadline(store: Store) -> None:
    say(store, 1, "checker", offers("75", DUE), retires("announced"), costs(2, at=DUE), peaks(DUE), of=KINDS)
    assert len(ahead(store, 2)) == 4
    with store.writing() as session:
        session.get_one(SourceRow, "checker").checks = "family"
    assert ahead(store, 2) == []


def test_two_vendors_that_date_one_name_have_a_deadline_each(pages: Pages) -> None:
    pages.say(1, OPENAI, price(OPENAI), price(OPENAI, "20", 60), retirement(OPENAI, 60))
    pages.say(2, AZURE, price(AZURE), price(AZURE, "30", 60), retirement(AZURE, 60))
    pages.say(3, OPENAI, price(OPENAI), price(OPENAI, "25", 60), retirement(OPENAI, 60))
    with pages.store.reading() as session:
        found = deadlines(session, at(4), at(4))
    assert [(each.kind.value, each.vendor, each.recorded_from, each.says) for each in found] == [
        ("price change", AZURE, at(2), "output 10 → 30 USD / 1M tokens"),
        ("price change", OPENAI, at(3), "output 10 → 25 USD / 1M tokens"),
        ("retirement", AZURE, at(2), "dated 2026-03-02 00:00 UTC"),
        ("retirement", OPENAI, at(1), "dated 2026-03-02 00:00 UTC"),
    ]


def test_many_deadlines_take_the_statements_of_one(pages: Pages) -> None:
    """What states them is read once a kind of fact, and not once a deadline."""
    counts = list[int]()
    for number, models in enumerate((["a"], ["a", "b", "c"]), 1):
        names = [replace(retirement(OPENAI, 60), model=name) for name in models]
        prices = [each for name in models for each in (price(OPENAI, model=name), price(OPENAI, "20", 60, name))]
        pages.say(number, OPENAI, *prices, *names)
        with issued(pages.store) as statements, pages.store.reading() as session:
            found = deadlines(session, at(number), at(number))
        assert len(found) == 2 * len(models)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def state_until_never(store: Store) -> None:
    """Facts of each kind that are due long after the present, and then no more of two of them."""
    promotion, retirement = replace(offers("75", 0), ends_at=NEVER), replace(retires("dated"), retires_at=NEVER)
    announced = (replace(costs(2), effective_from=NEVER), replace(peaks(None), effective_from=NEVER))
    say(store, 1, BEST, promotion, retirement, *announced, of=KINDS)
    say(store, 2, BEST, promotion, announced[0], of=KINDS)


IN_ORDER = select(DEADLINE).order_by(DEADLINE.c.due_at, DEADLINE.c.kind, DEADLINE.c.subject)
NAMES = ("kind", "source", "vendor", "subject", "due_at", "recorded_from", "snapshot_id")


def shown(store: Store) -> list[tuple[object, ...]]:
    with store.reading() as session:
        return [tuple(getattr(row, name) for name in NAMES) for row in session.execute(IN_ORDER)]


def test_the_view_of_the_present_has_those_of_this_instant(store: Store) -> None:
    state_until_never(store)
    stated = [tuple(getattr(each, name) for name in NAMES) for each in deadlines_at(store, 3)]
    assert [row[0] for row in stated] == ["price change", "promotion end"]
    assert shown(store) == stated


def test_an_older_release_shows_the_same_deadlines_of_the_present_and_keeps_their_facts(store: Store) -> None:
    state_until_never(store)
    newest = shown(store)
    with store.engine.execution_options(**{WRITES: True}).begin() as connection:
        command.downgrade(alembic_config(connection), "0017")
    assert shown(store) == newest != []
    store.migrate()
    assert (shown(store), [kind for kind, *_ in ahead(store, 1)]) == (
        newest, ["peak hours change", "price change", "promotion end", "retirement"],
    )  # fmt: skip
