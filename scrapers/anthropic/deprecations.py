"""Anthropic's page of models' ends in its Markdown form: `/docs/en/about-claude/model-deprecations.md`.

Its first table has the state of each model; the tables below repeat the days with the replacements.
"""

import re

from models.readings import Reading
from scrapers.page import Page
from scrapers.retirement_list import (
    ANNOUNCED,
    DAY,
    MODEL,
    REPLACEMENT,
    STATE,
    RetirementList,
    read_retirement_list,
)

ID = re.compile(r"claude-[a-z0-9.-]+")


def ids(cell: str) -> tuple[str, ...]:
    """Return the id in a cell."""
    return (cell,) if ID.fullmatch(cell) else ()


LAYOUT = RetirementList(
    title="model deprecations",
    columns={
        "api model name": MODEL,
        "current state": STATE,
        "deprecated": ANNOUNCED,
        "tentative retirement date": DAY,
        "retirement date": DAY,
        "deprecated model": MODEL,
        "recommended replacement": REPLACEMENT,
    },
    least_models=8,
    names=ids,
    headings=("model status", "deprecation history"),
)


def read(page: Page) -> Reading:
    """Read the ends of models. Raises PageChanged."""
    return read_retirement_list(page, LAYOUT)
