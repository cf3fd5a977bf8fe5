"""Charts prices over time."""

# pygal has no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownLambdaType=false

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

import pygal
from pygal.style import Style

from flows.reports.palette import COLORS
from models.facts import tier_text
from models.queries import PriceLine

DASHES = {"off_peak": "8,5"}
ANNOUNCED = "2,6"
"""The dashes of a price that is announced."""
ChartLine = tuple[str, str, str, str]
"""Model, band, currency, and the text of mode and tier."""
ChartPoint = tuple[datetime, float]
MOST_CHARTS = 100
"""How many charts a process keeps: most runs move the prices of one vendor, and the other charts stay as they are."""
LinePiece = tuple[ChartLine, list[ChartPoint], bool]
"""A line, points of it without a gap, and True if they are announced."""


@lru_cache(maxsize=MOST_CHARTS)
def price_chart(meter: str, history: tuple[PriceLine, ...], now: datetime, until: datetime | None = None) -> bytes:
    """Return an SVG: a step line per model and band, of what is believed; to `until` also what is announced."""
    ahead = until is not None and until > now
    # A logarithmic chart of pygal connects points across a gap, so each piece of a line is drawn separately.
    pieces = _pieces(_lines(history, now))
    pieces += _pieces(_lines(_after(history, now), until), is_ahead=True) if ahead and until else []
    amounts = [amount for _, points, _ in pieces for _, amount in points if amount > 0]
    low, high = min(amounts, default=1) * 0.8, max(amounts, default=1) * 1.25
    chart = pygal.DateTimeLine(
        width=900,
        height=440,
        title=f"{meter}: price in force (logarithmic, off-peak dashed{', announced dotted' if ahead else ''})",
        logarithmic=True,
        range=(low, high),
        y_labels=[label for label in _labels() if low <= label <= high],
        style=_style([line for line, *_ in pieces]),
        js=(),
        truncate_legend=-1,
        legend_at_bottom=True,
        legend_at_bottom_columns=3,
        show_dots=False,
        x_label_rotation=25,
        margin=10,
        x_value_formatter=lambda moment: f"{moment:%Y-%m-%d}",
        value_formatter=lambda amount: f"{amount:g}",
    )
    named: set[str] = set()
    for (model, band, currency, tier), points, is_ahead in pieces:
        name = f"{model} ({', '.join(filter(None, (currency, tier)))})"
        # A model is in the legend once: its bands have the same colour.
        dashes = ANNOUNCED if is_ahead else DASHES.get(band, "none")
        chart.add(None if name in named else name, points, stroke_style={"width": 3, "dasharray": dashes})
        named.add(name)
    return bytes(chart.render())


def _pieces(lines: Mapping[ChartLine, list[list[ChartPoint]]], *, is_ahead: bool = False) -> list[LinePiece]:
    return [(line, points, is_ahead) for line, pieces in sorted(lines.items()) for points in pieces]


def _after(lines: Iterable[PriceLine], now: datetime) -> list[PriceLine]:
    """Return what follows after an instant."""
    return [replace(line, start=max(line.start, now)) for line in lines if line.end is None or line.end > now]


def _labels() -> Iterable[float]:
    """Return 1, 2, 5 and their multiples by powers of ten, over the range of prices."""
    return (digit * 10.0**power for power in range(-6, 5) for digit in (1, 2, 5))


def _style(lines: Sequence[ChartLine]) -> Style:
    models = list(dict.fromkeys(model for model, *_ in lines))
    return Style(
        background="white",
        plot_background="white",
        font_family="sans-serif",
        title_font_size=20,
        label_font_size=15,
        major_label_font_size=15,
        legend_font_size=15,
        stroke_width=3,
        opacity="1",
        guide_stroke_color="#dddddd",
        major_guide_stroke_color="#dddddd",
        colors=tuple(COLORS[models.index(model) % len(COLORS)] for model, *_ in lines) or COLORS,
    )


def _lines(history: Iterable[PriceLine], now: datetime) -> dict[ChartLine, list[list[ChartPoint]]]:
    """Return each price at its start and its end, so that the line has steps; a gap starts a new piece."""
    lines: dict[ChartLine, list[list[ChartPoint]]] = defaultdict(list)
    for price in sorted(history, key=lambda price: price.start):
        if price.start <= now:
            line, amount = (
                lines[price.model, price.band, price.currency, tier_text(price.mode, price.above)],
                float(price.amount),
            )
            if not line or line[-1][-1][0] != price.start:
                line.append([])
            line[-1] += [(price.start, amount), (min(price.end or now, now), amount)]
    return dict(lines)
