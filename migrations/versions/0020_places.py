"""the view of places states the rule of places alone, so that our code can ask it for any scores"""

from migrations import views

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    views.drop(down_revision)
    views.create(revision)


def downgrade() -> None:
    views.drop(revision)
    views.create(down_revision)
