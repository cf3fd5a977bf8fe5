"""The deadlines ahead at an instant, dated or announced without a date, by the most trusted sources.

The SQL of the view `deadline` decides which they are, for the present and for any other instants of both clocks. This
module adds their words, their places on the page, and if they were alerted.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, TextualSelect, bindparam, exists, select, text
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
    Instant,
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
    stated = _Stated(session, rows, at, believed)
    return sorted(
        (_deadline(row, stated) for row in rows),
        key=lambda each: (each.due_at is None, str(each.due_at), each.kind, each.subject, each.vendor, each.source),
    )


@cache
def _deadlines_at(dialect: str) -> TextualSelect:
    """The query of the view `deadline` for other instants than the present one."""
    query = text(view_query(dialect, DEADLINE.name))
    return query.bindparams(*(bindparam(name, type_=Instant()) for name in INSTANTS)).columns(*DEADLINE.columns)


class _Stated:
    """The facts and alerts behind the rows of the view, read for all of them at once."""

    def __init__(self, session: Session, rows: Sequence[Row[Any]], at: datetime, believed: datetime) -> None:
        self._facts = defaultdict[object, list[Row[Any]]](list)
        self._before = defaultdict[object, list[Row[Any]]](list)
        asked = defaultdict[type[Fact], list[Row[Any]]](list)
        for row in rows:
            asked[STATED_BY[DeadlineKind(row.kind)]].append(row)
        for fact, of_fact in asked.items():
            words = {**clocks(at, believed), "subjects": sorted({row.subject for row in of_fact})}
            dues = {row.due_at for row in of_fact if row.due_at}
            for each in session.execute(_stating(fact), {**words, "dues": sorted(dues)} if _is_dated(fact) else words):
                self._facts[_place(fact, each.source, each.vendor, _subject(fact, each), each.effective_from)].append(
                    each
                )
            if fact is Price:
                for each in session.execute(_prices_before(), words):
                    self._before[each.vendor, each.model].append(each)
        self._alerted = _alerted(session, {row.snapshot_id for row in rows})

    def facts(self, row: Row[Any]) -> Sequence[Row[Any]]:
        """The rows of the facts that state a deadline."""
        return self._facts[_place(STATED_BY[DeadlineKind(row.kind)], row.source, row.vendor, row.subject, row.due_at)]

    def before(self, row: Row[Any]) -> list[Price]:
        """The prices of the vendor and the model of a deadline until then."""
        return facts_of(Price, self._before[row.vendor, row.subject])

    def is_alerted(self, row: Row[Any]) -> bool:
        return (row.snapshot_id, row.subject if DeadlineKind(row.kind).is_about_model else HOURS) in self._alerted


def _deadline(row: Row[Any], stated: _Stated) -> Deadline:
    """The deadline of a row of the view, with its words and cells."""
    kind, rows, before = DeadlineKind(row.kind), stated.facts(row), list[Price]()
    facts = facts_of(STATED_BY[kind], rows)
    if kind is DeadlineKind.PRICE_CHANGE:
        before = stated.before(row)
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
        is_alerted=stated.is_alerted(row),
        cells=tuple(cells),
        facts=tuple(facts),
        facts_before=tuple(before),
    )


def _is_dated(fact: type[Fact]) -> bool:
    """Return True for the kinds of facts that state a deadline by their own start."""
    return fact in (Price, PeakHours)


def _subject(fact: type[Fact], row: Row[Any]) -> str:
    return "" if fact is PeakHours else row.model


def _place(fact: type[Fact], source: str, vendor: str, subject: str, due_at: datetime | None) -> object:
    """Return the key that a deadline shares with its facts: prices are those of all sources of its vendor."""
    if fact is PeakHours:
        return fact, source, due_at
    return (fact, vendor, subject, due_at) if fact is Price else (fact, source, subject)


@cache
def _stating(fact: type[Fact]) -> Select[Any]:
    """The query of the facts that state deadlines of some subjects."""
    if not _is_dated(fact):
        return _of_subjects(as_of_any_source(fact), fact)
    query = ahead(fact)
    starts = query.selected_columns.effective_from
    query = query.where(starts.in_(bindparam("dues", type_=starts.type, expanding=True)))
    return (
        query.add_columns(vendor_column(query.selected_columns.source))
        if fact is PeakHours
        else _of_subjects(query, fact)
    )


@cache
def _prices_before() -> Select[Any]:
    """The query of the prices of some models that hold at an instant."""
    return _of_subjects(as_of(Price), Price)


def _of_subjects(query: Select[Any], fact: type[Fact]) -> Select[Any]:
    """A query of facts of some models, with their vendors."""
    columns = query.selected_columns
    query = query.where(columns.model.in_(bindparam("subjects", expanding=True)))
    keys = [columns[name] for name in key_columns(fact)]
    return query.add_columns(vendor_column(columns.source)).order_by(*keys)


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


def _alerted(session: Session, snapshots: Iterable[int]) -> set[tuple[int, str]]:
    """The snapshots and subjects of the changes that were alerted, of some snapshots."""
    from models.schema import AlertChange, ChangeRow  # most commands need no deadlines

    query = select(ChangeRow.snapshot_id, ChangeRow.subject).where(
        ChangeRow.snapshot_id.in_(sorted(snapshots)),
        exists().where(AlertChange.change_id == ChangeRow.id),
    )
    return set(session.execute(query).tuples())
