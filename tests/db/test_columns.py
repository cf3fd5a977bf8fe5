"""Exactness: amounts digit for digit, instants to the microsecond and JSON as it was, through both databases."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import IntegrityError, StatementError

from flows.database import Store
from models.schema.dialects import Exact, Instant, JsonValue, instant_text, partial_index

pytestmark = pytest.mark.both_databases

TABLE = Table(
    "kept",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", Instant),
    Column("much", Exact),
    Column("any", JsonValue),
)
partial_index("ix_kept", TABLE.c.at, unique=True, where=TABLE.c.much.is_(None))


@pytest.mark.parametrize("printed", ["0.003625", "0.550", "9.0", "0.0000001", "1234567890.123456789", "0.30", "2"])
def test_an_amount_comes_back_digit_for_digit(store: Store, printed: str) -> None:
    TABLE.create(store.engine)
    with store.writing() as session:
        session.execute(insert(TABLE), {"id": 1, "much": Decimal(printed)})
        (much,) = session.execute(select(TABLE.c.much)).one()
    assert f"{much:f}" == printed


def test_an_instant_comes_back_in_utc_to_the_microsecond(store: Store) -> None:
    TABLE.create(store.engine)
    beijing = datetime(2026, 8, 17, 0, 0, 0, 1, timezone(timedelta(hours=8)))
    with store.writing() as session:
        session.execute(insert(TABLE), {"id": 1, "at": beijing})
        (at,) = session.execute(select(TABLE.c.at)).one()
    assert (at, at.tzinfo) == (beijing, UTC)


@pytest.mark.parametrize("value", [{"b": [1, None, "é"], "a": {}}, [], 0, "null", False], ids=str)
def test_a_json_value_comes_back_as_it_was(store: Store, value: object) -> None:
    TABLE.create(store.engine)
    with store.writing() as session:
        session.execute(insert(TABLE), {"id": 1, "any": value})
        assert session.scalars(select(TABLE.c.any)).one() == value
        assert session.scalars(select(TABLE.c.id).where(TABLE.c.any == value)).one() == 1


def test_no_json_value_is_null(store: Store) -> None:
    TABLE.create(store.engine)
    with store.writing() as session:
        session.execute(insert(TABLE), {"id": 1, "any": None})
        assert session.scalars(select(TABLE.c.id).where(TABLE.c.any.is_(None))).one() == 1


def test_a_partial_index_is_one_of_the_rows_of_its_condition(store: Store) -> None:
    TABLE.create(store.engine)
    at = datetime(2026, 8, 17, tzinfo=UTC)
    with store.writing() as session:
        session.execute(insert(TABLE), {"id": 1, "at": at})
        session.execute(insert(TABLE), [{"id": number, "at": at, "much": Decimal(1)} for number in (2, 3)])
    with pytest.raises(IntegrityError), store.writing() as session:
        session.execute(insert(TABLE), {"id": 4, "at": at})


def test_an_instant_without_a_zone_is_refused(store: Store) -> None:
    TABLE.create(store.engine)
    with pytest.raises(StatementError, match="without a time zone"), store.writing() as session:
        session.execute(insert(TABLE), {"id": 1, "at": datetime(2026, 8, 17)})  # noqa: DTZ001 (what is tested)


@given(st.lists(st.datetimes(min_value=datetime(1000, 1, 1), timezones=st.just(UTC)), min_size=2))  # noqa: DTZ001
def test_the_text_of_instants_sorts_as_they_do(instants: list[datetime]) -> None:
    assert sorted(instants, key=instant_text) == sorted(instants)
