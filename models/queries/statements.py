"""Everything that any source ever stated about one model's prices, or about its end, on both clocks."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from models.facts import Fact, Price, Retirement, key_columns, qualified_name, value_columns
from models.schema import TABLES, Correction, Snapshot, SourceRow

Kind = TypeVar("Kind", bound=Fact)


@dataclass(frozen=True)
class StatedRow(Generic[Kind]):
    """A row of a history: what one source stated, and from when to when it is in effect and was believed."""

    fact: Kind
    """The fact that it states; `gone` if there is nothing any more."""
    source: str
    only_checks: bool
    """True if its source only checks others: its values are never shown."""
    effective_from: datetime
    effective_to: datetime | None
    recorded_from: datetime
    recorded_to: datetime | None
    """None while it is believed."""
    snapshot_id: int
    locator: str | None

    def was_believed(self, believed: datetime) -> bool:
        """True if its source stood by it at an instant."""
        return self.recorded_from <= believed and (self.recorded_to is None or self.recorded_to > believed)


def statements(session: Session, kind: type[Kind], vendor: str, model: str) -> list[StatedRow[Kind]]:
    """All rows of one kind about one model, of every source, the most trusted first, in the order of their starts."""
    rows = TABLES[kind].rows
    # A source that checks several vendors names a model with its vendor.
    is_of_model = or_(
        and_(SourceRow.vendor == vendor, rows.c.model == model),
        and_(SourceRow.checks.is_not(None), rows.c.model == qualified_name(vendor, model)),
    )
    query = select(*rows.c, SourceRow.checks).join(SourceRow, SourceRow.name == rows.c.source).where(is_of_model)
    order = (SourceRow.checks.is_not(None), SourceRow.trust, rows.c.source, rows.c.effective_from, rows.c.recorded_from)
    return [_statement(kind, row) for row in session.execute(query.order_by(*order)).mappings()]


def _statement(kind: type[Kind], row: Any) -> StatedRow[Kind]:  # noqa: ANN401 (a row of any history)
    columns = {name: row[name] for name in (*key_columns(kind), *value_columns(kind))}
    clocks = {name: row[name] for name in ("effective_from", "effective_to", "recorded_from", "recorded_to")}
    return StatedRow(
        fact=kind(**columns, gone=row["gone"], effective_from=row["effective_from"], locator=row["locator"]),
        source=row["source"],
        only_checks=row["checks"] is not None,
        snapshot_id=row["snapshot_id"],
        locator=row["locator"],
        **clocks,
    )


def in_effect(stated: Iterable[StatedRow[Kind]], at: datetime, believed: datetime) -> list[StatedRow[Kind]]:
    """The statements that are in effect at one instant as believed at another, one for each source and key."""
    last = dict[tuple[Any, ...], StatedRow[Kind]]()
    for each in stated:
        if each.was_believed(believed) and each.effective_from <= at:
            known = last.get(each.fact.key)
            if known is None or known.effective_from < each.effective_from:
                last[each.fact.key] = each
    return [each for each in last.values() if not each.fact.gone]


def first_stated(statement: StatedRow[Any], others: Iterable[StatedRow[Any]]) -> datetime:
    """The moment at which the source was first seen stating this value for this time, or for a later one."""
    same = (
        other
        for other in others
        if (other.source, other.fact.key, other.fact.value)
        == (statement.source, statement.fact.key, statement.fact.value)
        and (other.effective_to is None or other.effective_to > statement.effective_from)
    )
    return min((each.recorded_from for each in same), default=statement.recorded_from)


@dataclass(frozen=True)
class Replaced:
    """The reason why a row is believed no more."""

    why: str
    """`page` (another page was read), `decision` (a person's), or `unknown`."""
    snapshot_id: int | None
    """The snapshot of the page."""


def replaced_by(session: Session, statement: StatedRow[Any], decided: Container[datetime]) -> Replaced | None:
    """The reason why a row is believed no more; None while it is. `decided` are the instants of decisions."""
    if statement.recorded_to is None:
        return None
    if statement.recorded_to in decided:
        return Replaced("decision", None)
    page = select(Snapshot.id).where(Snapshot.source == statement.source, Snapshot.moment == statement.recorded_to)
    found = session.scalar(page.order_by(Snapshot.id.desc()).limit(1))
    return Replaced("unknown" if found is None else "page", found)


def corrections(session: Session, fact: Price | Retirement, begins: str = "") -> list[Correction]:
    """The corrections of a source about the same model, the oldest first; `begins` is how their words begin.

    A replay keeps no row of what it corrects: the words are all that is left of it.
    """
    query = select(Correction).where(
        Correction.source == fact.source, Correction.fact == fact.table, Correction.subject == fact.model
    )
    found = session.scalars(query.order_by(Correction.stored_at, Correction.effective_from, Correction.id)).all()
    return [each for each in found if (each.said_before or each.said_after or "").startswith(begins)]
