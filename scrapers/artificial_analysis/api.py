"""The Data API with the user's key: scores, contenders, and the prices and speeds that it measured.

Either endpoint's answer: `GET /api/v2/data/llms/models` (legacy) or all pages of `GET /api/v2/language/models/free`.
Of a model's fields those that are no facts of ours are left alone (dates, capabilities, costs of a run); blended prices
are made from the others and not kept.
"""

from models.reading import Reading
from scrapers.artificial_analysis.answers import listed
from scrapers.artificial_analysis.board import Row, reading
from scrapers.artificial_analysis.evaluations import categories
from scrapers.artificial_analysis.measured import API, measured
from scrapers.exact import Json, exact
from scrapers.fields import field, members, text, uuid
from scrapers.page import Page

READER = 1
PATH = "/api/v2/language/models/free"
LEGACY_PATH = "/api/v2/data/llms/models"


def read(page: Page) -> Reading:
    """All models of an answer. Raises PageChanged."""
    found = listed(exact(page.body))
    return reading(page, [_row(model, place) for place, model in found.rows], found.version)


def _row(model: Json, place: str) -> Row:
    row = members(model, place)
    return Row(
        place=place,
        id=uuid(field(row, "id", place), f"{place}.id"),
        name=text(field(row, "name", place), f"{place}.name"),
        slug=text(field(row, "slug", place), f"{place}.slug"),
        organization=_organization(field(row, "model_creator", place), f"{place}.model_creator"),
        scores=categories(members(field(row, "evaluations", place), f"{place}.evaluations").items(), place),
        measured=measured(row, ("pricing", "performance"), API, place),
    )


def _organization(creator: Json, place: str) -> str | None:
    return None if creator is None else text(field(members(creator, place), "name", place), f"{place}.name")
