"""`/leaderboards/models`: Next.js, whose flight data holds all rows of the table in camel case (2026-05…2026-10).

A row has everything flat (`intelligenceIndex`, `modelCreatorName`), or parts of it in objects of their own
(`evaluations`, `creator`). The page has other lists called `models`, shorter ones of the same models among them. The
version of the index stands only in its prose, next to older ones, and is left to the API.
"""

import re
from collections.abc import Iterator, Sequence

from models.reading import Reading
from scrapers.artificial_analysis.board import Row, reading
from scrapers.artificial_analysis.evaluations import FLAT, categories, snake
from scrapers.artificial_analysis.measured import PAGE, measured
from scrapers.exact import Json, exact_at
from scrapers.fields import field, items, members, said, text, uuid
from scrapers.flight import strings
from scrapers.page import Page, PageChanged

READER = 1
PATH = "/leaderboards/models"
ADDRESS = f"https://artificialanalysis.ai{PATH}"
END = b"</html>"
CANONICAL = re.compile(r'<link\b(?=[^>]*\brel="canonical")[^>]*\bhref="([^"]*)"')
ROUTE = re.compile(r'"c":\["","leaderboards","models"(?:,"")?\]')
"""What Next.js itself says of the page's address."""
TITLE = re.compile(r"<title[^>]*>([^<]*)")
LIST = re.compile(r'"models":(?=\[(?:\{|"\$))')
"""As JavaScript writes it, without any space: a list of objects, or of references to objects elsewhere."""
UNDEFINED = "$undefined"
CREATORS = ("creator", "modelCreator")

Model = dict[str, Json]


def read(page: Page) -> Reading:
    """All models of the leaderboard. Raises PageChanged."""
    if not page.body.rstrip().endswith(END):
        raise PageChanged("the page is cut off: it does not end with </html>", page.body[-60:].decode(errors="replace"))
    flight = strings(page.body)
    _refuse_other_pages(page.body.decode("utf-8-sig"), flight)
    models = _table(list(_lists(flight)))
    return reading(page, [_row(model, f"models[{n}]") for n, model in enumerate(models)], None)


def _refuse_other_pages(html: str, flight: str) -> None:
    """The canonical link says which page it is; where there is none, the route."""
    links = {link.rstrip("/") for link in CANONICAL.findall(html)}
    if links and links != {ADDRESS}:
        raise PageChanged(f"not the page {PATH}: its canonical link is another", ", ".join(sorted(links)))
    if not links and not ROUTE.search(flight):
        title = TITLE.search(html)
        raise PageChanged(f"not the page {PATH}: it does not say so", title[1] if title else html[:120])


def _lists(flight: str) -> Iterator[list[Json]]:
    """Every list of models on the page, wherever it is nested."""
    for found in LIST.finditer(flight):
        yield items(exact_at(flight, found.end())[0], "models")


def _is_of_the_table(model: Json) -> bool:
    return (
        isinstance(model, dict)
        and "id" in model
        and "intelligenceIndex" in _evaluations(model)
        and any(name in model for name in ("modelCreatorId", "modelCreatorName", *CREATORS))
    )


def _table(lists: Sequence[list[Json]]) -> list[Model]:
    """The longest list with the table's columns; others with them have to be parts of it. Raises PageChanged.

    Rows that stood in an earlier list may be mere references to it: a list of those that is longer could be the table.
    """
    with_columns = [models for models in lists if any(_is_of_the_table(model) for model in models)]
    if not with_columns:
        raise PageChanged("no list of models with scores on the page", str(lists))
    longest = max(with_columns, key=len)
    for models in lists:
        if len(models) > len(longest) and not isinstance(models[0], dict):
            raise PageChanged("a longer list of models points elsewhere", str(models))
    table = _models(longest)
    indices = {said(model.get("id")): _index(model) for model in table}
    for model in (model for other in with_columns for model in _models(other)):
        if (key := said(model.get("id"))) not in indices or indices[key] != _index(model):
            raise PageChanged("two lists of models that contradict each other", said(model))
    return table


def _models(rows: list[Json]) -> list[Model]:
    return [_defined(members(model, f"models[{n}]")) for n, model in enumerate(rows)]


def _defined(model: Model) -> Model:
    """A row with null for what the page leaves undefined."""
    return {name: _value(value) for name, value in model.items()}


def _value(value: Json) -> Json:
    if isinstance(value, dict):
        return _defined(value)
    return None if value == UNDEFINED else value


def _index(model: Model) -> Json:
    return _evaluations(model).get("intelligenceIndex")


def _evaluations(model: Model) -> Model:
    its = model.get("evaluations")
    return its if isinstance(its, dict) else model


def _row(row: Model, place: str) -> Row:
    nested = "evaluations" in row
    stated = members(row["evaluations"], f"{place}.evaluations") if nested else row
    return Row(
        place=place,
        id=uuid(field(row, "id", place), f"{place}.id"),
        name=_text(field(row, "name", place), f"{place}.name"),
        slug=_text(field(row, "slug", place), f"{place}.slug"),
        organization=_organization(row, place),
        scores=categories(((snake(name), stated[name]) for name in stated if nested or name in FLAT), place),
        measured=measured(row, ("pricing", "performance", "speed"), PAGE, place),
    )


def _organization(row: Model, place: str) -> str | None:
    for part in CREATORS:
        if part in row and row[part] is not None:
            return _text(field(members(row[part], f"{place}.{part}"), "name", place), f"{place}.{part}.name")
    name = row.get("modelCreatorName")
    return None if name is None else _text(name, f"{place}.modelCreatorName")


def _text(value: Json, place: str) -> str:
    """A text as it is meant: flight data writes `$$` for a `$` at its beginning, any other `$…` points elsewhere."""
    shown = text(value, place)
    if shown.startswith("$") and not shown.startswith("$$"):
        raise PageChanged(f"{place} points elsewhere", shown)
    return shown.removeprefix("$") if shown.startswith("$$") else shown
