"""Whose word the views show: what a source states that only checks another family is compared, and never shown."""

from sqlalchemy import ColumnElement, SQLColumnExpression, select

from models.schema.tables import Source


def shown(source: SQLColumnExpression[str]) -> ColumnElement[bool]:
    """Whether rows of this source are for the views; the migrations say the same of the views themselves."""
    return source.not_in(select(Source.name).where(Source.checks.is_not(None)))
