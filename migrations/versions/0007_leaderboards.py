"""scores, contenders, and what boards measure"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
EXACT = sa.Text().with_variant(sa.Numeric(), "postgresql")
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BELIEVED = sa.text("recorded_to IS NULL")

TABLES: dict[str, tuple[list[str], dict[str, sa.types.TypeEngine[Any]]]] = {
    "score": (
        ["source", "category", "board", "contender_key"],
        {
            "score": EXACT,
            "ci_low": EXACT,
            "ci_high": EXACT,
            "votes": sa.BigInteger(),
            "methodology": sa.Text(),
        },
    ),
    "contender": (
        ["source", "contender_key"],
        dict.fromkeys(("name", "slug", "organization", "license", "model"), sa.Text()),
    ),
    "measurement": (
        ["source", "contender_key"],
        dict.fromkeys(
            (
                "input_price",
                "output_price",
                "cache_hit_price",
                "cache_write_price",
                "output_tokens_per_second",
                "seconds_to_first_token",
            ),
            EXACT,
        ),
    ),
}


def upgrade() -> None:
    for table, (keys, values) in TABLES.items():
        op.create_table(
            table,
            *(sa.Column(name, sa.Text(), nullable=False) for name in keys),
            sa.Column("effective_from", INSTANT, nullable=False),
            sa.Column("effective_to", INSTANT, nullable=True),
            sa.Column("recorded_from", INSTANT, nullable=False),
            sa.Column("recorded_to", INSTANT, nullable=True),
            sa.Column("gone", sa.Boolean(), nullable=False),
            *(sa.Column(name, kind, nullable=True) for name, kind in values.items()),
            sa.Column("snapshot_id", ROW_ID, nullable=False),
            sa.Column("locator", sa.Text(), nullable=True),
            sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f(f"fk_{table}_snapshot_id")),
            sa.PrimaryKeyConstraint(*keys, "effective_from", "recorded_from", name=op.f(f"pk_{table}")),
        )
        op.create_index(
            f"ix_{table}_believed",
            table,
            [*keys, "effective_from"],
            unique=True,
            sqlite_where=BELIEVED,
            postgresql_where=BELIEVED,
        )
    # People ask for a model on a board and do not name the source.
    op.create_index("ix_score_asked", "score", ["board", "category", "contender_key"])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
