"""`GET /v1/models` of OpenAI's API, with the user's key: the day on which each model shuts down.

The reference of the API describes `shutdown_date` as a day, or null if none is announced.
"""

from models.readings import Reading
from scrapers.page import Page
from scrapers.retirement_list import ModelsOfApi, read_models_of_api

LAYOUT = ModelsOfApi(
    end="shutdown_date",
    fields=("id", "object", "created", "owned_by", "shutdown_date"),
    required=("created", "owned_by"),
    least_models=10,
)


def read(page: Page) -> Reading:
    """Read the ends of models. Raises PageChanged."""
    return read_models_of_api(page, LAYOUT)
