"""Readers beside lxml, which parses the same page and returns the text of its cells without any check.

The pricing page is DeepSeek's newest sample, the board is the table of Arena's page without its data for scripts.
"""

import re
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from bench.compare.frame import Bench, Row, Side, Sides
from bench.compare.packages import installed
from bench.harness.board_shapes import shapes
from bench.harness.sample_pages import page_of
from models.facts import Contender, Price
from models.readings import Reading
from samples.deepseek.pages import change_instants
from scrapers.page import Page
from scrapers.registry import SOURCES

REQUIREMENT = "lxml>=5,<7"
AMOUNT = re.compile(r"\$(\d+(?:\.\d+)?)")
Cells = list[list[list[str]]]
"""The texts of each cell of each row."""


def _cells(bench: Bench, body: bytes) -> Callable[[], Cells]:
    sys.path.append(str(installed(bench, REQUIREMENT)))
    html: Any = import_module("lxml.html")
    text = body.decode()

    def parse() -> Cells:
        return [[list(cell.itertext()) for cell in row] for row in html.fromstring(text).iter("tr")]

    return parse


def amounts(reading: Reading) -> set[str]:
    """The amounts of a reading as its page prints them, without those that a page only announces in sentences."""
    prices = [fact for fact in reading.facts if isinstance(fact, Price)]
    return {f"{amount}" for price in prices for amount in (price.amount, price.list_amount) if amount is not None}


def amounts_in(cells: Cells) -> set[str]:
    """The amounts in dollars that stand in cells."""
    return set(AMOUNT.findall(" ".join("".join(texts) for row in cells for texts in row)))


def _pricing(bench: Bench) -> Sides:
    at = change_instants()[-1]
    page = Page("deepseek_pricing", "https://example.org/quick_start/pricing", page_of("deepseek_pricing", at), at)
    ours = Side(lambda: SOURCES[page.source].read(page), amounts)
    return Sides(ours, Side(_cells(bench, page.body), amounts_in))


def _board(bench: Bench) -> Sides:
    source, at, _, body = [shape for shape in shapes() if shape[2].startswith("table-")][-1]
    page = Page(source, SOURCES[source].url({SOURCES[source].site.setting: "https://example.org"}), body, at)

    def names(reading: Reading) -> list[str]:
        return sorted(fact.name or "" for fact in reading.facts if isinstance(fact, Contender))

    def names_in(cells: Cells) -> list[str]:
        # In the third column, below its organization.
        return sorted(row[2][1] for row in cells[1:])

    return Sides(Side(lambda: SOURCES[source].read(page), names), Side(_cells(bench, body), names_in))


ROWS = (
    Row("read_pricing_page", "ms", 4, "ratio", _pricing, pairs=9, calls=5),
    Row("read_board", "ms", 3, "ratio", _board, pairs=9, calls=5),
)
