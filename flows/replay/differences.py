"""The differences that a replay makes in beliefs: each instant with a different value, and its correction row."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ColumnElement, Index, MetaData, Table, exists, insert, select
from sqlalchemy.orm import Session

from models.bitemporal import Span, fact_of
from models.facts import (
    FACTS,
    NOTICES,
    Fact,
    FactKey,
    FactValue,
    Notice,
    describe,
    key_columns,
    key_words,
    value_columns,
)
from models.history import believed_spans, scope_conditions
from models.readings import Scope
from models.schema import HISTORY, Correction, Watermark

Copies = Mapping[Scope, Table]
"""By scope, the table with its beliefs before the replay."""


@dataclass(frozen=True)
class Difference:
    """One key that has another value than before from `start` on; None is no value."""

    scope: Scope
    key: FactKey
    start: datetime
    was: FactValue
    now: FactValue


@contextmanager
def copy_of_believed(session: Session, source: str) -> Generator[Copies]:
    """Copy the beliefs of a source, in every recorded scope, to temporary tables until the block ends.

    A history of a million rows is too large for the memory of this process.
    """
    kinds = {fact.table: fact for fact in FACTS}
    marks = session.execute(select(Watermark.fact, Watermark.division).where(Watermark.source == source)).tuples()
    scopes = [Scope(kinds[fact], source, part) for fact, part in marks]
    copies = {
        fact: copy_history(session, fact, source, "before", HISTORY[fact].c.recorded_to.is_(None))
        for fact in {scope.fact for scope in scopes}
    }
    yield {scope: copies[scope.fact] for scope in scopes}
    for copy in copies.values():
        copy.drop(session.connection())


def copy_history(session: Session, fact: type[Fact], source: str, name: str, *which: ColumnElement[bool]) -> Table:
    """Copy the history rows of a source to a temporary table."""
    history = HISTORY[fact]
    columns = [Column(column.name, column.type) for column in history.columns]
    copy = Table(f"{name}_{fact.table}", MetaData(), *columns, prefixes=["temporary"])
    if fact.divided_by is not None:
        Index(f"ix_{copy.name}", copy.c[fact.divided_by])
    copy.create(session.connection())
    rows = select(history).where(history.c.source == source, *which)
    session.execute(insert(copy).from_select([column.name for column in columns], rows))
    return copy


def differences(session: Session, before: Copies) -> Iterator[Difference]:
    """The differences between the copied and the present beliefs; none for a scope that is new."""
    for scope in sorted(before, key=lambda scope: (scope.fact.table, scope.part)):
        if _is_same(session, scope, before[scope]):
            continue
        old, new = believed_spans(session, scope, table=before[scope]), believed_spans(session, scope)
        for key in sorted({*old, *new}):
            for start, was, now in differing(old.get(key, ()), new.get(key, ())):
                yield Difference(scope, key, start, was, now)


def _is_same(session: Session, scope: Scope, before: Table) -> bool:
    """Return True if the beliefs of a scope are those in its copy, row by row: the database compares them fast."""
    names = (*key_columns(scope.fact), "effective_from", "gone", *value_columns(scope.fact))
    old, new = (
        select(*(table.c[name] for name in names)).where(
            table.c.recorded_to.is_(None), *scope_conditions(table, scope.fact, scope.source, scope.part)
        )
        for table in (before, HISTORY[scope.fact])
    )
    return not any(session.scalar(select(exists(one.except_(other)))) for one, other in ((old, new), (new, old)))


def differing(old: Sequence[Span], new: Sequence[Span]) -> Iterator[tuple[datetime, FactValue, FactValue]]:
    """The instants at which the value differs from the one before, each with both values."""
    by_start = [{span.start: span.value for span in spans} for spans in (old, new)]
    last: tuple[FactValue, FactValue] = (None, None)
    for start in sorted(by_start[0].keys() | by_start[1].keys()):
        pair = by_start[0].get(start, last[0]), by_start[1].get(start, last[1])
        if pair != last and pair[0] != pair[1]:
            yield start, *pair
        last = pair


def correction(session: Session, found: Difference, why: str, now: datetime) -> Correction:
    """Build the correction row of a difference."""
    before, after = _words(found)
    return Correction(
        source=found.scope.source,
        fact=found.scope.fact.table,
        subject=_subject(found),
        effective_from=found.start,
        said_before=before,
        said_after=after,
        why=why,
        stored_at=now,
        snapshot_id=_snapshot(session, found),
    )


def _words(found: Difference) -> tuple[str | None, str | None]:
    """Both values as in the change log; in full if they read the same there."""
    fact = found.scope.fact
    was, now = (
        None if value is None else describe((fact_of(fact, found.key, value),)) for value in (found.was, found.now)
    )
    return (was, now) if was != now else (_in_full(found, found.was), _in_full(found, found.now))


def _in_full(found: Difference, value: FactValue) -> str | None:
    named = zip(value_columns(found.scope.fact), value or (), strict=False)
    return ", ".join(f"{name} {part}" for name, part in named if part is not None) or None


def _subject(found: Difference) -> str:
    """The subject of a difference: the model, or the key without its source."""
    if found.scope.fact is Notice:
        return NOTICES
    key = dict(zip(key_columns(found.scope.fact), found.key, strict=True))
    return str(key["model"]) if "model" in key else key_words(found.scope.fact, found.key) or found.scope.source


def _snapshot(session: Session, found: Difference) -> int | None:
    """The snapshot behind the present belief."""
    table, names = HISTORY[found.scope.fact], key_columns(found.scope.fact)
    same_key = [table.c[name] == part for name, part in zip(names, found.key, strict=True)]
    rows = select(table.c.snapshot_id).where(
        *same_key, table.c.recorded_to.is_(None), table.c.effective_from <= found.start
    )
    return session.scalar(rows.order_by(table.c.effective_from.desc()).limit(1))
