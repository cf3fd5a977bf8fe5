"""the view of deadlines says which they are at any instant of both clocks; indexes find them by their dates

The view of leaderboards takes an interval with one end for none, as our code does.
"""

from alembic import op

from migrations import views

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

DATES = {
    "price": ("effective_from",),
    "peak_hours": ("effective_from",),
    "promotion": ("ends_at",),
    "retirement": ("state", "retires_at"),
}


def upgrade() -> None:
    views.drop(down_revision)
    for table, columns in DATES.items():
        op.create_index(_name(table, columns), table, list(columns))
    views.create(revision)


def downgrade() -> None:
    views.drop(revision)
    for table, columns in DATES.items():
        op.drop_index(_name(table, columns), table)
    views.create(down_revision)


def _name(table: str, columns: tuple[str, ...]) -> str:
    return f"ix_{table}_{'_'.join(columns)}"
