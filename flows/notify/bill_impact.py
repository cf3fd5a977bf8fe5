"""The effect of a change on a bill: the sums of a whole month at the prices before and after the change."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from flows.run import AlertSettings
from models.changes import Change
from models.facts import HOURS, is_named
from models.kinds import Movement, Thing
from models.pricing import BillLine, Load, Stretch, Unpriceable, bill, by_currency, month_of, percent, rounded, total
from models.queries import facts_at
from scrapers.registry import find_calendar

BILLED = (Thing.PRICE, Thing.PEAK_HOURS)
"""The things whose changes move a bill."""
REVOCABLE = (Movement.ANNOUNCED, Movement.MOVED, Movement.CANCELLED)
"""Movements that a later change may revoke. Their bills are made from the values believed when they were seen."""
MOMENT = timedelta(microseconds=1)
"""The smallest distance of two instants."""


@dataclass(frozen=True)
class BillMove:
    """A change of prices or of peak hours."""

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


@dataclass(frozen=True)
class BillText:
    """The effect on a bill, as sentences and in short."""

    sentences: tuple[str, ...] = ()
    short: str = ""


def bill_text(session: Session, moves: Sequence[BillMove], alerting: AlertSettings) -> BillText:
    """The effect of the changes of one subject on the user's bill, once for each instant at which they take effect."""
    if moves and alerting.problem:
        return BillText((f"Your workload could not be read: {alerting.problem}",))
    by_instant = {(move.at, move.is_cancelled): move for move in moves}
    bills = [_bill(session, move, alerting, len(by_instant) > 1) for move in by_instant.values()]
    sentences = tuple(sentence for bill in bills for sentence in bill.sentences)
    return BillText(sentences, bills[0].short if len(bills) == 1 else "")


def _bill(session: Session, move: BillMove, alerting: AlertSettings, is_one_of_several: bool) -> BillText:
    loads = affected_loads(alerting.loads, move)
    if not loads:
        return BillText()
    try:
        found = list(bill_differences(bills_around(session, loads, move, move.seen_at)))
    except Unpriceable as problem:
        return BillText((f"No sum for your workload: {problem}",))
    since = f", from {move.at:%Y-%m-%d}" if is_one_of_several else ""
    return BillText(tuple(f"{sentence}{since}" for sentence, _ in found), found[0][1] if len(found) == 1 else "")


def affected_loads(loads: Iterable[Load], move: BillMove) -> list[Load]:
    """The loads whose bill may move: those of the model, or for peak hours all that the source prices."""
    if move.subject == HOURS:
        return [load for load in loads if load.source in (None, move.source)]
    return [load for load in loads if is_named(load.model, move.vendor, move.subject)]


def bills_around(session: Session, loads: Sequence[Load], move: BillMove, now: datetime) -> MonthBills:
    """The bills of the month in which a change takes effect. Raises Unpriceable."""
    recorded_at = move.seen_at if move.movement in REVOCABLE else now
    before, names = (move.at - MOMENT, recorded_at), (f"until {_short(move.at)}", f"from {_short(move.at)}")
    if move.is_cancelled:
        # A cancelled change never takes effect: the bill before has the announced prices, as believed until then.
        before, names = (move.at, recorded_at - MOMENT), ("as announced", "as cancelled")
    month = month_of(move.at)
    first, second = (
        bill(loads, [Stretch(*month, facts_at.tariffs(session, *clocks))], find_calendar)
        for clocks in (before, (move.at, recorded_at))
    )
    return MonthBills(names, first, second)


def bill_differences(bills: MonthBills) -> Iterator[tuple[str, str]]:
    """For each currency in which the bill moves: the sentence for the alert, and the difference alone."""
    pairs = zip(by_currency(bills.before), by_currency(bills.after), strict=True)
    for (currency, lines_before), (_, lines_after) in pairs:
        first, second = total(lines_before), total(lines_after)
        change = percent(first, second)
        if first == second:
            continue
        share = "" if change is None else f", {rounded(change, 1):+.1f} %"
        difference = (second - first).text("+")
        whole = f"On your workload: {first.text()} → {second.text()} {currency} a month ({difference}{share})"
        yield whole, f"{difference} {currency} a month"


def _short(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M}Z"
