"""Changes that only the passing of time makes, and that a more trusted source of the family no longer states.

An old page goes on stating what a vendor has withdrawn elsewhere. Its dates pass all the same: that is no news.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agreement.family import BelievedRow, differ, rows_at
from models.bitemporal import fact_of
from models.changes import Change
from models.facts import Fact, FactKey, key_columns, value_columns
from models.kinds import Movement
from models.schema import HISTORY, SourceRow

FALLING_DUE = (Movement.IN_EFFECT, Movement.HAPPENED, Movement.REROUTED, Movement.STARTED, Movement.ENDED)
"""The movements that the passing of time can make."""
RowByKey = Mapping[FactKey, BelievedRow]
"""The rows of one kind of fact that are believed at a moment, by key."""


def overruled_changes(session: Session, changes: Sequence[Change], moment: datetime) -> list[Change]:
    """Return the changes of a source that fell due by time alone and that a more trusted source contradicts.

    The most trusted source with a believed statement about the same key decides, or with one that it has withdrawn. It
    contradicts a change if it has said something else since the source of the change spoke: another value at the
    moment, that there is none any more, or nothing more of what it had announced.
    """
    due = [change for change in changes if change.kind.movement in FALLING_DUE and _facts(change)]
    if not due:
        return []
    sources = _trusted_more(session, due[0].source)
    rows = {kind: _rows(session, kind, [due[0].source, *sources], moment) for kind in {_kind(each) for each in due}}
    return [
        change
        for change in due
        if any(
            (own := rows[_kind(change)].get(fact.key)) is not None
            and own.recorded < moment
            and _is_overruled(session, own, rows[_kind(change)], sources, moment)
            for fact in _facts(change)
        )
    ]


def _is_overruled(session: Session, own: BelievedRow, rows: RowByKey, sources: Sequence[str], moment: datetime) -> bool:
    """Return True if the most trusted of these sources that spoke of the same key has said something else since."""
    for source in sources:
        stated = rows.get((source, *own.key[1:]))
        if stated is not None and _is_same(own.fact, stated.fact):
            return False
        if stated is not None and stated.recorded > own.recorded:
            return True
        if own.fact is not None and _has_withdrawn(session, source, own.fact, own.recorded, moment):
            return True
        if stated is not None:
            return False
    return False


def _has_withdrawn(session: Session, source: str, fact: Fact, since: datetime, moment: datetime) -> bool:
    """Return True if a source stated this fact for the moment, and has withdrawn it since an instant."""
    rows, kind, key = HISTORY[type(fact)], type(fact), (source, *fact.key[1:])
    names = key_columns(kind)
    query = select(*(rows.c[name] for name in value_columns(kind))).where(
        *(rows.c[name] == part for name, part in zip(names, key, strict=True)),
        rows.c.gone.is_(False),
        rows.c.recorded_to > since,
        rows.c.effective_from <= moment,
    )
    return any(not differ(fact, fact_of(kind, key, tuple(value))) for value in session.execute(query).tuples())


def _is_same(own: Fact | None, stated: Fact | None) -> bool:
    return own is stated if own is None or stated is None else not differ(own, stated)


def _facts(change: Change) -> Sequence[Fact]:
    """The facts after a change; of an end, those before it."""
    return change.facts_after or change.facts_before


def _kind(change: Change) -> type[Fact]:
    return type(_facts(change)[0])


def _rows(session: Session, kind: type[Fact], sources: Sequence[str], moment: datetime) -> RowByKey:
    return {row.key: row for row in rows_at(session, kind, sources, moment)}


def _trusted_more(session: Session, source: str) -> list[str]:
    """The sources of a family that are trusted more than one of it, the most trusted first."""
    own = select(SourceRow.family, SourceRow.trust).where(SourceRow.name == source).subquery()
    more = select(SourceRow.name).where(SourceRow.family == own.c.family, SourceRow.trust < own.c.trust)
    return list(session.scalars(more.where(SourceRow.checks.is_(None)).order_by(SourceRow.trust)))
