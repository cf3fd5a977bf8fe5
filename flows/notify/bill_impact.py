"""What a change does to a bill: a whole month by what held before it, and by what holds from it on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from flows.notify.holidays import is_holiday
from models.changes import Change
from models.facts import HOURS, is_named
from models.kinds import Movement, Thing
from models.pricing import BillLine, Load, Stretch, bill, by_currency, month_of, percent, rounded, total
from models.queries import facts_at

COSTING = (Thing.PRICE, Thing.PEAK_HOURS)
"""What moves a bill."""
AS_SAID = (Movement.ANNOUNCED, Movement.MOVED, Movement.CANCELLED)
"""The movements that may have been taken back since: their bill is of what was believed when they were seen."""
MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Move:
    """A change of prices or of peak hours."""

    movement: Movement
    source: str
    vendor: str
    subject: str
    effective_at: datetime | None
    seen_at: datetime

    @classmethod
    def of(cls, change: Change, vendor: str, seen_at: datetime) -> "Move":
        """What the change log has of it."""
        return cls(change.kind.movement, change.source, vendor, change.subject, change.effective_at, seen_at)

    @property
    def is_cancelled(self) -> bool:
        return self.movement is Movement.CANCELLED

    @property
    def at(self) -> datetime:
        return self.effective_at or self.seen_at


@dataclass(frozen=True)
class Bills:
    """One month twice."""

    names: tuple[str, str]
    before: list[BillLine]
    after: list[BillLine]


def is_costing(thing: Thing) -> bool:
    return thing in COSTING


def touched(loads: Iterable[Load], move: Move) -> list[Load]:
    """The loads whose bill may move: of the model, or, where it is about hours, all that the source prices."""
    if move.subject == HOURS:
        return [load for load in loads if load.source in (None, move.source)]
    return [load for load in loads if is_named(load.model, move.vendor, move.subject)]


def around(session: Session, loads: Sequence[Load], move: Move, now: datetime) -> Bills:
    """The bills of the month in which a change takes effect. Raises Unpriceable."""
    said = move.seen_at if move.movement in AS_SAID else now
    before, names = (move.at - MOMENT, said), (f"until {_short(move.at)}", f"from {_short(move.at)}")
    if move.is_cancelled:
        # It never holds: before is what would have held, as it had been believed until then.
        before, names = (move.at, said - MOMENT), ("as announced", "as cancelled")
    month = month_of(move.at)
    first, second = (
        bill(loads, [Stretch(*month, facts_at.tariffs(session, *clocks))], is_holiday)
        for clocks in (before, (move.at, said))
    )
    return Bills(names, first, second)


def sums(bills: Bills) -> Iterator[tuple[str, str]]:
    """For each currency in which it moves: the sentence for a person, and the difference alone."""
    pairs = zip(by_currency(bills.before), by_currency(bills.after), strict=True)
    for (currency, its), (_, others) in pairs:
        first, second = total(its), total(others)
        moved = percent(first, second)
        if first == second:
            continue
        share = "" if moved is None else f", {rounded(moved, 1):+.1f} %"
        difference = (second - first).text("+")
        whole = f"On your workload: {first.text()} → {second.text()} {currency} a month ({difference}{share})"
        yield whole, f"{difference} {currency} a month"


def _short(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M}Z"
