"""The prices at which names are billed: the routes of names, the prices that these lead to, and tariffs.

The SQL of the views `route_now` and `price_resolved` follows a name to the one that is billed, for the present and for
any other instants of both clocks.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Float,
    FromClause,
    Select,
    Table,
    TextualSelect,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Session

from models.facts import PeakHours, Price, Retirement
from models.pricing import Tariffs
from models.queries.facts_at import Rows, as_of, as_of_any_source, believed_at, clocks, facts_of
from models.schema import (
    HISTORY,
    PRICE_KEY,
    PRICE_NOW,
    PRICE_RATIO,
    PRICE_RESOLVED,
    RETIREMENT_NOW,
    ROUTE_NOW,
    TABLES,
    Instant,
    InstantNumber,
    SourceRow,
    Watermark,
    is_shown_source,
    vendor_column,
)

if TYPE_CHECKING:
    from models.pricing import Stretch


def resolved_prices(
    session: Session,
    model: str | None,
    at: datetime | None,
    believed: datetime | None,
    now: datetime,
    mode: str | None = None,
) -> Rows:
    """The rows of the view `price_resolved`, or the same as of `at` and `believed`; of one model or mode if given.

    `model` is a name alone, which means the models of every vendor with that name, or `vendor/model`.
    """
    asked = {name: text for name, text in (("model", model), ("mode", mode)) if text is not None}
    query = _prices(_dialect(session, at, believed), frozenset(asked))
    return session.execute(query, {**_instants(at or now, believed or now), **asked}).all()


def price_ratios(
    session: Session, model: str, other: str, at: datetime | None, believed: datetime | None, now: datetime
) -> Rows:
    """The rows of the view `price_ratio` of two names, or the same as of `at` and `believed`.

    A name alone means the models of every vendor with that name; `vendor/model` means one.
    """
    table, query = _view(_dialect(session, at, believed), PRICE_RATIO)
    for name, vendor, column in (
        (model, table.c.vendor, table.c.model),
        (other, table.c.other_vendor, table.c.other_model),
    ):
        query = query.where(or_(column == name, vendor + "/" + column == name))
    order = ("currency", "vendor", "source", "other_vendor", "other_source", "mode", "band", "above", "other_above")
    query = query.order_by(*(table.c[name] for name in order))
    return session.execute(query, _instants(at or now, believed or now)).all()


def routes(session: Session, at: datetime | None, believed: datetime | None, now: datetime) -> Rows:
    """The rows of the view `route_now`, or the same as of `at` and `believed`: a row for each name that routes."""
    query = _routes(_dialect(session, at, believed))
    return session.execute(query, _instants(at or now, believed or now)).all()


def retirements(session: Session, at: datetime | None, believed: datetime | None, now: datetime) -> Rows:
    """The rows of the view `retirement_now`, or the same as of `at` and `believed`."""
    _, query = _view(_dialect(session, at, believed), RETIREMENT_NOW)
    return session.execute(query, _instants(at or now, believed or now)).all()


def first_price(
    session: Session, model: str, after: datetime, believed: datetime, mode: str | None = None
) -> datetime | None:
    """The start of the first price of a name's own after an instant, of one mode if given; None if there is none."""
    rows = TABLES[Price].rows
    query = select(func.min(rows.c.effective_from)).where(
        rows.c.model == model,
        rows.c.effective_from > after,
        rows.c.gone.is_(False),
        believed_at(rows, believed),
        is_shown_source(rows.c.source),
    )
    return session.scalar(query if mode is None else query.where(rows.c.mode == mode))


def _instants(at: datetime, believed: datetime) -> Mapping[str, datetime]:
    return {**clocks(at, believed), "effective_at": at, "believed_at": believed}


def _dialect(session: Session, at: datetime | None, believed: datetime | None) -> str | None:
    """The dialect for whose query other instants than now are asked for; None for a view itself."""
    return None if at is None and believed is None else session.get_bind().dialect.name


# SQLAlchemy finds a compiled statement by a key, which takes longer to make of such a query than SQLite takes to answer
# it; a statement that is kept keeps its key.
@cache
def _prices(dialect: str | None, asked: frozenset[str]) -> Select[Any]:
    """The query for prices; with "model" or "mode" among `asked`, for those of one."""
    table, query = _view(dialect, PRICE_RESOLVED)
    query = query.order_by(*(table.c[name] for name in PRICE_KEY))
    if "model" in asked:
        named = bindparam("model", type_=table.c.model.type)
        query = query.where(or_(table.c.model == named, table.c.vendor + "/" + table.c.model == named))
    return query.where(table.c.mode == bindparam("mode", type_=table.c.mode.type)) if "mode" in asked else query


@cache
def _routes(dialect: str | None) -> Select[Any]:
    table, query = _view(dialect, ROUTE_NOW)
    return query.order_by(table.c.vendor, table.c.model)


@cache
def _view(dialect: str | None, table: Table) -> tuple[FromClause, Select[Any]]:
    """A view, or its rows for other instants, as a table and as a query."""
    if dialect is None:
        return table, select(table)
    answer, ctes = _asked(dialect, table)
    return answer, select(*(answer.c[column.name] for column in table.columns)).add_cte(*ctes)


def _asked(dialect: str, table: Table) -> tuple[FromClause, tuple[CTE, ...]]:
    """The query of a view for other instants, and those of the views that it reads, under their names."""
    if table is RETIREMENT_NOW:
        return _of_text(dialect, table).subquery(table.name), ()
    known = as_of(Price).add_columns(vendor_column(HISTORY[Price].c.source)).subquery("known")
    columns = [_of_view(dialect, known.c[column.name]) for column in PRICE_NOW.columns]
    # Our code reads exact amounts; only a view that divides needs numbers.
    numbers: list[ColumnElement[Any]] = [
        (cast(known.c[name], Float) if table is PRICE_RATIO else null()).label(f"{name}_number")
        for name in ("amount", "list_amount")
    ]
    own = select(*columns, *numbers).cte(PRICE_NOW.name)
    read = (RETIREMENT_NOW, ROUTE_NOW, *((PRICE_RESOLVED,) if table is PRICE_RATIO else ()))
    others = [_of_text(dialect, other).cte(other.name) for other in read if other is not table]
    return _of_text(dialect, table).subquery(table.name), (own, *others)


def _of_text(dialect: str, table: Table) -> TextualSelect:
    from migrations.views import INSTANTS, view_query  # only questions about other instants than now need it

    query = text(view_query(dialect, table.name))
    named = [bindparam(name, type_=Instant()) for name in INSTANTS if f":{name}" in query.text]
    return query.bindparams(*named).columns(*table.columns)


def _of_view(dialect: str, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column of the history as views show it: on SQLite they have instants as texts."""
    if dialect == "sqlite" and isinstance(column.type, InstantNumber):
        from migrations.views import EXPRESSIONS

        return literal_column(EXPRESSIONS["iso"].format(f"known.{column.name}"), Instant()).label(column.name)
    return column


def tariffs(session: Session, at: datetime, believed: datetime, model: str | None = None) -> Tariffs:
    """The prices that hold at `at` as believed at `believed`, of one name if given, and the peak hours that belong
    to them.

    A name that answers as another one has the prices of that one.
    """
    prices = facts_of(Price, resolved_prices(session, model, at, believed, at))
    return Tariffs(tuple(prices), peak_hours(session, {price.source for price in prices}, at, believed))


def peak_hours(session: Session, sources: Iterable[str], at: datetime, believed: datetime) -> dict[str, PeakHours]:
    """The peak hours of each source of prices: its own, or those of the most trusted source of its family."""
    stated = facts_of(PeakHours, session.execute(as_of_any_source(PeakHours), clocks(at, believed)).all())
    own, asked = {hours.source: hours for hours in stated}, [*sources]
    found = {source: own[source] for source in asked if source in own}
    if stated and len(found) < len({*asked}):
        family = dict(session.execute(select(SourceRow.name, SourceRow.family)).tuples().all())
        trusted = {
            family.get(hours.source): hours
            for hours in facts_of(PeakHours, session.execute(as_of(PeakHours), clocks(at, believed)).all())
        }
        others = {source: trusted.get(family.get(source, source)) for source in asked}
        found = {source: hours for source, hours in others.items() if hours is not None} | found
    return {source: found[source] for source in asked if source in found}


def tariff_starts(session: Session, after: datetime, before: datetime, believed: datetime) -> list[datetime]:
    """The instants between two others at which prices, peak hours or routes may change."""
    starts: set[datetime] = set()
    for fact in (Price, PeakHours, Retirement):
        rows = TABLES[fact].spans
        changes = select(rows.c.effective_from).where(believed_at(rows, believed), rows.c.effective_from > after)
        starts.update(session.scalars(changes.where(rows.c.effective_from < before)))
        first = select(Watermark.first_at).where(Watermark.fact == fact.table, Watermark.first_at > after)
        starts.update(session.scalars(first.where(Watermark.first_at < before)))
    return sorted(starts)


def stretches(
    session: Session, start: datetime, end: datetime, believed: datetime, model: str | None = None
) -> "list[Stretch]":
    """A time divided into stretches in which neither prices nor peak hours nor routes change; of one name if given."""
    from models.pricing import Stretch  # only bills and outlooks need it

    cuts = [start, *tariff_starts(session, start, end, believed), end]
    return [Stretch(since, until, tariffs(session, since, believed, model)) for since, until in pairwise(cuts)]


def priced(session: Session) -> list[tuple[str, str, str, str, str]]:
    """All combinations of model, currency, mode, meter and source that ever had a price, also those by a route."""
    rows, said = HISTORY[Price].c, HISTORY[Retirement].c
    names = [rows[name] for name in ("model", "currency", "mode", "meter", "source")]
    query = select(*names).where(rows.gone.is_(False), is_shown_source(rows.source))
    own = set(session.execute(query.distinct()).tuples())
    found, routes = {*own}, select(said.model, said.answers_as).where(said.answers_as.is_not(None)).distinct()
    links = session.execute(routes).tuples().all()
    while added := {(name, *rest) for name, target in links for model, *rest in found if model == target} - found:
        found |= added
    return sorted(found)
