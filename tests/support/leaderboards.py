"""Answers and pages of Artificial Analysis, small ones and those that captures are turned back into."""

import gzip
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

Object = dict[str, Any]
CREATOR = {"id": "e67e56e3-15cd-43db-b679-da4660a69f41", "name": "DeepSeek", "slug": "deepseek"}
ADDRESS = "https://artificialanalysis.ai/leaderboards/models"


def uuid(number: int) -> str:
    return f"{number:08x}-8646-45b8-8082-7aaf6c2ea82a"


def former_model(number: int, **fields: object) -> Object:
    """One model as the endpoint had it that was closed in November 2026: speeds beside the prices."""
    return {
        "id": uuid(number),
        "name": f"Model {number} (high)",
        "slug": f"model-{number}-high",
        "release_date": "2025-08-05",
        "model_creator": CREATOR,
        "evaluations": {"artificial_analysis_intelligence_index": 23.8, "gpqa": 0.782, "aime": None},
        "pricing": {"price_1m_blended_3_to_1": 0.262, "price_1m_input_tokens": 0.15, "price_1m_output_tokens": 0.6},
        "median_output_tokens_per_second": 193.41,
        "median_time_to_first_token_seconds": 0.551,
        "median_time_to_first_answer_token": 10.892,
        **fields,
    }


def former(*models: object, **fields: object) -> Object:
    """An answer of that endpoint."""
    return {"status": 200, "prompt_options": {"parallel_queries": 1}, "data": list(models), **fields}


def paged_model(number: int, **fields: object) -> Object:
    """One model as the current API has it: speeds in an object of their own."""
    return {
        "id": uuid(number),
        "name": f"Model {number}",
        "slug": f"model-{number}",
        "model_creator": CREATOR,
        "evaluations": {
            "artificial_analysis_intelligence_index": 51.5,
            "artificial_analysis_coding_index": 38,
            "artificial_analysis_agentic_index": None,
        },
        "pricing": {
            "price_1m_input_tokens": 0.435,
            "price_1m_output_tokens": 0.87,
            "price_1m_cache_hit_tokens": 0.003625,
            "price_1m_cache_write_tokens": None,
        },
        "performance": {
            "median_output_tokens_per_second": 80.0,
            "median_time_to_first_token_seconds": 0.4,
            "median_end_to_end_response_time_seconds": 3.0,
        },
        **fields,
    }


def answer_page(number: int, total: int, models: Iterable[object], size: int = 2, **fields: object) -> Object:
    """One page of the current API."""
    return {
        "tier": "free",
        "intelligence_index_version": 4.1,
        "pagination": {"page": number, "page_size": size, "total_pages": total, "has_more": number < total},
        "data": list(models),
        **fields,
    }


def whole(*models: object, **fields: object) -> Object:
    """An answer of one page that holds all models."""
    return answer_page(1, 1, models, size=max(len(models), 1), **fields)


def three_pages() -> list[Object]:
    """Five models, two a page."""
    numbers = ((1, 2), (3, 4), (5,))
    return [answer_page(n, 3, [paged_model(model) for model in its]) for n, its in enumerate(numbers, 1)]


def unpacked(file: Path) -> Object:
    """A packed capture. Its numbers are the shortest that name their floats, so writing them again changes none."""
    return json.loads(gzip.decompress(file.read_bytes()))


def as_answer(rows: Iterable[Object]) -> Object:
    """The models of a third party's `api_rows_*`, which had only given keys other names, as an answer of one page."""
    return whole(
        *(
            {
                **{name: row[name] for name in ("id", "name", "slug", "release_date", "evaluations", "pricing")},
                "model_creator": {"name": row["creator_name"], "slug": row["creator_slug"]},
                "performance": {
                    "median_output_tokens_per_second": row["speed"]["output_tokens_per_second"],
                    "median_time_to_first_token_seconds": row["speed"]["ttft_seconds"],
                },
            }
            for row in rows
        ),
        intelligence_index_version=None,
    )


EVALUATIONS = {
    "artificial_analysis_intelligence_index": "intelligenceIndex",
    "artificial_analysis_intelligence_index_is_estimated": "intelligenceIndexIsEstimated",
    "artificial_analysis_coding_index": "codingIndex",
    "artificial_analysis_agentic_index": "agenticIndex",
    "tau2_bench": "tau2",
    "terminal_bench_hard": "terminalbenchHard",
    "scicode": "scicode",
    "aa_lcr": "lcr",
    "aa_omniscience": "omniscience",
    "aa_omniscience_accuracy": "omniscienceAccuracy",
    "aa_omniscience_non_hallucination": "omniscienceNonHallucination",
    "ifbench": "ifbench",
    "hle": "hle",
    "gpqa": "gpqa",
    "critpt": "critpt",
    "apex_agents": "apexAgents",
    "gdpval_aa_normalized": "gdpvalNormalized",
    "mmmu_pro": "mmmuPro",
}
"""What the third party behind `page_payload_*` called the page's evaluations, and the page's names."""
PRICES = {"price_1m_input_tokens": "price1mInputTokens", "price_1m_output_tokens": "price1mOutputTokens"}
SPEEDS = {
    "output_tokens_per_second": "medianOutputTokensPerSecond",
    "time_to_first_token_seconds": "medianTimeToFirstTokenSeconds",
    "percentile_05_output_tokens_per_second": "percentile05OutputTokensPerSecond",
}


def _renamed(part: Mapping[str, Any], names: Mapping[str, str]) -> Object:
    return {page: "$undefined" if part[name] is None else part[name] for name, page in names.items()}


def flat(row: Object) -> Object:
    """A row of the page, everything flat, from one of a `page_payload_*`."""
    return {
        "id": row["id"],
        "name": row["name"],
        "shortName": row["short_name"],
        "slug": row["slug"],
        "releaseDate": row["release_date"],
        "deprecated": row["deprecated"],
        "modelCreatorId": row["creator"]["id"],
        "modelCreatorName": row["creator"]["name"],
        "contextWindowTokens": row["capabilities"]["context_window_tokens"],
        **_renamed(row["evaluations"], EVALUATIONS),
        **_renamed(row["pricing"], PRICES),
        **_renamed(row["speed"], SPEEDS),
    }


def nested(row: Object) -> Object:
    """The same row with its parts in objects of their own."""
    return {
        "id": row["id"],
        "slug": row["slug"],
        "name": row["name"],
        "creator": {"name": row["creator"]["name"], "slug": row["creator"]["slug"]},
        "evaluations": _renamed(row["evaluations"], EVALUATIONS),
        "pricing": _renamed(row["pricing"], PRICES),
        "performance": _renamed(row["speed"], SPEEDS),
    }


def page_model(number: int, **fields: object) -> Object:
    """One model as the page has it, flat."""
    return {
        "id": uuid(number),
        "name": f"Model {number}",
        "shortName": f"M{number}",
        "slug": f"model-{number}",
        "modelCreatorId": CREATOR["id"],
        "modelCreatorName": "DeepSeek",
        "intelligenceIndex": 51.52,
        "intelligenceIndexIsEstimated": False,
        "tau2": 0.5,
        "terminalbenchV21": 0.25,
        "mmmuPro": "$undefined",
        "contextWindowTokens": 64000,
        "price1mInputTokens": 0.435,
        "price1mOutputTokens": 0.87,
        "medianOutputTokensPerSecond": 80.25,
        "medianTimeToFirstTokenSeconds": "$undefined",
        **fields,
    }


def compact(value: object) -> str:
    """As JavaScript writes it."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def flight(table: object) -> str:
    """The flight data: other lists of models before the table, which stands deep in the tree."""
    menu = {"models": [{"slug": "a-menu", "name": "The menu"}], "n": 1}
    data = {"data": {"models": table, "version": "$undefined"}}
    tree: object = ["$", "$L9", None, {"children": ["$", "div", None, data]}]
    rows: Object = {"0": {"c": ["", "leaderboards", "models"]}, "7": menu, "8": {"models": []}, "a": tree}
    return "".join(f"{key}:{compact(value)}\n" for key, value in rows.items())


def html(data: str, canonical: str | None = ADDRESS, pushed: int = 1000) -> bytes:
    """The page around flight data, which is pushed in pieces wherever they happen to end."""
    link = f'<link rel="canonical" href="{canonical}"/>' if canonical else ""
    pieces = (data[start : start + pushed] for start in range(0, len(data), pushed))
    scripts = "".join(f"<script>self.__next_f.push([1,{json.dumps(piece)}])</script>" for piece in pieces)
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>Models</title>{link}</head><body><h1>LLM Leaderboard</h1>'
        f"<script>(self.__next_f=self.__next_f||[]).push([0])</script>{scripts}</body></html>"
    ).encode()
