"""every source that is named stands in the table of sources; columns of few values take no others; plain names

No table is copied: on SQLite constraints are written into the statement that made the table, which is all that SQLite
reads them from. (https://www.sqlite.org/lang_altertable.html, section 7, "changes that do not affect the on-disk content")
"""

import sqlalchemy as sa
from alembic import op

from migrations import views

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

CHANGE_KINDS = (
    "price changed",
    "price change announced",
    "price change moved",
    "price change cancelled",
    "price change now in effect",
    "list price changed",
    "list price change announced",
    "list price change moved",
    "list price change cancelled",
    "list price change now in effect",
    "version changed",
    "version change announced",
    "version change moved",
    "version change cancelled",
    "version change now in effect",
    "limits changed",
    "limits change announced",
    "limits change moved",
    "limits change cancelled",
    "limits change now in effect",
    "peak hours changed",
    "peak hours change announced",
    "peak hours change moved",
    "peak hours change cancelled",
    "peak hours change now in effect",
    "model added",
    "model removed",
    "promotion announced",
    "promotion started",
    "promotion changed",
    "promotion dated",
    "promotion undated",
    "promotion extended",
    "promotion shortened",
    "promotion made permanent",
    "promotion ended",
    "promotion ended early",
    "retirement announced",
    "retirement dated",
    "retirement undated",
    "retirement moved",
    "retirement cancelled",
    "retirement no longer announced",
    "retirement happened",
    "replacement changed",
    "name re-routed",
    "notice added",
    "notice changed",
    "notice removed",
    "text unread",
    "possible price unread",
    "possible date unread",
    "wording changed",
    "no longer stated",
    "end not confirmed",
    "sources disagree",
    "sources agree again",
    "source broken",
    "source held",
    "source stale",
    "source recovered",
    "source still broken",
    "source still held",
    "source still stale",
    "decision undone",
    "score moved",
    "contender added",
    "contender removed",
    "contender replaced",
    "contender renamed",
    "top place gained",
    "top place lost",
    "top place shared",
    "slug passed on",
    "category not stated",
    "category stated again",
    "leaderboard rebased",
    "leaderboard stale",
)
HISTORY = (
    "price",
    "peak_hours",
    "promotion",
    "retirement",
    "model_version",
    "notice",
    "score",
    "contender",
    "measurement",
)
WITH_SOURCE = (
    "snapshot",
    *HISTORY,
    "watermark",
    "change",
    "correction",
    "decision",
    "budget",
    "alert",
    "reminder",
)
VALUES = {
    ("snapshot", "outcome"): ("facts", "same", "not_modified", "failed", "refused", "held"),
    ("price", "band"): ("flat", "off_peak", "peak"),
    ("retirement", "state"): ("announced", "dated", "cancelled", "routed", "retired"),
    ("change", "kind"): CHANGE_KINDS,
    ("decision", "verdict"): ("accepted", "rejected"),
    ("alert", "severity"): ("info", "notice", "warning", "critical"),
    ("delivery", "state"): ("pending", "claimed", "delivered", "dead", "muted", "withdrawn"),
    ("reminder", "kind"): (
        "retirement",
        "promotion end",
        "free window end",
        "price change",
        "peak hours change",
    ),
    ("reminder", "state"): ("ahead", "passed", "cancelled"),
}
"""What a column may hold beside null."""
CONSTRAINTS = [
    *((table, f"fk_{table}_source", "FOREIGN KEY(source) REFERENCES source (name)") for table in WITH_SOURCE),
    *(
        (table, f"ck_{table}_{column}", f"CHECK ({column} in ({', '.join(map(repr, values))}))")
        for (table, column), values in VALUES.items()
    ),
]
TABLES = {"recorded": "watermark", "beat": "last_run"}
COLUMNS = (
    ("watermark", "part", "division"),
    ("watermark", "first", "first_at"),
    ("watermark", "last", "last_at"),
    ("watermark", "since", "published_at"),
    ("last_run", "at", "finished_at"),
    ("last_run", "before", "previous_finished_at"),
    ("budget", "day", "day_start"),
    ("reminder", "announced_at", "first_recorded_from"),
    ("reminder", "stated_at", "revised_at"),
)
"""The table by its new name, the old column, the new one."""
INDEXES = {
    **{f"ix_{table}_snapshot_id": (table, ["snapshot_id"]) for table in HISTORY},
    "ix_change_source_seen_at": ("change", ["source", "seen_at"]),
    "ix_change_subject_seen_at": ("change", ["subject", "seen_at"]),
    "ix_alert_subject_source": ("alert", ["subject", "source"]),
    "ix_alert_created_at": ("alert", ["created_at", "id"]),
}
MISSING = """insert into source (name, vendor, url, cadence_minutes, family, trust)
    select source, coalesce(
        (select min(vendor) from change where change.source = named.source),
        (select min(vendor) from alert where alert.source = named.source),
        source
    ), coalesce((select max(url) from snapshot where snapshot.source = named.source), ''), 1440, source, 1
    from ({named}) as named
    where source not in (select name from source)"""
"""A source that a row names and nobody listed gets a family of its own, so that nothing else is shown because of it."""


def upgrade() -> None:
    views.drop(down_revision)
    for old, new in TABLES.items():
        op.rename_table(old, new)
        _rename_constraint(new, f"pk_{old}", f"pk_{new}")
    for table, old, new in COLUMNS:
        op.execute(f'alter table {table} rename column "{old}" to {new}')
    op.execute(MISSING.format(named=" union ".join(f"select source from {table}" for table in WITH_SOURCE)))
    _refuse_other_values()
    for table, name, clause in CONSTRAINTS:
        _add(table, name, clause)
    _read_again()
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)
    views.create(revision)


def downgrade() -> None:
    views.drop(revision)
    for name, (table, _) in INDEXES.items():
        op.drop_index(name, table)
    for table, name, clause in CONSTRAINTS:
        _remove(table, name, clause)
    _read_again()
    for table, old, new in COLUMNS:
        op.execute(f'alter table {table} rename column {new} to "{old}"')
    for old, new in TABLES.items():
        op.rename_table(new, old)
        _rename_constraint(old, f"pk_{new}", f"pk_{old}")
    _read_again()
    views.create(down_revision)


def _refuse_other_values() -> None:
    """Raise ValueError where a column holds a value that its constraint would refuse."""
    for (table, column), values in VALUES.items():
        listed = ", ".join(map(repr, values))
        query = sa.text(f"select {column} from {table} where {column} not in ({listed}) limit 1")
        if (other := op.get_bind().scalar(query)) is not None:
            raise ValueError(f"{table}.{column} holds {other!r}, which no release has ever written")


def _add(table: str, name: str, clause: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"alter table {table} add constraint {name} {clause}")
        return
    made = _statement(table)
    _restate(table, f"{made.removesuffix(')').rstrip()}, CONSTRAINT {name} {clause})")


def _remove(table: str, name: str, clause: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"alter table {table} drop constraint {name}")
        return
    made, said = _statement(table), f", CONSTRAINT {name} {clause}"
    if said not in made:
        raise ValueError(f"{table} has no {name}")
    _restate(table, made.replace(said, ""))


def _rename_constraint(table: str, old: str, new: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"alter table {table} rename constraint {old} to {new}")
    else:
        _restate(table, _statement(table).replace(old, new))


def _statement(table: str) -> str:
    """The statement that made a table, as SQLite keeps it."""
    query = sa.text("select sql from sqlite_master where type = 'table' and name = :name")
    return str(op.get_bind().scalar(query, {"name": table}))


def _restate(table: str, statement: str) -> None:
    """Replace the statement that SQLite keeps of a table. It is read when the schema is read again."""
    op.execute("pragma writable_schema = on")
    op.get_bind().execute(
        sa.text("update sqlite_master set sql = :sql where type = 'table' and name = :name"),
        {"sql": statement, "name": table},
    )
    op.execute("pragma writable_schema = off")


def _read_again() -> None:
    """Have SQLite read its schema again, in this connection and in every other one."""
    if op.get_bind().dialect.name == "sqlite":
        version = op.get_bind().scalar(sa.text("pragma schema_version"))
        op.execute(f"pragma schema_version = {version + 1}")
        op.execute("pragma writable_schema = reset")
