"""The column types for instants, decimals, enumerations and JSON on SQLite and PostgreSQL; constraints and locks.

SQLAlchemy's own dialect of PostgreSQL is imported only if the database is one: it takes 15 ms.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from json import JSONEncoder
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import (
    JSON,
    TIMESTAMP,
    BigInteger,
    CheckConstraint,
    ColumnElement,
    Connection,
    Dialect,
    Index,
    Insert,
    Integer,
    Numeric,
    Table,
    Text,
    TypeDecorator,
    Update,
    event,
    text,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

ROW_ID = BigInteger().with_variant(Integer(), "sqlite")
EnumMember = TypeVar("EnumMember", bound=StrEnum)


@lru_cache(maxsize=10_000)
def instant_text(instant: datetime) -> str:
    """An instant as text of fixed width (27 characters, UTC, microseconds), so that texts sort as times."""
    if instant.tzinfo is None:
        raise ValueError(f"an instant without a time zone: {instant}")
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime: `timestamptz` on PostgreSQL, `instant_text` on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        native: TypeEngine[Any] = TIMESTAMP(timezone=True) if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(native)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        if value is None:
            return None
        text = instant_text(value)
        return value if dialect.name == "postgresql" else text

    def process_result_value(self, value: datetime | str | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        # The text ends in Z, so the instant that is read from it is in UTC.
        return datetime.fromisoformat(value) if isinstance(value, str) else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # noqa: ANN401 (SQLAlchemy has no public name for it)
        # SQLAlchemy would call three functions for each value. On SQLite its own types change none of these values.
        return _read_instant if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


@lru_cache(maxsize=10_000)  # the rows of an answer share most of their instants, and many amounts
def _read_instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class InstantNumber(TypeDecorator[datetime]):
    """An aware UTC datetime: `timestamptz` on PostgreSQL, the microseconds since 1970 on SQLite.

    History has several instants a row, and a number takes a third of the bytes of a text.
    """

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        native: TypeEngine[Any] = TIMESTAMP(timezone=True) if dialect.name == "postgresql" else BigInteger()
        return dialect.type_descriptor(native)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | int | None:
        if value is None:
            return None
        number = microseconds(value)
        return value if dialect.name == "postgresql" else number

    def process_result_value(self, value: datetime | int | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return instant_of(value) if isinstance(value, int) else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # noqa: ANN401 (SQLAlchemy has no public name for it)
        return _read_number if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def bind_processor(self, dialect: Dialect) -> Any:  # noqa: ANN401 (SQLAlchemy has no public name for it)
        return _written_number if dialect.name == "sqlite" else super().bind_processor(dialect)


def _read_number(number: int | None) -> datetime | None:
    return None if number is None else instant_of(number)


def _written_number(instant: datetime | None) -> int | None:
    return None if instant is None else microseconds(instant)


@lru_cache(maxsize=10_000)
def microseconds(instant: datetime) -> int:
    """The microseconds from 1970 to an instant."""
    if instant.tzinfo is None:
        raise ValueError(f"an instant without a time zone: {instant}")
    return (instant - EPOCH) // MICROSECOND


@lru_cache(maxsize=10_000)
def instant_of(number: int) -> datetime:
    """The instant that is so many microseconds after 1970."""
    return EPOCH + number * MICROSECOND


class Exact(TypeDecorator[Decimal]):
    """A decimal stored digit for digit, trailing zeros included: unbounded `numeric` on PostgreSQL, text on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        native: TypeEngine[Any] = Numeric() if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(native)

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | str | None:
        return value if value is None or dialect.name == "postgresql" else f"{value:f}"

    def process_result_value(self, value: Decimal | str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # noqa: ANN401 (SQLAlchemy has no public name for it)
        return _read_decimal if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def bind_processor(self, dialect: Dialect) -> Any:  # noqa: ANN401 (SQLAlchemy has no public name for it)
        return _written_decimal if dialect.name == "sqlite" else super().bind_processor(dialect)


@lru_cache(maxsize=10_000)
def _read_decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _written_decimal(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


class JsonValue(TypeDecorator[Any]):
    """JSON as text on SQLite, `jsonb` on PostgreSQL; None is null."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name != "postgresql":
            return dialect.type_descriptor(JSON(none_as_null=True))
        from sqlalchemy.dialects.postgresql import JSONB

        return dialect.type_descriptor(JSONB(none_as_null=True))


class Named(TypeDecorator[EnumMember]):
    """A member of an enumeration, stored as the text of its value. Any other value raises ValueError."""

    impl = Text
    cache_ok = True

    def __init__(self, members: type[EnumMember]) -> None:
        super().__init__()
        self.members = members

    def process_bind_param(self, value: EnumMember | None, dialect: Dialect) -> str | None:
        return None if value is None else self.members(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> EnumMember | None:
        return None if value is None else self.members(value)


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """The constraint that a column is null or one of these values. A migration states the values again."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} in ({listed})", name=column)


def partial_index(
    name: str, *columns: ColumnElement[Any] | str, where: ColumnElement[bool], unique: bool = False
) -> Index:
    """An index of the rows that fulfil a condition, on both databases."""
    return Index(name, *columns, unique=unique, sqlite_where=where)


@event.listens_for(Table, "before_create")
def state_conditions(table: Table, *_connection: object, **_options: object) -> None:
    """State the conditions of a table's partial indexes for PostgreSQL, too.

    An index that states one for PostgreSQL when it is made loads the dialect.
    """
    for index in table.indexes:
        if (where := index.dialect_options["sqlite"]["where"]) is not None:
            index.dialect_options["postgresql"]["where"] = where


def one_at_a_time(session: Session | Connection, what: str) -> None:
    """Take the lock `what` until the transaction ends; waits for others that have it. SQLite has one writer anyway."""
    dialect = session.get_bind().dialect if isinstance(session, Session) else session.dialect
    if dialect.name == "postgresql":
        session.execute(text("select pg_advisory_xact_lock(hashtext(:what))"), {"what": f"almanac {what}"})


json_text = JSONEncoder(check_circular=False).encode
"""A value as JSON text, like `json.dumps` in half the time."""


def execute_rows(
    connection: Connection, statement: Insert | Update, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Execute a statement for each row of values of the parameters with these names; nothing without rows.

    The statement is one that is kept: it is compiled once. Defaults of columns do not apply.
    """
    if not rows:
        return
    prepared = _prepared(statement, names, connection.dialect)
    columns = list[Sequence[Any]](zip(*rows, strict=True))
    for place, process in prepared.processors:
        columns[place] = _processed(process, columns[place])
    if prepared.order is None:
        # The names stand in the text of the statement.
        values: Sequence[Any] = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
    else:
        values = list(zip(*[columns[place] for place in prepared.order], strict=True))
    connection.exec_driver_sql(prepared.text, values)


def _processed(process: Callable[[Any], Any], values: Sequence[Any]) -> list[Any]:
    """The processed values; a value that follows itself, as most instants do, is processed once."""
    last, made, processed = values[0], process(values[0]), list[Any]()
    if len({*map(id, values)}) == 1:
        return [made] * len(values)
    for value in values:
        if value is not last:
            last, made = value, process(value)
        processed.append(made)
    return processed


class _Prepared(NamedTuple):
    """A statement for one dialect."""

    text: str
    processors: Sequence[tuple[int, Callable[[Any], Any]]]
    """The functions that bring values into the form of the driver, with the places of their parameters."""
    order: Sequence[int] | None
    """The places of the parameters in the order of the text; None if the driver finds them by name."""


@lru_cache(maxsize=100)
def _prepared(statement: Insert | Update, names: tuple[str, ...], dialect: Dialect) -> _Prepared:
    # Only columns with a parameter are inserted. An update has names for its conditions, too.
    keys = list(names) if isinstance(statement, Insert) else None
    compiled = statement.compile(dialect=dialect, column_keys=keys)
    types = [compiled.binds[name].type.dialect_impl(dialect) for name in names]
    processors = [(place, of_type.bind_processor(dialect)) for place, of_type in enumerate(types)]
    order = [names.index(name) for name in compiled.positiontup or ()] if compiled.positional else None
    return _Prepared(str(compiled), [(place, each) for place, each in processors if each is not None], order)
