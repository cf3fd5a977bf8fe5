"""A badge: its words by what is known of a model, and a picture that any reader of SVG can draw."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast
from xml.etree import ElementTree

import pytest
from sqlalchemy import Row

from bench.harness.dates import day
from cli.project.badge import said
from cli.project.badge_picture import COLORS, LABEL, picture
from models.queries.model_records import ModelWarning, WarningKind

NOW = day("2026-11-30")
SVG = "{http://www.w3.org/2000/svg}"


def price(*amounts: str, currency: str = "USD", unit: str = "1M tokens", meter: str = "output") -> list[Row[Any]]:
    values = {"currency": currency, "unit": unit, "meter": meter, "above": 0}
    rows = [SimpleNamespace(amount=Decimal(amount), **values) for amount in amounts]
    return cast("list[Row[Any]]", rows)


def warning(kind: WarningKind, days: float | None = None, instead: str | None = None) -> ModelWarning:
    at = None if days is None else NOW + timedelta(days=days)
    return ModelWarning(kind, "v", "m", at, instead)


@pytest.mark.parametrize(
    ("kind", "days", "words", "color"),
    [
        (WarningKind.RETIRED, -10, "retired 2026-11-20", "red"),
        (WarningKind.RETIRED, None, "retired", "red"),
        (WarningKind.ROUTED, -10, "answers as other", "orange"),
        (WarningKind.DATED, 36, "retires 2027-01-05 (36 days)", "yellow"),
        (WarningKind.DATED, 30, "retires 2026-12-30 (30 days)", "orange"),
        (WarningKind.DATED, 1, "retires 2026-12-01 (1 day)", "orange"),
        (WarningKind.DATED, 0.5, "retires 2026-11-30 (today)", "orange"),
        (WarningKind.DATED, -1, "was to retire 2026-11-29", "orange"),
        (WarningKind.EARLIEST, 90, "ends 2027-02-28 at the earliest", "yellow"),
        (WarningKind.EARLIEST, 91, "$0.87 out", "green"),
        (WarningKind.EARLIEST, -1, "may end any day", "orange"),
        (WarningKind.ANNOUNCED, None, "to be retired, no date", "yellow"),
        (WarningKind.UNLISTED, None, "no longer listed", "lightgrey"),
        (WarningKind.PRICE, 1, "$0.87 out, until 2026-12-01", "yellowgreen"),
        (WarningKind.PROMOTION, 1, "$0.87 out, until 2026-12-01", "yellowgreen"),
        (WarningKind.PROMOTION, -1, "$0.87 out", "green"),
        (WarningKind.PROMOTION, None, "$0.87 out", "green"),
    ],
)
def test_the_words_follow_the_dates(kind: WarningKind, days: float | None, words: str, color: str) -> None:
    assert said([warning(kind, days, "other")], price("0.87"), NOW) == (words, color)


@pytest.mark.parametrize(
    ("prices", "words"),
    [
        (price("3.96", "1.98"), "$1.98–3.96 out"),
        (price("2.50"), "$2.50 out"),
        (price("27", currency="CNY"), "¥27 out"),
        (price("1", currency="GBP"), "GBP 1 out"),
        (price("10", unit="1K requests", meter="search_request"), "$10 / 1K requests search_request"),
        ([], "price unknown"),
    ],
)
def test_a_price_has_its_currency_its_meter_and_its_bands(prices: list[Row[Any]], words: str) -> None:
    assert said([], prices, NOW)[0] == words


def test_the_first_end_counts_before_any_price() -> None:
    found = [warning(WarningKind.ROUTED, -1, "a"), warning(WarningKind.DATED, 3), warning(WarningKind.PRICE, 1)]
    assert said(found, price("1"), NOW)[0] == "answers as a"


def test_a_picture_is_svg_with_its_texts_escaped() -> None:
    tree = ElementTree.fromstring(picture('<a & "b">', "x < y\n\x1b", "green"))  # noqa: S314 (ours)
    assert tree.tag == f"{SVG}svg"
    label, message = (text.text or "" for text in tree.iter(f"{SVG}text"))
    assert (label, message.startswith("x < y"), "\x1b" in message) == ('<a & "b">', True, False)
    assert (tree.findtext(f"{SVG}title") or "").startswith('<a & "b">: x < y')
    widths = [int(rect.get("width", "0")) for rect in tree.iter(f"{SVG}rect")]
    assert widths[0] == int(tree.get("width", "0")) == widths[1] + widths[2]


def brightness(color: str) -> float:
    """The relative luminance of a colour, as WCAG defines it."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("color", [LABEL, *COLORS.values()])
def test_white_text_can_be_read_on_every_field(color: str) -> None:
    assert 1.05 / (brightness(color) + 0.05) >= 4.5
