"""The history on both databases against the oracle, over random sequences of readings."""

from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import Row, select

from flows.database import Store
from models.bitemporal.belief import Contradiction
from models.history.out_of_order import OutOfOrder
from models.queries.facts_at import as_of, clocks
from models.readings.reading import Reading
from tests.support.facts import FATES, Fate, create_fates, fate, hour, read, reading
from tests.support.oracle import HOURS, Belief, Refused, Said
from tests.support.quick import examples

THINGS = ("a", "b")
NAMES = count()
VALUES = st.sampled_from(["V", "W", "X", "R"])
SAYINGS = st.fixed_dictionaries(
    {
        "undated": st.none() | VALUES,
        "past": st.none() | st.tuples(st.floats(0, 1), st.none() | VALUES),
        "ahead": st.lists(st.tuples(st.integers(1, 9), st.none() | VALUES), max_size=2, unique_by=lambda pair: pair[0]),
    }
)
PAGES = st.fixed_dictionaries({thing: st.none() | SAYINGS for thing in THINGS})


@dataclass(frozen=True)
class Page:
    """A reading, as the oracle takes it, and the moment of the held sighting that it confirms."""

    moment: int
    said: dict[str, Said]
    seen: dict[str, int]

    def reading(self, source: str) -> Reading:
        facts = [fate(thing, state, at, source) for thing, said in self.said.items() for at, state in said.items()]
        return reading(*facts, source=source)


def said(saying: dict[str, Any], moment: int) -> Said:
    stated: dict[int | None, str | None] = {}
    if saying["undated"] is not None:
        stated[None] = saying["undated"]
    if saying["past"] is not None:
        share, value = saying["past"]
        stated[round(share * moment)] = value
    for ahead, value in saying["ahead"]:
        if moment + ahead < HOURS:
            stated[moment + ahead] = value
    return stated


class History(RuleBasedStateMachine):
    """A source that is read again and again; after each reading, everything that the design promises is checked."""

    store: Store

    @initialize()
    def begin(self) -> None:
        self.source = f"source{next(NAMES)}"
        self.beliefs: dict[str, Belief] = {thing: Belief() for thing in THINGS}
        self.moment = -1
        self.previous: int | None = None
        self.pages: list[Page] = []
        self.told: dict[int, dict[str, Belief]] = {}
        self.rows: dict[tuple[Any, ...], Row[Any]] = {}

    @rule(step=st.integers(1, 3), page=PAGES, held=st.none() | st.tuples(st.sampled_from(THINGS), st.floats(0, 1)))
    def read_page(self, step: int, page: dict[str, Any], held: tuple[str, float] | None) -> None:
        moment = self.moment + step
        stated = {thing: says for thing, saying in page.items() if saying and (says := said(saying, moment))}
        seen = dict[str, int]()
        if held is not None and self.previous is not None and self.previous + 1 <= moment:
            seen = {held[0]: self.previous + 1 + round(held[1] * (moment - self.previous - 1))}
        self._record(Page(moment, stated, seen))

    @rule(step=st.integers(1, 3))
    def read_it_again(self, step: int) -> None:
        if self.pages:
            self._record(Page(self.moment + step, self.pages[-1].said, {}))

    def _record(self, page: Page) -> None:
        if page.moment >= HOURS - 2:
            return
        self.moment = page.moment
        try:
            after = {
                thing: belief.read(page.moment, self.previous, page.said.get(thing), page.seen.get(thing))
                for thing, belief in self.beliefs.items()
            }
        except Refused:
            with pytest.raises(Contradiction), self.store.writing() as session:
                read(session, page.moment, page.reading(self.source), seen=page.seen)
            return
        with self.store.writing() as session:
            read(session, page.moment, page.reading(self.source), seen=page.seen)
        self.beliefs, self.previous = after, page.moment
        self.pages.append(page)
        self.told[page.moment] = after
        self._check()

    def _check(self) -> None:
        rows = self._stored(self.source)
        self._nothing_was_rewritten(rows)
        self._answers_are_the_oracles(rows)
        self.rows = rows

    def _stored(self, source: str) -> dict[tuple[Any, ...], Row[Any]]:
        with self.store.reading() as session:
            found = session.execute(select(FATES).where(FATES.c.source == source)).all()
        return {(row.thing, row.effective_from, row.recorded_from): row for row in found}

    def _nothing_was_rewritten(self, rows: dict[tuple[Any, ...], Row[Any]]) -> None:
        for key, old in self.rows.items():
            new = rows[key]
            if old.recorded_to is not None:
                assert new == old
            assert (new.state, new.gone, new.snapshot_id) == (old.state, old.gone, old.snapshot_id)
            assert new.recorded_to in (old.recorded_to, hour(self.moment))

    def _answers_are_the_oracles(self, rows: dict[tuple[Any, ...], Row[Any]]) -> None:
        for thing in THINGS:
            believed = sorted(
                (row for row in rows.values() if row.thing == thing and row.recorded_to is None),
                key=lambda row: row.effective_from,
            )
            following = [row.effective_from for row in believed[1:]]
            assert [row.effective_to for row in believed] == [*following, None][: len(believed)]
            for at in range(HOURS):
                now = [
                    row.state
                    for row in believed
                    if row.effective_from <= hour(at) and (row.effective_to is None or hour(at) < row.effective_to)
                ]
                assert (now or [None]) == [self.beliefs[thing].answers[at]]

    @rule(at=st.floats(0, 1), then=st.floats(0, 1))
    def answers_about_the_past_never_move(self, at: float, then: float) -> None:
        if not self.told:
            return
        moments = sorted(self.told)
        moment, instant = moments[round(then * (len(moments) - 1))], round(at * (HOURS - 1))
        query = as_of(Fate).where(FATES.c.source == self.source)
        with self.store.reading() as session:
            found = {row.thing: row.state for row in session.execute(query, clocks(hour(instant), hour(moment)))}
        told = {thing: belief.answers[instant] for thing, belief in self.told[moment].items()}
        assert found == {thing: state for thing, state in told.items() if state is not None}

    def teardown(self) -> None:
        if getattr(self, "pages", None):
            self._all_from_empty_is_the_same()
            self._again_says_nothing_new()

    def _all_from_empty_is_the_same(self) -> None:
        again = f"{self.source} again"
        with self.store.writing() as session:
            for page in self.pages:
                read(session, page.moment, page.reading(again), seen=page.seen)
        ours = {key: (*row[2:8], row.state) for key, row in self._stored(self.source).items()}
        assert ours == {key: (*row[2:8], row.state) for key, row in self._stored(again).items()}

    def _again_says_nothing_new(self) -> None:
        """The same page writes nothing: neither at once nor after all that it announces has fallen due."""
        last, before = self.pages[-1], self._stored(self.source)
        for moment in (self.moment + 0.25, HOURS + 1.0):
            # Of a page with two announcements that are past, the undated value is a third one: refused.
            with suppress(Contradiction), self.store.writing() as session:
                assert read(session, moment, last.reading(self.source)).rows == 0
        assert self._stored(self.source) == before


@pytest.mark.both_databases
def test_the_history_is_the_oracles_whatever_is_read(store: Store) -> None:
    create_fates(store)

    class OnThisDatabase(History):
        pass

    OnThisDatabase.store = store
    run_state_machine_as_test(
        OnThisDatabase,
        settings=settings(
            max_examples=examples(20),
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )


def test_a_reading_that_is_not_the_newest_is_refused(store: Store) -> None:
    create_fates(store)
    with store.writing() as session:
        read(session, 5, reading(fate("a", "V")))
        with pytest.raises(OutOfOrder):
            read(session, 4, reading(fate("a", "W")))
