"""Draws the picture of `almanac chart`: SVG, and PNG by the library of an extra."""

from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from cli.costs.chart_text import ChartTime
from cli.printing import Problem
from flows.reports import cost_chart
from models.facts import qualified_name
from models.queries import PriceLine, PriceStep

EXTRA = "pip install 'model-almanac[png]'"
ZOOM = 2.0
"""Pixels of a PNG for each unit of the drawing: sharp where a page or a chat scales it."""
LETTER = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text y="15" font-family="{}">m</text></svg>'


def expect_form(file: Path) -> None:
    """Raise Problem if a picture cannot be drawn in the form that the name of a file says."""
    suffix = file.suffix.lower()
    if suffix not in FORMS:
        raise Problem(f"--out {file}: pictures are SVG or PNG: write {file.with_suffix('.svg').name}, or .png", 2)
    if suffix == ".png" and find_spec("resvg_py") is None:
        raise Problem(f"PNG needs an extra: {EXTRA}; or write {file.with_suffix('.svg').name}")


def picture(title: str, steps: Sequence[PriceStep], span: ChartTime, form: str) -> bytes:
    """Return the prices in a time as a picture of a form, `.svg` or `.png`. Raises Problem."""
    vendors = dict[str, set[str]]()
    for step in steps:
        vendors.setdefault(step.model, set()).add(step.vendor)
    lines = [
        PriceLine(
            vendor=step.vendor,
            model=step.model if len(vendors[step.model]) == 1 else qualified_name(step.vendor, step.model),
            meter=step.meter,
            band=step.band,
            currency=step.currency,
            mode=step.mode,
            above=step.above,
            unit=step.unit,
            amount=step.amount,
            start=max(step.start, span.since),
            end=step.end if step.end is not None and step.end < span.until else None,
        )
        for step in steps
    ]
    svg = cost_chart(title, lines, min(span.now, span.until), span.until)
    if not svg:
        raise Problem(f"{title}: only prices of 0, which a logarithmic picture cannot show; leave out --out")
    return FORMS[form](svg)


def _png(svg: bytes) -> bytes:
    """Return an SVG as a PNG. Raises Problem on a machine without fonts, where the text would be missing."""
    from resvg_py import svg_to_bytes  # an extra

    if svg_to_bytes(svg_string=LETTER.format("sans-serif")) == svg_to_bytes(svg_string=LETTER, skip_system_fonts=True):
        raise Problem("PNG needs a font on this machine: install one (Debian: fonts-dejavu-core)")
    return svg_to_bytes(svg_string=svg.decode(), zoom=ZOOM)


FORMS: Mapping[str, Callable[[bytes], bytes]] = {".svg": bytes, ".png": _png}
"""The forms of a picture by the suffix of its file."""
