"""the changes that an alert tells of, and those that other sources stated later: they are mentions of it"""

import sqlalchemy as sa
from alembic import op

from migrations import views

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TOLD = """
insert into alert_change (alert_id, change_id, is_mention)
select alert.id, change.id, false
from alert join change on change.snapshot_id = alert.snapshot_id
where change.source = alert.source and change.subject = alert.subject and not change.retracted
    and alert.alert_key not like 'deadline/%'
"""
"""What former alerts told of, as far as it can be known: the changes of their subject."""


def upgrade() -> None:
    views.drop(down_revision)
    op.create_table(
        "alert_change",
        sa.Column("alert_id", COUNT, nullable=False),
        sa.Column("change_id", COUNT, nullable=False),
        sa.Column("is_mention", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_alert_change_alert_id")),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name=op.f("fk_alert_change_change_id")),
        sa.PrimaryKeyConstraint("alert_id", "change_id", name=op.f("pk_alert_change")),
    )
    op.create_index("ix_alert_change_change_id", "alert_change", ["change_id"])
    op.execute(TOLD)
    views.create(revision)


def downgrade() -> None:
    views.drop(revision)
    op.drop_index("ix_alert_change_change_id", "alert_change")
    op.drop_table("alert_change")
    views.create(down_revision)
