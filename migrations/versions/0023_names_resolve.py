"""a retirement has the name that answers instead, and views follow it to the price that is billed"""

import sqlalchemy as sa
from alembic import op

from migrations import views

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    views.drop(down_revision)
    op.add_column("retirement_span", sa.Column("answers_as", sa.Text(), nullable=True))
    views.create(revision)


def downgrade() -> None:
    """Drop the column. Its sources count as read by an earlier reader, so that the next run reads their pages again."""
    views.drop(revision)
    op.execute(
        "update watermark set reader = 0 where source in (select source from retirement_series as series "
        "join retirement_span as span on span.series_id = series.id where answers_as is not null)"
    )
    op.drop_column("retirement_span", "answers_as")
    views.create(down_revision)
