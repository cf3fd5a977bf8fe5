"""floors of models' ends, their earliest days, and changes of recommended replacements"""

from alembic import op

from migrations import views
from migrations.checks import restate_check

revision = "0028"
down_revision = "0026"
branch_labels = None
depends_on = None

STATES = ("kept", "earliest")
KINDS = ("retirement floor changed", "retirement floor moved earlier", "recommended replacement changed")
NAMED = {
    "retirement floor changed": "replacement changed",
    "retirement floor moved earlier": "replacement changed",
    "recommended replacement changed": "replacement changed",
}
"""The kind that stands for each new one in a release that does not know it."""


def upgrade() -> None:
    views.drop(down_revision)
    restate_check("retirement_span", "state", added=STATES)
    restate_check("change", "kind", added=KINDS)
    views.create(revision)


def downgrade() -> None:
    """An earliest day becomes a day, and a floor an announcement that is cancelled: no release before knows either."""
    views.drop(revision)
    for kind, known in NAMED.items():
        op.execute(f"update change set kind = '{known}' where kind = '{kind}'")
    op.execute("update retirement_span set state = 'dated' where state = 'earliest'")
    op.execute("update retirement_span set state = 'cancelled' where state = 'kept'")
    restate_check("change", "kind", removed=KINDS)
    restate_check("retirement_span", "state", removed=STATES)
    views.create(down_revision)
