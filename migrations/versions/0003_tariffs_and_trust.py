"""promotions, retirements and peak hours; parts of scopes; sources with a family and their place in its trust"""

from types import ModuleType
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
EXACT = sa.Text().with_variant(sa.Numeric(), "postgresql")
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BELIEVED = sa.text("recorded_to IS NULL")


def upgrade() -> None:
    _revision("0002").downgrade()
    _history("peak_hours", [], ["time_zone", "weekdays", "windows", "holidays"], ["locator", "text"])
    _history(
        "promotion",
        ["model"],
        [("percent_off", EXACT), ("starts_at", INSTANT), ("ends_at", INSTANT), "then"],
        ["locator"],
    )
    _history("retirement", ["model"], ["state", ("retires_at", INSTANT), "replacement"], ["locator"])
    _recorded(("part", "case fact when 'price' then 'USD' else '' end"))
    # What stands in `source` is written anew from the registry before anything is read.
    _source(sa.Column("family", sa.Text(), nullable=False), sa.Column("trust", ROW_ID, nullable=False))


def downgrade() -> None:
    _source()
    _recorded()
    for table in ("retirement", "promotion", "peak_hours"):
        op.drop_table(table)
    _revision("0002").upgrade()


def _revision(name: str) -> ModuleType:
    """Another revision of this database: the views stand on tables that change here."""
    environment = op.get_context().environment_context
    found = environment and environment.script.get_revision(name)
    if not found:
        raise LookupError(name)
    return found.module


def _history(
    table: str, keys: list[str], values: list[str | tuple[str, sa.types.TypeEngine[Any]]], asides: list[str]
) -> None:
    columns = [(value, sa.Text()) if isinstance(value, str) else value for value in values]
    op.create_table(
        table,
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("source", *keys)),
        sa.Column("effective_from", INSTANT, nullable=False),
        sa.Column("effective_to", INSTANT, nullable=True),
        sa.Column("recorded_from", INSTANT, nullable=False),
        sa.Column("recorded_to", INSTANT, nullable=True),
        sa.Column("gone", sa.Boolean(), nullable=False),
        *(sa.Column(name, kind, nullable=True) for name, kind in columns),
        sa.Column("snapshot_id", ROW_ID, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in asides),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f(f"fk_{table}_snapshot_id")),
        sa.PrimaryKeyConstraint("source", *keys, "effective_from", "recorded_from", name=op.f(f"pk_{table}")),
    )
    op.create_index(
        f"ix_{table}_believed",
        table,
        ["source", *keys, "effective_from"],
        unique=True,
        sqlite_where=BELIEVED,
        postgresql_where=BELIEVED,
    )


def _recorded(part: tuple[str, str] | None = None) -> None:
    """The marks of the scopes, with one more column in their key, or without it."""
    keys, marks = ["fact", "source"], "first, last, since, reader"
    op.execute("create table recorded_before as select * from recorded")
    op.drop_table("recorded")
    added = [] if part is None else [part[0]]
    op.create_table(
        "recorded",
        *(sa.Column(name, sa.Text(), nullable=False) for name in (*keys, *added)),
        sa.Column("first", INSTANT, nullable=False),
        sa.Column("last", INSTANT, nullable=False),
        sa.Column("since", INSTANT, nullable=True),
        sa.Column("reader", ROW_ID, nullable=False),
        sa.PrimaryKeyConstraint(*keys, *added, name=op.f("pk_recorded")),
    )
    if part is None:
        marks = "min(first), max(last), max(since), max(reader)"
    values = ", ".join([*keys, *([] if part is None else [part[1]]), marks])
    columns = ", ".join([*keys, *added, "first, last, since, reader"])
    grouped = "" if part else " group by fact, source"
    op.execute(f"insert into recorded ({columns}) select {values} from recorded_before{grouped}")
    op.drop_table("recorded_before")


def _source(*added: sa.Column[Any]) -> None:
    op.drop_table("source")
    op.create_table(
        "source",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("cadence_minutes", ROW_ID, nullable=False),
        *added,
        sa.PrimaryKeyConstraint("name", name=op.f("pk_source")),
    )
