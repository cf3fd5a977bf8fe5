"""The column of the vendor of a source, and the condition for sources that the views show."""

from sqlalchemy import ColumnElement, Label, SQLColumnExpression, select

from models.schema.pages import SourceRow


def vendor_column(source: ColumnElement[str]) -> Label[str]:
    """A column `vendor` for a column of sources; null if the table does not list a source."""
    return select(SourceRow.vendor).where(SourceRow.name == source).scalar_subquery().label("vendor")


def is_shown_source(source: SQLColumnExpression[str]) -> ColumnElement[bool]:
    """The SQL condition for sources whose rows are shown; the views in the migrations have the same condition.

    A source that only checks another family is compared and never shown.
    """
    return source.not_in(select(SourceRow.name).where(SourceRow.checks.is_not(None)))
