"""A role of PostgreSQL that reads the views and can do nothing else."""

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from flows.database import WRITES, Store
from models.facts import FACTS
from models.schema import TABLES

ALSO_READ = ("source", "watermark", "change", "snapshot", "alert_change", "alembic_version")
"""The tables beside the history that functions and queries of the book read.

Bytes of pages, deliveries and decisions are not among them.
"""
SECONDS = 60
"""The time after which a query of such a role is stopped."""


class NotPossible(Exception):
    """A role cannot be made a reader: why, in one line, with what to do."""


def grant_reader(store: Store, role: str) -> list[str]:
    """Let a role of PostgreSQL read the views, and make it if there is none. Return what else there is to do, in lines.

    May be repeated. Raises NotPossible, NoHistory, WrongShape.
    """
    if store.file is not None:
        raise NotPossible(
            "only PostgreSQL has roles. For SQLite, the permissions of its file decide; `almanac sql` never writes"
        )
    store.expect_shape()
    try:
        with store.engine.execution_options(**{WRITES: True}).begin() as connection:
            is_new = _expect_harmless(connection, role)
            for statement in _statements(connection, role, is_new):
                connection.exec_driver_sql(statement)
            return _left_to_do(connection, role, is_new)
    except DBAPIError as error:
        says = " ".join(str(error.orig).split("\n")[0].split())
        raise NotPossible(
            f"{says}: run it with an account that may create roles, or run `create role {role} login` and then this "
            "command again"
        ) from None


def _expect_harmless(connection: Connection, role: str) -> bool:
    """Return True if the role has to be made. Raises NotPossible for one that can write already."""
    row = connection.execute(
        text("select rolsuper, pg_has_role(rolname, current_user, 'member') from pg_roles where rolname = :role"),
        {"role": role},
    ).one_or_none()
    if row is not None and (row[0] or row[1]):
        raise NotPossible(f"{role} is a superuser or has the rights of this account, and can write: name another role")
    return row is None


def _statements(connection: Connection, role: str, is_new: bool) -> list[str]:
    quote = connection.dialect.identifier_preparer.quote
    name, database = quote(role), quote(str(connection.engine.url.database))
    found = inspect(connection)
    tables = {table.name for fact in FACTS for table in (TABLES[fact].series, TABLES[fact].spans)}
    readable = sorted({*found.get_view_names(), *tables, *ALSO_READ})
    others = sorted({*found.get_table_names()} - {*readable})
    return [
        *([f"create role {name} login"] if is_new else []),
        f"grant connect on database {database} to {name}",
        f"grant usage on schema public to {name}",
        f"revoke all on {', '.join(map(quote, [*readable, *others]))} from {name}",
        f"grant select on {', '.join(map(quote, readable))} to {name}",
        f"alter role {name} in database {database} set default_transaction_read_only = on",
        f"alter role {name} in database {database} set statement_timeout = '{SECONDS}s'",
    ]


def _left_to_do(connection: Connection, role: str, is_new: bool) -> list[str]:
    quoted = connection.dialect.identifier_preparer.quote(role)
    lines = [f"give it a password: `\\password {role}` in psql"] if is_new else []
    query = text("select has_schema_privilege(:role, 'public', 'create')")
    if connection.scalar(query, {"role": role}):
        lines.append(
            "every role, this one too, may create tables of its own here, as in PostgreSQL before 15: "
            f"`revoke create on schema public from public` ends that ({quoted} can then only read)"
        )
    return lines
