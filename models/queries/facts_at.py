"""Questions to the history: what holds at t as believed at r, and what the views show."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Exists, FromClause, Row, Select, Table, and_, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from models.facts import Fact, Notice, PeakHours, Price, key_columns, value_columns
from models.kinds import WAITING_STATES, DeliveryState
from models.pricing import Stretch, Tariffs
from models.schema import (
    CHANGE_LOG,
    DEADLINE,
    HISTORY,
    PRICE_KEY,
    PRICE_NOW,
    Delivery,
    Snapshot,
    Source,
    Watermark,
    shown,
    vendor_column,
)

Rows = Sequence[Row[Any]]
Stated = TypeVar("Stated", bound=Fact)
OURS, THEIRS = (Source.__table__.alias(name) for name in ("ours", "theirs"))
"""The source of a row, and another one of its family."""


def as_of(fact: type[Fact], at: datetime, believed: datetime) -> Select[Any]:
    """Everything that holds at `at` as believed at `believed`, by the most trusted source that had been read by then.

    `effective_to` is the next start believed then.
    """
    rows, then = HISTORY[fact], min(at, believed)
    return held(fact, at, believed).where(
        shown(rows.c.source), ~_better(fact, rows, then), ~_too_early(fact, rows, then)
    )


def held(fact: type[Fact], at: datetime, believed: datetime) -> Select[Any]:
    """As `as_of`, by every source, those that only check included."""
    rows, others = HISTORY[fact], HISTORY[fact].alias("others")
    same_key = and_(*(others.c[name] == rows.c[name] for name in key_columns(fact)), _believed_at(others, believed))
    start = select(func.max(others.c.effective_from)).where(same_key, others.c.effective_from <= at)
    end = select(func.min(others.c.effective_from)).where(same_key, others.c.effective_from > at)
    columns = [column for column in rows.c if column.name not in ("effective_to", "recorded_to", "gone")]
    return select(*columns, end.scalar_subquery().label("effective_to")).where(
        _believed_at(rows, believed),
        rows.c.effective_from == start.scalar_subquery(),
        rows.c.gone.is_(False),
    )


def ahead(fact: type[Fact], at: datetime) -> Select[Any]:
    """Everything that is announced for later than `at`, as believed then, by the most trusted source."""
    rows = HISTORY[fact]
    return select(*rows.c).where(
        _believed_at(rows, at),
        rows.c.effective_from > at,
        rows.c.gone.is_(False),
        shown(rows.c.source),
        ~_better(fact, rows, at),
    )


def _better(fact: type[Fact], rows: FromClause, then: datetime) -> ColumnElement[bool]:
    """Whether a source of the same family that is trusted more had been read by then, even if it has no row."""
    return _another_read(fact, rows, then).where(THEIRS.c.trust < OURS.c.trust)


def _too_early(fact: type[Fact], rows: FromClause, then: datetime) -> ColumnElement[bool]:
    """Whether a row's source had not been read by then, and another one had: what it dates back is not shown then."""
    own = Watermark.__table__.alias("own")
    unread = exists().where(own.c.source == rows.c.source, *_of_part(own, fact, rows), own.c.first_at > then)
    return and_(unread, _another_read(fact, rows, then).where(THEIRS.c.name != OURS.c.name))


def _another_read(fact: type[Fact], rows: FromClause, then: datetime) -> Exists:
    """Whether a source of the same family had been read by then."""
    mark = Watermark.__table__
    return exists().where(
        OURS.c.name == rows.c.source,
        THEIRS.c.family == OURS.c.family,
        mark.c.source == THEIRS.c.name,
        *_of_part(mark, fact, rows),
        mark.c.first_at <= then,
    )


def _of_part(mark: FromClause, fact: type[Fact], rows: FromClause) -> tuple[ColumnElement[bool], ...]:
    """The marks of the scope that a row belongs to."""
    part = literal("") if fact.divided_by is None else rows.c[fact.divided_by]
    return mark.c.fact == fact.table, mark.c.division == part


def _believed_at(rows: FromClause, believed: datetime) -> ColumnElement[bool]:
    return and_(rows.c.recorded_from <= believed, or_(rows.c.recorded_to.is_(None), rows.c.recorded_to > believed))


def prices(
    session: Session,
    model: str | None,
    at: datetime | None,
    believed: datetime | None,
    now: datetime,
    mode: str | None = None,
) -> Rows:
    """Rows of the view `price_now`, of one model or mode; with an instant or a belief, the same columns as of then.

    A model is named alone (then every vendor's of that name) or behind its vendor's name: `vendor/model`.
    """
    if at is None and believed is None:
        source: Any = PRICE_NOW
    else:
        whose = vendor_column(HISTORY[Price].c.source)
        source = as_of(Price, at or now, believed or now).add_columns(whose).subquery()
    query = select(*(source.c[column.name] for column in PRICE_NOW.columns))
    if model is not None:
        query = query.where(or_(source.c.model == model, source.c.vendor + "/" + source.c.model == model))
    if mode is not None:
        query = query.where(source.c.mode == mode)
    return session.execute(query.order_by(*(source.c[name] for name in PRICE_KEY))).all()


def view(session: Session, table: Table, since: datetime | None = None) -> Rows:
    """All rows of a view, oldest first; of the change log only what was seen since then."""
    query = select(table).order_by(*table.columns[:1])
    if since is not None:
        query = query.where(CHANGE_LOG.c.seen_at >= since)
    return session.execute(query).all()


def deadlines_ahead(session: Session) -> Rows:
    """All rows of the view `deadline`, the next one first and those without a date last."""
    due_at = DEADLINE.c.due_at
    order = (due_at.is_(None), due_at, DEADLINE.c.kind, DEADLINE.c.subject, DEADLINE.c.vendor)
    return session.execute(select(DEADLINE).order_by(*order)).all()


def models(session: Session) -> list[str]:
    """Every model that ever had a price, as the vendors call it."""
    rows = HISTORY[Price].c
    return list(session.scalars(select(rows.model).where(shown(rows.source)).distinct().order_by(rows.model)))


def unfinished(session: Session) -> tuple[int, int, int]:
    """How many snapshots await reading, how many deliveries are pending, how many dead."""
    unread = session.scalar(select(func.count()).select_from(Snapshot).where(Snapshot.outcome.is_(None)))
    states = dict(session.execute(select(Delivery.state, func.count()).group_by(Delivery.state)).tuples().all())
    return unread or 0, sum(states.get(state, 0) for state in WAITING_STATES), states.get(DeliveryState.DEAD, 0)


def unread(session: Session) -> Rows:
    """The texts that stand on the pages now and that no reader understands: source, text, unread, effective_from."""
    rows = HISTORY[Notice]
    columns = (rows.c.source, rows.c.text, rows.c.unread, rows.c.effective_from)
    standing = (rows.c.recorded_to.is_(None), rows.c.effective_to.is_(None), rows.c.gone.is_(False))
    query = select(*columns).where(rows.c.unread.is_not(None), *standing)
    return session.execute(query.order_by(rows.c.source, rows.c.effective_from, rows.c.sha256)).all()


def tariffs(session: Session, at: datetime, believed: datetime) -> Tariffs:
    """Every price that holds at `at` as believed at `believed`, and the peak hours that go with them."""
    prices = facts_of(Price, session.execute(as_of(Price, at, believed)).all())
    return Tariffs(tuple(prices), peak_hours(session, {price.source for price in prices}, at, believed))


def peak_hours(session: Session, sources: Iterable[str], at: datetime, believed: datetime) -> dict[str, PeakHours]:
    """For each source of prices its own peak hours, else those of the most trusted source of its family."""
    family = dict(session.execute(select(Source.name, Source.family)).tuples().all())
    own = {hours.source: hours for hours in facts_of(PeakHours, session.execute(held(PeakHours, at, believed)).all())}
    trusted = {
        family.get(hours.source): hours
        for hours in facts_of(PeakHours, session.execute(as_of(PeakHours, at, believed)).all())
    }
    found = {source: own.get(source) or trusted.get(family.get(source, source)) for source in sources}
    return {source: hours for source, hours in found.items() if hours is not None}


def tariff_starts(session: Session, after: datetime, before: datetime, believed: datetime) -> list[datetime]:
    """The instants in between from which on other prices or peak hours may hold."""
    starts: set[datetime] = set()
    for fact in (Price, PeakHours):
        rows = HISTORY[fact]
        moves = select(rows.c.effective_from).where(_believed_at(rows, believed), rows.c.effective_from > after)
        starts.update(session.scalars(moves.where(rows.c.effective_from < before)))
        first = select(Watermark.first_at).where(Watermark.fact == fact.table, Watermark.first_at > after)
        starts.update(session.scalars(first.where(Watermark.first_at < before)))
    return sorted(starts)


def stretches(session: Session, start: datetime, end: datetime, believed: datetime) -> list[Stretch]:
    """A time in parts within which neither prices nor peak hours move."""
    cuts = [start, *tariff_starts(session, start, end, believed), end]
    return [Stretch(since, until, tariffs(session, since, believed)) for since, until in pairwise(cuts)]


def priced(session: Session) -> list[tuple[str, str, str, str, str]]:
    """Every (model, currency, mode, meter, source) that ever had a price."""
    rows = HISTORY[Price].c
    names = [rows[name] for name in ("model", "currency", "mode", "meter", "source")]
    query = select(*names).where(rows.gone.is_(False), shown(rows.source))
    found = session.execute(query.distinct().order_by(*names))
    return [(model, currency, mode, meter, source) for model, currency, mode, meter, source in found]


def change(session: Session, number: int) -> Row[Any] | None:
    """A row of the change log."""
    return session.execute(select(CHANGE_LOG).where(CHANGE_LOG.c.id == number)).one_or_none()


def facts_of(fact: type[Stated], found: Rows) -> list[Stated]:
    """The facts that rows of a view or an answer show."""
    names = (*key_columns(fact), *value_columns(fact), "effective_from")
    return [fact(**{name: getattr(row, name) for name in names}) for row in found]
