"""OpenAI's page of models' ends in its Markdown form: `/api/docs/deprecations.md`.

Its sections are announcements, each with the day in its heading. That a section stands below "Upcoming" or "Past" says
nothing of a model: its day does. A fine-tuned family (`ft-gpt-4`) is read by the name that the page has for it, which
is no id: ids of fine-tuned models (`ft:gpt-4:…`) are each customer's own. Endpoints and products are no models.
"""

import re

from scrapers.retirement_list import DAY, IGNORED, MODEL, REPLACEMENT, RetirementList

ID = re.compile(r"[a-z][a-z0-9.]*(?:-[a-z0-9.]*[a-z0-9])+|o[0-9]|ada|babbage|curie|davinci")
BETWEEN = re.compile(r" ?\| ?|, (?:and |or )?| and | or ")
POINTS = re.compile(r"(?P<id>\S+) \(including (?P<aliases>.+), which point to this snapshot\)")
REASONING = re.compile(r" \(reasoning\.mode: [a-z]+\)")
NOT_MODELS = re.compile(
    r"^(?:/v1/[a-z/_-]+|OpenAI-Beta: [a-z]+=v[0-9]+|[A-Z][A-Za-z]+ API|New fine-tuning training on .+)$"
)

FINE_TUNED = ("shutdown date", "deprecated model", "training price", "usage price", "recommended replacement")
"""The titles of a table of models that were trained further from others, under the names of these."""


def ids(cell: str) -> tuple[str, ...]:
    """Return the ids in a cell: one, or one with its aliases; none if it names anything else."""
    points = POINTS.fullmatch(cell)
    names = BETWEEN.split(f"{points['id']} | {points['aliases']}" if points else REASONING.sub("", cell))
    return tuple(names) if all(ID.fullmatch(name) for name in names) else ()


LAYOUT = RetirementList(
    title="deprecations",
    columns={
        "shutdown date": DAY,
        "model family / snapshot": MODEL,
        "model / system": MODEL,
        "model snapshot": MODEL,
        "deprecated model": MODEL,
        "legacy model": MODEL,
        "system": MODEL,
        "recommended replacement": REPLACEMENT,
        "substitute model": REPLACEMENT,
        "recommended replacement base model": REPLACEMENT,
        "deprecated model price": IGNORED,
        "legacy model price": IGNORED,
    },
    least_models=30,
    names=ids,
    not_models=NOT_MODELS,
    headings=("upcoming deprecations", "past deprecations"),
    other_tables=frozenset({("date", "update"), FINE_TUNED}),
    has_dated_sections=True,
)
read = LAYOUT.read
