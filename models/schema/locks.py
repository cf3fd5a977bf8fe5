"""Locks that a transaction holds until it ends."""

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session


def one_at_a_time(session: Session | Connection, what: str) -> None:
    """Hold the lock `what` until the transaction ends; waits for others that hold it. SQLite has one writer anyway."""
    dialect = session.get_bind().dialect if isinstance(session, Session) else session.dialect
    if dialect.name == "postgresql":
        session.execute(text("select pg_advisory_xact_lock(hashtext(:what))"), {"what": f"almanac {what}"})
