"""`GET /models` of DeepSeek's API, with the user's key: the ids that it lists and nothing else.

A name that still answers can be missing from it (2026-09-12), so it never says that a name is retired.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.facts import ModelVersion
from models.reading import Reading, Scope
from scrapers.page import Page, PageChanged

READER = 1
PATH = "/models"
STRICT = ConfigDict(extra="forbid", strict=True)


class Model(BaseModel):
    """One model of the list."""

    model_config = STRICT
    id: str = Field(pattern=r"^\S+$")
    object: Literal["model"]
    owned_by: str


class Answer(BaseModel):
    """The whole answer."""

    model_config = STRICT
    object: Literal["list"]
    data: list[Model] = Field(min_length=1)


def read(page: Page) -> Reading:
    """A version without a text for each id. Raises PageChanged."""
    try:
        found = Answer.model_validate_json(page.body)
    except ValidationError as error:
        raise PageChanged("not a list of models", str(error).splitlines()[1]) from None
    facts = (_listed(page.source, model.id, place) for place, model in enumerate(found.data))
    return Reading(frozenset({Scope(ModelVersion, page.source)}), tuple(facts))


def _listed(source: str, model: str, place: int) -> ModelVersion:
    return ModelVersion(
        source=source, model=model, version=None, context_length=None, max_output=None, locator=f"data[{place}]"
    )
