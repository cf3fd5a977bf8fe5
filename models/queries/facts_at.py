"""Queries of facts: those that hold at one instant as believed at another, and the rows of views."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Row,
    Select,
    Table,
    Tuple,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session, aliased

from models.facts import Fact, Notice, PeakHours, Price, Retirement, key_columns, value_columns
from models.schema import (
    CHANGE_LOG,
    HISTORY,
    PRICE_KEY,
    PRICE_NOW,
    TABLES,
    Instant,
    InstantNumber,
    Snapshot,
    SourceRow,
    Watermark,
    is_shown_source,
    vendor_column,
)

Rows = Sequence[Row[Any]]
FactKind = TypeVar("FactKind", bound=Fact)
AT, BELIEVED = (bindparam(name, type_=InstantNumber()) for name in ("at", "believed"))
"""The parameters of `as_of`, `as_of_any_source` and `ahead`; `clocks` gives their values."""
READ_BY = bindparam("read_by", type_=Instant())
"""The instant by which a source has to have been read to hide another one."""
OWN, OTHER = aliased(SourceRow), aliased(SourceRow)
"""The source of a row, and another one of its family; so `OWN_MARK` and `OTHER_MARK`."""
OWN_MARK, OTHER_MARK = aliased(Watermark), aliased(Watermark)


def clocks(at: datetime, believed: datetime) -> Mapping[str, datetime]:
    """The parameters of a query for what holds at one instant as believed at another."""
    return {"at": at, "believed": believed, "read_by": min(at, believed)}


@cache
def as_of(fact: type[Fact]) -> Select[Any]:
    """The query of the facts that hold at an instant as believed at another, with the parameters of `clocks`.

    They are those of the most trusted source that had been read by then. `effective_to` is the next start that was
    believed then.
    """
    rows = HISTORY[fact]
    return as_of_any_source(fact).where(
        is_shown_source(rows.c.source), _is_trusted_most(fact, rows), _was_read(fact, rows)
    )


@cache
def as_of_any_source(fact: type[Fact]) -> Select[Any]:
    """The same as `as_of`, but by every source, also those that only check others."""
    rows, others = HISTORY[fact], TABLES[fact].spans.alias("others")
    same_series = and_(others.c.series_id == rows.c.series_id, believed_at(others, BELIEVED))
    start = select(func.max(others.c.effective_from)).where(same_series, others.c.effective_from <= AT)
    end = select(func.min(others.c.effective_from)).where(same_series, others.c.effective_from > AT)
    columns = [column for column in rows.c if column.name not in ("effective_to", "recorded_to", "gone", "series_id")]
    return select(*columns, end.scalar_subquery().label("effective_to")).where(
        believed_at(rows, BELIEVED),
        rows.c.effective_from == start.scalar_subquery(),
        rows.c.gone.is_(False),
    )


@cache
def ahead(fact: type[Fact]) -> Select[Any]:
    """The query of the facts announced for later than an instant, as believed then, by the most trusted source."""
    rows = TABLES[fact].rows_by_span
    return select(*rows.c).where(
        believed_at(rows, BELIEVED),
        rows.c.effective_from > AT,
        rows.c.gone.is_(False),
        is_shown_source(rows.c.source),
        _is_trusted_most(fact, rows),
    )


def _is_trusted_most(fact: type[Fact], rows: FromClause) -> ColumnElement[bool]:
    """The condition that no source of the family that had been read is trusted more, even if it states nothing."""
    hidden = select(OWN.name, OTHER_MARK.division).join_from(OTHER_MARK, OTHER, OTHER.name == OTHER_MARK.source)
    hidden = hidden.join(OWN, and_(OWN.family == OTHER.family, OWN.trust > OTHER.trust))
    hidden = hidden.where(OTHER_MARK.fact == fact.table, OTHER_MARK.first_at <= READ_BY)
    return _scope(fact, rows).not_in(hidden)


def _was_read(fact: type[Fact], rows: FromClause) -> ColumnElement[bool]:
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


def _scope(fact: type[Fact], rows: FromClause) -> Tuple:
    """The source and the part of the scope that a row belongs to."""
    return tuple_(rows.c.source, literal("") if fact.divided_by is None else rows.c[fact.divided_by])


def believed_at(rows: FromClause, believed: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """The condition that a row was believed at an instant."""
    return and_(rows.c.recorded_from <= believed, or_(rows.c.recorded_to.is_(None), rows.c.recorded_to > believed))


def prices(
    session: Session,
    model: str | None,
    at: datetime | None,
    believed: datetime | None,
    now: datetime,
    mode: str | None = None,
) -> Rows:
    """The rows of the view `price_now`, or the same columns as of `at` and `believed`; of one model or mode if given.

    `model` is a name alone, which means the models of every vendor with that name, or `vendor/model`.
    """
    source: Any = PRICE_NOW
    if at is not None or believed is not None:
        source = as_of(Price).add_columns(vendor_column(HISTORY[Price].c.source)).subquery()
    query = select(*(source.c[column.name] for column in PRICE_NOW.columns))
    if model is not None:
        query = query.where(or_(source.c.model == model, source.c.vendor + "/" + source.c.model == model))
    if mode is not None:
        query = query.where(source.c.mode == mode)
    query = query.order_by(*(source.c[name] for name in PRICE_KEY))
    return session.execute(query, clocks(at or now, believed or now)).all()


def view(session: Session, table: Table) -> Rows:
    """All rows of a view, the oldest first."""
    return session.execute(select(table).order_by(*table.columns[:1])).all()


def vendors(session: Session) -> list[str]:
    """The vendors of all sources."""
    return list(session.scalars(select(SourceRow.vendor).distinct().order_by(SourceRow.vendor)))


def models(session: Session) -> list[str]:
    """The names of all models that ever had a price, or of whose end or route anything was ever said."""
    return sorted({model for _, model in named_models(session)})


def full_names(session: Session) -> list[str]:
    """The same names with their vendors: `deepseek/deepseek-v4-pro`."""
    return sorted({f"{vendor}/{model}" for vendor, model in named_models(session)})


def named_models(session: Session) -> set[tuple[str, str]]:
    """The same names, each with its vendor: `("deepseek", "deepseek-v4-pro")`."""
    names = set[tuple[str, str]]()
    for fact in (Price, Retirement):
        series = TABLES[fact].series.c
        listed = select(vendor_column(series.source), series.model).where(is_shown_source(series.source))
        names.update(session.execute(listed.distinct()).tuples())
    # An endpoint may end, too: its name is an address.
    return {(vendor, model) for vendor, model in names if "://" not in model}


def last_snapshot_id(session: Session, source: str) -> int:
    """The id of the last snapshot of a source that has one."""
    last = select(Snapshot.id).where(Snapshot.source == source)
    return session.scalars(last.order_by(Snapshot.moment.desc(), Snapshot.id.desc()).limit(1)).one()


def unread(session: Session) -> Rows:
    """The unread texts of the pages as they are now, as rows of source, text, unread and effective_from."""
    rows = HISTORY[Notice]
    columns = (rows.c.source, rows.c.text, rows.c.unread, rows.c.effective_from)
    in_force = (rows.c.recorded_to.is_(None), rows.c.effective_to.is_(None), rows.c.gone.is_(False))
    query = select(*columns).where(rows.c.unread.is_not(None), *in_force)
    return session.execute(query.order_by(rows.c.source, rows.c.effective_from, rows.c.sha256)).all()


def declared_holidays(session: Session, at: datetime) -> Rows:
    """The calendars that peak hours name, now or from later on, as rows of holidays, source, vendor, time_zone and
    snapshot_id; the statement that was recorded last first.
    """
    rows = HISTORY[PeakHours]
    columns = (rows.c.holidays, rows.c.source, vendor_column(rows.c.source), rows.c.time_zone, rows.c.snapshot_id)
    in_force = (rows.c.recorded_to.is_(None), or_(rows.c.effective_to.is_(None), rows.c.effective_to > at))
    query = select(*columns).where(rows.c.holidays.is_not(None), rows.c.gone.is_(False), *in_force)
    return session.execute(query.order_by(rows.c.recorded_from.desc(), rows.c.source)).all()


def change(session: Session, number: int) -> Row[Any] | None:
    """The row of the change log with this id; None if there is none."""
    return session.execute(select(CHANGE_LOG).where(CHANGE_LOG.c.id == number)).one_or_none()


def facts_of(fact: type[FactKind], rows: Rows) -> list[FactKind]:
    """The facts that rows of a view or a query state."""
    names = (*key_columns(fact), *value_columns(fact), "effective_from")
    return [fact(**{name: getattr(row, name) for name in names}) for row in rows]
