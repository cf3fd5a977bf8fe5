"""The scopes of a source that another source of its family hides: it is trusted more, or was read when this was not."""

from sqlalchemy import ColumnElement, FromClause, Select, Tuple, and_, bindparam, exists, literal, select, tuple_
from sqlalchemy.orm import aliased

from models.facts import Fact
from models.schema import Instant, SourceRow, Watermark

READ_BY = bindparam("read_by", type_=Instant())
"""The instant by which a source has to have been read to hide another one."""
OWN, OTHER = aliased(SourceRow), aliased(SourceRow)
OWN_MARK, OTHER_MARK = aliased(Watermark), aliased(Watermark)


def is_trusted_most(fact: type[Fact], rows: FromClause) -> ColumnElement[bool]:
    """The condition that no source of the family that had been read is trusted more, even if it states nothing."""
    hidden = select(OWN.name, OTHER_MARK.division).join_from(OTHER_MARK, OTHER, OTHER.name == OTHER_MARK.source)
    hidden = hidden.join(OWN, and_(OWN.family == OTHER.family, OWN.trust > OTHER.trust))
    return _scope(fact, rows).not_in(_read(hidden, fact))


def was_read(fact: type[Fact], rows: FromClause) -> ColumnElement[bool]:
    """The condition that a row's source had been read, or no other source of its family had.

    A source that is read first later states facts for a time before; they are not shown for that time.
    """
    other = exists().where(
        OTHER_MARK.fact == fact.table,
        OTHER_MARK.division == OWN_MARK.division,
        OTHER_MARK.first_at <= READ_BY,
        OTHER.name == OTHER_MARK.source,
        OTHER.family == OWN.family,
        OTHER.name != OWN.name,
    )
    hidden = select(OWN_MARK.source, OWN_MARK.division).join(OWN, OWN.name == OWN_MARK.source)
    hidden = hidden.where(OWN_MARK.fact == fact.table, OWN_MARK.first_at > READ_BY, other)
    return _scope(fact, rows).not_in(hidden)


def _read(scopes: Select[tuple[str, str]], fact: type[Fact]) -> Select[tuple[str, str]]:
    return scopes.where(OTHER_MARK.fact == fact.table, OTHER_MARK.first_at <= READ_BY)


def _scope(fact: type[Fact], rows: FromClause) -> Tuple:
    """The source and the part of the scope that a row belongs to."""
    return tuple_(rows.c.source, literal("") if fact.divided_by is None else rows.c[fact.divided_by])
