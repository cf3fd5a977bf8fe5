"""The rule of routes, which the views `route_now` and `price_resolved` state, against its definition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from sqlalchemy import select, text

from flows.database import Store
from models.facts.kinds import Price, Retirement
from models.queries import billing
from models.schema.tables import Snapshot
from models.schema.views import PRICE_RESOLVED
from tests.db.test_trust import costs, know, say
from tests.support.facts import hour
from tests.support.history_rows import insert_row

pytestmark = pytest.mark.both_databases
BOTH = (Price, Retirement)
LATE = hour(1000)


@dataclass(frozen=True)
class Said:
    """A row of history: a price (`amount`), or as what a name answers; both None is a row that says nothing more."""

    model: str
    start: int
    recorded: int
    until: int | None
    amount: int | None = None
    answers_as: str | None = None


NAMES = "abcdef"
VENDORS = 60


def drawn(draw: Random, of_price: bool) -> list[Said]:
    rows = dict[tuple[str, int, int], Said]()
    for _ in range(draw.randrange(4, 14)):
        model, start, recorded = draw.choice(NAMES), draw.randrange(20), draw.randrange(20)
        until = draw.choice((None, None, recorded + draw.randrange(1, 9)))
        value = draw.choice((None, draw.randrange(1, 9))) if of_price else draw.choice((None, *NAMES, *NAMES))
        key = {"amount": value} if of_price else {"answers_as": value}
        said = Said(model, start, recorded, until, **key)  # type: ignore[arg-type]
        overlaps = any(
            (other.model, other.start) == (model, start)
            and (until is None or other.recorded < until)
            and (other.until is None or recorded < other.until)
            for other in rows.values()
        )
        if not overlaps:
            rows[model, start, recorded] = said
    return list(rows.values())


def in_force(rows: Sequence[Said], at: int, believed: int) -> dict[str, Said]:
    known = [row for row in rows if row.recorded <= believed and (row.until is None or believed < row.until)]
    last = {row.model: row for row in sorted(known, key=lambda row: row.start) if row.start <= at}
    return {model: row for model, row in last.items() if row.amount is not None or row.answers_as is not None}


def since(rows: Sequence[Said], said: Said, believed: int) -> int:
    known = [row for row in rows if row.recorded <= believed and (row.until is None or believed < row.until)]
    start = said.start
    for row in sorted(known, key=lambda row: -row.start):
        if row.model == said.model and row.start < start:
            if row.answers_as != said.answers_as:
                break
            start = row.start
    return start


def defined(prices: Sequence[Said], routes: Sequence[Said], at: int, believed: int) -> dict[str, tuple[str, int]]:
    """By name the name that bills it and the amount, by the rule's definition."""
    own, links = in_force(prices, at, believed), dict[str, str]()
    for model, said in in_force(routes, at, believed).items():
        begins = since(routes, said, believed)
        if said.answers_as not in (None, model) and not (model in own and own[model].start > begins):
            links[model] = str(said.answers_as)
    found: dict[str, tuple[str, int]] = {}
    for model in NAMES:
        name, passed = model, set[str]()
        while name in links and name not in passed:
            passed.add(name)
            name = links[name]
        if name not in passed and name in own and own[name].amount is not None:
            found[model] = (name, int(own[name].amount or 0))
    return found


def fill(store: Store, histories: Mapping[str, tuple[list[Said], list[Said]]]) -> None:
    for vendor, (prices, routes) in histories.items():
        know(store, (vendor, vendor, 1))
        say(store, 0, vendor, of=BOTH)
        with store.writing() as session:
            snapshot = session.scalars(select(Snapshot.id).where(Snapshot.source == vendor)).one()
            for said in (*prices, *routes):
                insert_row(
                    session, Price if said in prices else Retirement, row_of(said, vendor, snapshot, said in prices)
                )


def row_of(said: Said, vendor: str, snapshot: int, is_price: bool) -> dict[str, Any]:
    row = {
        "source": vendor,
        "model": said.model,
        "effective_from": hour(said.start),
        "effective_to": None,
        "recorded_from": hour(said.recorded),
        "recorded_to": None if said.until is None else hour(said.until),
        "snapshot_id": snapshot,
        "locator": None,
    }
    if is_price:
        price = costs(said.amount or 0, said.model)
        names = ("meter", "band", "currency", "mode", "above", "unit")
        row |= {name: getattr(price, name) for name in names}
        return row | {"gone": said.amount is None, "amount": said.amount and Decimal(said.amount), "list_amount": None}
    state = "routed" if said.answers_as else None
    return row | {"gone": state is None, "state": state, "answers_as": said.answers_as, "replacement": None}


def test_histories_by_chance_are_billed_by_the_definition(store: Store) -> None:
    draw = Random(13)  # noqa: S311 (no secret)
    histories = {f"v{number}": (drawn(draw, True), drawn(draw, False)) for number in range(VENDORS)}
    fill(store, histories)
    routed = circles = 0
    with store.reading() as session:
        for at, believed in [(draw.randrange(25), draw.randrange(25)) for _ in range(40)]:
            rows = billing.resolved_prices(session, None, hour(at), hour(believed), LATE)
            found: dict[str, dict[str, tuple[str, int]]] = {vendor: {} for vendor in histories}
            for row in rows:
                assert row.model not in found[row.vendor]
                found[row.vendor][row.model] = (row.billed_as, int(row.amount))
            assert found == {vendor: defined(*both, at, believed) for vendor, both in histories.items()}
            routed += sum(row.billed_as != row.model for row in rows)
            circles += sum(route.billed_as is None for route in billing.routes(session, hour(at), hour(believed), LATE))
            if session.get_bind().dialect.name == "postgresql":
                query = text("select * from price_resolved_as_of(:t, :r) order by source, model")
                theirs = session.execute(query, {"t": hour(at), "r": hour(believed)}).all()
                names = PRICE_RESOLVED.c.keys()
                assert [[getattr(row, name) for name in names] for row in theirs] == [list(row) for row in rows]
    assert routed > 100 < circles
