"""Charts prices against scores: a dot for each contender, prices on a logarithmic scale."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from math import log10

from alerts.texts import CONTROL
from flows.reports.palette import COLORS

WIDTH, PLOT_HEIGHT = 760, 380
LEFT, RIGHT, TOP = 62, 30, 62
LABEL, MOST_LABELS = 15, 40
"""Pixels of a label's height, and the number of dots that have one."""
STYLE = "font-family:sans-serif;font-size:13px;fill:#333"
Dot = tuple[str, float, Decimal]
"""Name, price and score."""


@dataclass(frozen=True)
class PriceFrame:
    """Maps prices and scores to positions in the picture."""

    cheapest: float
    dearest: float
    low: float
    high: float

    def x(self, price: float) -> float:
        share = (log10(price) - log10(self.cheapest)) / (log10(self.dearest) - log10(self.cheapest))
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(self, score: float | Decimal) -> float:
        return TOP + PLOT_HEIGHT * (1 - (float(score) - self.low) / (self.high - self.low))


def value_chart(title: str, dots: Sequence[Dot]) -> bytes:
    """Return an SVG; a free model stands at the left edge. Raises ValueError without dots."""
    paid = [price for _, price, _ in dots if price] or [1.0]
    scores = [float(score) for *_, score in dots]
    room = (max(scores) - min(scores)) * 0.08 or 1
    frame = PriceFrame(min(paid) / 1.3, max(paid) * 2, min(scores) - room, max(scores) + room)
    parts = [f'<text x="{LEFT}" y="26" style="{STYLE};font-size:19px">{_text(title)}</text>', *_grid(frame, scores)]
    used = list[tuple[float, float]]()
    for number, (name, price, score) in enumerate(sorted(dots, key=lambda dot: -dot[2])):
        x, y = frame.x(price or frame.cheapest), frame.y(score)
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{COLORS[number % len(COLORS)]}"/>')
        if number < MOST_LABELS:
            parts.append(_label(x, y, name, used))
    height = TOP + PLOT_HEIGHT + 52
    size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}><rect width="100%" height="100%" fill="white"/>'
        f"{''.join(parts)}</svg>"
    ).encode()


def _label(x: float, y: float, name: str, used: list[tuple[float, float]]) -> str:
    """Return the name beside a dot, lower where another name stands; right of the middle it ends at the dot."""
    while any(abs(x - other_x) < WIDTH / 3 and abs(y - other_y) < LABEL for other_x, other_y in used):
        y += LABEL
    used.append((x, y))
    is_right = x > WIDTH / 2
    anchor = ' text-anchor="end"' if is_right else ""
    return f'<text x="{x + (-9 if is_right else 9):.1f}" y="{y + 4:.1f}"{anchor} style="{STYLE}">{_text(name)}</text>'


def _grid(frame: PriceFrame, scores: Sequence[float]) -> Iterator[str]:
    bottom = TOP + PLOT_HEIGHT
    for power in range(-4, 5):
        for digit in (1, 2, 5):
            price = digit * 10.0**power
            if frame.cheapest <= price <= frame.dearest:
                x = frame.x(price)
                yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{bottom}" stroke="#eee"/>'
                yield f'<text x="{x:.1f}" y="{bottom + 20}" text-anchor="middle" style="{STYLE}">{price:g}</text>'
    for score in (min(scores), max(scores)):
        y = frame.y(score)
        yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 5:.1f}" text-anchor="end" style="{STYLE}">{score:.0f}</text>'
    yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{bottom}" y2="{bottom}" stroke="#999"/>'
    middle = (LEFT + WIDTH - RIGHT) / 2
    yield (
        f'<text x="{middle:.0f}" y="{bottom + 42}" text-anchor="middle" style="{STYLE}">'
        "price of a million tokens (logarithmic)</text>"
    )


def _text(text: str) -> str:
    return escape(text.translate(CONTROL))
