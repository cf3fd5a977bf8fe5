"""deliveries that wait, are withdrawn, and can be sent again; reminders of dated things; beats"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INSTANT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("state in ('pending', 'claimed')")
ALERT_LOG = """create view alert_log as
    select id, key, kind, severity, source, subject, title, body, effective_at, created_at,
        (select count(*) from delivery where alert_id = alert.id and state = 'delivered') as delivered,
        (select count(*) from delivery where alert_id = alert.id and state in ({pending})) as pending,
        (select count(*) from delivery where alert_id = alert.id and state = 'dead') as dead
    from alert"""
DELIVERY_LOG = """create view delivery_log as
    select delivery.id, alert_id, alert.key, delivery.target, delivery.state, delivery.due_at, delivery.attempts,
        delivery.delivered_at, delivery.last_error, alert.created_at, alert.severity, alert.title
    from delivery join alert on alert.id = alert_id"""


def upgrade() -> None:
    op.execute("drop view alert_log")
    op.add_column("delivery", sa.Column("since", INSTANT, nullable=True))
    op.execute("update delivery set since = (select created_at from alert where alert.id = alert_id)")
    with op.batch_alter_table("delivery") as delivery:
        delivery.alter_column("since", existing_type=INSTANT, nullable=False)
    op.create_index("ix_delivery_waiting", "delivery", ["target", "id"], sqlite_where=WAITING, postgresql_where=WAITING)
    op.create_table(
        "reminder",
        sa.Column("uid", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "source", "subject")),
        sa.Column("due_at", INSTANT, nullable=True),
        *(sa.Column(name, INSTANT, nullable=False) for name in ("announced_at", "stated_at")),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("sequence", COUNT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("rung", COUNT, nullable=True),
        sa.Column("snapshot_id", COUNT, nullable=False),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_reminder_snapshot_id")),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_reminder")),
    )
    op.create_index(op.f("ix_reminder_state"), "reminder", ["state"])
    op.create_table(
        "beat",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("before", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_beat")),
    )
    op.execute(ALERT_LOG.format(pending="'pending', 'claimed', 'muted'"))
    op.execute(DELIVERY_LOG)


def downgrade() -> None:
    op.execute("drop view delivery_log")
    op.execute("drop view alert_log")
    op.execute("update delivery set state = 'pending' where state = 'muted'")
    op.execute("delete from delivery where state = 'withdrawn'")
    op.drop_table("beat")
    op.drop_table("reminder")
    op.drop_index("ix_delivery_waiting", "delivery")
    with op.batch_alter_table("delivery") as delivery:
        delivery.drop_column("since")
    op.execute(ALERT_LOG.format(pending="'pending', 'claimed'"))
