"""Many rows at once: written and read by a prepared statement, whose values are brought into form column by column."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Insert, Select, Update

FETCHED = 1_000
"""Rows that are fetched at once."""
ColumnValues = Sequence[Any]
"""The values of a column, one for each row."""


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


def fetch_columns(
    connection: Connection, query: Select[Any], parameters: Mapping[str, Any]
) -> Iterator[Sequence[ColumnValues]]:
    """Yield the columns of what a query returns, for FETCHED rows at a time; nothing where it returns no row.

    The query is one that is kept: it is compiled once.
    """
    prepared = _prepared_query(query, connection.dialect)
    given = {**prepared.constants, **parameters}
    for name, process in prepared.binds:
        given[name] = process(given[name])
    values = given if prepared.order is None else tuple([given[name] for name in prepared.order])
    result = connection.exec_driver_sql(prepared.text, values)
    if (cursor := result.cursor) is None:
        return
    processors = _result_processors(query, connection.dialect, tuple([column[1] for column in cursor.description]))
    while rows := cursor.fetchmany(FETCHED):
        columns = list[ColumnValues](zip(*rows, strict=True))
        for place, process in processors:
            columns[place] = list(map(process, columns[place]))
        yield columns
    result.close()


class _PreparedQuery(NamedTuple):
    """A query for one dialect."""

    text: str
    constants: Mapping[str, Any]
    """The values that the query itself gives to parameters."""
    binds: Sequence[tuple[str, Callable[[Any], Any]]]
    """The functions that bring parameters into the form of the driver, with their names."""
    order: Sequence[str] | None
    """The parameters in the order of the text; None if the driver finds them by name."""


@lru_cache(maxsize=100)
def _prepared_query(query: Select[Any], dialect: Dialect) -> _PreparedQuery:
    compiled = query.compile(dialect=dialect)
    named = {name: bind for bind, name in compiled.bind_names.items()}
    binds = [(name, bind.type.dialect_impl(dialect).bind_processor(dialect)) for name, bind in named.items()]
    return _PreparedQuery(
        str(compiled),
        {name: bind.value for name, bind in named.items()},
        [(name, process) for name, process in binds if process is not None],
        compiled.positiontup if compiled.positional else None,
    )


@lru_cache(maxsize=100)
def _result_processors(
    query: Select[Any], dialect: Dialect, codes: tuple[object, ...]
) -> Sequence[tuple[int, Callable[[Any], Any]]]:
    """The functions that make the values of what the driver returns, with the places of their columns.

    `codes` are the types of the columns as the driver knows them.
    """
    types = [column.type.dialect_impl(dialect) for column in query.selected_columns]
    read = [of_type.result_processor(dialect, code) for of_type, code in zip(types, codes, strict=True)]
    return [(place, process) for place, process in enumerate(read) if process is not None]
