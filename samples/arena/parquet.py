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
DEVIATIONS = 1.959963984540054
"""Standard deviations in half of a 95% interval."""


def parquet(subset: str, kind: str, at: datetime) -> bytes:
    """A file as it stood, the same bytes each time; empty before the first upload."""
    return written(subset, kind, tuple(day for day in publishes(subset) if uploaded(day) <= at))


@cache
def written(subset: str, kind: str, days: tuple[date, ...]) -> bytes:
    if not days:
        return b""
    votes = pa.int64() if subset == "webdev" else pa.float64()
    columns = {
        "model_name": pa.string(),
        "organization": pa.string(),
        "license": pa.string(),
        **dict.fromkeys(("rating", "rating_lower", "rating_upper", "variance"), pa.float64()),
        "vote_count": votes,
        "rank": pa.int64(),
        "category": pa.string(),
        "leaderboard_publish_date": pa.string(),
    }
    schema, sink = pa.schema(list(columns.items())), io.BytesIO()
    with pq.ParquetWriter(sink, schema, compression="snappy") as writer:
        writer.write_table(pa.Table.from_pylist(list(_rows(subset, kind, days)), schema=schema))
    return sink.getvalue()


def _rows(subset: str, kind: str, days: tuple[date, ...]) -> Iterator[dict[str, Any]]:
    for category in categories(subset):
        known = [day for day in computed(subset, category) if day in days]
        for day in known[-1:] if kind == "latest" else known:
            for standing in standings(subset, category, day):
                yield _row(standing) | {"category": category, "leaderboard_publish_date": day.isoformat()}


def _row(standing: Standing) -> dict[str, Any]:
    made = maker(standing.model)
    return {
        "model_name": standing.model,
        "organization": made.key,
        "license": made.license,
        "rating": float(standing.rating),
        "rating_lower": float(standing.lower),
        "rating_upper": float(standing.upper),
        "variance": (float(standing.ci) / DEVIATIONS) ** 2,
        "vote_count": standing.votes,
        "rank": standing.rank,
    }
