"""Charts what models cost: a step line for each name and band, its name beside it, announced changes dashed.

It is readable on a light and on a dark page, because it brings its own background. It does not depend on the present
instant but by what is announced: equal prices are equal bytes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from itertools import pairwise
from math import log10

from alerts.texts import CONTROL
from flows.reports.palette import COLORS
from models.queries import PriceLine

WIDTH, PLOT_HEIGHT = 800, 320
LEFT, RIGHT, TOP, BOTTOM = 58, 312, 50, 44
LABEL = 17
"""Pixels of a label's height."""
MOST_DATES = 6
MONTHS = (1, 2, 3, 6, 12, 24, 60)
DASHES = ' stroke-dasharray="6,5"'
ROOM = 0.06
"""The share of the time that follows the last change."""
LONGEST_LABEL = 44


@dataclass(frozen=True)
class CostFrame:
    """Maps instants and prices to positions in the picture."""

    start: datetime
    end: datetime
    low: float
    high: float

    def x(self, at: datetime) -> float:
        return LEFT + (at - self.start) / (self.end - self.start) * (WIDTH - LEFT - RIGHT)

    def y(self, price: float) -> float:
        share = (log10(price) - log10(self.low)) / (log10(self.high) - log10(self.low))
        return TOP + PLOT_HEIGHT * (1 - share)


def cost_chart(title: str, lines: Sequence[PriceLine], now: datetime, until: datetime | None = None) -> bytes:
    """Return an SVG of prices above zero on a logarithmic scale; empty without one. What is after `now` is dashed.

    It ends at `until`, or a while after the last change.
    """
    paid = sorted((line for line in lines if line.amount > 0), key=lambda line: (line.model, line.band, line.start))
    if not paid:
        return b""
    frame = _frame(paid, until)
    by_line = dict[tuple[str, str], list[PriceLine]]()
    for line in paid:
        by_line.setdefault((line.model, line.band), []).append(line)
    open_models = {line.model for line in paid if line.end is None}
    models = list(dict.fromkeys(model for model, _ in by_line))
    parts = [_text(LEFT, 26, title, "start", 16), *_grid(frame)]
    labels = list[tuple[float, str, str]]()
    for (model, band), of_line in by_line.items():
        color = COLORS[models.index(model) % len(COLORS)]
        parts += _steps(frame, of_line, color, now)
        if of_line[-1].end is None or model not in open_models:
            labels.append((frame.y(float(of_line[-1].amount)), _label(model, band, of_line, now), color))
    parts += _labels(labels)
    height = TOP + PLOT_HEIGHT + BOTTOM
    size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    background = '<rect width="100%" height="100%" rx="6" fill="#ffffff"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{background}{"".join(parts)}</svg>'.encode()


def _frame(lines: Sequence[PriceLine], until: datetime | None) -> CostFrame:
    instants = [at for line in lines for at in (line.start, line.end) if at is not None]
    amounts = [float(line.amount) for line in lines]
    start, last = min(instants), max(instants)
    end = until or last + max((last - start) * ROOM, timedelta(days=7))
    return CostFrame(start, end, min(amounts) / 1.3, max(amounts) * 1.3)


def _steps(frame: CostFrame, lines: Sequence[PriceLine], color: str, now: datetime) -> Iterator[str]:
    width = 1.6 if lines[0].band == "off_peak" else 3
    for line in lines:
        y, stroke = frame.y(float(line.amount)), _stroke(color, width, is_ahead=line.start > now)
        yield _line(frame.x(line.start), y, frame.x(line.end or frame.end), y, stroke)
    for before, after in pairwise(lines):
        if before.end == after.start:
            x, stroke = frame.x(after.start), _stroke(color, width, is_ahead=after.start > now)
            yield _line(x, frame.y(float(before.amount)), x, frame.y(float(after.amount)), stroke)


def _stroke(color: str, width: float, *, is_ahead: bool) -> str:
    return f'"{color}" stroke-width="{width}"{DASHES if is_ahead else ""}'


def _label(model: str, band: str, lines: Sequence[PriceLine], now: datetime) -> str:
    """Return name, band and price; of an announced price or of an end also its day."""
    last = lines[-1]
    name = model if band == "flat" else f"{model} {band.replace('_', '-')}"
    ahead = f" from {last.start:%Y-%m-%d}" if last.start > now else ""
    until = f" until {last.end:%Y-%m-%d}" if last.end else ""
    return f"{name} {last.amount:f}{until or ahead}"


def _labels(labels: Sequence[tuple[float, str, str]]) -> Iterator[str]:
    """Yield the labels at the right edge in the order of their lines, none on another one."""
    x, free = WIDTH - RIGHT + 8, TOP - LABEL
    ordered = sorted(labels)
    for number, (y, text, color) in enumerate(ordered):
        left_over = len(ordered) - number - 1
        place = min(max(y, free + LABEL), TOP + PLOT_HEIGHT - left_over * LABEL)
        free = max(place, free + LABEL)
        yield _line(x - 7, y, x + 2, free, f'"{color}" stroke-width="3"')
        shown = text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…"
        yield _text(x + 6, free + 4, shown, "start")


def _grid(frame: CostFrame) -> Iterator[str]:
    right, bottom = WIDTH - RIGHT, TOP + PLOT_HEIGHT
    for power in range(-6, 6):
        for digit in (1, 2, 5):
            price = digit * 10.0**power
            if frame.low <= price <= frame.high:
                yield _line(LEFT, frame.y(price), right, frame.y(price), '"#dddddd"')
                yield _text(LEFT - 8, frame.y(price) + 4, f"{price:g}", "end")
    for at in _dates(frame.start, frame.end):
        yield _line(frame.x(at), bottom, frame.x(at), bottom + 5, '"#888888"')
        yield _text(frame.x(at), bottom + 21, f"{at:%Y-%m}", "middle")
    yield _line(LEFT, bottom, right, bottom, '"#888888"')


def _dates(start: datetime, end: datetime) -> list[datetime]:
    """Return first days of months, few enough to be readable."""
    first, last = (at.year * 12 + at.month - 1 for at in (start, end))
    step = next((step for step in MONTHS if (last - first) / step <= MOST_DATES), MONTHS[-1])
    months = (month for month in range(first + 1, last + 1) if month % step == 0)
    return [datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC) for month in months]


def _line(x1: float, y1: float, x2: float, y2: float, stroke: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke={stroke}/>'


def _text(x: float, y: float, text: str, anchor: str, size: int = 14) -> str:
    style = f"font-family:sans-serif;font-size:{size}px;fill:#333333"
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" style="{style}">{escape(text.translate(CONTROL))}</text>'
    )
