"""Sources of tests in the table of sources: whatever names a source refers to its row."""

from sqlalchemy.orm import Session

from models.schema.tables import SourceRow

TEN_YEARS = 10 * 365 * 24 * 60
"""In minutes: a source that is read so seldom is never stale."""


def register(session: Session, *names: str) -> None:
    """List sources that are not listed yet, each as a family of its own, so that no other one is hidden by it."""
    for name in names:
        if session.get(SourceRow, name) is None:
            session.add(SourceRow(name=name, vendor=name, url="u", cadence_minutes=TEN_YEARS, family=name, trust=1))
    session.flush()
