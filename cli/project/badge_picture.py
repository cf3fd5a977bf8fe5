"""Draws a badge as SVG: two fields with a text in each, readable on light and on dark pages."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from alerts.texts import one_line

LABEL = "#454545"
COLORS: Mapping[str, str] = {
    "green": "#2b7a2f",
    "yellowgreen": "#527116",
    "yellow": "#806300",
    "orange": "#a85100",
    "red": "#b3261e",
    "lightgrey": "#696969",
}
"""The colours of the right field, by their names at shields.io; white text has a contrast of 4.5 or more on each."""
HEIGHT, PADDING, SIZE = 20, 7, 11
"""In pixels."""
NARROW, WIDE = "fijlrtI.,:;|!'()[]-/ ", "mwMW%@—"
OTHER_WIDTHS: Mapping[str, float] = {**dict.fromkeys(NARROW, 4.5), **dict.fromkeys(WIDE, 10.5), "–": 6.9}
USUAL = 6.9
"""The width of most characters of the font at that size; a renderer stretches the text to the sum."""


def picture(label: str, message: str, color: str) -> str:
    """Return the badge; `color` is one of `COLORS`."""
    texts = [one_line(label), one_line(message)]
    widths = [text_width(text) + 2 * PADDING for text in texts]
    whole = ": ".join(texts)
    size = {"width": str(sum(widths)), "height": str(HEIGHT)}
    svg = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size, "role": "img", "aria-label": whole})
    SubElement(svg, "title").text = whole
    clip = SubElement(svg, "clipPath", {"id": "round"})
    SubElement(clip, "rect", {**size, "rx": "3"})
    fields = SubElement(svg, "g", {"clip-path": "url(#round)"})
    font = {"font-family": "Verdana,Geneva,DejaVu Sans,sans-serif", "font-size": str(SIZE)}
    words = SubElement(svg, "g", {"fill": "#fff", "text-anchor": "middle", **font})
    start = 0
    for text, width, fill in zip(texts, widths, (LABEL, COLORS[color]), strict=True):
        SubElement(fields, "rect", {"x": str(start), "width": str(width), "height": str(HEIGHT), "fill": fill})
        place = {"x": f"{start + width / 2:g}", "y": "14", "textLength": str(width - 2 * PADDING)}
        SubElement(words, "text", place).text = text
        start += width
    return tostring(svg, encoding="unicode")


def text_width(text: str) -> int:
    """Return the width of a text in pixels."""
    return round(sum(OTHER_WIDTHS.get(character, USUAL if character.isascii() else 11) for character in text))
