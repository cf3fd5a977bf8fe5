"""Lists of models that a vendor's API answers with the user's key: `GET /v1/models`, with the day of each model's end.

A model that is not listed stays as it is believed, as does one whose row lacks the field of its end or has it in an
unknown form: silence is no withdrawal. Null says that no end is announced.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from models.facts import Retirement
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
    printed_or_quotes,
    required_field,
    unknown_fields,
)

ANSWER = ("object", "data")
NOT_STATED = "not stated"
ID = re.compile(r"[!-~]{1,200}")
DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
INSTANT = re.compile(DAY.pattern + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})")


@dataclass(frozen=True)
class ModelsOfApi:
    """The layout of a list of models."""

    end: str
    """The field with the day, or the instant, of a model's end."""
    fields: tuple[str, ...]
    """The known fields of a model; others are reported."""
    required: tuple[str, ...]
    """The fields that every model has; one without them is reported, and not read."""
    least_models: int
    """A list of fewer models is refused."""
    replacement: str = ""
    """The field with the id of the replacement; empty if there is none."""
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("America/Los_Angeles"))
    """The time zone of days: the vendor's."""


def read_models_of_api(page: Page, layout: ModelsOfApi) -> Reading:
    """Read the ends of models. Raises PageChanged."""
    answer, odd = json_object(parse_json(page.body), "the answer"), UnreadValues()
    if (kind := required_field(answer, "object", "the answer")) != "list":
        raise PageChanged("the answer is no list of models", printed(kind))
    rows = nonempty_list(required_field(answer, "data", "the answer"), "data")
    models: dict[str, list[Mapping[str, Json]]] = defaultdict(list)
    for row in rows:
        _add(models, row, layout, odd)
    if len(models) < layout.least_models:
        raise PageChanged(f"less than {layout.least_models} models", ", ".join(sorted(models)))
    stated = {model: each for model, each in models.items() if any(layout.end in row for row in each)}
    if not stated:
        raise PageChanged(f"no model has the field {layout.end}", ", ".join(sorted(models)[:3]))
    facts = [fact for model, each in stated.items() for fact in _facts(page.source, layout, model, each, odd)]
    unknown = (
        *unknown_fields([answer], ANSWER, ""),
        *unknown_fields([row for row in rows if isinstance(row, dict)], layout.fields, "data[]."),
    )
    # An id of the user's own (`ft:gpt-4o:…`) has the name of another model in it.
    silent = KeptFacts(
        Retirement, (("source", page.source),), unless_in=" ".join(model for model in stated if ":" not in model)
    )
    return Reading(
        frozenset({Scope(Retirement, page.source)}),
        tuple(facts),
        unread=(*unknown, *odd.named),
        kept=frozenset({silent}),
        listed_kinds=frozenset({Retirement}),
    )


def _add(models: dict[str, list[Mapping[str, Json]]], row: Json, layout: ModelsOfApi, odd: UnreadValues) -> None:
    """Add a row to those of its model, or report it: its model is then not listed."""
    if not isinstance(row, dict):
        odd.add("data[]", json_type(row))
    elif not isinstance(model := row.get("id"), str) or not ID.fullmatch(model):
        odd.add("data[].id", printed(model))
    elif row.get("object") != "model":
        odd.add("data[].object", f"{model}: {printed(row.get('object', NOT_STATED))}")
    elif missing := [name for name in layout.required if name not in row]:
        odd.add(f"data[].{missing[0]}", f"{model}: {NOT_STATED}")
    else:
        models[model].append(row)


def _facts(
    source: str, layout: ModelsOfApi, model: str, rows: Sequence[Mapping[str, Json]], odd: UnreadValues
) -> list[Retirement]:
    """Return the end of a model; nothing if its rows state none, contradict each other or are not understood."""
    place, keeps = f"data[].{layout.end}", [KeptFacts.of(Retirement, source=source, model=model)]
    said = {
        " → ".join(printed_or_quotes(row.get(name)) for name in (layout.end, layout.replacement) if name)
        for row in rows
    }
    try:
        ends = {(_end(layout, row.get(layout.end)), _replacement(layout, row)) for row in rows}
    except PageChanged:
        ends = set[tuple[datetime | None, str | None]]()
    if len(ends) != 1 or any(layout.end not in row for row in rows):
        odd.add(place, f"{model}: {' and '.join(sorted(said))}", keeps)
        return []
    [(end, replacement)] = ends
    if end is None:
        return []
    dated = Retirement(
        source=source,
        model=model,
        state="dated",
        retires_at=end,
        replacement=replacement,
        locator=f"{model}: {layout.end}",
    )
    return [dated, replace(dated, state="retired", effective_from=end)]


def _end(layout: ModelsOfApi, value: Json) -> datetime | None:
    """Return the instant of an end; None for null. Raises PageChanged."""
    if value is None:
        return None
    if isinstance(value, str) and (DAY.fullmatch(value) or INSTANT.fullmatch(value)):
        try:
            if DAY.fullmatch(value):
                return datetime.combine(date.fromisoformat(value), time(0), layout.zone).astimezone(UTC)
            return datetime.fromisoformat(value).astimezone(UTC)
        except ValueError:
            pass
    raise PageChanged("no day", printed(value))


def _replacement(layout: ModelsOfApi, row: Mapping[str, Json]) -> str | None:
    """Return the id of the replacement if the row names one. Raises PageChanged."""
    named = row.get(layout.replacement)
    if named is None or named == "":
        return None
    if not isinstance(named, str) or not ID.fullmatch(named):
        raise PageChanged("no id", printed(named))
    return named
