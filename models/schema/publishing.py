"""The rule of which sources the views show: one that only checks another family is compared and never shown."""

from sqlalchemy import ColumnElement, SQLColumnExpression, select

from models.schema.tables import SourceRow


def shown(source: SQLColumnExpression[str]) -> ColumnElement[bool]:
    """The condition that the rows of a source are shown; the SQL of the views in the migrations has the same rule."""
    return source.not_in(select(SourceRow.name).where(SourceRow.checks.is_not(None)))
