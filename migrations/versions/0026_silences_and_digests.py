"""silences of alerts, deliveries that wait for them or for a digest, and what the filters of targets compare"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import views
from migrations.checks import restate_check

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
INSTANT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ADDED = ("snoozed", "gathered")
ACTIONS = "action in ('ack', 'snooze', 'mute')"
SEVERITIES = "severity in ('info', 'notice', 'warning', 'critical')"


def upgrade() -> None:
    views.drop(down_revision)
    op.create_table(
        "silence",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("alert_id", NUMBER, nullable=True),
        *(sa.Column(f"{name}_pattern", sa.Text(), nullable=True) for name in ("model", "kind", "source")),
        sa.Column("severity", sa.Text(), nullable=True),
        sa.Column("until", INSTANT, nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.CheckConstraint(ACTIONS, name="action"),
        sa.CheckConstraint(SEVERITIES, name="severity"),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name="fk_silence_alert_id"),
        sa.PrimaryKeyConstraint("id", name="pk_silence"),
    )
    # Alembic adds no column with a foreign key on SQLite; both databases understand this.
    number = "bigint" if op.get_bind().dialect.name == "postgresql" else "integer"
    op.execute(
        f"alter table delivery add column silence_id {number} constraint fk_delivery_silence_id references silence (id)"
    )
    op.add_column("delivery", sa.Column("digest_key", sa.Text(), nullable=True))
    op.add_column("alert", sa.Column("about", JSON, nullable=True))
    restate_check("delivery", "state", added=ADDED)
    views.create(revision)


def downgrade() -> None:
    """What waits for a snooze or a digest is sent at once, as no release before knows either."""
    views.drop(revision)
    waiting = "('" + "', '".join(ADDED) + "')"
    op.execute(f"update delivery set state = 'pending' where state in {waiting}")
    restate_check("delivery", "state", removed=ADDED)
    op.drop_column("alert", "about")
    op.drop_column("delivery", "digest_key")
    op.drop_column("delivery", "silence_id")
    op.drop_table("silence")
    views.create(down_revision)
