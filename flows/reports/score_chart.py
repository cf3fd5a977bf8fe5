"""Charts scores over time: steps between publishes, intervals as bands, and marks where the method changes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from html import escape

from alerts.texts import CONTROL
from flows.reports.palette import COLORS
from models.leaderboards import Curve, Rebase, ScoreSpan, short

WIDTH, PLOT_HEIGHT = 760, 330
LEFT, RIGHT, TOP = 62, 20, 62
LEGEND_LINE, LEGEND_WIDTH = 24, 38
"""Pixels of a legend line, and maximum characters of a name in two columns."""
MOST_DATES, MOST_SCORES = 9, 8
MONTHS = (1, 2, 3, 6, 12, 24, 60)
STYLE = "font-family:sans-serif;font-size:14px;fill:#333"


@dataclass(frozen=True)
class Frame:
    """Maps instants and scores to positions in the picture."""

    start: datetime
    end: datetime
    low: float
    high: float

    def x(self, at: datetime) -> float:
        share = (at - self.start) / (self.end - self.start)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(self, score: float | Decimal) -> float:
        share = (float(score) - self.low) / (self.high - self.low)
        return TOP + PLOT_HEIGHT * (1 - share)


def score_chart(title: str, curves: Sequence[Curve], breaks: Sequence[Rebase], now: datetime) -> bytes:
    """Return an SVG; empty if no curve has begun."""
    begun = [
        Curve(
            curve.name,
            [piece_begun for piece in curve.pieces if (piece_begun := [span for span in piece if span.start < now])],
        )
        for curve in curves
    ]
    shown = [curve for curve in begun if curve.pieces][: len(COLORS)]
    if not shown:
        return b""
    frame = _frame([span for curve in shown for piece in curve.pieces for span in piece], now)
    parts = [
        f'<text x="{LEFT}" y="26" style="{STYLE};font-size:19px">{_text(title)}</text>',
        *_grid(frame),
        *_breaks(frame, breaks),
    ]
    for color, curve in zip(COLORS, shown, strict=False):
        parts += _curve(frame, curve, color, now)
    columns = 2 if all(len(_named(curve)) <= LEGEND_WIDTH for curve in shown) else 1
    parts += (_legend(number, curve, columns) for number, curve in enumerate(shown))
    height = TOP + PLOT_HEIGHT + 44 + LEGEND_LINE * -(-len(shown) // columns)
    size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    background = '<rect width="100%" height="100%" fill="white"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{background}{"".join(parts)}</svg>'.encode()


def _frame(spans: Sequence[ScoreSpan], now: datetime) -> Frame:
    ends = [float(end) for each in spans for end in (each.score, each.low, each.high) if end is not None]
    room = (max(ends) - min(ends)) * 0.05 or max(abs(ends[0]) * 0.02, 0.01)
    start = min(each.start for each in spans)
    return Frame(start, max(now, *(each.start for each in spans)), min(ends) - room, max(ends) + room)


def _grid(frame: Frame) -> Iterator[str]:
    bottom = TOP + PLOT_HEIGHT
    for score in _scores(frame.low, frame.high):
        y = frame.y(score)
        yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 5:.1f}" text-anchor="end" style="{STYLE}">{score:g}</text>'
    for at in _dates(frame.start, frame.end):
        x = frame.x(at)
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{bottom}" y2="{bottom + 5}" stroke="#999"/>'
        yield f'<text x="{x:.1f}" y="{bottom + 22}" text-anchor="middle" style="{STYLE}">{at:%Y-%m}</text>'
    yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{bottom}" y2="{bottom}" stroke="#999"/>'


def _scores(low: float, high: float) -> list[float]:
    """Return round numbers between the two, in steps of 1, 2 or 5 times a power of ten."""
    steps = (digit * 10.0**power for power in range(-5, 7) for digit in (1, 2, 5))
    step = next(step for step in steps if (high - low) / step <= MOST_SCORES)
    return [number * step for number in range(int(low // step) + 1, int(high // step) + 1)]


def _dates(start: datetime, end: datetime) -> list[datetime]:
    """Return first days of months, few enough to be readable."""
    first, last = (at.year * 12 + at.month - 1 for at in (start, end))
    step = next((step for step in MONTHS if (last - first) / step <= MOST_DATES), MONTHS[-1])
    months = (month for month in range(first + 1, last + 1) if month % step == 0)
    return [datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC) for month in months]


def _breaks(frame: Frame, breaks: Sequence[Rebase]) -> Iterator[str]:
    for rebase in breaks:
        if frame.start < rebase.at < frame.end:
            x = frame.x(rebase.at)
            ends = f'y1="{TOP - 8}" y2="{TOP + PLOT_HEIGHT}"'
            yield f'<line x1="{x:.1f}" x2="{x:.1f}" {ends} stroke="#777" stroke-dasharray="4,4"/>'
            yield f'<text x="{x:.1f}" y="{TOP - 13}" text-anchor="middle" style="{STYLE}">{_text(rebase.says)}</text>'


def _curve(frame: Frame, curve: Curve, color: str, now: datetime) -> Iterator[str]:
    for piece in curve.pieces:
        lows, highs, middles = (
            [
                f"{frame.x(at):.1f},{frame.y(score):.1f}"
                for span, score in zip(piece, scores, strict=True)
                if score is not None
                for at in (span.start, min(span.end or now, now))
            ]
            for scores in ([span.low for span in piece], [span.high for span in piece], [span.score for span in piece])
        )
        yield f'<polygon points="{" ".join([*highs, *reversed(lows)])}" fill="{color}" fill-opacity="0.12"/>'
        yield f'<polyline points="{" ".join(middles)}" fill="none" stroke="{color}" stroke-width="2.5"/>'
        for dot in middles[::2]:
            x, y = dot.split(",")
            yield f'<circle cx="{x}" cy="{y}" r="3.2" fill="{color}"/>'


def _legend(number: int, curve: Curve, columns: int) -> str:
    width = (WIDTH - LEFT - RIGHT) // columns
    x, y = LEFT + width * (number % columns), TOP + PLOT_HEIGHT + 50 + LEGEND_LINE * (number // columns)
    color = f'<rect x="{x}" y="{y - 11}" width="12" height="12" fill="{COLORS[number]}"/>'
    return f'{color}<text x="{x + 18}" y="{y}" style="{STYLE}">{_text(_named(curve))}</text>'


def _named(curve: Curve) -> str:
    """Return the name and the current score."""
    return f"{curve.name} {short(curve.pieces[-1][-1].score)}"


def _text(text: str) -> str:
    return escape(text.translate(CONTROL))
