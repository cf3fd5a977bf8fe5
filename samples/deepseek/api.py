"""DeepSeek's API list since April 2026: the ids on the pricing page. Legacy names answer and are not listed."""

import json
from datetime import datetime

from samples.deepseek.columns import MODELS
from samples.deepseek.facts import holds, when


def models(at: datetime) -> str:
    """The body of `GET /models`."""
    listed = sorted(model for model, (since, until) in MODELS.items() if holds(since, until, at))
    data = [{"id": model, "object": "model", "owned_by": "deepseek"} for model in listed]
    return json.dumps({"object": "list", "data": data}, separators=(",", ":"))


def change_instants() -> list[datetime]:
    """Every instant at which the list changed, the first one included."""
    return sorted({when(event) for events in MODELS.values() for event in events if event})
