"""Prices over time as a picture."""

# pygal has no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownLambdaType=false

from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import pygal
from pygal.style import Style
from sqlalchemy import Row

STYLE = Style(
    background="white",
    plot_background="white",
    font_family="sans-serif",
    title_font_size=20,
    label_font_size=15,
    legend_font_size=15,
    stroke_width=3,
    guide_stroke_color="#dddddd",
    major_guide_stroke_color="#bbbbbb",
    # Okabe and Ito's colours, which people tell apart who do not see all of them.
    colors=("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#8c6d00"),
)
Point = tuple[datetime, float | None]


def price_chart(meter: str, history: Iterable[Row[Any]], now: datetime) -> str:
    """An SVG, base64-encoded: a step line per model and band, from the rows of `price_history` that are believed."""
    chart = pygal.DateTimeLine(
        width=1000,
        height=420,
        title=f"{meter}: price in force",
        style=STYLE,
        js=(),
        legend_at_bottom=True,
        legend_at_bottom_columns=3,
        show_dots=False,
        include_x_axis=True,
        x_label_rotation=25,
        x_value_formatter=lambda moment: f"{moment:%Y-%m-%d}",
        value_formatter=lambda amount: f"{amount:g}",
        allow_interruptions=True,
    )
    for name, points in sorted(_lines(history, now).items()):
        chart.add(name, points)
    return b64encode(chart.render()).decode()


def _lines(history: Iterable[Row[Any]], now: datetime) -> dict[str, Sequence[Point]]:
    """Each price at its start and at its end, so that the line goes in steps."""
    lines: dict[str, list[Point]] = defaultdict(list)
    for row in sorted(history, key=lambda row: row.effective_from):
        if row.recorded_to is None and not row.gone and row.effective_from <= now:
            band = "" if row.band == "flat" else f" {row.band}"
            amount, end = float(row.amount), min(row.effective_to or now, now)
            lines[f"{row.model}{band} ({row.currency})"] += [(row.effective_from, amount), (end, amount), (end, None)]
    return dict(lines)
