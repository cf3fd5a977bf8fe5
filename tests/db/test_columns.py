"""Exactness: amounts digit for digit and instants to the microsecond, through both databases."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import StatementError

from flows.database import Store
from models.schema.dialects import Exact, Instant, instant_text

pytestmark = pytest.mark.both_databases

TABLE = Table("kept", MetaData(), Column("id", Integer, primary_key=True), Column("at", Instant), Column("much", Exact))


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


def test_an_instant_without_a_zone_is_refused(store: Store) -> None:
    TABLE.create(store.engine)
    with pytest.raises(StatementError, match="without a time zone"), store.writing() as session:
        session.execute(insert(TABLE), {"id": 1, "at": datetime(2026, 8, 17)})  # noqa: DTZ001 (what is tested)


@given(st.lists(st.datetimes(min_value=datetime(1000, 1, 1), timezones=st.just(UTC)), min_size=2))  # noqa: DTZ001
def test_the_text_of_instants_sorts_as_they_do(instants: list[datetime]) -> None:
    assert sorted(instants, key=instant_text) == sorted(instants)
