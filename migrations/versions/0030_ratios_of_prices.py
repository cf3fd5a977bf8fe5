"""the prices of two models side by side, within one currency, mode and band"""

from migrations import views

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    views.drop(down_revision)
    views.create(revision)


def downgrade() -> None:
    views.drop(revision)
    views.create(down_revision)
