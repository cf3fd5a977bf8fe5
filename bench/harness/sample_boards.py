"""The content of the boards' sample sites, read back without the readers."""

import io
import json
import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from bench.harness.dates import day
from samples.arena import parquet
from samples.artificial_analysis import api
from samples.artificial_analysis import page as analysis
from samples.boards.site import reply
from scrapers.http.pagination import join_pages
from scrapers.registry import SOURCES

JsonRow = dict[str, Any]
END = datetime(2026, 10, 9, 12, tzinfo=UTC)
READER: Any = pq
"""The stubs leave its types open."""
KEY = {"x-api-key": "any"}
PUSH = re.compile(r'self\.__next_f\.push\(\[1,("(?:[^"\\]|\\.)*")\]\)')


def pushes(body: str) -> list[str]:
    return [json.loads(literal) for literal in PUSH.findall(body)]


def table(subset: str, kind: str, at: datetime = END) -> pa.Table:
    return READER.read_table(io.BytesIO(parquet.parquet(subset, kind, at)))


def published(subset: str, category: str) -> dict[str, dict[str, list[JsonRow]]]:
    """The rows of the full file by publish date and name."""
    found: dict[str, dict[str, list[JsonRow]]] = defaultdict(lambda: defaultdict(list))
    for row in table(subset, "full").to_pylist():
        if row["category"] == category:
            found[row["leaderboard_publish_date"]][row["model_name"]].append(row)
    return found


def flight(body: str) -> str:
    return "".join(pushes(body))


def leaderboard(body: str) -> JsonRow:
    """The data of a leaderboard in the stream of its page."""
    return json.loads(_behind(flight(body), '"leaderboard":'))


def _behind(text: str, marker: str) -> str:
    """The JSON value behind the last place that says so."""
    start = text.rindex(marker) + len(marker)
    return text[start : json.JSONDecoder().raw_decode(text, start)[1]]


def models(at: datetime) -> list[JsonRow]:
    """The rows of the page of all models."""
    return json.loads(_behind(flight(analysis.page(at)), '"models":'))


def asked(target: str, at: datetime, headers: Mapping[str, str] = KEY) -> JsonRow:
    """The JSON that an address of an API answers."""
    return json.loads(body_of(target, at, headers))


def listed(at: datetime) -> list[JsonRow]:
    """The rows of all pages of the API."""
    first = asked(api.FREE, at)
    pages = range(1, first["pagination"]["total_pages"] + 1)
    return [row for number in pages for row in asked(f"{api.FREE}?page={number}", at)["data"]]


def board_page(source: str, at: datetime) -> bytes:
    """The body that a source of the boards serves at an instant: a file of the dataset, a page, or the API's pages."""
    if source == "artificial_analysis":
        total = asked(api.FREE, at)["pagination"]["total_pages"]
        return join_pages([body_of(f"{api.FREE}?page={number}", at) for number in range(1, total + 1)])
    if source == "artificial_analysis_page" or source.startswith("arena_page_"):
        return body_of(SOURCES[source].path, at)
    return parquet.parquet(source.removeprefix("arena_"), "latest", at)


def body_of(target: str, at: datetime, headers: Mapping[str, str] = KEY) -> bytes:
    """The bytes that an address answers."""
    found = reply(target, headers, at)
    assert found is not None
    return found.body


def noon(text: str) -> datetime:
    return day(text) + timedelta(hours=12)
