"""The column of the vendor of a source, and conditions for sources that are shown and for their own snapshots."""

from sqlalchemy import ColumnElement, Label, SQLColumnExpression, or_, select

from models.kinds import GIVEN_BY_HAND
from models.schema.tables import Snapshot, SourceRow


def vendor_column(source: ColumnElement[str]) -> Label[str]:
    """A column `vendor` for a column of sources; null if the table does not list a source."""
    return select(SourceRow.vendor).where(SourceRow.name == source).scalar_subquery().label("vendor")


def is_shown_source(source: SQLColumnExpression[str]) -> ColumnElement[bool]:
    """The SQL condition for sources whose rows are shown; the views in the migrations have the same condition.

    A source that only checks another family is compared and never shown.
    """
    return source.not_in(select(SourceRow.name).where(SourceRow.checks.is_not(None)))


def is_of_source() -> ColumnElement[bool]:
    """The SQL condition for snapshots that say how their source stands: all but a refused page given by hand."""
    return or_(Snapshot.reason.is_(None), Snapshot.reason.not_like(f"{GIVEN_BY_HAND}%"))
