"""Names that answer as other names: the views `route_now` and `price_resolved`, now and at any instants of both clocks.

The rule is tried by single histories here, and against its definition in `test_routes_by_chance.py`.
"""

from dataclasses import replace

import pytest

from bench.harness.registering import register
from flows.database import Store
from models.facts.kinds import Price, Retirement
from models.queries import billing
from models.schema.tables import SourceRow
from tests.db.test_trust import costs, know, say
from tests.support.facts import hour

pytestmark = pytest.mark.both_databases
BOTH = (Price, Retirement)
LATE = hour(1000)
FLASH, OLD_FLASH, PRO, CHAT = "deepseek-flash", "deepseek-v4-flash", "deepseek-v4-pro", "deepseek-chat"


def ends(model: str, state: str = "routed", answers_as: str | None = None, at: float | None = None) -> Retirement:
    """What is said about the end of a name, from now on or from an hour on."""
    since = None if at is None else hour(at)
    ends_at = since if state in ("dated", "retired") else None
    return Retirement(
        source="s",
        model=model,
        state=state,
        retires_at=ends_at,
        replacement=answers_as,
        answers_as=answers_as,
        effective_from=None if state == "dated" else since,
    )


def billed(store: Store, at: float = 999, believed: float = 999) -> dict[str, tuple[str, int]]:
    """By name the name that bills it and the amount of its output."""
    with store.reading() as session:
        rows = billing.resolved_prices(session, None, hour(at), hour(believed), LATE)
    return {row.model: (row.billed_as, int(row.amount)) for row in rows}


def vias(store: Store, at: float = 999) -> dict[str, tuple[str | None, str]]:
    with store.reading() as session:
        return {row.model: (row.billed_as, row.via) for row in billing.routes(session, hour(at), hour(at), LATE)}


@pytest.fixture(autouse=True)
def page(store: Store) -> None:
    know(store, ("page", "v", 1), ("other", "v", 2))


def test_a_name_is_billed_as_the_one_that_answers_and_not_by_its_own_former_price(store: Store) -> None:
    say(store, 0, "page", costs(1, "a"), costs(2, "b"), of=BOTH)
    say(store, 5, "page", costs(1, "a"), costs(2, "b"), ends("a", answers_as="b"), of=BOTH)
    assert billed(store, 4) == {"a": ("a", 1), "b": ("b", 2)}
    assert billed(store, 5) == {"a": ("b", 2), "b": ("b", 2)}
    assert billed(store, 5, believed=4) == {"a": ("a", 1), "b": ("b", 2)}


def test_a_route_that_is_announced_counts_from_its_instant_and_is_an_end_of_the_own_price(store: Store) -> None:
    dated = (ends("a", "dated", at=20), replace(ends("a", answers_as="b", at=20), retires_at=hour(20)))
    say(store, 0, "page", costs(1, "a"), costs(2, "b"), *dated, of=BOTH)
    assert [billed(store, at, 5)["a"] for at in (19, 20)] == [("a", 1), ("b", 2)]
    with store.reading() as session:
        before, after = (billing.resolved_prices(session, "a", hour(at), hour(5), LATE)[0] for at in (5, 30))
    assert (before.effective_from, before.effective_to, before.routed_from) == (hour(0), hour(20), None)
    assert (after.effective_from, after.effective_to, after.routed_from) == (hour(20), None, hour(20))


def test_a_name_whose_end_is_dated_answers_as_another_one_until_then(store: Store) -> None:
    until = replace(ends("a", "dated", at=20), answers_as="b")
    say(store, 0, "page", costs(2, "b"), until, ends("a", "retired", at=20), of=BOTH)
    assert billed(store, 19, 5)["a"] == ("b", 2)
    assert "a" not in billed(store, 20, 5)
    with store.reading() as session:
        assert billing.resolved_prices(session, "a", hour(5), hour(5), LATE)[0].effective_to == hour(20)


def test_the_start_of_a_route_is_that_of_the_first_of_several_statements_in_a_row(store: Store) -> None:
    for at, version in ((5, "B 1"), (8, "B 2")):
        said = replace(ends("a", answers_as="b"), replacement=version)
        say(store, at, "page", costs(2, "b"), said, of=BOTH)
    say(store, 11, "page", costs(2, "b"), costs(3, "c"), ends("a", answers_as="c"), of=BOTH)
    say(store, 14, "page", costs(2, "b"), costs(3, "c"), ends("a", answers_as="b"), of=BOTH)
    with store.reading() as session:
        starts = [billing.routes(session, hour(at), LATE, LATE)[0].effective_from for at in (6, 9, 12, 15)]
    assert starts == [hour(5), hour(5), hour(11), hour(14)]


def test_a_retired_name_has_no_price_though_a_page_that_was_not_read_since_states_one(store: Store) -> None:
    say(store, 0, "other", costs(3, "a", currency="CNY"))
    say(store, 1, "page", costs(2, "b"), ends("a", "dated", at=20), ends("a", "retired", at=20), of=BOTH)
    assert billed(store, 19)["a"] == ("a", 3)
    assert "a" not in billed(store, 20)
    say(store, 30, "other", costs(4, "a", currency="CNY"))
    assert billed(store, 31)["a"] == ("a", 4), "the name was used again"


@pytest.mark.parametrize("first_read", [5, 30])
def test_a_price_that_a_page_states_when_it_is_first_read_is_no_new_sale(store: Store, first_read: float) -> None:
    """It may have stood there for long: whether we read the page before the end or after it, the answer is the same."""
    say(store, 1, "page", costs(2, "b"), ends("a", "dated", at=20), ends("a", "retired", at=20), of=BOTH)
    say(store, first_read, "other", costs(3, "a", currency="CNY"))
    assert "a" not in billed(store, 31)
    say(store, 40, "other", costs(4, "a", currency="CNY"))
    assert billed(store, 41)["a"] == ("a", 4), "the name was used again"


def test_a_chain_is_followed_to_its_last_name_from_the_start_of_its_last_step(store: Store) -> None:
    say(store, 0, "page", costs(1, "b"), costs(2, "c"), ends("a", answers_as="b"), of=BOTH)
    say(store, 5, "page", costs(2, "c"), ends("a", answers_as="b"), ends("b", answers_as="c"), of=BOTH)
    assert billed(store, 4)["a"] == ("b", 1)
    assert billed(store, 5) == dict.fromkeys("abc", ("c", 2))
    assert vias(store) == {"a": ("c", "a → b → c"), "b": ("c", "b → c")}
    with store.reading() as session:
        assert billing.routes(session, hour(9), hour(9), LATE)[0].effective_from == hour(5)


def test_a_circle_has_no_price_and_is_told_as_one(store: Store) -> None:
    routes = (ends("a", answers_as="b"), ends("b", answers_as="c"), ends("c", answers_as="b"))
    say(store, 0, "page", *(costs(1, name) for name in "abcd"), of=BOTH)
    say(store, 5, "page", *(costs(1, name) for name in "abcd"), *routes, of=BOTH)
    assert billed(store) == {"d": ("d", 1)}
    assert vias(store) == {"a": (None, "a → b → c → b"), "b": (None, "b → c → b"), "c": (None, "c → b → c")}


def test_a_name_that_answers_as_itself_does_not_route(store: Store) -> None:
    say(store, 0, "page", costs(1, "a"), ends("a", answers_as="a"), of=BOTH)
    assert (billed(store), vias(store)) == ({"a": ("a", 1)}, {})


def test_a_route_to_a_name_without_a_price_leaves_none(store: Store) -> None:
    say(store, 0, "page", costs(1, "a"), ends("a", answers_as="b"), of=BOTH)
    say(store, 1, "page", costs(2, "b", currency="CNY"))
    assert {name: of for name, of in billed(store).items() if name == "a"} == {"a": ("b", 2)}
    with store.reading() as session:
        found = billing.resolved_prices(session, "a", hour(9), hour(9), LATE)
    assert [row.currency for row in found] == ["CNY"]
    assert vias(store) == {"a": ("b", "a → b")}


def test_a_name_that_is_given_a_price_after_its_route_is_billed_by_it(store: Store) -> None:
    say(store, 0, "page", costs(1, "a"), costs(2, "b"), ends("a", answers_as="b", at=3), of=BOTH)
    say(store, 9, "page", costs(5, "a"), costs(2, "b"), ends("a", answers_as="b", at=3), of=BOTH)
    assert [billed(store, at)["a"] for at in (2, 3, 9)] == [("a", 1), ("b", 2), ("a", 5)]


def test_the_most_trusted_source_decides_as_what_a_name_answers(store: Store) -> None:
    say(store, 0, "page", costs(1, "a"), costs(2, "b"), costs(3, "c"), of=BOTH)
    say(store, 5, "other", ends("a", answers_as="c"), of=(Retirement,))
    assert billed(store)["a"] == ("a", 1)
    say(store, 6, "page", costs(1, "a"), costs(2, "b"), costs(3, "c"), ends("a", answers_as="b"), of=BOTH)
    assert billed(store)["a"] == ("b", 2)


def test_a_less_trusted_source_decides_until_the_other_is_first_read(store: Store) -> None:
    say(store, 0, "other", costs(1, "a"), costs(2, "b"), ends("a", answers_as="b"), of=BOTH)
    say(store, 5, "page", costs(1, "a"), costs(2, "b"), of=BOTH)
    assert [billed(store, at, at)["a"] for at in (4, 5)] == [("b", 2), ("a", 1)]


def test_of_two_families_of_a_vendor_the_later_statement_counts_and_no_price_is_doubled(store: Store) -> None:
    with store.writing() as session:
        known = {"vendor": "v", "url": "u", "cadence_minutes": 60, "trust": 1}
        session.merge(SourceRow(name="ends", family="ends of v", **known))
    say(store, 0, "page", costs(1, "a"), costs(2, "b"), ends("a", answers_as="b"), of=BOTH)
    say(store, 5, "ends", ends("a", "dated", at=50), of=(Retirement,))
    assert billed(store, 9)["a"] == ("a", 1)
    with store.reading() as session:
        assert len(billing.resolved_prices(session, None, hour(9), hour(9), LATE)) == 2


def test_two_vendors_may_route_one_name(store: Store) -> None:
    know(store, ("azure", "azure", 1))
    say(store, 0, "page", costs(1, "a"), costs(2, "b"), ends("a", answers_as="b"), of=BOTH)
    say(store, 0, "azure", costs(3, "a"), costs(4, "b"), of=BOTH)
    with store.reading() as session:
        of = {row.vendor: int(row.amount) for row in billing.resolved_prices(session, "a", LATE, LATE, LATE)}
        (azure,) = billing.resolved_prices(session, "azure/a", LATE, LATE, LATE)
    assert (of, int(azure.amount)) == ({"v": 2, "azure": 3}, 3)


def test_a_source_that_only_checks_routes_nothing(store: Store) -> None:
    with store.writing() as session:
        register(session, "page", "checker")
        session.get_one(SourceRow, "checker").checks = "v"
    say(store, 0, "page", costs(1, "a"), costs(2, "b"), of=BOTH)
    say(store, 5, "checker", ends("a", answers_as="b"), of=(Retirement,))
    assert (billed(store)["a"], vias(store)) == (("a", 1), {})
