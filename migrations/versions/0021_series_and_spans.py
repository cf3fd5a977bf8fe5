"""the key columns of facts are stored once, apart from their history, whose instants are numbers on SQLite

Every kind of fact gets two tables in place of one: `price_series` and `price_span` for `price`, which is a view now.
"""

import logging
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations import views

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

LOG = logging.getLogger("almanac.migrations")
PART = 100_000
"""Rows that are moved in one statement."""
FIRST_SECOND = 62_135_596_800
"""Seconds from the year 1 to 1970. From then on numbers are positive: SQLite divides towards zero."""
TEXT, NUMBER, WHOLE = sa.Text(), sa.Text().with_variant(sa.Numeric(), "postgresql"), sa.BigInteger()
INSTANT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
OLD_INSTANT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Columns = Mapping[str, sa.types.TypeEngine[Any]]
SOURCE: Columns = {"source": TEXT}
KEYS: dict[str, Columns] = {
    "price": SOURCE | dict.fromkeys(("model", "meter", "band", "currency", "mode"), TEXT) | {"above": WHOLE},
    "peak_hours": SOURCE,
    "promotion": SOURCE | {"model": TEXT},
    "retirement": SOURCE | {"model": TEXT},
    "model_version": SOURCE | {"model": TEXT},
    "notice": SOURCE | {"sha256": TEXT},
    "score": SOURCE | dict.fromkeys(("category", "board", "contender_key"), TEXT),
    "contender": SOURCE | {"contender_key": TEXT},
    "measurement": SOURCE | {"contender_key": TEXT},
}
MEASURES = ("input_price", "output_price", "cache_hit_price", "cache_write_price")
SPEEDS = ("output_tokens_per_second", "seconds_to_first_token")
VALUES: dict[str, Columns] = {
    "price": {"amount": NUMBER, "list_amount": NUMBER, "unit": TEXT},
    "peak_hours": dict.fromkeys(("time_zone", "weekdays", "windows", "holidays"), TEXT),
    "promotion": {"percent_off": NUMBER, "starts_at": INSTANT, "ends_at": INSTANT, "after_end": TEXT},
    "retirement": {"state": TEXT, "retires_at": INSTANT, "replacement": TEXT},
    "model_version": dict.fromkeys(("version", "context_length", "max_output"), TEXT),
    "notice": {"text": TEXT},
    "score": dict.fromkeys(("score", "ci_low", "ci_high"), NUMBER) | {"votes": WHOLE, "methodology": TEXT},
    "contender": dict.fromkeys(("name", "slug", "organization", "license", "model"), TEXT),
    "measurement": dict.fromkeys((*MEASURES, *SPEEDS), NUMBER),
}
ASIDES: dict[str, tuple[str, ...]] = {"peak_hours": ("locator", "text"), "notice": ("locator", "unread")}
CHOICES = {
    "price_series": ("band", ("flat", "off_peak", "peak")),
    "retirement_span": ("state", ("announced", "dated", "cancelled", "routed", "retired")),
}
CLOCKS = ("effective_from", "effective_to", "recorded_from", "recorded_to")
BY_VALUE = {
    "price_span": ("effective_from",),
    "peak_hours_span": ("effective_from",),
    "promotion_span": ("ends_at",),
    "retirement_span": ("state", "retires_at"),
    "score_series": ("board", "category", "contender_key"),
}
OLD_INDEXES = {
    "price": {"until": ("source", "currency", "effective_to"), "effective_from": ("effective_from",)},
    "peak_hours": {"effective_from": ("effective_from",)},
    "promotion": {"ends_at": ("ends_at",)},
    "retirement": {"state_retires_at": ("state", "retires_at")},
    "score": {"asked": ("board", "category", "contender_key")},
}


def upgrade() -> None:
    views.drop(down_revision)
    for table in KEYS:
        _create_series(table)
        _create_spans(table)
        keys = ", ".join(KEYS[table])
        op.execute(f"insert into {table}_series ({keys}) select distinct {keys} from {table} order by {keys}")
        _fill_spans(table)
        op.drop_table(table)
        _create_indexes(table)
    views.create(revision)


def _fill_spans(table: str) -> None:
    """Copy the rows of a table in parts, and log how far it is."""
    same = " and ".join(f"series.{key} = old.{key}" for key in KEYS[table])
    names = _span_columns(table)
    values = ", ".join(_number(table, name) for name in names)
    rows, series = (
        op.get_bind().scalar(sa.text(f"select count(*) from {name}")) for name in (table, f"{table}_series")
    )
    step, copied = max(1, series * PART // max(rows, 1)), 0
    for start in range(1, series + 1, step):
        copied += (
            op.get_bind()
            .execute(
                sa.text(
                    f"insert into {table}_span (series_id, {', '.join(names)}) "
                    f"select series.id, {values} from {table}_series as series join {table} as old on {same} "
                    f"where series.id between {start} and {start + step - 1} "
                    "order by series.id, old.effective_from, old.recorded_from"
                )
            )
            .rowcount
        )
        if rows > PART:
            LOG.info("%s: %s of %s rows moved", table, f"{copied:,}", f"{rows:,}")


def downgrade() -> None:
    views.drop(revision)
    for table in KEYS:
        _create_old(table)
        keys, names = KEYS[table], _span_columns(table)
        op.execute(
            f"insert into {table} ({', '.join((*keys, *names))}) "
            f"select {', '.join((*keys, *(_text(table, name) for name in names)))} "
            f"from {table}_span as span join {table}_series as series on series.id = span.series_id"
        )
        op.drop_table(f"{table}_span")
        op.drop_table(f"{table}_series")
        _create_old_indexes(table)
    views.create(down_revision)


def _span_columns(table: str) -> tuple[str, ...]:
    asides = ASIDES.get(table, ("locator",))
    return (*CLOCKS, "gone", *VALUES[table], "snapshot_id", *asides)


def _create_series(table: str) -> None:
    name = f"{table}_series"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(key, kind, nullable=False) for key, kind in KEYS[table].items()),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.UniqueConstraint(*KEYS[table], name=f"uq_{name}"),
        sa.ForeignKeyConstraint(["source"], ["source.name"], name=f"fk_{name}_source"),
        *_choices(name),
    )


def _create_spans(table: str) -> None:
    name = f"{table}_span"
    op.create_table(
        name,
        sa.Column("series_id", sa.Integer(), nullable=False),
        *(sa.Column(clock, INSTANT, nullable=clock.endswith("_to")) for clock in CLOCKS),
        sa.Column("gone", sa.Boolean(), nullable=False),
        *(sa.Column(value, kind) for value, kind in VALUES[table].items()),
        sa.Column("snapshot_id", ROW_ID, nullable=False),
        *(sa.Column(aside, TEXT) for aside in ASIDES.get(table, ("locator",))),
        sa.PrimaryKeyConstraint("series_id", "effective_from", "recorded_from", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["series_id"], [f"{table}_series.id"], name=f"fk_{name}_series_id"),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=f"fk_{name}_snapshot_id"),
        *_choices(name),
    )


def _choices(table: str) -> list[sa.CheckConstraint]:
    if table not in CHOICES:
        return []
    column, values = CHOICES[table]
    listed = ", ".join(f"'{value}'" for value in values)
    return [sa.CheckConstraint(f"{column} in ({listed})", name=op.f(f"ck_{table}_{column}"))]


def _create_indexes(table: str) -> None:
    spans, believed = f"{table}_span", sa.text("recorded_to is null")
    start = ["series_id", "effective_from"]
    op.create_index(f"ix_{spans}_believed", spans, start, unique=True, sqlite_where=believed, postgresql_where=believed)
    op.create_index(f"ix_{spans}_snapshot_id", spans, ["snapshot_id"])
    for name in (spans, f"{table}_series"):
        if name in BY_VALUE:
            op.create_index(f"ix_{name}_{'_'.join(BY_VALUE[name])}", name, list(BY_VALUE[name]))


def _create_old(table: str) -> None:
    """Create the table of the revision before, with the constraints in the words by which revision 0016 finds them."""
    kinds: Columns = {**KEYS[table], **dict.fromkeys(CLOCKS, OLD_INSTANT), "gone": sa.Boolean()}
    kinds |= {name: OLD_INSTANT if kind is INSTANT else kind for name, kind in VALUES[table].items()}
    kinds |= {"snapshot_id": ROW_ID, **dict.fromkeys(ASIDES.get(table, ("locator",)), TEXT)}
    required = {*KEYS[table], "effective_from", "recorded_from", "gone", "snapshot_id"}
    dialect, key = op.get_bind().dialect, (*KEYS[table], "effective_from", "recorded_from")
    columns = (
        f"{name} {kind.compile(dialect)}{' NOT NULL' if name in required else ''}" for name, kind in kinds.items()
    )
    constraints = [
        f"CONSTRAINT pk_{table} PRIMARY KEY ({', '.join(key)})",
        f"CONSTRAINT fk_{table}_snapshot_id FOREIGN KEY(snapshot_id) REFERENCES snapshot (id)",
        f"CONSTRAINT fk_{table}_source FOREIGN KEY(source) REFERENCES source (name)",
    ]
    for column, values in (CHOICES[name] for name in (f"{table}_series", f"{table}_span") if name in CHOICES):
        constraints.append(f"CONSTRAINT ck_{table}_{column} CHECK ({column} in ({', '.join(map(repr, values))}))")
    op.execute(f"create table {table} ({', '.join((*columns, *constraints))})")


def _create_old_indexes(table: str) -> None:
    believed = sa.text("recorded_to is null")
    start = [*KEYS[table], "effective_from"]
    op.create_index(f"ix_{table}_believed", table, start, unique=True, sqlite_where=believed, postgresql_where=believed)
    op.create_index(f"ix_{table}_snapshot_id", table, ["snapshot_id"])
    for name, columns in OLD_INDEXES.get(table, {}).items():
        where = believed if name == "until" else None
        op.create_index(f"ix_{table}_{name}", table, list(columns), sqlite_where=where, postgresql_where=where)


def _number(table: str, name: str) -> str:
    """A column of the old table, for the new one."""
    column = f"old.{name}"
    if not _is_instant(table, name) or op.get_bind().dialect.name != "sqlite":
        return column
    return f"strftime('%s', substr({column}, 1, 19)) * 1000000 + substr({column}, 21, 6)"


def _text(table: str, name: str) -> str:
    """A column of the new table, for the old one."""
    column = f"span.{name}"
    if not _is_instant(table, name) or op.get_bind().dialect.name != "sqlite":
        return column
    since = f"({column} + {FIRST_SECOND * 1_000_000})"
    second = f"strftime('%Y-%m-%dT%H:%M:%S', {since} / 1000000 - {FIRST_SECOND}, 'unixepoch')"
    return f"{second} || printf('.%06dZ', {since} % 1000000)"


def _is_instant(table: str, name: str) -> bool:
    return name in CLOCKS or VALUES[table].get(name) is INSTANT
