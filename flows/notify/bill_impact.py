"""The effect of a change on a bill: the sums of a whole month at the prices before and after the change."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Context, Decimal
from itertools import chain

from sqlalchemy.orm import Session

from alerts.texts import BilledName, billed_lines, moment
from flows.run import AlertSettings
from models.changes import Change
from models.facts import HOURS, Price, Retirement, is_named, qualified_name
from models.kinds import Movement, Thing
from models.pricing import (
    BillLine,
    Load,
    Stretch,
    Sum,
    Unpriceable,
    bill,
    by_currency,
    month_of,
    percent,
    rounded,
    total,
)
from models.queries import billing, facts_at
from models.schema import Snapshot, SourceRow
from scrapers.registry import find_calendar

ROUTED = (Thing.RETIREMENT, Thing.NAME, Thing.REPLACEMENT)
"""The things whose changes may bill a name as another one."""
BILLED = (Thing.PRICE, Thing.PEAK_HOURS, *ROUTED)
"""The things whose changes move a bill."""
REVOCABLE = (
    Movement.ANNOUNCED,
    Movement.MOVED,
    Movement.DATED,
    Movement.UNDATED,
    Movement.CANCELLED,
    Movement.WITHDRAWN,
)
"""Movements that a later change may revoke. Their bills are made from the values believed when they were seen."""
MOMENT = timedelta(microseconds=1)
"""The smallest distance of two instants."""
WHOLE, TWO_DIGITS = 10, Context(prec=2)
"""From this difference on a title states whole units; of a smaller one it states two digits."""
VIA = " → "
"""Stands between the names of a route in the views."""
Clocks = tuple[datetime, datetime]
"""An instant, and the one at which it was believed."""


@dataclass(frozen=True)
class BillMove:
    """A change of prices, of peak hours, or of the name that answers."""

    movement: Movement
    source: str
    vendor: str
    subject: str
    effective_at: datetime | None
    seen_at: datetime

    @classmethod
    def of(cls, change: Change, vendor: str, seen_at: datetime) -> "BillMove":
        """Build a move from a change of the log."""
        return cls(change.kind.movement, change.source, vendor, change.subject, change.effective_at, seen_at)

    @property
    def is_cancelled(self) -> bool:
        return self.movement is Movement.CANCELLED

    @property
    def at(self) -> datetime:
        return self.effective_at or self.seen_at


@dataclass(frozen=True)
class MonthBills:
    """The bills of one month before and after a change."""

    names: tuple[str, str]
    before: list[BillLine]
    after: list[BillLine]
    clocks: tuple[Clocks, Clocks]
    """The instant at whose prices each is made, and the one at which these were believed."""


@dataclass(frozen=True)
class BillText:
    """The effect on a bill, as sentences and in short."""

    sentences: tuple[str, ...] = ()
    short: str = ""
    changes: Mapping[str, str] | None = None
    """The largest difference of a month by currency; empty if the bill stays, None if it is not known."""


NO_BILL = BillText()


def bill_of_changes(
    session: Session,
    changes: Sequence[Change],
    snapshot: Snapshot,
    alerting: AlertSettings,
    price_instants: Container[datetime],
) -> BillText:
    """The effect on the bill of changes of one subject.

    Peak hours that change with prices, at one of `price_instants`, are part of the sums of those prices.
    """
    priced = [
        change
        for change in changes
        if change.kind.thing in BILLED
        and not (change.subject == HOURS and (change.effective_at or snapshot.moment) in price_instants)
    ]
    routed = [change for change in priced if change.kind.thing in ROUTED]
    if not routed and (not priced or not (alerting.loads or alerting.problem)):
        return BillText()
    moves = [
        (change, BillMove.of(change, session.get_one(SourceRow, change.source).vendor, snapshot.moment))
        for change in priced
    ]
    of_routes = list(
        dict.fromkeys(
            each for change, move in moves if change.kind.thing in ROUTED for each in _route_moves(change, move)
        )
    )
    lines: dict[str, dict[str, None]] = defaultdict(dict)
    for move in of_routes:
        for line in route_lines(session, move, alerting.time_zone):
            lines[line][move.subject] = None
    prices = [move for change, move in moves if change.kind.thing not in ROUTED]
    text = BillText()
    if alerting.loads or alerting.problem:
        # A route that is cancelled was never billed.
        text = bill_text(session, [*prices, *(move for move in of_routes if not move.is_cancelled)], alerting)
    return replace(text, sentences=(*_of_names(lines), *text.sentences))


def _of_names(lines: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Yield lines about routes; one about some of the names begins with these, if it does not have them."""
    everyone = set(chain.from_iterable(lines.values()))
    for line, names in lines.items():
        is_clear = set(names) == everyone or any(name in line for name in names)
        yield line if is_clear else f"{', '.join(names)}: {line}"


def _route_moves(change: Change, move: BillMove) -> Iterator[BillMove]:
    """Yield the change of the name that answers now, if there is one, and the one at the instant of a change."""
    before, after = (
        {fact.answers_as for fact in facts if isinstance(fact, Retirement)}
        for facts in (change.facts_before, change.facts_after)
    )
    if before - {None} != after - {None}:
        yield replace(move, effective_at=None) if move.effective_at and move.effective_at > move.seen_at else move
    yield move


def bill_text(session: Session, moves: Sequence[BillMove], alerting: AlertSettings) -> BillText:
    """The effect of the changes of one subject on the user's bill, once for each instant at which they take effect."""
    if moves and alerting.problem:
        return BillText((f"Your workload could not be read: {alerting.problem}",))
    by_instant = dict[tuple[datetime, bool], list[BillMove]]()
    for move in moves:
        by_instant.setdefault((move.at, move.is_cancelled), []).append(move)
    bills = [_bill(session, together, alerting, len(by_instant) > 1) for together in by_instant.values()]
    sentences = tuple(sentence for bill in bills for sentence in bill.sentences)
    return BillText(sentences, bills[0].short if len(bills) == 1 else "", _largest([bill.changes for bill in bills]))


def _largest(changes: Sequence[Mapping[str, str] | None]) -> Mapping[str, str] | None:
    largest = dict[str, str]()
    for each in changes:
        if each is None:
            return None
        for currency, amount in each.items():
            largest[currency] = max(largest.get(currency, amount), amount, key=lambda text: abs(Decimal(text)))
    return largest if changes else None


def _bill(session: Session, moves: Sequence[BillMove], alerting: AlertSettings, is_one_of_several: bool) -> BillText:
    """The effect of changes of one instant, on the loads that any of them may move."""
    move = moves[-1]
    affected = [load for each in moves for load in affected_loads(session, alerting.loads, each, move.seen_at)]
    loads = [load for load in alerting.loads if load in affected]
    if not loads:
        return BillText(changes={})
    try:
        found = list(bill_differences(bills_around(session, loads, move, move.seen_at), alerting.currency))
    except Unpriceable as problem:
        return BillText((f"No sum for your workload: {problem}",))
    changes = {currency: amount for _, _, currency, amount in found}
    since = f", from {move.at:%Y-%m-%d}" if is_one_of_several else ""
    return BillText(
        tuple(f"{sentence}{since}" for sentence, *_ in found),
        found[0][1] if len(found) == 1 else "",
        None if "" in changes.values() else changes,
    )


def affected_loads(session: Session, loads: Sequence[Load], move: BillMove, now: datetime) -> list[Load]:
    """The loads whose bill may move: those of the model, by whatever name, or for peak hours all of the source."""
    if move.subject == HOURS:
        return [load for load in loads if load.source in (None, move.source)]
    rows = (
        (row for clocks in clocks_around(move, now) for row in billing.routes(session, *clocks, now)) if loads else ()
    )
    names = {row.model for row in rows if row.vendor == move.vendor and move.subject in row.via.split(VIA)}
    names.add(move.subject)
    return [load for load in loads if any(is_named(load.model, move.vendor, name) for name in names)]


def clocks_around(move: BillMove, now: datetime) -> tuple[Clocks, Clocks]:
    """The instants before a change and from it on, each with the one at which it was believed.

    A cancelled change never takes effect: before it, its instant is as announced.
    """
    recorded_at = move.seen_at if move.movement in REVOCABLE else now
    before = (move.at, recorded_at - MOMENT) if move.is_cancelled else (move.at - MOMENT, recorded_at)
    return before, (move.at, recorded_at)


def route_lines(session: Session, move: BillMove, zone: str) -> list[str]:
    """The effect of a change of the name that answers on a bill, by the prices of the source if it states any."""
    name, clocks = qualified_name(move.vendor, move.subject), clocks_around(move, move.seen_at)
    prices = [billing.resolved_prices(session, name, *side, side[1]) for side in clocks]
    states_prices = any(row.source == move.source for rows in prices for row in rows)
    sides = [
        BilledName(
            _billed_as(session, move, *side),
            tuple(facts_at.facts_of(Price, [row for row in rows if row.source == move.source or not states_prices])),
        )
        for side, rows in zip(clocks, prices, strict=True)
    ]
    return list(billed_lines(move.subject, sides[0], sides[1], moment(move.at, zone), move.is_cancelled))


def _billed_as(session: Session, move: BillMove, at: datetime, believed: datetime) -> str:
    routes = billing.routes(session, at, believed, believed)
    names: list[str | None] = [
        row.billed_as for row in routes if (row.vendor, row.model) == (move.vendor, move.subject)
    ]
    return next((name for name in names if name), move.subject)


def bills_around(session: Session, loads: Sequence[Load], move: BillMove, now: datetime) -> MonthBills:
    """The bills of the month in which a change takes effect. Raises Unpriceable."""
    names = (f"until {_short(move.at)}", f"from {_short(move.at)}")
    if move.is_cancelled:
        names = ("as announced", "as cancelled")
    month, (before, after) = month_of(move.at), clocks_around(move, now)
    first, second = (
        bill(loads, [Stretch(*month, billing.tariffs(session, *clocks))], find_calendar) for clocks in (before, after)
    )
    return MonthBills(names, first, second, (before, after))


def bill_differences(bills: MonthBills, chosen: str | None = None) -> Iterator[tuple[str, str, str, str]]:
    """For each currency in which the bill moves: the sentence for the alert, the difference alone, the currency, and
    the amount of the difference, the larger bound of two; the amount is empty if a side has no sum.

    If there are bills in the chosen currency, the others are left out.
    """
    pairs = list(zip(by_currency(bills.before), by_currency(bills.after), strict=True))
    told = [pair for pair in pairs if pair[0][0] == chosen] or pairs
    for (currency, lines_before), (_, lines_after) in told:
        first, second = total(lines_before), total(lines_after)
        change = percent(first, second)
        if first == second:
            continue
        if not (first.is_complete and second.is_complete):
            yield _incomplete(currency, (lines_before, lines_after), (first, second)), "", currency, ""
            continue
        share = "" if change is None else f", {rounded(change, 1):+.1f} %"
        difference = (second - first).text("+")
        whole = f"On your workload: {first.text()} → {second.text()} {currency} a month ({difference}{share})"
        bounds = [rounded(bound) for bound in ((second - first).low, (second - first).high) if bound is not None]
        yield whole, f"{_in_short(second - first)} {currency} a month", currency, f"{max(bounds, key=abs):f}"


def _in_short(difference: Sum) -> str:
    """An exact or uncertain difference for a title: whole units, and of a smaller one than ten two digits."""
    ends = [rounded(bound, 6) for bound in (difference.low, difference.high) if bound is not None]
    return " to ".join(dict.fromkeys(f"{end:+.0f}" if abs(end) >= WHOLE else _two_digits(end) for end in ends))


def _two_digits(number: Decimal) -> str:
    return f"{number.normalize(TWO_DIGITS):+f}" if number else "+0"


def _incomplete(currency: str, sides: Sequence[Sequence[BillLine]], sums: Sequence[Sum]) -> str:
    """The sentence for the alert where a side has no sum: the other side's, and the loads without a price."""
    unpriced = [dict.fromkeys(line.load.model for line in lines if not line.is_complete) for lines in sides]
    names = " and ".join(dict.fromkeys([*unpriced[0], *unpriced[1]]))
    if sums[0].is_complete:
        return (
            f"On your workload: {sums[0].text()} {currency} a month until then; no price is known for {names} after it"
        )
    if sums[1].is_complete:
        return f"On your workload: {sums[1].text()} {currency} a month from then on; before, {names} had no price"
    return f"On your workload: no sum in {currency}, as no price is known for {names}"


def _short(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M}Z"
