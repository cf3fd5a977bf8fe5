"""The vendor of a source, as the table of sources lists it."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Label, select
from sqlalchemy.orm import Session

from models.schema.tables import Source


def vendors(session: Session, sources: Iterable[str]) -> dict[str, str]:
    """The vendor of each of these sources; a source that the table does not list is a vendor of its own."""
    names = set(sources)
    listed = select(Source.name, Source.vendor).where(Source.name.in_(names))
    return {name: name for name in names} | dict(session.execute(listed).tuples().all())


def vendor_column(source: ColumnElement[str]) -> Label[str]:
    """The column `vendor` of rows of these sources; null where the table does not list a source."""
    return select(Source.vendor).where(Source.name == source).scalar_subquery().label("vendor")


def vendor_of(session: Session, source: str) -> str:
    """The vendor of a source, as of `vendors`."""
    return vendors(session, [source])[source]
