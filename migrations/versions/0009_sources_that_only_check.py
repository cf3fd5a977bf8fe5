"""sources that only check another family: the views leave them out"""

from types import ModuleType

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SHOWN = " and {fact}.source not in (select name from source where checks is not null)"
FACTS = {"price": "price.currency", "peak_hours": "''", "promotion": "''", "retirement": "''"}
VIEWS = ("price_now", "promotion_now", "peak_hours_now", "deadline")


def upgrade() -> None:
    op.add_column("source", sa.Column("checks", sa.Text(), nullable=True))
    _views(SHOWN)


def downgrade() -> None:
    _views("")
    op.drop_column("source", "checks")


def _views(shown: str) -> None:
    """The views of what vendors state, as they were made, with one more condition."""
    dialect, made = op.get_bind().dialect.name, _revision("0004")
    words = made.DIALECTS[dialect]
    trusted = {
        f"trusted_{fact}": made.TRUSTED.format(fact=fact, part=part, then=words["now"]) + shown.format(fact=fact)
        for fact, part in FACTS.items()
    }
    for name in VIEWS:
        query = made.VIEWS[name].format(
            price=made.PRICE, in_force=made.IN_FORCE.format(**words), believed=made.BELIEVED, **trusted, **words
        )
        # PostgreSQL keeps what stands on a view that is replaced; on SQLite nothing stands on one.
        if dialect == "sqlite":
            op.execute(f"drop view {name}")
        op.execute(f"create {'' if dialect == 'sqlite' else 'or replace '}view {name} as {query}")
    if dialect == "postgresql":
        function = made.PRICE_AS_OF.replace("create function", "create or replace function")
        op.execute(function.removesuffix("$$") + shown.format(fact="price") + "\n$$")


def _revision(name: str) -> ModuleType:
    """Another revision of this database: the views are as it made them, but for one condition."""
    environment = op.get_context().environment_context
    found = environment and environment.script.get_revision(name)
    if not found:
        raise LookupError(name)
    return found.module
