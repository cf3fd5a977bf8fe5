"""What a reader could not read: kept as believed, named, and told once; on both databases."""

from datetime import timedelta
from decimal import Decimal
from itertools import count

import pytest
from sqlalchemy import select

from bench.harness.registering import register
from flows.database import Store
from models.changes import Change
from models.facts.kinds import Notice, Price
from models.history.record import record
from models.kinds import SnapshotOutcome
from models.readings.reading import Reading, Scope, with_unread_as_notices
from models.readings.unread import KeptFacts, Unread, possible_content
from models.schema.history import HISTORY
from models.schema.tables import ChangeRow, Snapshot
from tests.support.facts import START

SOURCE = "vendor_pricing"
SCOPES = frozenset({Scope(Price, SOURCE, "USD"), Scope(Notice, SOURCE)})
HOURS = count(1)


def price(model: str, amount: str) -> Price:
    return Price(
        source=SOURCE,
        model=model,
        meter="output",
        band="flat",
        currency="USD",
        amount=Decimal(amount),
        list_amount=None,
        unit="1M tokens",
    )


def section(text: str, *keeps: KeptFacts) -> Unread:
    return Unread("section Speech", text, keeps=frozenset(keeps))


def see(store: Store, *prices: Price, unread: tuple[Unread, ...] = ()) -> list[str]:
    """Record a page an hour after the last one; the kinds of the changes that it makes."""
    return [change.kind for change in changes(store, *prices, unread=unread)]


def changes(store: Store, *prices: Price, unread: tuple[Unread, ...] = ()) -> list[Change]:
    moment = START + timedelta(hours=next(HOURS))
    with store.writing() as session:
        register(session, SOURCE)
        snapshot = Snapshot(source=SOURCE, url="u", moment=moment, stored_at=moment)
        session.add(snapshot)
        session.flush()
        reading = with_unread_as_notices(Reading(SCOPES, prices, unread=unread), SOURCE)
        outcome = record(session, snapshot, reading, 1, moment)
        snapshot.outcome = SnapshotOutcome.FACTS
        return list(outcome.changes)


def believed(store: Store) -> dict[str, str]:
    rows = HISTORY[Price]
    with store.reading() as session:
        query = select(rows.c.model, rows.c.amount).where(rows.c.recorded_to.is_(None), rows.c.effective_to.is_(None))
        return {model: str(amount) for model, amount in session.execute(query) if amount is not None}


def test_a_fact_whose_place_was_not_understood_stays_as_believed(store: Store) -> None:
    see(store, price("a", "1"), price("b", "2"))
    kinds = see(store, price("a", "1"), unread=(section("b: ask us", KeptFacts.of(Price, model="b")),))
    assert believed(store) == {"a": "1", "b": "2"}
    assert kinds == ["text unread"]


def test_each_text_that_was_not_understood_is_told_with_what_it_keeps(store: Store) -> None:
    see(store, price("a", "1"), price("b", "2"))
    keeps = {name: KeptFacts.of(Price, model=name) for name in "ab"}
    told = changes(store, unread=(*(section(name, keep) for name, keep in keeps.items()), section("neither")))
    expected = {frozenset({keep}) for keep in keeps.values()} | {frozenset[KeptFacts]()}
    assert {change.keeps for change in told} == expected


def test_what_was_not_understood_is_told_once_and_again_when_it_reads_otherwise(store: Store) -> None:
    see(store, price("a", "1"))
    seen = [see(store, price("a", "1"), unread=(section(text),)) for text in ("one", "one", "two", "one")]
    assert seen == [["text unread"], [], ["text unread"], []]


def test_a_text_that_is_unread_at_the_first_reading_is_told_too(store: Store) -> None:
    assert see(store, price("a", "1"), unread=(section("tokens of a: $3"),)) == ["possible price unread"]


def test_what_is_out_of_scope_is_no_news_and_keeps_its_facts(store: Store) -> None:
    pictures = Unread(
        "b / standard", "$2 per image", keeps=frozenset({KeptFacts.of(Price, model="b")}), is_out_of_scope=True
    )
    assert see(store, price("a", "1"), price("b", "2"), unread=(pictures,)) == []
    assert see(store, price("a", "1"), unread=(pictures, section("words"))) == ["text unread"]
    assert believed(store) == {"a": "1", "b": "2"}
    with store.reading() as session:
        assert session.scalars(select(HISTORY[Notice].c.text)).all() == ["section Speech: words"]


def test_an_unread_text_that_goes_is_a_notice_that_goes(store: Store) -> None:
    see(store, price("a", "1"), unread=(section("one"),))
    assert see(store, price("a", "1")) == ["notice removed"]


def test_a_fact_that_is_read_again_follows_the_page(store: Store) -> None:
    see(store, price("a", "1"), price("b", "2"))
    see(store, price("a", "1"), unread=(section("b: ask us", KeptFacts.of(Price, model="b")),))
    see(store, price("a", "1"), price("b", "3"))
    assert believed(store) == {"a": "1", "b": "3"}


@pytest.mark.both_databases
def test_a_kept_fact_that_the_page_states_elsewhere_is_what_the_page_states(store: Store) -> None:
    see(store, price("a", "1"), price("b", "2"))
    see(store, price("a", "1"), price("b", "4"), unread=(section("b: ask us", KeptFacts.of(Price, model="b")),))
    assert believed(store) == {"a": "1", "b": "4"}


@pytest.mark.both_databases
def test_the_kept_text_says_what_it_may_hide(store: Store) -> None:
    see(store, price("a", "1"), unread=(section("a costs $2 here"), section("words")))
    rows = HISTORY[Notice]
    with store.reading() as session:
        kept = dict(session.execute(select(rows.c.text, rows.c.unread)).tuples().all())
        logged = session.scalars(select(ChangeRow.kind).order_by(ChangeRow.id)).all()
    assert kept == {"section Speech: a costs $2 here": "price", "section Speech: words": "text"}
    assert sorted(logged) == ["possible price unread", "text unread"]


def test_an_amount_beside_a_known_model_may_hide_a_price_and_nothing_else_does() -> None:
    models = {"deepseek-v4-pro"}
    assert possible_content("DeepSeek V4 Pro: $3", models) == possible_content("deepseek_v4_pro 3元", models) == "price"
    assert {
        possible_content(text, models) for text in ("speech: $3", "deepseek-v4-pro is fast", "deepseek-v4-pro 384K")
    } == {"text"}
