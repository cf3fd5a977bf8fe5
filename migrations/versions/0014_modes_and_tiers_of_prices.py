"""the mode and the tier of prices, in their key; what follows a promotion under a name that SQL does not reserve"""

import sqlalchemy as sa
from alembic import op

from migrations import views

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KEY = ["source", "model", "meter", "band", "currency"]
NEW = ["mode", "above"]
CLOCKS = ["effective_from", "recorded_from"]
BELIEVED = sa.text("recorded_to IS NULL")


def upgrade() -> None:
    views.drop(down_revision)
    op.add_column("price", sa.Column("mode", sa.Text(), nullable=False, server_default="standard"))
    op.add_column("price", sa.Column("above", sa.BigInteger(), nullable=False, server_default="0"))
    _key([*KEY, *NEW], added=True)
    op.execute('alter table promotion rename column "then" to after_end')
    views.create(revision)


def downgrade() -> None:
    views.drop(revision)
    op.execute('alter table promotion rename column after_end to "then"')
    # The older release knows no other prices.
    op.execute("delete from price where mode <> 'standard' or above <> 0")
    _key(KEY, added=False)
    views.create(down_revision)


def _key(key: list[str], *, added: bool) -> None:
    """Make the primary key of prices, and the index of the believed ones, of these columns."""
    op.drop_index("ix_price_believed", "price")
    with op.batch_alter_table("price") as price:
        price.drop_constraint("pk_price", type_="primary")
        for name in NEW:
            if added:
                price.alter_column(name, server_default=None)
            else:
                price.drop_column(name)
        price.create_primary_key("pk_price", [*key, *CLOCKS])
    op.create_index(
        "ix_price_believed",
        "price",
        [*key, "effective_from"],
        unique=True,
        sqlite_where=BELIEVED,
        postgresql_where=BELIEVED,
    )
