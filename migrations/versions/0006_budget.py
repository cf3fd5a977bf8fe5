"""budget: how many requests of a day a source was asked"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INSTANT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "budget",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("day", INSTANT, nullable=False),
        sa.Column("requests", COUNT, nullable=False),
        sa.PrimaryKeyConstraint("source", "day", name=op.f("pk_budget")),
    )


def downgrade() -> None:
    op.drop_table("budget")
