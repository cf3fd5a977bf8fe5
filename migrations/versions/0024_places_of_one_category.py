"""the view of places computes those of the category alone that is asked for"""

from migrations import views

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    views.drop(down_revision)
    views.create(revision)


def downgrade() -> None:
    views.drop(revision)
    views.create(down_revision)
