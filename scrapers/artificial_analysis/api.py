"""The Data API with the user's key: scores, contenders, and measured prices and speeds.

It reads all pages of `GET /api/v2/language/models/free`, and archived responses of the endpoint that was closed on
2026-11-04. Fields of a model that are no facts of ours are ignored by name (dates, capabilities, costs of a run;
blended prices are derived from the others). Any other field is reported as unread. So is an invalid value: its fact
stays as believed, and the rest of the row is read.
"""

from models.facts import Score
from models.readings import Reading, Unread
from scrapers.artificial_analysis.api_response import ModelList, read_models
from scrapers.artificial_analysis.evaluations import categories
from scrapers.artificial_analysis.facts import BoardRow, board_reading
from scrapers.artificial_analysis.measurements import API, read_measurements
from scrapers.artificial_analysis.row_identity import CREATOR_FIELDS, identify_row, read_details, refuse_few
from scrapers.page import Page
from scrapers.parse import Json, UnreadValues, json_object, parse_json, required_field, required_text, unknown_fields

FORMER_PATH = "/api/v2/data/llms/models"
"""Path of an endpoint that answers 410 since 2026-11-04: fetched no more; it identifies archived responses."""
PARTS = ("pricing", "performance")
ROWS = "data[]"
MODEL = {
    *("id", "name", "slug", "model_creator", "evaluations", *PARTS),
    # Not recorded.
    *("release_date", "artificial_analysis_intelligence_index_cost", "median_time_to_first_answer_token"),
    *("reasoning_model", "context_window_tokens", "parameters", "licensing", "modalities"),
}
MEASURED = {
    *("price_1m_blended_3_to_1", "price_1m_blended_7_to_2_to_1"),
    *("median_time_to_first_answer_token_seconds", "median_end_to_end_response_time_seconds"),
    *(name for names in API.values() for name in names),
}


def read(page: Page) -> Reading:
    """Read all models of a response. Raises PageChanged."""
    model_list, odd = read_models(parse_json(page.body), former=page.url.endswith(FORMER_PATH)), UnreadValues()
    rows = [row for place, model in model_list.rows if (row := _row(page.source, model, place, odd))]
    refuse_few(len(rows), len(model_list.rows), odd)
    return board_reading(page, rows, model_list.version, (*model_list.unread, *_unknown_fields(model_list), *odd.named))


def _unknown_fields(model_list: ModelList) -> tuple[Unread, ...]:
    """Return the unknown fields of models."""
    models = [model for _, model in model_list.rows if isinstance(model, dict)]
    known_fields = {"model_creator": CREATOR_FIELDS, **dict.fromkeys(PARTS, MEASURED)}
    parts = {name: [part for model in models if isinstance(part := model.get(name), dict)] for name in known_fields}
    return (
        *unknown_fields(models, MODEL | MEASURED, f"{ROWS}."),
        *(
            other
            for name in known_fields
            for other in unknown_fields(parts[name], known_fields[name], f"{ROWS}.{name}.")
        ),
    )


def _row(source: str, model: Json, place: str, odd: UnreadValues) -> BoardRow | None:
    """Read one model; None if its key cannot be read."""
    if (identified := identify_row(source, model, ROWS, odd)) is None:
        return None
    identity, row = identified
    scores = (
        odd.value(row, "evaluations", json_object, f"{ROWS}.evaluations", [identity.keep(Score)], identity.name) or {}
    )
    return BoardRow(
        place=place,
        id=identity.key,
        named=read_details(identity, row, "model_creator", required_text, _organization, odd),
        scores=categories(list(scores.items()), identity, odd),
        measured=read_measurements(row, PARTS, API, identity, odd),
    )


def _organization(creator: Json, place: str) -> str:
    """Return the creator's name; empty for none."""
    return (
        ""
        if creator is None
        else required_text(required_field(json_object(creator, place), "name", place), f"{place}.name")
    )
