"""The statements that a block sends to a database."""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import Connection, event

from flows.database import Store

BEGIN = "begin"


@contextmanager
def issued(store: Store) -> Generator[list[str]]:
    """Yield the statements that the block sends, in their order, with BEGIN at the start of each transaction."""
    found = list[str]()

    def note(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(BEGIN):
            found.append(statement)

    def note_begin(_connection: Connection) -> None:
        found.append(BEGIN)

    event.listen(store.engine, "before_cursor_execute", note)
    event.listen(store.engine, "begin", note_begin)
    try:
        yield found
    finally:
        event.remove(store.engine, "before_cursor_execute", note)
        event.remove(store.engine, "begin", note_begin)
