"""Mistral's API: its list of models, from facts of 2026. A model stands there under each of its names."""

import json
from datetime import UTC, datetime

from samples.documents import Document

KEY = "mistral"
"""A part of the key that it takes: OpenAI's API has the same path."""
NAMES = {
    "mistral-large-2512": ("mistral-large-2512", "mistral-large-latest"),
    "mistral-medium-2508": ("mistral-medium-2508", "mistral-medium-latest", "mistral-medium"),
    "mistral-small-2603": ("mistral-small-2603", "mistral-small-latest"),
    "magistral-medium-2509": ("magistral-medium-2509", "magistral-medium-latest"),
    "codestral-2508": ("codestral-2508", "codestral-latest"),
    "open-mistral-nemo": ("open-mistral-nemo", "mistral-tiny-latest"),
    "voxtral-mini-2507": ("voxtral-mini-2507",),
}
FIRST = {"magistral-medium-2509": ("2026-07-31T12:00:00Z", "mistral-medium-latest")}
LATER = {"mistral-medium-2508": ("2026-08-31T12:00:00Z", "mistral-medium-3-5")}
ABILITIES = {"completion_chat": True, "function_calling": True, "completion_fim": False, "vision": False}


def _row(name: str, model: str, ends: dict[str, tuple[str, str]]) -> dict[str, object]:
    end, replacement = ends.get(model, (None, None))
    return {
        "id": name,
        "object": "model",
        "created": int(datetime(2026, 5, 1, tzinfo=UTC).timestamp()),
        "owned_by": "mistralai",
        "capabilities": ABILITIES,
        "name": model,
        "description": f"The model {model}.",
        "max_context_length": 131072,
        "aliases": [other for other in NAMES[model] if other != name],
        "deprecation": end,
        "deprecation_replacement_model": replacement,
        "default_model_temperature": 0.3,
        "type": "base",
    }


def _models(ends: dict[str, tuple[str, str]]) -> str:
    rows = [_row(name, model, ends) for model, names in NAMES.items() for name in names]
    # One id stands twice, as it does in the vendor's answers.
    return json.dumps({"object": "list", "data": [*rows, rows[0]]}, indent=1)


MODELS = Document(
    "/v1/models",
    "2026-05-10",
    _models(FIRST),
    {"2026-06-15": [(_models(FIRST), _models(FIRST | LATER))]},
)
ANSWERS = {"mistral_models": MODELS}
