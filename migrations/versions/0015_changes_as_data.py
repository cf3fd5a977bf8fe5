"""changes keep what they are about and their values; held readings why; columns that are no reserved words

What older releases kept in words alone is read from the words here, once: what is needed to know what was told.
"""

import re
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import views

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
RENAMED = (
    ("change", "before", "said_before"),
    ("change", "after", "said_after"),
    ("correction", "before", "said_before"),
    ("correction", "after", "said_after"),
    ("alert", "key", "alert_key"),
)
NEW = {
    "fact": sa.Text(),
    "item": JSON,
    "value_before": JSON,
    "value_after": JSON,
}
AT_ONCE = 1_000
FOR_A_PERSON = "held for a person to decide"
OF_A_SCORE = (
    "score moved",
    "contender replaced",
    "contender added",
    "top place gained",
    "top place lost",
    "top place shared",
)
AGREEMENT = ("sources disagree", "sources agree again")
SILENT = ("category not stated", "category stated again")
KINDS = (
    *OF_A_SCORE,
    *AGREEMENT,
    *SILENT,
    "contender renamed",
    "leaderboard rebased",
    "source held",
    "source recovered",
)
CHECKED = re.compile(r"price: (\S+) (\S+)")
METHOD = re.compile(r"method (\S+?)(?:: .*)?", re.DOTALL)
CHANGE = sa.table(
    "change",
    sa.column("id", sa.BigInteger),
    *(sa.column(name, sa.Text) for name in ("kind", "said_before", "said_after")),
    *(sa.column(name, kind) for name, kind in NEW.items()),
)
SNAPSHOT = sa.table(
    "snapshot",
    sa.column("id", sa.BigInteger),
    sa.column("outcome", sa.Text),
    sa.column("reason", sa.Text),
    sa.column("held_for", JSON),
)


def upgrade() -> None:
    views.drop(down_revision)
    for table, old, new in RENAMED:
        op.execute(f'alter table {table} rename column "{old}" to {new}')
    for name, kind in NEW.items():
        op.add_column("change", sa.Column(name, kind, nullable=True))
    op.add_column("snapshot", sa.Column("held_for", JSON, nullable=True))
    _fill_in(CHANGE, CHANGE.c.kind.in_(KINDS), _data)
    _fill_in(SNAPSHOT, SNAPSHOT.c.outcome == "held", _why_held)
    views.create("0015")


def downgrade() -> None:
    views.drop("0015")
    op.drop_column("snapshot", "held_for")
    for name in NEW:
        op.drop_column("change", name)
    for table, old, new in RENAMED:
        op.execute(f'alter table {table} rename column {new} to "{old}"')
    views.create(down_revision)


def _fill_in(table: Any, which: Any, values: Any) -> None:
    """Update the rows that meet a condition, some at once."""
    connection, last = op.get_bind(), 0
    query = sa.select(table).where(which).order_by(table.c.id).limit(AT_ONCE)
    while rows := connection.execute(query.where(table.c.id > last)).all():
        for row in rows:
            connection.execute(sa.update(table).where(table.c.id == row.id).values(values(row)))
        last = rows[-1].id


def _data(row: Any) -> dict[str, Any]:
    """What the words of an older release say of a change."""
    return dict(_columns(row.kind, row.said_before or "", row.said_after or ""))


def _why_held(row: Any) -> dict[str, Any]:
    return {"held_for": _held_for(row.reason)}


def _columns(kind: str, before: str, after: str) -> Iterator[tuple[str, Any]]:
    if kind in AGREEMENT:
        checked = CHECKED.match(after)
        yield "fact", "price" if checked else after.split(":")[0]
        yield "item", {"meter": checked[1], "currency": checked[2]} if checked else {}
    elif kind in OF_A_SCORE:
        yield "fact", "score"
        yield "item", {"category": after.split(":")[0]}
    elif kind in SILENT:
        yield "fact", "score"
        yield "item", {"categories": after.split(", ")}
    elif kind == "contender renamed":
        yield "fact", "contender"
        yield "value_before", {"name": before}
        yield "value_after", {"name": after}
    elif kind == "leaderboard rebased":
        yield "fact", "score"
        yield "value_before", {"methodology": _method(before)}
        yield "value_after", {"methodology": _method(after) if ": " in after else None}
    elif kind == "source held":
        yield "value_after", _held_for(after)
    else:
        yield "value_before", {"kind": f"source {before}"}


def _method(words: str) -> str | None:
    found = METHOD.fullmatch(words)
    return found[1] if found else None


def _held_for(reason: str | None) -> dict[str, Any]:
    first, _, why = (reason or "").partition(": ")
    return {"needs_decision": first == FOR_A_PERSON, "why": why or first}
