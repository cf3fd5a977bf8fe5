"""Alembic's entry: migrates the connection that it is handed, or (from the shell) the database of the settings."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

from flows.database import Store
from flows.settings import load
from models.schema import Base, Exact, Instant, InstantNumber, JsonValue, Named, state_conditions

PLAIN: dict[type, str] = {
    Instant: 'sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")',
    InstantNumber: 'sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")',
    Named: "sa.Text()",
    Exact: 'sa.Text().with_variant(sa.Numeric(), "postgresql")',
    JsonValue: 'sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")',
}


def plain_type(kind: str, thing: Any, autogen: Any) -> str | Literal[False]:
    """Keep our column types out of the versions: they must mean the same when the types have moved on."""
    for ours, text in PLAIN.items():
        if kind == "type" and isinstance(thing, ours):
            if "postgresql." in text:
                autogen.imports.add("from sqlalchemy.dialects import postgresql")
            return text
    return False


def run(connection: Connection) -> None:
    for table in Base.metadata.tables.values():
        state_conditions(table)
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=plain_type,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if (handed := context.config.attributes.get("connection")) is not None:
    run(handed)
else:
    with Store(load().database_url).engine.connect() as own:
        run(own)
        own.commit()
