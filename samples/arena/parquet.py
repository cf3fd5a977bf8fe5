"""The parquet files of Arena's dataset, the same bytes each time."""

import io
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from samples.arena.contenders import maker
from samples.arena.state import Standing, categories, computed, publishes, standings, uploaded

KINDS = ("latest", "full")
AGENT = "agent"
"""The subset that has columns of its own."""
IN_A_SESSION = 96
"""Observations; the number is ours."""
DEVIATIONS = 1.959963984540054
"""Standard deviations in half of a 95% interval."""


def parquet(subset: str, kind: str, at: datetime) -> bytes:
    """A file as it stood, the same bytes each time; empty before the first upload."""
    return written(subset, kind, tuple(day for day in publishes(subset) if uploaded(day) <= at))


@cache
def written(subset: str, kind: str, days: tuple[date, ...]) -> bytes:
    if not days:
        return b""
    columns = {**dict.fromkeys(("model_name", "organization", "license"), pa.string()), **_numbers(subset)}
    columns |= dict.fromkeys(("category", "leaderboard_publish_date"), pa.string())
    schema, sink = pa.schema(list(columns.items())), io.BytesIO()
    with pq.ParquetWriter(sink, schema, compression="snappy") as writer:
        writer.write_table(pa.Table.from_pylist(list(_rows(subset, kind, days)), schema=schema))
    return sink.getvalue()


def _numbers(subset: str) -> dict[str, pa.DataType]:
    """The columns of a subset's numbers; the agent board has others."""
    if subset == AGENT:
        numbers = dict.fromkeys(("score", "score_ci_lower", "score_ci_upper"), pa.float64())
        return {**numbers, **dict.fromkeys(("observation_count", "session_count"), pa.int64()), "rank": pa.float64()}
    numbers = dict.fromkeys(("rating", "rating_lower", "rating_upper", "variance"), pa.float64())
    return {**numbers, "vote_count": pa.int64() if subset == "webdev" else pa.float64(), "rank": pa.int64()}


def _rows(subset: str, kind: str, days: tuple[date, ...]) -> Iterator[dict[str, Any]]:
    for category in categories(subset):
        known = [day for day in computed(subset, category) if day in days]
        for day in known[-1:] if kind == "latest" else known:
            for standing in standings(subset, category, day):
                row = _agent(standing) if subset == AGENT else _rated(standing)
                yield row | _named(standing) | {"category": category, "leaderboard_publish_date": day.isoformat()}


def _named(standing: Standing) -> dict[str, Any]:
    made = maker(standing.model)
    return {"model_name": standing.model, "organization": made.key, "license": made.license}


def _agent(standing: Standing) -> dict[str, Any]:
    return {
        "score": float(standing.rating),
        "score_ci_lower": float(standing.lower),
        "score_ci_upper": float(standing.upper),
        "observation_count": standing.votes,
        "session_count": standing.votes // IN_A_SESSION,
        "rank": float(standing.rank),
    }


def _rated(standing: Standing) -> dict[str, Any]:
    return {
        "rating": float(standing.rating),
        "rating_lower": float(standing.lower),
        "rating_upper": float(standing.upper),
        "variance": (float(standing.ci) / DEVIATIONS) ** 2,
        "vote_count": standing.votes,
        "rank": standing.rank,
    }
