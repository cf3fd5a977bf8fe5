"""The size of the record, and its growth by the pages of each source. No query reads the history."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from flows.database import Store
from models.schema import Body, Snapshot, SourceRow

MONTH = timedelta(days=30)


@dataclass(frozen=True)
class Sizes:
    """Bytes of the record."""

    record: int
    journal: int
    """The bytes that SQLite has written beside the file and not yet into it."""

    def __str__(self) -> str:
        return megabytes(self.record + self.journal)


@dataclass(frozen=True)
class SourceGrowth:
    """The pages that a source has brought within 30 days."""

    source: str
    attempts: int
    pages: int
    """Pages of which no equal one came before among these."""
    page_bytes: int
    """As they are packed."""


def sizes(session: Session, store: Store) -> Sizes:
    """Return the size of the record's file, or of the database on PostgreSQL."""
    if store.file is None:
        return Sizes(session.scalar(text("select pg_database_size(current_database())")) or 0, 0)
    journal = store.file.with_name(f"{store.file.name}-wal")
    return Sizes(store.file.stat().st_size, journal.stat().st_size if journal.exists() else 0)


def growth(session: Session, now: datetime) -> Iterator[SourceGrowth]:
    """Yield what each source with an attempt has brought within 30 days, by the index of their moments."""
    for name in session.scalars(select(SourceRow.name).order_by(SourceRow.name)).all():
        recent = (Snapshot.source == name, Snapshot.moment > now - MONTH)
        attempts = session.scalar(select(func.count()).select_from(Snapshot).where(*recent)) or 0
        bodies = select(Snapshot.body_sha256).where(*recent, Snapshot.body_sha256.is_not(None)).distinct()
        packed = select(func.count(), func.coalesce(func.sum(func.length(Body.zstd)), 0))
        pages, size = session.execute(packed.where(Body.sha256.in_(bodies))).one()
        if attempts:
            yield SourceGrowth(name, attempts, pages, int(size))


def tidy(store: Store) -> None:
    """Let SQLite write its journal into its file, and look at its indexes; PostgreSQL does so by itself."""
    if store.file is None:
        return
    with store.engine.connect() as connection:
        raw = connection.connection.cursor()
        raw.execute("pragma optimize")
        # With readers at work it writes what it can.
        raw.execute("pragma wal_checkpoint(truncate)")


def megabytes(count: int) -> str:
    """Return a number of bytes for people: `12.3 MB`."""
    return f"{count / 1_000_000:,.1f} MB"
