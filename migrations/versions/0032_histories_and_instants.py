"""a history and a state at any instants for each kind of fact; the disagreements of now; prices of ended names"""

from migrations import views

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    views.drop(down_revision)
    views.create(revision)


def downgrade() -> None:
    views.drop(revision)
    views.create(down_revision)
