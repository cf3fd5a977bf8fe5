"""The CHECK of a column of few values, stated anew by a revision that brings or takes values."""

import re
from collections.abc import Collection, Iterable

import sqlalchemy as sa
from alembic import op

QUOTED = re.compile(r"'([^']*)'")
EQUALS = re.compile(r"CHECK \(\(\w+ = '")
"""The beginning of a constraint of SQLite that compares with one value after the other."""


def restate_check(table: str, column: str, *, added: Collection[str] = (), removed: Collection[str] = ()) -> None:
    """Let a column take these values too, or no more. No row is copied; a row with a removed value must be gone before.

    Raises ValueError where the table has no such constraint.
    """
    stated = _stated(table, column)
    values = [value for value in QUOTED.findall(stated) if value not in removed] + list(added)
    _restate(table, column, _in_turn(column, values) if EQUALS.search(stated) else _in_list(column, values))


def compare_in_turn(table: str, column: str) -> None:
    """On SQLite, compare a column with its values one after the other.

    For `in` SQLite makes a table of all values, for each row that is written anew.
    """
    if op.get_bind().dialect.name == "sqlite":
        _restate(table, column, _in_turn(column, QUOTED.findall(_stated(table, column))))


def compare_with_list(table: str, column: str) -> None:
    """Compare a column with its values by `in`, as a table is made."""
    if op.get_bind().dialect.name == "sqlite":
        _restate(table, column, _in_list(column, QUOTED.findall(_stated(table, column))))


def _in_list(column: str, values: Iterable[str]) -> str:
    return f"CHECK ({column} in ({', '.join(map(repr, values))}))"


def _in_turn(column: str, values: Iterable[str]) -> str:
    return f"CHECK (({' or '.join(f'{column} = {value!r}' for value in values)}))"


def _stated(table: str, column: str) -> str:
    name = f"ck_{table}_{column}"
    return _postgresql(name) if op.get_bind().dialect.name == "postgresql" else _sqlite(table, name)


def _restate(table: str, column: str, clause: str) -> None:
    name = f"ck_{table}_{column}"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"alter table {table} drop constraint {name}")
        op.execute(f"alter table {table} add constraint {name} {clause}")
    else:
        _replace(table, f"CONSTRAINT {name} {_sqlite(table, name)}", f"CONSTRAINT {name} {clause}")


def _postgresql(name: str) -> str:
    query = sa.text("select pg_get_constraintdef(oid) from pg_constraint where conname = :name")
    return _expect(op.get_bind().scalar(query, {"name": name}), name)


def _sqlite(table: str, name: str) -> str:
    found = re.search(rf"CONSTRAINT {name} (CHECK \(.*?\)\))", _statement(table))
    return _expect(found and found[1], name)


def _expect(stated: str | None, name: str) -> str:
    if stated is None:
        raise ValueError(f"there is no constraint {name}")
    return stated


def _statement(table: str) -> str:
    query = sa.text("select sql from sqlite_master where type = 'table' and name = :name")
    return str(op.get_bind().scalar(query, {"name": table}))


def _replace(table: str, old: str, new: str) -> None:
    """Edit the statement that SQLite keeps of a table, and have every connection read it again."""
    op.execute("pragma writable_schema = on")
    op.get_bind().execute(
        sa.text("update sqlite_master set sql = :sql where type = 'table' and name = :name"),
        {"sql": _statement(table).replace(old, new), "name": table},
    )
    op.execute("pragma writable_schema = off")
    version = op.get_bind().scalar(sa.text("pragma schema_version"))
    op.execute(f"pragma schema_version = {version + 1}")
    op.execute("pragma writable_schema = reset")
