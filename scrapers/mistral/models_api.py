"""`GET /v1/models` of Mistral's API, with the user's key: the instant of each model's end, and its replacement.

The API lists a model under each of its names, and may list a name twice.
"""

from models.readings import Reading
from scrapers.page import Page
from scrapers.retirement_list import ModelsOfApi, read_models_of_api

LAYOUT = ModelsOfApi(
    end="deprecation",
    replacement="deprecation_replacement_model",
    fields=(
        "id",
        "object",
        "created",
        "owned_by",
        "capabilities",
        "name",
        "description",
        "max_context_length",
        "aliases",
        "deprecation",
        "deprecation_replacement_model",
        "default_model_temperature",
        "type",
        "job",
        "root",
        "archived",
    ),
    required=("capabilities",),
    least_models=10,
)


def read(page: Page) -> Reading:
    """Read the ends of models. Raises PageChanged."""
    return read_models_of_api(page, LAYOUT)
