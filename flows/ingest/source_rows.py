"""The rows of the table `source`: all that names a source refers to its row."""

from sqlalchemy.orm import Session

from models.schema import Source as SourceRow
from scrapers.source import Source


def know(session: Session, source: Source, url: str) -> None:
    """Add the row of a source that is not read on schedule, before anything is written that refers to it."""
    if session.get(SourceRow, source.name) is None:
        session.add(source_row(source, url))
        session.flush()


def write_source_row(session: Session, source: Source, url: str) -> None:
    """Write the row of a source as this release lists it, over one that stands there."""
    session.merge(source_row(source, url))


def source_row(source: Source, url: str) -> SourceRow:
    """The row of the table `source` for an entry of the registry."""
    return SourceRow(
        name=source.name,
        vendor=source.vendor,
        url=url,
        cadence_minutes=source.cadence_minutes,
        family=source.family,
        trust=source.trust,
        checks=source.checks,
    )
