"""The types of columns on SQLite: their own short functions read and write what SQLAlchemy's general ones do."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from sqlalchemy import TypeDecorator
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from models.schema.dialects import EPOCH, MICROSECOND, Exact, Instant, InstantNumber

DIALECT = SQLiteDialect_pysqlite()
DRAW = Random(5)  # noqa: S311 (no secret)
INSTANTS = [EPOCH + DRAW.randrange(-(6 * 10**16), 10**17) * MICROSECOND for _ in range(1000)]
ABROAD = [datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=8))), datetime(1, 1, 1, tzinfo=UTC), EPOCH]
DECIMALS = [Decimal(DRAW.randrange(-(10**9), 10**9)).scaleb(-DRAW.randrange(12)) for _ in range(1000)]
ODD = [Decimal(text) for text in ("0", "0.00", "1E+3", "1E-20", "-0.10", "123456789012345678901234567890.5")]
CASES: list[tuple[Any, list[Any]]] = [
    (Instant(), [None, *INSTANTS, *ABROAD]),
    (InstantNumber(), [None, *INSTANTS, *ABROAD]),
    (Exact(), [None, *DECIMALS, *ODD]),
]


@pytest.mark.parametrize(("of_type", "values"), CASES, ids=["text", "number", "decimal"])
def test_values_are_written_and_read_as_by_the_general_functions(of_type: Any, values: list[Any]) -> None:  # noqa: ANN401
    impl = of_type.dialect_impl(DIALECT)
    write, write_slowly = impl.bind_processor(DIALECT), TypeDecorator[Any].bind_processor(impl, DIALECT)
    read, read_slowly = impl.result_processor(DIALECT, None), TypeDecorator[Any].result_processor(impl, DIALECT, None)
    assert write_slowly is not None
    assert read_slowly is not None
    stored = [write_slowly(value) for value in values]
    assert [write(value) for value in values] == stored
    assert [repr(read(value)) for value in stored] == [repr(read_slowly(value)) for value in stored]
    assert [read(value) for value in stored] == values


@pytest.mark.parametrize("of_type", [Instant(), InstantNumber()], ids=["text", "number"])
def test_an_instant_without_a_zone_is_not_written(of_type: Any) -> None:  # noqa: ANN401
    with pytest.raises(ValueError, match="without a time zone"):
        of_type.dialect_impl(DIALECT).bind_processor(DIALECT)(datetime(2026, 3, 1))  # noqa: DTZ001
