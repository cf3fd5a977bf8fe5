"""The vendors of sources, and the condition for sources that the views show."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Label, SQLColumnExpression, select
from sqlalchemy.orm import Session

from models.schema.tables import SourceRow


def vendors(session: Session, sources: Iterable[str]) -> dict[str, str]:
    """The vendor of each source; the source's own name if the table does not list it."""
    names = set(sources)
    if not names:
        return {}
    listed = select(SourceRow.name, SourceRow.vendor).where(SourceRow.name.in_(names))
    return {name: name for name in names} | dict(session.execute(listed).tuples().all())


def vendor_column(source: ColumnElement[str]) -> Label[str]:
    """A column `vendor` for a column of sources; null if the table does not list a source."""
    return select(SourceRow.vendor).where(SourceRow.name == source).scalar_subquery().label("vendor")


def is_shown_source(source: SQLColumnExpression[str]) -> ColumnElement[bool]:
    """The SQL condition for sources whose rows are shown; the views in the migrations have the same condition.

    A source that only checks another family is compared and never shown.
    """
    return source.not_in(select(SourceRow.name).where(SourceRow.checks.is_not(None)))
