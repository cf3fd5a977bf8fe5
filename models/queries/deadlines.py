"""The deadlines ahead at an instant, dated or announced without a date, by the most trusted sources.

The SQL of the view `deadline` decides which they are, for the present and for any other instants of both clocks. This
module adds their words, their places on the page, and if they were alerted.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, TextualSelect, bindparam, select, text
from sqlalchemy.orm import Session

from migrations.views import INSTANTS, view_query
from models.facts import (
    HOURS,
    Fact,
    Notice,
    PeakHours,
    Price,
    Promotion,
    Retirement,
    amounts_text,
    describe,
    key_columns,
    meter_text,
    unit_text,
)
from models.kinds import DeadlineKind
from models.queries.facts_at import ahead, as_of, as_of_any_source, clocks, facts_of
from models.schema import (
    DEADLINE,
    HISTORY,
    AlertChange,
    ChangeRow,
    Instant,
    SourceRow,
    is_shown_source,
    vendor_column,
)

EARLIEST = re.compile(
    r"\b(?:no|not) (?:earlier|sooner) than\b|\bnot before\b|\bat the earliest\b|\bearliest\b|不早于|最早|不会早于",
    re.IGNORECASE,
)
"""Words that say how early something happens, and not when."""
STATED_BY: Mapping[DeadlineKind, type[Fact]] = {
    DeadlineKind.PROMOTION_END: Promotion,
    DeadlineKind.FREE_WINDOW_END: Promotion,
    DeadlineKind.RETIREMENT: Retirement,
    DeadlineKind.PRICE_CHANGE: Price,
    DeadlineKind.PEAK_HOURS_CHANGE: PeakHours,
}
"""The kind of fact that states a deadline."""


@dataclass(frozen=True)
class PriceMove:
    """The prices of one meter of a model in a currency, before and after a deadline."""

    before: tuple[Price, ...]
    after: tuple[Price, ...]
    says: str
    """Both in one line."""


@dataclass(frozen=True)
class Deadline:
    """One deadline; the fields have the names of the columns of the view `deadline`."""

    kind: DeadlineKind
    source: str
    vendor: str
    subject: str
    due_at: datetime | None
    """None if it is announced without a date."""
    recorded_from: datetime
    """The moment since which its source states it in this form."""
    says: str
    snapshot_id: int
    is_alerted: bool
    """True if an alert of that snapshot has announced it already."""
    cells: tuple[str, ...] = ()
    """Its places on the page."""
    facts: tuple[Fact, ...] = ()
    """The facts that state it."""
    facts_before: tuple[Price, ...] = ()
    """The prices until then, if it is about prices."""

    @property
    def prices(self) -> list[PriceMove]:
        """The prices that change, if it is about prices."""
        return list(price_moves(self.facts_before, [fact for fact in self.facts if isinstance(fact, Price)]))


@dataclass(frozen=True)
class EarliestDate:
    """A text of a page that states how early something happens, and no date: it is never read as one."""

    source: str
    vendor: str
    text: str
    recorded_from: datetime
    snapshot_id: int


def deadlines(session: Session, at: datetime, believed: datetime) -> list[Deadline]:
    """All deadlines ahead at one instant as believed at another, the next one first and those without a date last."""
    query = _deadlines_at(session.get_bind().dialect.name)
    rows = session.execute(query, {"effective_at": at, "believed_at": believed}).all()
    return sorted(
        (_deadline(session, row, at, believed) for row in rows),
        key=lambda each: (each.due_at is None, str(each.due_at), each.kind, each.subject, each.vendor, each.source),
    )


@cache
def _deadlines_at(dialect: str) -> TextualSelect:
    """The query of the view `deadline` for other instants than the present one."""
    query = text(view_query(dialect, DEADLINE.name))
    return query.bindparams(*(bindparam(name, type_=Instant()) for name in INSTANTS)).columns(*DEADLINE.columns)


def _deadline(session: Session, row: Row[Any], at: datetime, believed: datetime) -> Deadline:
    """The deadline of a row of the view, with its words and cells."""
    kind, asked = DeadlineKind(row.kind), {**clocks(at, believed), **_about(row)}
    rows = session.execute(_stating(STATED_BY[kind]), asked).all()
    before = list[Price]()
    facts = facts_of(STATED_BY[kind], rows)
    if kind is DeadlineKind.PRICE_CHANGE:
        before = facts_of(Price, session.execute(_prices_before(), asked).all())
        says = "\n".join(move.says for move in price_moves(before, facts_of(Price, rows)))
    else:
        says = describe(facts) or ""
    cells = dict.fromkeys(each.locator for each in rows if each.locator and each.snapshot_id == row.snapshot_id)
    return Deadline(
        kind=kind,
        source=row.source,
        vendor=row.vendor,
        subject=row.subject,
        due_at=row.due_at,
        recorded_from=row.recorded_from,
        says=says,
        snapshot_id=row.snapshot_id,
        is_alerted=_is_alerted(session, kind, row),
        cells=tuple(cells),
        facts=tuple(facts),
        facts_before=tuple(before),
    )


def _about(row: Row[Any]) -> dict[str, Any]:
    """The parameters of the queries about a deadline, which are built once."""
    names = {"of_source": row.source, "of_vendor": row.vendor, "of_subject": row.subject}
    return names | {"of_due_at": row.due_at}


@cache
def _stating(fact: type[Fact]) -> Select[Any]:
    """The query of the facts of a kind that state a deadline."""
    if fact in (Price, PeakHours):
        due = ahead(fact)
        due = due.where(due.selected_columns.effective_from == bindparam("of_due_at"))
        if fact is PeakHours:
            return due.where(due.selected_columns.source == bindparam("of_source"))
        return _prices(due).order_by(*(due.selected_columns[name] for name in key_columns(Price)))
    columns = HISTORY[fact].c
    named = (columns.source == bindparam("of_source"), columns.model == bindparam("of_subject"))
    return as_of_any_source(fact).where(*named)


@cache
def _prices_before() -> Select[Any]:
    """The query of the prices that hold until a deadline."""
    return _prices(as_of(Price))


def _prices(query: Select[Any]) -> Select[Any]:
    """A query of prices, of the vendor and the model of a deadline alone."""
    columns = query.selected_columns
    of_vendor = select(SourceRow.name).where(SourceRow.vendor == bindparam("of_vendor"))
    return query.where(columns.source.in_(of_vendor), columns.model == bindparam("of_subject"))


def price_moves(before: Iterable[Price], after: Iterable[Price]) -> Iterator[PriceMove]:
    """The prices of each meter and currency before and after."""
    old_prices = sorted(before, key=lambda price: price.key)
    meters: dict[tuple[str, str], list[Price]] = defaultdict(list)
    for price in sorted(after, key=lambda price: price.key):
        meters[meter_text(price), price.currency].append(price)
    for (meter, currency), prices in meters.items():
        old = tuple(price for price in old_prices if (meter_text(price), price.currency) == (meter, currency))
        new = f"{amounts_text(prices)} {unit_text(prices[0])}"
        # If the unit changes, both sides state theirs.
        unit_changes = bool({price.unit for price in old} - {prices[0].unit})
        before_text = describe(old) if unit_changes else f"{meter} {amounts_text(old)}"
        yield PriceMove(old, tuple(prices), f"{before_text} → {new}" if old else f"{meter} {new}")


def earliest_dates(session: Session, at: datetime, believed: datetime) -> list[EarliestDate]:
    """The texts on the pages of an instant, as believed at another, that no reader takes for a date and that say how
    early something happens ("no earlier than", "不早于").
    """
    notices = as_of_any_source(Notice)
    unread = notices.where(HISTORY[Notice].c.unread.is_not(None), is_shown_source(HISTORY[Notice].c.source))
    query = unread.add_columns(vendor_column(HISTORY[Notice].c.source))
    rows = session.execute(query.order_by(HISTORY[Notice].c.source, HISTORY[Notice].c.sha256), clocks(at, believed))
    return [
        EarliestDate(row.source, row.vendor, row.text, row.recorded_from, row.snapshot_id)
        for row in rows
        if EARLIEST.search(row.text)
    ]


def _is_alerted(session: Session, kind: DeadlineKind, row: Row[Any]) -> bool:
    subject = row.subject if kind.is_about_model else HOURS
    return session.scalar(_telling(), {"of_snapshot": row.snapshot_id, "of_subject": subject}) is not None


@cache
def _telling() -> Select[Any]:
    """The query of an alert about a subject of a snapshot."""
    told = select(AlertChange.alert_id).join(ChangeRow, ChangeRow.id == AlertChange.change_id)
    about = (ChangeRow.snapshot_id == bindparam("of_snapshot"), ChangeRow.subject == bindparam("of_subject"))
    return told.where(*about).limit(1)
