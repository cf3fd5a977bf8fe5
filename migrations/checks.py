"""The CHECK of a column of few values, stated anew by a revision that brings or takes values."""

import re
from collections.abc import Collection

import sqlalchemy as sa
from alembic import op

QUOTED = re.compile(r"'([^']*)'")


def restate_check(table: str, column: str, *, added: Collection[str] = (), removed: Collection[str] = ()) -> None:
    """Let a column take these values too, or no more. No row is copied; a row with a removed value must be gone before.

    Raises ValueError where the table has no such constraint.
    """
    name = f"ck_{table}_{column}"
    stated = _postgresql(name) if op.get_bind().dialect.name == "postgresql" else _sqlite(table, name)
    values = [value for value in QUOTED.findall(stated) if value not in removed] + list(added)
    clause = f"CHECK ({column} in ({', '.join(map(repr, values))}))"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"alter table {table} drop constraint {name}")
        op.execute(f"alter table {table} add constraint {name} {clause}")
    else:
        _replace(table, f"CONSTRAINT {name} {stated}", f"CONSTRAINT {name} {clause}")


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
