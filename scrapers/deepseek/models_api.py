"""`GET /models` of DeepSeek's API, with the user's key: the listed ids and nothing else.

A name that still answers can be missing from the list (2026-09-12), so the list never retires a name. An unknown field
is reported as unread, as is a model that cannot be read; while there is one, no name is removed.
"""

import re
from collections.abc import Iterator

from models.facts import ModelVersion
from models.readings import KeptFacts, Reading, Scope
from scrapers.page import Page, PageChanged
from scrapers.parse import (
    Json,
    UnreadValues,
    json_object,
    json_type,
    nonempty_list,
    parse_json,
    printed,
    required_field,
    unknown_fields,
)

ANSWER = ("object", "data", "has_more")
MODEL = ("id", "object", "owned_by")
ID = re.compile(r"\S+")


def read(page: Page) -> Reading:
    """Read the listed ids as versions without a text. Raises PageChanged."""
    answer, odd = json_object(parse_json(page.body), "the answer"), UnreadValues()
    if (kind := required_field(answer, "object", "the answer")) != "list":
        raise PageChanged("the answer is no list of models", printed(kind))
    if more := answer.get("has_more"):
        raise PageChanged("a further page follows", f"has_more: {printed(more)}")
    models = nonempty_list(required_field(answer, "data", "the answer"), "data")
    facts = tuple(_listed(page.source, models, odd))
    if not facts:
        raise PageChanged("no model of the list can be read", odd.named[0].shown)
    rows = [row for row in models if isinstance(row, dict)]
    unknown = (*unknown_fields([answer], ANSWER, ""), *unknown_fields(rows, MODEL, "data[]."))
    return Reading(frozenset({Scope(ModelVersion, page.source)}), facts, unread=(*unknown, *odd.named))


def _listed(source: str, models: list[Json], odd: UnreadValues) -> Iterator[ModelVersion]:
    keeps = [KeptFacts.of(ModelVersion, source=source)]
    for place, row in enumerate(models):
        if not isinstance(row, dict):
            odd.add("data[]", json_type(row), keeps)
            continue
        kind = odd.value(row, "object", _kind, "data[].object", keeps, printed(row.get("id")))
        if (model := odd.value(row, "id", _id, "data[].id", keeps)) is not None and kind is not None:
            yield ModelVersion(
                source=source, model=model, version=None, context_length=None, max_output=None, locator=f"data[{place}]"
            )


def _id(value: Json, place: str) -> str:
    if not isinstance(value, str) or not ID.fullmatch(value) or not value.isprintable():
        raise PageChanged(f"{place} is no name of a model", printed(value))
    return value


def _kind(value: Json, place: str) -> str:
    if value != "model":
        raise PageChanged(f"{place} is no model", printed(value))
    return "model"
