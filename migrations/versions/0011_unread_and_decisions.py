"""unread texts, decisions about held readings, and how often a snapshot was begun to be read"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

INSTANT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("notice", sa.Column("unread", sa.Text(), nullable=True))
    op.add_column("snapshot", sa.Column("read_attempts", COUNT, nullable=False, server_default="0"))
    op.create_table(
        "decision",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("case_sha256", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("snapshot_id", COUNT, nullable=False),
        sa.Column("decided_at", INSTANT, nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_decision_snapshot_id")),
        sa.PrimaryKeyConstraint("source", "case_sha256", name=op.f("pk_decision")),
    )
    op.create_index("ix_change_source_kind", "change", ["source", "kind", "id"])


def downgrade() -> None:
    op.drop_index("ix_change_source_kind", "change")
    op.drop_table("decision")
    op.drop_column("snapshot", "read_attempts")
    op.drop_column("notice", "unread")
