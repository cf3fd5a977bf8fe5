"""the first shape"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
EXACT = sa.Text().with_variant(sa.Numeric(), "postgresql")
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BELIEVED = sa.text("recorded_to IS NULL")


def upgrade() -> None:
    op.create_table(
        "body",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", ROW_ID, nullable=False),
        sa.Column("zstd", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_body")),
    )
    op.create_table(
        "recorded",
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("first", INSTANT, nullable=False),
        sa.Column("last", INSTANT, nullable=False),
        sa.Column("since", INSTANT, nullable=True),
        sa.Column("reader", ROW_ID, nullable=False),
        sa.PrimaryKeyConstraint("fact", "source", name=op.f("pk_recorded")),
    )
    op.create_table(
        "source",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("cadence_minutes", ROW_ID, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_source")),
    )
    op.create_table(
        "snapshot",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("moment", INSTANT, nullable=False),
        sa.Column("stored_at", INSTANT, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reader", ROW_ID, nullable=True),
        sa.Column("body_sha256", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["body_sha256"], ["body.sha256"], name=op.f("fk_snapshot_body_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("source", "moment", "url", name=op.f("uq_snapshot_source_moment_url")),
    )
    op.create_table(
        "alert",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("snapshot_id", ROW_ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("effective_at", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_alert_snapshot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint("key", name=op.f("uq_alert_key")),
    )
    op.create_index(op.f("ix_alert_snapshot_id"), "alert", ["snapshot_id"], unique=False)

    op.create_table(
        "change",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("snapshot_id", ROW_ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("effective_at", INSTANT, nullable=True),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("stored_at", INSTANT, nullable=False),
        sa.Column("retracted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_change_snapshot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_index(op.f("ix_change_snapshot_id"), "change", ["snapshot_id"], unique=False)

    op.create_table(
        "model_version",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("effective_from", INSTANT, nullable=False),
        sa.Column("effective_to", INSTANT, nullable=True),
        sa.Column("recorded_from", INSTANT, nullable=False),
        sa.Column("recorded_to", INSTANT, nullable=True),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("context_length", sa.Text(), nullable=True),
        sa.Column("max_output", sa.Text(), nullable=True),
        sa.Column("snapshot_id", ROW_ID, nullable=False),
        sa.Column("locator", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_model_version_snapshot_id")),
        sa.PrimaryKeyConstraint("source", "model", "effective_from", "recorded_from", name=op.f("pk_model_version")),
    )
    op.create_index(
        "ix_model_version_believed",
        "model_version",
        ["source", "model", "effective_from"],
        unique=True,
        sqlite_where=BELIEVED,
        postgresql_where=BELIEVED,
    )

    op.create_table(
        "notice",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("effective_from", INSTANT, nullable=False),
        sa.Column("effective_to", INSTANT, nullable=True),
        sa.Column("recorded_from", INSTANT, nullable=False),
        sa.Column("recorded_to", INSTANT, nullable=True),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("snapshot_id", ROW_ID, nullable=False),
        sa.Column("locator", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_notice_snapshot_id")),
        sa.PrimaryKeyConstraint("source", "sha256", "effective_from", "recorded_from", name=op.f("pk_notice")),
    )
    op.create_index(
        "ix_notice_believed",
        "notice",
        ["source", "sha256", "effective_from"],
        unique=True,
        sqlite_where=BELIEVED,
        postgresql_where=BELIEVED,
    )

    op.create_table(
        "price",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("meter", sa.Text(), nullable=False),
        sa.Column("band", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("effective_from", INSTANT, nullable=False),
        sa.Column("effective_to", INSTANT, nullable=True),
        sa.Column("recorded_from", INSTANT, nullable=False),
        sa.Column("recorded_to", INSTANT, nullable=True),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("amount", EXACT, nullable=True),
        sa.Column("list_amount", EXACT, nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("snapshot_id", ROW_ID, nullable=False),
        sa.Column("locator", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_price_snapshot_id")),
        sa.PrimaryKeyConstraint(
            "source", "model", "meter", "band", "currency", "effective_from", "recorded_from", name=op.f("pk_price")
        ),
    )
    op.create_index(
        "ix_price_believed",
        "price",
        ["source", "model", "meter", "band", "currency", "effective_from"],
        unique=True,
        sqlite_where=BELIEVED,
        postgresql_where=BELIEVED,
    )

    op.create_table(
        "delivery",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("alert_id", ROW_ID, nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("attempts", ROW_ID, nullable=False),
        sa.Column("delivered_at", INSTANT, nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_delivery_alert_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("alert_id", "target", name=op.f("uq_delivery_alert_id_target")),
    )
    op.create_index(op.f("ix_delivery_state"), "delivery", ["state"], unique=False)


def downgrade() -> None:

    op.drop_table("delivery")

    op.drop_table("price")

    op.drop_table("notice")

    op.drop_table("model_version")

    op.drop_table("change")

    op.drop_table("alert")
    op.drop_table("snapshot")
    op.drop_table("source")
    op.drop_table("recorded")
    op.drop_table("body")
