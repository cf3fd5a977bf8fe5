"""`/leaderboards/models`: Next.js, whose flight data holds all rows of the table in camel case (2026-05…2026-10).

A row is flat (`intelligenceIndex`, `modelCreatorName`), or has objects for parts of it (`evaluations`, `creator`). The
page has other, shorter lists called `models`. The version of the index is only in its prose, beside older ones, and is
left to the API. An unknown column is reported as unread, as is an invalid value; the rest of the row is read.
"""

import re
from collections.abc import Iterator, Sequence

from models.facts import Score
from models.readings import Reading, Unread
from scrapers.artificial_analysis.board import PAGE_PATH
from scrapers.artificial_analysis.evaluations import FLAT, categories, snake
from scrapers.artificial_analysis.facts import BoardRow, board_reading
from scrapers.artificial_analysis.measurements import PAGE, read_measurements
from scrapers.artificial_analysis.row_identity import CREATOR_FIELDS, identify_row, read_details, refuse_few
from scrapers.page import Page, PageChanged
from scrapers.parse import (
    Json,
    UnreadValues,
    ends_with_html,
    flight_data,
    json_object,
    nonempty_list,
    parse_json_at,
    printed,
    printed_or_quotes,
    required_field,
    required_text,
    unknown_fields,
)

ADDRESS = f"https://artificialanalysis.ai{PAGE_PATH}"
ROWS = "models[]"
CANONICAL = re.compile(r'<link\b(?=[^>]*\brel="canonical")[^>]*\bhref="([^"]*)"')
ROUTE = re.compile(r'"c":\["","leaderboards","models"(?:,"")?\]')
"""The page's address in Next.js's own data."""
TITLE = re.compile(r"<title[^>]*>([^<]*)")
LIST = re.compile(r'"models":(?=\[(?:\{|"\$))')
"""A list of objects, or of references to objects, without spaces, as JavaScript writes it."""
UNDEFINED = "$undefined"
CREATORS = ("creator", "modelCreator")
PARTS = ("pricing", "performance", "speed")
MODEL = {"id", "name", "slug", "evaluations", *CREATORS, *PARTS}
LEFT_OUT = re.compile(
    "shortName|releaseDate|reasoningModel|isReasoning|isOpenWeights|commercialAllowed|deprecated|effort|openrouterApiId|"
    "huggingfaceUrl|(?:model)?[cC]reator(?:Id|Name|Slug|Country|Color|Logo)|contextWindow(?:Tokens)?|"
    "(?:total|active)Parameters|trainingTokensTrillions|(?:size|price|param)Class|(?:in|out)putModality[A-Z]\\w*|"
    "license(?:Name|Url)|price1mBlended\\w+|percentile\\w+|quartile\\w+|median(?:EndToEndResponse|Reasoning)TimeSeconds|"
    "medianTimeToFirstAnswerTokenSeconds|\\w+IsEstimated|\\w+Breakdown|intelligenceIndex(?:Cost|Time|Token|OutputToken)\\w*|"
    "evalTokenCounts|capabilities|openWeights|breakdowns"
)
"""Columns that are no facts of ours: dates, capabilities, licences, costs of a run, further speeds (2026-05…10)."""

ModelRow = dict[str, Json]


def read(page: Page) -> Reading:
    """Read all models of the leaderboard. Raises PageChanged."""
    if not ends_with_html(page.body):
        raise PageChanged("the page is cut off: it does not end with </html>", page.body[-60:].decode(errors="replace"))
    flight, odd = flight_data(page.body), UnreadValues()
    _refuse_other_pages(page.body.decode("utf-8-sig"), flight)
    models = _table(list(_lists(flight)))
    rows = [row for n, model in enumerate(models) if (row := _row(page.source, model, f"models[{n}]", odd))]
    refuse_few(len(rows), len(models), odd)
    return board_reading(page, rows, None, (*_unknown_columns(models), *odd.named))


def _unknown_columns(models: Sequence[ModelRow]) -> tuple[Unread, ...]:
    """Return the unknown columns."""
    measured_names = {name for names in PAGE.values() for name in names}
    parts: dict[str, set[str]] = {"": MODEL | FLAT | measured_names}
    parts |= dict.fromkeys(CREATORS, CREATOR_FIELDS) | dict.fromkeys(PARTS, measured_names)
    objects = {name: [part for model in models if isinstance(part := model.get(name), dict)] for name in parts if name}
    objects[""] = list(models)
    return tuple(
        other
        for name, known_names in parts.items()
        for other in unknown_fields(map(_kept, objects[name]), known_names, f"{ROWS}.{name and name + '.'}")
    )


def _kept(part: ModelRow) -> ModelRow:
    """Return a part of a row without the ignored columns."""
    return {name: value for name, value in part.items() if not LEFT_OUT.fullmatch(name)}


def _categories(row: ModelRow) -> list[tuple[str, Json]]:
    """Return the evaluations of a row by the API's names."""
    nested, stated = "evaluations" in row, _evaluations(row)
    return [(snake(name), stated[name]) for name in stated if nested or name in FLAT]


def _refuse_other_pages(html: str, flight: str) -> None:
    """Raise PageChanged for another page, by its canonical link or, if it has none, by its route."""
    links = {link.rstrip("/") for link in CANONICAL.findall(html)}
    if links and links != {ADDRESS}:
        raise PageChanged(f"not the page {PAGE_PATH}: its canonical link is another", ", ".join(sorted(links)))
    if not links and not ROUTE.search(flight):
        title = TITLE.search(html)
        raise PageChanged(f"not the page {PAGE_PATH}: it does not say so", title[1] if title else html[:120])


def _lists(flight: str) -> Iterator[list[Json]]:
    """Yield every list of models on the page, at any depth."""
    for match in LIST.finditer(flight):
        yield nonempty_list(parse_json_at(flight, match.end())[0], "models")


def _is_of_the_table(model: Json) -> bool:
    return (
        isinstance(model, dict)
        and "id" in model
        and "intelligenceIndex" in _evaluations(model)
        and any(name in model for name in ("modelCreatorId", "modelCreatorName", *CREATORS))
    )


def _table(lists: Sequence[list[Json]]) -> list[ModelRow]:
    """Return the longest list with the table's columns; all others must be parts of it. Raises PageChanged.

    Rows of an earlier list may be stated as references to it: a longer list of references could be the table.
    """
    with_columns = [models for models in lists if any(_is_of_the_table(model) for model in models)]
    if not with_columns:
        raise PageChanged("no list of models with scores on the page", str(lists))
    longest = max(with_columns, key=len)
    for models in lists:
        if len(models) > len(longest) and not isinstance(models[0], dict):
            raise PageChanged("a longer list of models points elsewhere", str(models))
    table = _models(longest)
    indices = {printed(model.get("id")): _index(model) for model in table}
    for model in (model for other in with_columns for model in _models(other)):
        if (key := printed(model.get("id"))) not in indices or indices[key] != _index(model):
            raise PageChanged("two lists of models that contradict each other", printed(model))
    return table


def _models(rows: list[Json]) -> list[ModelRow]:
    return [_defined(json_object(model, f"models[{n}]")) for n, model in enumerate(rows)]


def _defined(model: ModelRow) -> ModelRow:
    """Return a row with null for undefined values."""
    return {name: _value(value) for name, value in model.items()}


def _value(value: Json) -> Json:
    if isinstance(value, dict):
        return _defined(value)
    return None if value == UNDEFINED else value


def _index(model: ModelRow) -> Json:
    return _evaluations(model).get("intelligenceIndex")


def _evaluations(model: ModelRow) -> ModelRow:
    nested = model.get("evaluations")
    return nested if isinstance(nested, dict) else model


def _row(source: str, model: ModelRow, place: str, odd: UnreadValues) -> BoardRow | None:
    """Read one model; None if its key cannot be read."""
    if (identified := identify_row(source, model, ROWS, odd)) is None:
        return None
    identity, row = identified
    if "evaluations" in row and not isinstance(row["evaluations"], dict):
        odd.add(
            f"{ROWS}.evaluations", f"{identity.name}: {printed_or_quotes(row['evaluations'])}", [identity.keep(Score)]
        )
        row = row | {"evaluations": {}}
    creator = next((name for name in CREATORS if row.get(name) is not None), "modelCreatorName")
    return BoardRow(
        place=place,
        id=identity.key,
        named=read_details(identity, {creator: None, **row}, creator, _text, _organization, odd),
        scores=categories(_categories(row), identity, odd),
        measured=read_measurements(row, PARTS, PAGE, identity, odd),
    )


def _organization(creator: Json, place: str) -> str:
    """Return the creator's name, from an object or a text; empty for none."""
    if isinstance(creator, dict):
        return _text(required_field(creator, "name", place), f"{place}.name")
    if creator is not None and not place.endswith("Name"):
        raise PageChanged(f"{place} is no object", printed(creator))
    return "" if creator is None else _text(creator, place)


def _text(value: Json, place: str) -> str:
    """Return a text of flight data: `$$` is a `$`; any other `$…` is a reference and is refused."""
    shown = required_text(value, place)
    if shown.startswith("$") and not shown.startswith("$$"):
        raise PageChanged(f"{place} points elsewhere", shown)
    return shown.removeprefix("$") if shown.startswith("$$") else shown
