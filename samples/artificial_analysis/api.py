"""The Data API of Artificial Analysis: the paged endpoint of the free tier.

It rounds the indices to one digit. What is missing is null.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from samples.answers import Answer, number, said
from samples.artificial_analysis.state import CREATORS, Model, listed, version

FREE = "/api/v2/language/models/free"
PAGE_SIZE = 10
"""Models on a page; the real pages have 200."""


def answer(target: str, headers: Mapping[str, str], at: datetime) -> Answer | None:
    """The answer of the API; None for an address that is not the API's. Any key is accepted."""
    parts = urlsplit(target)
    if parts.path != FREE:
        return None
    if not next((value for name, value in headers.items() if name.lower() == "x-api-key"), ""):
        return said({"error": "API key is required"}, 401)
    page = parse_qs(parts.query).get("page", ["1"])[0]
    return said(_free(at, int(page))) if page.isdecimal() and int(page) else said({"error": "Invalid page"}, 400)


def _free(at: datetime, page: int) -> dict[str, Any]:
    models = listed(at)
    pages = max(1, -(-len(models) // PAGE_SIZE))
    return {
        "tier": "free",
        "intelligence_index_version": number(version(at)),
        "pagination": {"page": page, "page_size": PAGE_SIZE, "total_pages": pages, "has_more": page < pages},
        "data": [_current(model) for model in models[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]],
    }


def _who(model: Model) -> dict[str, Any]:
    creator = {"id": CREATORS[model.creator][0], "name": model.creator, "slug": model.creator.lower()}
    named = {"id": model.id, "name": model.name, "slug": model.slug}
    return {**named, "release_date": model.released, "model_creator": creator}


def _current(model: Model) -> dict[str, Any]:
    return {
        **_who(model),
        "evaluations": {
            "artificial_analysis_intelligence_index": number(model.intelligence, 1),
            "artificial_analysis_coding_index": number(model.coding, 1),
            "artificial_analysis_agentic_index": number(model.agentic, 1),
        },
        "pricing": {
            "price_1m_input_tokens": number(model.input, 3),
            "price_1m_output_tokens": number(model.output, 3),
            "price_1m_cache_hit_tokens": number(model.cache_hit, 3),
            "price_1m_cache_write_tokens": None,
        },
        "performance": {
            "median_output_tokens_per_second": number(model.speed, 3),
            "median_time_to_first_token_seconds": number(model.first_token, 3),
            "median_end_to_end_response_time_seconds": None,
        },
    }
