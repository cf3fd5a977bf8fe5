"""Google's page of models' ends in its Markdown form: `/gemini-api/docs/deprecations.md.txt`.

Every day of it is the earliest possible one, as its first lines say. Vertex AI keeps other days.
"""

import re

from scrapers.google.ids import ID
from scrapers.retirement_list import DAY, MODEL, RELEASED, REPLACEMENT, RetirementList, one_id


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
    names=one_id(ID),
    replacements=ids_in_sentence,
    no_day=frozenset({"no shutdown date announced"}),
    all_earliest=True,
)
read = LAYOUT.read
