"""A record for each name of a model: its route, its end, its promotion and its announced prices."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from models.facts import Price, Promotion, describe
from models.queries.billing import retirements, routes
from models.queries.deadlines import price_moves
from models.queries.facts_at import Rows, ahead, as_of, believed_at, clocks, facts_of, named_models, prices
from models.schema import HISTORY, TABLES, Watermark, is_shown_source, vendor_column

ModelName = tuple[str, str]
"""A vendor and the name of one of its models."""


class WarningKind(StrEnum):
    """A reason to look at code that names a model, the most urgent first."""

    RETIRED = "retired"
    ROUTED = "routed"
    DATED = "dated"
    EARLIEST = "earliest"
    ANNOUNCED = "announced"
    UNLISTED = "unlisted"
    PRICE = "price"
    PROMOTION = "promotion"

    @property
    def is_about_end(self) -> bool:
        """True if it says what becomes of the name itself, and not of its price."""
        return self not in (WarningKind.PRICE, WarningKind.PROMOTION)


ENDING = {"dated": WarningKind.DATED, "earliest": WarningKind.EARLIEST, "announced": WarningKind.ANNOUNCED}
"""The kind of warning that a state of a retirement gives, if the name still answers as itself."""


@dataclass(frozen=True)
class ModelWarning:
    """One thing that is in effect or announced for a name. Instants are aware UTC; what is unknown is None."""

    kind: WarningKind
    vendor: str
    model: str
    at: datetime | None
    """The instant that it is about: the start of a route, an end, the start of a price."""
    instead: str | None = None
    """The name that answers as this one, or the replacement, as the source calls it."""
    says: tuple[str, ...] = ()
    """Further words: the prices that change, the promotion, or that a route leads to a name that was retired."""
    source: str | None = None
    snapshot_id: int | None = None
    locator: str | None = None


@dataclass
class ModelRecord:
    """One name of a vendor with its warnings, the most urgent first."""

    vendor: str
    model: str
    is_priced: bool = False
    sold_from: datetime | None = None
    """The start of the newest of its prices, without those of the first reading of a page; None if there is none."""
    has_statement: bool = False
    """True if a statement about its end or its route is in effect."""
    not_before: datetime | None = None
    """The day before which it does not end, if that is all that is said of its end."""
    source: str | None = None
    """The source that speaks of its end, or else of its price."""
    warnings: list[ModelWarning] = field(default_factory=list[ModelWarning])

    def is_sold_since(self, instant: datetime) -> bool:
        """Return True if a price of its own took effect after an instant: then it answers as itself again."""
        return self.sold_from is not None and self.sold_from > instant


def model_records(
    session: Session, at: datetime | None, believed: datetime | None, now: datetime
) -> dict[ModelName, ModelRecord]:
    """The records of all names that were known, by vendor and name, as of two instants; None is now.

    A name is known if it ever had a price, or if anything was ever said of its end.
    """
    instants = clocks(at or now, believed or now)
    priced = prices(session, None, at, believed, now)
    watermarks = select(Watermark.source, Watermark.division, Watermark.first_at).where(Watermark.fact == Price.table)
    first_read = {(source, currency): first for source, currency, first in session.execute(watermarks).tuples()}
    records = {name: ModelRecord(*name) for name in sorted(named_models(session))}
    for row in priced:
        record = records[row.vendor, row.model]
        record.is_priced, record.source = True, row.source
        # A page that is read for the first time may still state a price of a name that has ended.
        if row.effective_from != first_read.get((row.source, row.currency)):
            record.sold_from = max(record.sold_from or row.effective_from, row.effective_from)
    found = [
        *_ends(session, records, at, believed, now),
        *_unlisted(session, records, instants),
        *_prices_ahead(session, priced, instants),
        *_promotions(session, instants),
    ]
    order = list(WarningKind)
    for warning in sorted(found, key=lambda each: (order.index(each.kind), each.at is None, str(each.at))):
        if (warning.vendor, warning.model) in records:
            records[warning.vendor, warning.model].warnings.append(warning)
    for record in records.values():
        record.warnings = [_led_on(warning, records) for warning in record.warnings]
    return records


def _led_on(warning: ModelWarning, records: Mapping[ModelName, ModelRecord]) -> ModelWarning:
    """Return a route to a name that was retired with words that say so, and anything else as it is."""
    other = records.get((warning.vendor, warning.instead or ""))
    if warning.kind is not WarningKind.ROUTED or other is None:
        return warning
    ends = [each.at for each in other.warnings if each.kind is WarningKind.RETIRED]
    return replace(warning, says=tuple(f"{other.model} was retired on {end:%Y-%m-%d}" for end in ends if end))


def _ends(
    session: Session,
    records: Mapping[ModelName, ModelRecord],
    at: datetime | None,
    believed: datetime | None,
    now: datetime,
) -> Iterator[ModelWarning]:
    """The routes, and of each name the statement about its end that took effect last."""
    routed = dict[ModelName, Row[Any]]()
    for row in routes(session, at, believed, now):
        routed[row.vendor, row.model] = row
        instead = row.billed_as or row.answers_as
        yield _warning(WarningKind.ROUTED, row, row.effective_from, instead)
    last = dict[ModelName, Row[Any]]()
    for row in sorted(retirements(session, at, believed, now), key=lambda row: (row.effective_from, row.source)):
        last[row.vendor, row.model] = row
    for name, row in last.items():
        record = records.get(name)
        if record is None:
            continue
        record.has_statement, record.source = row.state != "cancelled", row.source
        record.not_before = row.retires_at if row.state == "kept" else None
        if row.state in ENDING:
            yield _warning(ENDING[row.state], row, row.retires_at, row.replacement)
        elif name in routed or record.is_sold_since(row.effective_from):
            continue
        elif row.state == "retired":
            yield _warning(WarningKind.RETIRED, row, row.retires_at or row.effective_from, row.replacement)
        elif row.state == "routed":
            yield _warning(WarningKind.ROUTED, row, row.effective_from, row.replacement)


def _warning(kind: WarningKind, row: Row[Any], at: datetime | None, instead: str | None) -> ModelWarning:
    return ModelWarning(kind, row.vendor, row.model, at, instead, (), row.source, row.snapshot_id, row.locator)


def _unlisted(
    session: Session, records: Mapping[ModelName, ModelRecord], instants: Mapping[str, datetime]
) -> Iterator[ModelWarning]:
    """The names that had a price and have none, and of which nothing else is said."""
    rows = TABLES[Price].rows
    query = select(vendor_column(rows.c.source), rows.c.model).where(
        rows.c.effective_from <= instants["at"],
        rows.c.gone.is_(False),
        believed_at(rows, instants["believed"]),
        is_shown_source(rows.c.source),
    )
    for vendor, model in sorted(session.execute(query.distinct()).tuples()):
        record = records[vendor, model]
        if not record.is_priced and not record.has_statement:
            yield ModelWarning(WarningKind.UNLISTED, vendor, model, None)


def _prices_ahead(session: Session, priced: Rows, instants: Mapping[str, datetime]) -> Iterator[ModelWarning]:
    """The announced prices: one warning for each name and instant."""
    query = ahead(Price)
    rows = session.execute(query.add_columns(vendor_column(query.selected_columns.source)), instants).all()
    by_start = defaultdict[tuple[str, str, datetime], list[Row[Any]]](list)
    for row in rows:
        by_start[row.vendor, row.model, row.effective_from].append(row)
    for (vendor, model, start), group in by_start.items():
        before = facts_of(Price, [row for row in priced if (row.vendor, row.model) == (vendor, model)])
        says = tuple(move.says for move in price_moves(before, facts_of(Price, group)))
        yield replace(_warning(WarningKind.PRICE, group[0], start, None), says=says)


def _promotions(session: Session, instants: Mapping[str, datetime]) -> Iterator[ModelWarning]:
    query = as_of(Promotion).add_columns(vendor_column(HISTORY[Promotion].c.source))
    for row in session.execute(query, instants):
        says = (describe(facts_of(Promotion, [row])) or "",)
        warning = _warning(WarningKind.PROMOTION, row, row.ends_at, None)
        yield replace(warning, says=says)
