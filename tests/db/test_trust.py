"""Which source the views show: the most trusted one from its first reading on, for each currency by itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Row, text

from bench.harness.dates import day
from bench.harness.registering import register
from flows.database import Store
from models.bitemporal.belief import Contradiction
from models.facts.base import Fact, gone
from models.facts.kinds import PeakHours, Price, Promotion, Retirement
from models.history.record import record
from models.queries import facts_at
from models.readings.reading import Reading, Scope
from models.schema.tables import Snapshot, SourceRow
from models.schema.views import PRICE_NOW
from tests.support.facts import hour
from tests.support.views import VIEWS

BEST, OTHER, WORST = "best", "other", "worst"
NEVER = day("2999-01-01")
FAMILIES = count()


@pytest.fixture(autouse=True)
def sources(store: Store) -> None:
    know(store, *((name, "family", trust) for trust, name in enumerate((BEST, OTHER, WORST), 1)))


def know(store: Store, *known: tuple[str, str, int]) -> None:
    with store.writing() as session:
        for name, family, trust in known:
            session.merge(SourceRow(name=name, vendor=family, url="u", cadence_minutes=60, family=family, trust=trust))


def costs(amount: int, model: str = "m", at: float | None = None, currency: str = "USD") -> Price:
    return Price(
        source="s",
        model=model,
        meter="output",
        band="flat",
        currency=currency,
        amount=Decimal(amount),
        list_amount=None,
        unit="1M tokens",
        effective_from=None if at is None else hour(at),
    )


def say(store: Store, at: float, source: str, *facts: Fact, of: Sequence[type[Fact]] = (Price,)) -> None:
    """What a source states completely at an hour of January 2026; without prices it speaks of US dollars."""
    stated = tuple(replace(fact, **{"source": source}) for fact in facts)
    parts = {fact.currency for fact in stated if isinstance(fact, Price)} or {"USD"}
    scopes = {Scope(kind, source, part) for kind in of for part in (parts if kind is Price else {""})}
    with store.writing() as session:
        register(session, source)
        snapshot = Snapshot(source=source, url="u", moment=hour(at), stored_at=hour(at), outcome="facts")
        session.add(snapshot)
        session.flush()
        record(session, snapshot, Reading(frozenset(scopes), stated), 1, hour(at))


def shown(store: Store, at: float, believed: float | None = None) -> dict[str, tuple[str, int]]:
    """Model → source and amount."""
    with store.reading() as session:
        rows = facts_at.prices(session, None, hour(at), hour(believed if believed is not None else 1000), hour(1000))
    return {row.model: (row.source, int(row.amount)) for row in rows}


def view(store: Store, name: str) -> Sequence[Row[Any]]:
    with store.reading() as session:
        return facts_at.view(session, VIEWS[name])


def test_the_most_trusted_source_is_shown_from_its_first_reading_on(store: Store) -> None:
    say(store, 0, WORST, costs(1))
    say(store, 5, BEST, costs(2))
    say(store, 6, WORST, costs(3))
    assert [shown(store, at)["m"] for at in (0, 4, 5, 7)] == [(WORST, 1), (WORST, 1), (BEST, 2), (BEST, 2)]
    assert [(row.source, int(row.amount)) for row in view(store, "price_now")] == [(BEST, 2)]


def test_it_is_shown_where_it_has_no_row_too(store: Store) -> None:
    say(store, 0, WORST, costs(1, "m"), costs(1, "n"))
    say(store, 5, BEST, costs(2, "m"))
    assert (shown(store, 4).keys(), shown(store, 5)) == ({"m", "n"}, {"m": (BEST, 2)})
    assert [row.model for row in view(store, "price_now")] == ["m"]


def test_a_page_without_prices_is_a_reading_of_prices(store: Store) -> None:
    say(store, 0, WORST, costs(1))
    say(store, 5, BEST)
    assert (shown(store, 4), shown(store, 5)) == ({"m": (WORST, 1)}, {})
    assert view(store, "price_now") == []


def test_what_was_believed_before_it_was_read_is_answered_by_the_other(store: Store) -> None:
    say(store, 0, WORST, costs(1))
    say(store, 5, BEST, costs(2))
    assert shown(store, 7, believed=4) == {"m": (WORST, 1)}


def test_a_source_of_another_family_decides_nothing(store: Store) -> None:
    know(store, ("stranger", "another family", 0))
    say(store, 0, WORST, costs(1))
    say(store, 5, "stranger", costs(2, "n"))
    assert shown(store, 6) == {"m": (WORST, 1), "n": ("stranger", 2)}


def test_each_currency_has_its_own_most_trusted_source(store: Store) -> None:
    say(store, 0, WORST, costs(1), costs(7, currency="CNY"))
    say(store, 5, BEST, costs(2))
    with store.reading() as session:
        rows = facts_at.prices(session, None, hour(6), None, hour(1000))
    for found in (rows, view(store, "price_now")):
        assert sorted((row.currency, row.source) for row in found) == [("CNY", WORST), ("USD", BEST)]


def test_what_a_source_dates_back_is_not_shown_where_another_had_been_read(store: Store) -> None:
    say(store, 0, WORST, costs(1))
    say(store, 10, BEST, costs(2, at=3))
    assert [shown(store, at)["m"] for at in (2, 4, 9, 10)] == [(WORST, 1), (WORST, 1), (WORST, 1), (BEST, 2)]


def test_a_less_trusted_source_dates_nothing_back_over_a_more_trusted_one(store: Store) -> None:
    say(store, 5, BEST, costs(1))
    say(store, 10, WORST, costs(2, at=3))
    assert [shown(store, at).get("m") for at in (2, 4, 5, 10)] == [None, (WORST, 2), (BEST, 1), (BEST, 1)]


def test_what_a_source_dates_back_is_shown_where_nobody_had_been_read(store: Store) -> None:
    say(store, 10, BEST, costs(2, at=3))
    assert [shown(store, at).get("m") for at in (2, 4, 10)] == [None, (BEST, 2), (BEST, 2)]


def promised(until: datetime | None) -> tuple[Promotion, ...]:
    now = Promotion(source="s", model="m", percent_off=Decimal(75), starts_at=None, ends_at=until, after_end=None)
    return (now,) if until is None else (now, gone(now, until))


def test_a_promotion_is_shown_by_the_most_trusted_source_and_so_is_its_end(store: Store) -> None:
    say(store, 0, WORST, *promised(NEVER), of=(Promotion,))
    assert [row.source for row in view(store, "promotion_now")] == [WORST]
    assert [(row.source, row.due_at) for row in view(store, "deadline")] == [(WORST, NEVER)]
    say(store, 5, OTHER, *promised(None), of=(Promotion,))
    assert [(row.source, row.ends_at) for row in view(store, "promotion_now")] == [(OTHER, None)]
    assert view(store, "deadline") == []
    say(store, 6, BEST, of=(Promotion,))
    assert view(store, "promotion_now") == []


def test_every_kind_of_deadline_is_shown_by_the_most_trusted_source(store: Store) -> None:
    retires = Retirement(source="s", model="m", state="dated", retires_at=NEVER, replacement=None)
    peak = PeakHours(
        source="s", time_zone="UTC", weekdays="1", windows="09:00-10:00", holidays=None, effective_from=NEVER, text="t"
    )
    facts = (*promised(NEVER), retires, replace(costs(9), effective_from=NEVER), peak)
    kinds = (Promotion, Retirement, Price, PeakHours)
    say(store, 0, WORST, *facts, of=kinds)
    say(store, 1, OTHER, *facts, of=kinds)
    assert sorted((row.kind, row.source) for row in view(store, "deadline")) == [
        (kind, OTHER) for kind in ("peak hours change", "price change", "promotion end", "retirement")
    ]
    say(store, 2, BEST, of=kinds)
    assert view(store, "deadline") == []


SAYINGS = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.sampled_from((BEST, WORST)),
        st.lists(
            st.tuples(st.sampled_from("mn"), st.none() | st.integers(0, 30), st.integers(1, 3), st.booleans()),
            max_size=4,
            unique_by=lambda said: said[:2],
        ),
    ),
    max_size=8,
)
INSTANTS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=5, max_size=5)


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
@given(SAYINGS, INSTANTS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_postgresql_answers_as_we_do_whatever_two_sources_said(
    store: Store, sayings: list[Any], instants: list[tuple[int, int]]
) -> None:
    number, moment = next(FAMILIES), 0
    names = {name: f"{name} {number}" for name in (BEST, WORST)}
    know(store, (names[BEST], f"family {number}", 1), (names[WORST], f"family {number}", 2))
    for step, name, said in sayings:
        moment += step
        stated = [costs(amount, model, at) for model, at, amount, _ in said]
        ended = [gone(price, price.effective_from or hour(moment)) for price in stated]
        facts = [
            end if over and price.effective_from else price
            for price, end, (*_, over) in zip(stated, ended, said, strict=True)
        ]
        try:
            say(store, moment, names[name], *facts)
        except Contradiction:
            continue
    for at, believed in instants:
        with store.reading() as session:
            query = text("select * from price_as_of(:t, :r) order by source, model, meter, band, currency")
            theirs = session.execute(query, {"t": hour(at), "r": hour(believed)}).all()
            ours = facts_at.prices(session, None, hour(at), hour(believed), hour(999))
            # SQL adds a number beside each exact amount.
            names_of_ours = [column.name for column in PRICE_NOW.columns]
            assert [[getattr(row, name) for name in names_of_ours] for row in theirs] == [list(row) for row in ours]
