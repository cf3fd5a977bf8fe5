"""Artificial Analysis's page of all models as it stood at an instant: the rows lie in the stream for the browser."""

from datetime import UTC, datetime
from typing import Any

from samples.answers import Answer, number
from samples.artificial_analysis.state import CREATORS, Model, listed
from samples.flight import row, scripts

PATH = "/leaderboards/models"
PUSH = 8000
DEEPER = datetime(2026, 6, 16, 4, tzinfo=UTC)
"""From when on the rows lie a level deeper; that they sometimes do is a fact, the day is ours."""


def page(at: datetime) -> str:
    models: Any = {"models": [_model(model) for model in listed(at)]}
    props = {"initialData": {"llms": models}, "locale": "$undefined"} if at >= DEEPER else models
    # A filter's list has the same name and other rows.
    choices = {"models": [{"slug": model.slug, "name": model.name} for model in listed(at)]}
    stream = [
        row("1", ["$", "$L4", None, choices]),
        row("2a", ["$", "div", None, {"className": "w-full", "children": ["$", "$L2f", None, props]}]),
    ]
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charSet="utf-8"/>'
        f'<link rel="canonical" href="https://artificialanalysis.ai{PATH}"/><title>LLM Leaderboard</title></head>'
        "<body><main><h1>LLM Leaderboard</h1><p>A sample page of Model Almanac.</p></main>"
        f"{scripts(stream, PUSH)}</body></html>"
    )


def answer(path: str, at: datetime) -> Answer | None:
    """The answer of the site; None for an address that is not the page's."""
    return Answer(page(at).encode()) if path == PATH else None


def _model(model: Model) -> dict[str, Any]:
    identity, country = CREATORS[model.creator]
    return {
        "id": model.id,
        "name": model.name,
        "shortName": model.name.split(" (")[0],
        "slug": model.slug,
        "releaseDate": model.released,
        "reasoningModel": "Non-reasoning" not in model.name,
        "deprecated": False,
        "modelCreatorId": identity,
        "modelCreatorName": model.creator,
        "modelCreatorSlug": model.creator.lower(),
        "modelCreatorCountry": country,
        "intelligenceIndex": number(model.intelligence),
        "intelligenceIndexIsEstimated": False,
        "codingIndex": number(model.coding),
        "agenticIndex": number(model.agentic),
        "gpqa": number(model.gpqa),
        "hle": number(model.hle),
        "gdpvalNormalized": number(model.gdpval),
        "price1mInputTokens": number(model.input),
        "price1mOutputTokens": number(model.output),
        "price1mBlended0To3To1": None,
        "medianOutputTokensPerSecond": number(model.speed),
        "medianTimeToFirstTokenSeconds": number(model.first_token),
        "openrouterApiId": "$undefined",
    }
