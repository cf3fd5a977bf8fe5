"""The Data API with the user's key: scores, contenders, and the prices and speeds that it measured.

All pages of `GET /api/v2/language/models/free`, and archived answers of the endpoint that was closed on 2026-11-04.
Fields of a model that are no facts of ours are left out by name (dates, capabilities, costs of a run; blended prices
are made from the others). Any other field is named as unread, as is a value that is odd: what it would state stays as
it is believed, and the rest of its row is read.
"""

from models.facts import Score
from models.reading import Reading
from models.unread import Unread
from scrapers.artificial_analysis.api_response import ModelList, read_models
from scrapers.artificial_analysis.evaluations import categories
from scrapers.artificial_analysis.facts import BoardRow, board_reading
from scrapers.artificial_analysis.measurements import API, read_measurements
from scrapers.artificial_analysis.row_identity import identify_row, read_details, refuse_few
from scrapers.page import Page
from scrapers.parse import Json, UnreadValues, json_object, parse_json, required_field, required_text, unknown_fields

READER = 3
PATH = "/api/v2/language/models/free"
FORMER_PATH = "/api/v2/data/llms/models"
"""Answered until 2026-11-04, and 410 since then: not asked any more. Its archived answers are known by it."""
PARTS = ("pricing", "performance")
ROWS = "data[]"
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
    found, odd = read_models(parse_json(page.body), former=page.url.endswith(FORMER_PATH)), UnreadValues()
    rows = [row for place, model in found.rows if (row := _row(page.source, model, place, odd))]
    refuse_few(len(rows), len(found.rows), odd)
    return board_reading(page, rows, found.version, (*found.unread, *_unknown_fields(found), *odd.named))


def _unknown_fields(found: ModelList) -> tuple[Unread, ...]:
    """The fields of models that nobody knows."""
    models = [model for _, model in found.rows if isinstance(model, dict)]
    known = {"model_creator": CREATOR, **dict.fromkeys(PARTS, MEASURED)}
    parts = {name: [part for model in models if isinstance(part := model.get(name), dict)] for name in known}
    return (
        *unknown_fields(models, MODEL | MEASURED, f"{ROWS}."),
        *(other for name in known for other in unknown_fields(parts[name], known[name], f"{ROWS}.{name}.")),
    )


def _row(source: str, model: Json, place: str, odd: UnreadValues) -> BoardRow | None:
    """One model; None where nobody can tell which."""
    if (known := identify_row(source, model, ROWS, odd)) is None:
        return None
    its, row = known
    scores = odd.value(row, "evaluations", json_object, f"{ROWS}.evaluations", [its.keep(Score)], its.name) or {}
    return BoardRow(
        place=place,
        id=its.key,
        named=read_details(its, row, "model_creator", required_text, _organization, odd),
        scores=categories(list(scores.items()), its, odd),
        measured=read_measurements(row, PARTS, API, its, odd),
    )


def _organization(creator: Json, place: str) -> str:
    """Empty for nobody."""
    return (
        ""
        if creator is None
        else required_text(required_field(json_object(creator, place), "name", place), f"{place}.name")
    )
