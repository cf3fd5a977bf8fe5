"""Small files and pages in the shape of Arena's: a dataset's parquet, a page's flight data, its table by generation."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from scrapers.page import Page

AT = datetime(2026, 10, 8, 3, tzinfo=UTC)
TYPES = {
    "model_name": "string",
    "organization": "string",
    "license": "string",
    "rating": "float64",
    "rating_lower": "float64",
    "rating_upper": "float64",
    "variance": "float64",
    "vote_count": "float64",
    "rank": "int64",
    "category": "string",
    "leaderboard_publish_date": "string",
}
MAKE: Any = pa
WRITE: Any = pq
"""Their published types are mostly unknown ones."""
ArenaRow = dict[str, Any]


def row(
    name: str, rating: float = 1500.5, day: str = "2026-10-01", category: str = "overall", **other: object
) -> ArenaRow:
    """A row of the dataset; `other` replaces or adds columns."""
    return {
        "model_name": name,
        "organization": "lab",
        "license": "MIT",
        "rating": rating,
        "rating_lower": rating - 10.25,
        "rating_upper": rating + 10.25,
        "variance": 27.3,
        "vote_count": 1000.0,
        "rank": 1,
        "category": category,
        "leaderboard_publish_date": day,
        **other,
    }


def parquet(rows: Iterable[ArenaRow], **types: str | None) -> bytes:
    """The rows as a file; `types` replaces a column's type or, with None, leaves the column out."""
    rows, wanted = list(rows), {**TYPES, **types}
    columns = {name: MAKE.array([row[name] for row in rows], kind) for name, kind in wanted.items() if kind}
    file = BytesIO()
    WRITE.write_table(MAKE.table(columns), file, row_group_size=3)
    return file.getvalue()


def dataset(rows: Iterable[ArenaRow], name: str = "latest", source: str = "arena_text") -> Page:
    return file_of(parquet(rows), name, source)


def file_of(body: bytes, name: str = "latest", source: str = "arena_text") -> Page:
    return Page(source, f"https://example.org/main/text/{name}-00000-of-00001.parquet", body, AT)


def entry(name: str, rating: object = 1500.25, **other: object) -> ArenaRow:
    """An entry of the page's flight data."""
    return {
        "rank": 1,
        "rankUpper": 1,
        "rankLower": 2,
        "modelDisplayName": name,
        "rating": rating,
        "ratingUpper": 1600.5,
        "ratingLower": 1400,
        "votes": 1234,
        "modelOrganization": "Lab",
        "modelUrl": "https://example.org",
        "license": "MIT",
        **other,
    }


def leaderboard(entries: Sequence[ArenaRow], **other: object) -> ArenaRow:
    """A board with these entries, ranked in their order."""
    ranked = [{**entry, "rank": rank} if "rank" in entry else entry for rank, entry in enumerate(entries, start=1)]
    known = {"arenaSlug": "text", "leaderboardSlug": "overall", "params": {"category": "overall", "styleControl": True}}
    return {**known, "category": "$2:0", "entries": ranked, "totalModels": len(entries), **other}


def flight(board: ArenaRow) -> str:
    """Flight data that holds a board in a row of its own."""
    row = ["$", "$L18", None, {"arena": {"slug": "text"}, "leaderboard": board}]
    return f'1:"$Sreact.fragment"\n2:["overall"]\nb:{json.dumps(row, separators=(",", ":"))}\nc:null\n'


def pushed(data: str, size: int = 50) -> str:
    """Flight data as scripts, so many characters each: rows are split across pushes."""
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    return "".join(f"<script>self.__next_f.push([1,{json.dumps(part)}])</script>" for part in parts)


def html(body: str, heading: str = "Text Arena", total: int | None = None) -> str:
    counted = "" if total is None else f"<p>Total Models</p><p class='x'>{total:,}</p>"
    return f"<!DOCTYPE html><html><body><h1 class='y'>{heading}</h1>{counted}{body}</body></html>"


def table(header: str, rows: Iterable[Sequence[str]]) -> str:
    """A table; `header` has its labels between bars."""
    labels = "".join(f"<th><button>{label}<svg><title>sort</title></svg></button></th>" for label in header.split("|"))
    lines = ("".join(f"<td class='z'>{cell}</td>" for cell in cells) for cells in rows)
    return (
        f"<table><thead><tr>{labels}</tr></thead><tbody>{''.join(f'<tr>{line}</tr>' for line in lines)}</tbody></table>"
    )


def page_of(text: str | bytes, source: str = "arena_page_text", path: str = "/leaderboard/text") -> Page:
    body = text if isinstance(text, bytes) else text.encode()
    return Page(source, f"https://arena.example.org{path}", body, AT)
