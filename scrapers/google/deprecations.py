"""Google's page of models' ends in its Markdown form: `/gemini-api/docs/deprecations.md.txt`.

Every day of it is the earliest possible one, as its first lines say. Vertex AI keeps other days.
"""

import re

from models.readings import Reading
from scrapers.google.ids import ID
from scrapers.page import Page
from scrapers.retirement_list import DAY, MODEL, RELEASED, REPLACEMENT, RetirementList, read_retirement_list


def ids(cell: str) -> tuple[str, ...]:
    """Return the id in a cell; none for the words of a row that divides a table."""
    return (cell,) if re.fullmatch(ID, cell) else ()


def ids_in_sentence(cell: str) -> tuple[str, ...]:
    """Return the ids with a number that a sentence about replacements names."""
    return tuple(word for word in re.split(r"[\s,]+", cell) if re.fullmatch(ID, word) and re.search("[0-9]", word))


LAYOUT = RetirementList(
    title="",
    columns={
        "model": MODEL,
        "agent": MODEL,
        "release date": RELEASED,
        "shutdown date": DAY,
        "recommended replacement": REPLACEMENT,
    },
    least_models=10,
    names=ids,
    replacements=ids_in_sentence,
    no_day=frozenset({"no shutdown date announced"}),
    all_earliest=True,
)


def read(page: Page) -> Reading:
    """Read the ends of models. Raises PageChanged."""
    return read_retirement_list(page, LAYOUT)
