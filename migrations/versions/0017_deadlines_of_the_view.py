"""the view of deadlines has those without a date, and one row for the prices of a model, whatever the currency"""

from migrations import views

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    views.drop(down_revision)
    views.create(revision)


def downgrade() -> None:
    views.drop(revision)
    views.create(down_revision)
