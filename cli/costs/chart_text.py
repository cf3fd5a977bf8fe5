"""Draws prices over time with characters, in a terminal's width: a letter for each line, on a logarithmic scale."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from models.queries import PriceStep

LABELS, ROWS = 10, 12
"""Columns of the amounts at the left, and lines of the chart."""
COLUMNS = 68
"""Columns of the time."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SEVERAL, GAP = "*", " "
NOW = "^"


@dataclass(frozen=True)
class ChartTime:
    """The time that a chart shows; `now` divides what is in effect from what is announced."""

    since: datetime
    until: datetime
    now: datetime

    def at(self, column: int) -> datetime:
        """Return the middle of the time of a column."""
        return self.since + (self.until - self.since) * (2 * column + 1) / (2 * COLUMNS)

    def column(self, instant: datetime) -> int:
        """Return the column with an instant."""
        return min(COLUMNS - 1, int((instant - self.since) / ((self.until - self.since) / COLUMNS)))


class Scale:
    """The lines of a chart by amounts: logarithmic; a price of 0 is on the lowest line."""

    def __init__(self, amounts: Sequence[Decimal]) -> None:
        positive = [float(amount) for amount in amounts if amount > 0]
        self._low, self._high = (math.log(min(positive)), math.log(max(positive))) if positive else (0.0, 0.0)
        self._has_zero = any(amount <= 0 for amount in amounts)
        self.labels: dict[int, Decimal] = {}
        """The largest amount of each line that has one."""
        for amount in sorted(amounts):
            self.labels[self.row(amount)] = amount

    def row(self, amount: Decimal) -> int:
        """Return the line of an amount; 0 is the highest."""
        if amount <= 0:
            return ROWS - 1
        lowest = ROWS - (2 if self._has_zero else 1)
        if self._high == self._low:
            return lowest // 2
        return round((self._high - math.log(float(amount))) / (self._high - self._low) * lowest)


def drawn(lines: Mapping[str, Sequence[PriceStep]], span: ChartTime, zone: str) -> Iterator[str]:
    """Yield the lines of a chart; each line of prices is drawn with its letter, with gaps where it is announced."""
    scale = Scale([step.amount for steps in lines.values() for step in steps])
    grid = [[GAP] * COLUMNS for _ in range(ROWS)]
    for letter, steps in lines.items():
        for column in range(COLUMNS):
            at = span.at(column)
            step = next((each for each in steps if each.start <= at and (each.end is None or at < each.end)), None)
            if step is not None and not (at > span.now and column % 2):
                cells = grid[scale.row(step.amount)]
                cells[column] = letter if cells[column] == GAP else SEVERAL
    for number, cells in enumerate(grid):
        label = f"{scale.labels[number]:f}" if number in scale.labels else ""
        yield f"{label[:LABELS]:>{LABELS}} |{''.join(cells)}".rstrip()
    yield from _axis(span, zone)


def _axis(span: ChartTime, zone: str) -> Iterator[str]:
    """Yield the axis of time, with a mark for now if something lies after it, and three days below."""
    axis = ["-"] * COLUMNS
    if span.since <= span.now < span.until:
        axis[span.column(span.now)] = NOW
    yield f"{'':>{LABELS}} +{''.join(axis)}"
    days = [f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d}" for at in (span.since, _middle(span), span.until)]
    between = (COLUMNS - sum(map(len, days))) // 2
    yield f"{'':>{LABELS}}  {(' ' * between).join(days)}"


def _middle(span: ChartTime) -> datetime:
    return span.since + timedelta(seconds=(span.until - span.since).total_seconds() / 2)
