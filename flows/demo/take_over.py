"""The database of the demo: one that a demo made is emptied, any other one is not touched."""

from pathlib import Path
from urllib.parse import quote

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from flows.database import Store
from models.schema import Base

MARKER = "almanac_demo"
"""A table that marks a database as made by a demo, which may empty it."""
OWN_TABLES = {*Base.metadata.tables, "alembic_version", MARKER}


class ForeignDatabase(Exception):
    """The demo's database holds data that no demo wrote."""


def take_over(url: str) -> None:
    """Empty a database of an earlier demo and mark it as a demo's. Raises NotOurs and then changes nothing."""
    shown = make_url(url).render_as_string(hide_password=True)
    tables = set(_tables(url, shown))
    if tables and (MARKER not in tables or tables - OWN_TABLES):
        raise ForeignDatabase(
            f"{shown} holds tables that no demo wrote; nothing was changed. Name another database with --database"
        )
    store = Store(url)
    if tables:
        store.empty()
    store.make_private()
    # The mark comes first: if a demo is killed while it migrates, the next one may empty its database.
    with store.writing() as session:
        session.execute(text(f"create table if not exists {MARKER} (made_by text)"))
    store.migrate()
    store.close()


def _tables(url: str, shown: str) -> list[str]:
    """Return the tables of a database without changing a byte of it."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = Store(url).engine
    elif not Path(parsed.database or "").exists() or Path(parsed.database or "").stat().st_size == 0:
        return []
    else:
        engine = create_engine(f"sqlite:///file:{quote(parsed.database or '')}?mode=ro&uri=true")
    try:
        return inspect(engine).get_table_names()
    except DBAPIError as error:
        raise ForeignDatabase(
            f"{shown} is not a database that can be read ({error.orig}); nothing was changed"
        ) from None
    finally:
        engine.dispose()
