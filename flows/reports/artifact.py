"""An artifact of Prefect's UI as data: its key, its form, its content, and what a reader needs to know about it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from flows.reports.markdown import table_cell

DESCRIPTIONS = {
    "prices-now": "Every price in force as its vendor prints it, the most trusted source for each. A new version means "
    "that a price has changed.",
    "price-charts": "What the models cost that your settings name: watch, uses and the filters of targets. A line "
    "follows its name where another model answers under it.",
    "deadlines": "Retirements, ends of promotions and price changes ahead, the next one first.",
    "source-health": "The state of every source: which is read well, late, broken or held, and what to do about it.",
    "held-readings": "Readings that look wrong and wait for a decision, with what each answer would do.",
    "changes": "What the last run that found a change found: the values before and after it.",
    "page": "The page of the vendor that this source reads.",
    "copy": "Our copy of the page, byte for byte, from which the last change was read.",
    "leaderboard": "The places of a leaderboard now, with the models that you watch over time.",
    "value": "What the models near the top of a leaderboard cost at their vendors, the cheapest first.",
}
"""Descriptions by kind, which is the key or its first word. They contain no text of a page."""


@dataclass(frozen=True)
class Artifact:
    """One artifact. Equal inputs give equal bytes, so that a new version is written only if something changed."""

    key: str
    """Lower-case letters, digits and dashes: `leaderboard-arena-code`."""
    type: Literal["markdown", "table"]
    data: str
    """Markdown, or the rows of a table as JSON, in the form that Prefect gives them."""

    @property
    def description(self) -> str:
        """Words of a person about its kind."""
        return DESCRIPTIONS.get(self.key) or DESCRIPTIONS[self.key.partition("-")[0]]


def markdown_artifact(key: str, markdown: str) -> Artifact:
    return Artifact(key, "markdown", markdown)


def table_artifact(key: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Artifact:
    """Return a table; cells are text of pages, so none is a number or markup."""
    cells: list[Mapping[str, str]] = [dict(zip(columns, map(table_cell, row), strict=True)) for row in rows]
    return Artifact(key, "table", json.dumps(cells))
