"""Pictures of how the cost grows with the history, from the results: for `docs/performance.md`."""

# pygal has no types.
# pyright: reportMissingTypeStubs=false

from collections.abc import Mapping, Sequence
from math import log10
from pathlib import Path
from typing import Any

import pygal
from pygal.style import Style

COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")
"""Of the palette of Okabe and Ito, which colour-blind people can distinguish."""
IMAGES = Path(__file__).parents[2] / "docs" / "images"
PAGES = {10: "10", 300: "300", 1000: "1,000"}
VERSIONS = {10**5: "1e5", 10**6: "1e6", 10**7: "1e7"}
RECORDING = {
    "a changed page": "record_changed",
    "an unchanged page": "record_unchanged",
    "a repeated page, not read": "record_repeated",
}
AS_OF = {
    f"{what}, {database}": f"{name}_{kind}"
    for what, name in (("1,000 prices", "as_of_full"), ("one price", "as_of_one"))
    for database, kind in (("SQLite", "sqlite"), ("PostgreSQL", "postgresql"))
}


def write_plots(results: Sequence[Mapping[str, Any]], folder: Path = IMAGES) -> None:
    """Write both pictures; one for which there are no results stays as it is."""
    figures = {str(entry["name"]): float(entry["ours"]) for entry in results}
    pages = {label: [(size, figures.get(f"{name}_{size}")) for size in PAGES] for label, name in RECORDING.items()}
    versions = {
        label: [(size, figures.get(f"{name}_{text}")) for size, text in VERSIONS.items()]
        for label, name in AS_OF.items()
    }
    _write(folder / "recording-cost.svg", "Recording 400 prices: ms by changing pages before", PAGES, pages)
    _write(folder / "as-of-cost.svg", "Prices at an instant: ms by versions in the table", VERSIONS, versions)


def _write(
    file: Path, title: str, labels: Mapping[int, str], lines: Mapping[str, Sequence[tuple[int, float | None]]]
) -> None:
    known = {name: [(log10(x), y) for x, y in points if y is not None] for name, points in lines.items()}
    if not any(len(points) > 1 for points in known.values()):
        return
    style = Style(background="white", plot_background="white", colors=COLORS, font_family="sans-serif")
    chart: Any = pygal.XY(
        width=760, height=420, style=style, js=(), title=title, legend_at_bottom=True, logarithmic=True, no_prefix=True
    )
    chart.x_labels = [{"label": text, "value": log10(size)} for size, text in labels.items()]
    for name, points in known.items():
        chart.add(name, points)
    file.write_bytes(bytes(chart.render()))
