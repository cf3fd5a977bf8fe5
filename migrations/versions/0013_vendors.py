"""the vendor of a source, and of what is logged, told and dated: two vendors may call a model by one name"""

import sqlalchemy as sa
from alembic import op

from migrations import views

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KNOWN = {
    "deepseek%": "deepseek",
    "openrouter": "deepseek",
    "arena%": "arena",
    "artificial%analysis%": "artificial-analysis",
}
"""By the pattern of its name, the vendor of a source; a reseller that only checks speaks of the models that it checks."""
TOLD = ("change", "alert", "reminder")


def upgrade() -> None:
    views.drop("0012")
    for table in ("source", *TOLD):
        op.add_column(table, sa.Column("vendor", sa.Text(), nullable=False, server_default=""))
    op.execute(f"update source set vendor = {_vendor('name')}")
    for table in TOLD:
        listed = f"(select source.vendor from source where source.name = {table}.source)"
        op.execute(f"update {table} set vendor = coalesce({listed}, {_vendor('source')})")
    views.create("0013")


def downgrade() -> None:
    views.drop("0013")
    for table in ("source", *TOLD):
        op.drop_column(table, "vendor")
    views.create("0012")


def _vendor(source: str) -> str:
    """The vendor of a source by its name; a source that nobody knows is a vendor of its own."""
    whose = " ".join(f"when {source} like '{pattern}' then '{vendor}'" for pattern, vendor in KNOWN.items())
    return f"case {whose} else {source} end"
