"""The Data API with the user's key: scores, contenders, and the prices and speeds that it measured.

All pages of `GET /api/v2/language/models/free`, and archived answers of the endpoint that was closed on 2026-11-04.
Fields of a model that are no facts of ours are left out by name (dates, capabilities, costs of a run; blended prices
are made from the others). Any other field is named as unread.
"""

from models.reading import Reading
from models.unread import Unread
from scrapers.artificial_analysis.answers import Listed, listed
from scrapers.artificial_analysis.board import Row, reading
from scrapers.artificial_analysis.evaluations import categories, unread_evaluations
from scrapers.artificial_analysis.measured import API, measured
from scrapers.exact import Json, exact
from scrapers.fields import field, members, text, unknown_fields, uuid
from scrapers.page import Page

READER = 2
PATH = "/api/v2/language/models/free"
FORMER_PATH = "/api/v2/data/llms/models"
"""Answered until 2026-11-04, and 410 since then: not asked any more. Its archived answers are known by it."""
PARTS = ("pricing", "performance")
MODEL = {
    *("id", "name", "slug", "model_creator", "evaluations", *PARTS),
    # No facts of ours.
    *("release_date", "artificial_analysis_intelligence_index_cost", "median_time_to_first_answer_token"),
    *("reasoning_model", "context_window_tokens", "parameters", "licensing", "modalities"),
}
CREATOR = {"id", "name", "slug", "country", "color", "logo"}
MEASURED = {
    *("price_1m_blended_3_to_1", "price_1m_blended_7_to_2_to_1"),
    *("median_time_to_first_answer_token_seconds", "median_end_to_end_response_time_seconds"),
    *(name for names in API.values() for name in names),
}


def read(page: Page) -> Reading:
    """All models of an answer. Raises PageChanged."""
    found = listed(exact(page.body), former=page.url.endswith(FORMER_PATH))
    rows = [_row(model, place) for place, model in found.rows]
    return reading(page, rows, found.version, (*found.unread, *_unread(page.source, found)))


def _unread(source: str, found: Listed) -> tuple[Unread, ...]:
    """The fields of models that nobody knows."""
    models = [members(model, place) for place, model in found.rows]
    parts = {name: [part for model in models if isinstance(part := model.get(name), dict)] for name in PARTS}
    creators = [creator for model in models if isinstance(creator := model["model_creator"], dict)]
    stated = {str(model["id"]): members(model["evaluations"], "evaluations").items() for model in models}
    return (
        *unknown_fields(models, MODEL | MEASURED, "data[]."),
        *unknown_fields(creators, CREATOR, "data[].model_creator."),
        *(other for name, its in parts.items() for other in unknown_fields(its, MEASURED, f"data[].{name}.")),
        *unread_evaluations(source, stated, "data[].evaluations."),
    )


def _row(model: Json, place: str) -> Row:
    row = members(model, place)
    return Row(
        place=place,
        id=uuid(field(row, "id", place), f"{place}.id"),
        name=text(field(row, "name", place), f"{place}.name"),
        slug=text(field(row, "slug", place), f"{place}.slug"),
        organization=_organization(field(row, "model_creator", place), f"{place}.model_creator"),
        scores=categories(members(field(row, "evaluations", place), f"{place}.evaluations").items(), place),
        measured=measured(row, PARTS, API, place),
    )


def _organization(creator: Json, place: str) -> str | None:
    return None if creator is None else text(field(members(creator, place), "name", place), f"{place}.name")
