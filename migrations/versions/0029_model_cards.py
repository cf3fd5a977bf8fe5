"""model cards: the licence, the gating and the newest commit of repositories of open weights"""

import sqlalchemy as sa
from alembic import op

from migrations import views
from migrations.checks import restate_check

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

INSTANT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BELIEVED = sa.text("recorded_to IS NULL")
NEW = ("licence changed", "gating changed", "revision changed", "model card changed")


def upgrade() -> None:
    views.drop(down_revision)
    op.create_table(
        "model_card_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("repository", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["source"], ["source.name"], name="fk_model_card_series_source"),
        sa.PrimaryKeyConstraint("id", name="pk_model_card_series"),
        sa.UniqueConstraint("source", "repository", name="uq_model_card_series"),
    )
    op.create_table(
        "model_card_span",
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("effective_from", INSTANT, nullable=False),
        sa.Column("effective_to", INSTANT, nullable=True),
        sa.Column("recorded_from", INSTANT, nullable=False),
        sa.Column("recorded_to", INSTANT, nullable=True),
        sa.Column("gone", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("licence", "licence_name", "gated", "sha")),
        sa.Column("snapshot_id", NUMBER, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("locator", "parameters")),
        sa.CheckConstraint("gated in ('no', 'auto', 'manual')", name=op.f("ck_model_card_span_gated")),
        sa.ForeignKeyConstraint(["series_id"], ["model_card_series.id"], name="fk_model_card_span_series_id"),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name="fk_model_card_span_snapshot_id"),
        sa.PrimaryKeyConstraint("series_id", "effective_from", "recorded_from", name="pk_model_card_span"),
    )
    op.create_index(
        "ix_model_card_span_believed",
        "model_card_span",
        ["series_id", "effective_from"],
        unique=True,
        sqlite_where=BELIEVED,
        postgresql_where=BELIEVED,
    )
    op.create_index("ix_model_card_span_snapshot_id", "model_card_span", ["snapshot_id"])
    restate_check("change", "kind", added=NEW)
    views.create(revision)


def downgrade() -> None:
    """Drop the cards and their changes. Their sources count as read by an earlier reader: going up reads them again."""
    views.drop(revision)
    kinds = ", ".join(f"'{kind}'" for kind in NEW)
    op.execute(f"delete from alert_change where change_id in (select id from change where kind in ({kinds}))")
    op.execute(f"delete from change where kind in ({kinds})")
    op.execute("update watermark set reader = 0 where fact = 'model_card'")
    restate_check("change", "kind", removed=NEW)
    op.drop_table("model_card_span")
    op.drop_table("model_card_series")
    views.create(down_revision)
