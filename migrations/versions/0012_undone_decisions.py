"""decisions can be undone: several about one case, what they are about, who made them, when and by whom they were undone"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INSTANT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
NEW = {
    "about": sa.Text(),
    "decided_by": sa.Text(),
    "undone_at": INSTANT,
    "undone_by": sa.Text(),
    "undo_note": sa.Text(),
}


def upgrade() -> None:
    with op.batch_alter_table("decision") as decision:
        for name, kind in NEW.items():
            decision.add_column(sa.Column(name, kind, nullable=True))
        decision.drop_constraint("pk_decision", type_="primary")
        decision.create_primary_key("pk_decision", ["source", "case_sha256", "decided_at"])


def downgrade() -> None:
    op.execute("delete from decision where undone_at is not null")
    with op.batch_alter_table("decision") as decision:
        decision.drop_constraint("pk_decision", type_="primary")
        decision.create_primary_key("pk_decision", ["source", "case_sha256"])
        for name in NEW:
            decision.drop_column(name)
