"""corrections: what came out different when snapshots were read again"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INSTANT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
VIEW = """
create view correction_log as
    select id, source, fact, subject, effective_from, before, after, why, stored_at, snapshot_id from correction"""


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("id", ROW_ID, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("source", "fact", "subject")),
        sa.Column("effective_from", INSTANT, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("before", "after")),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("stored_at", INSTANT, nullable=False),
        sa.Column("snapshot_id", ROW_ID, nullable=True),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_correction_snapshot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index(op.f("ix_correction_source"), "correction", ["source"])
    op.execute(VIEW)


def downgrade() -> None:
    op.execute("drop view correction_log")
    op.drop_index(op.f("ix_correction_source"), table_name="correction")
    op.drop_table("correction")
