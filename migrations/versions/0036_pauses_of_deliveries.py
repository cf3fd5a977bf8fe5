"""since when a delivery is claimed or waits after a failure, so that a pause by a wrong clock is told from one by the right clock"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

INSTANT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.add_column("delivery", sa.Column("paused_at", INSTANT, nullable=True))


def downgrade() -> None:
    op.drop_column("delivery", "paused_at")
