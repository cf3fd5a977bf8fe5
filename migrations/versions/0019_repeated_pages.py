"""snapshots say until when their page records nothing; those that are not read yet are found by an index"""

import sqlalchemy as sa
from alembic import op

from migrations import views

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

INSTANT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
UNREAD = "ix_snapshot_unread"


def upgrade() -> None:
    op.add_column("snapshot", sa.Column("same_until", INSTANT, nullable=True))
    is_unread = sa.text("outcome is null")
    op.create_index(UNREAD, "snapshot", ["source", "moment"], sqlite_where=is_unread, postgresql_where=is_unread)


def downgrade() -> None:
    views.drop(revision)
    op.drop_index(UNREAD, "snapshot")
    op.drop_column("snapshot", "same_until")
    views.create(down_revision)
