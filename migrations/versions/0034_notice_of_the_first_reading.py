"""`notice_given` leaves out an instant that the first reading of a source stated already"""

from migrations import views

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    views.drop(down_revision)
    views.create(revision)


def downgrade() -> None:
    views.drop(revision)
    views.create(down_revision)
