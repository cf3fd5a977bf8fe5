"""Samples of the boards' sources whose readings are goldens: one of each shape that a file, an answer or a page has."""

import re
from collections.abc import Callable
from datetime import datetime

from bench.harness.dates import day
from bench.harness.sample_boards import board_page
from samples.arena.page import BOARDS, page
from samples.arena.parquet import parquet
from samples.arena.table import LAYOUTS
from scrapers.registry import SOURCES

SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
Shape = tuple[str, str, str, Callable[[datetime], bytes]]
"""A source, an instant, the name of the shape ("" where there is one), and the body."""


def _as_shown(source: str) -> Callable[[datetime], bytes]:
    return lambda at: board_page(source, at)


def _by_table_alone(source: str, layout: str) -> Callable[[datetime], bytes]:
    columns = next(since for since in LAYOUTS if since.isoformat() == layout)
    return lambda at: SCRIPT.sub("", page(SOURCES[source].path, at, columns)).encode()


SHAPES: tuple[Shape, ...] = (
    ("arena_text", "2026-04-24 03:00", "", _as_shown("arena_text")),
    # Two publish dates in one file.
    ("arena_text_style_control", "2026-09-26 03:00", "", _as_shown("arena_text_style_control")),
    # Two contenders of one name, and organizations that are empty.
    ("arena_webdev", "2026-08-01 03:00", "", _as_shown("arena_webdev")),
    # Other columns, on another scale.
    ("arena_agent", "2026-09-26 03:00", "", _as_shown("arena_agent")),
    ("arena_vision", "2026-08-13 03:00", "", _as_shown("arena_vision")),
    ("arena_vision", "2026-08-13 03:00", "full", lambda at: parquet(BOARDS["vision"].subset, "full", at)),
    ("arena_page_text", "2026-08-13 03:00", "data", _as_shown("arena_page_text")),
    *(
        ("arena_page_text", "2026-08-13 03:00", f"table-{since}", _by_table_alone("arena_page_text", since))
        for since in map(str, LAYOUTS)
    ),
    ("arena_page_code", "2026-08-13 03:00", "data", _as_shown("arena_page_code")),
    ("arena_page_code", "2026-08-13 03:00", "table", _by_table_alone("arena_page_code", str(max(LAYOUTS)))),
    ("artificial_analysis", "2026-08-13 04:00", "current", _as_shown("artificial_analysis")),
    ("artificial_analysis_page", "2026-06-12 04:00", "", _as_shown("artificial_analysis_page")),
    # A level deeper, and a column that is null for all.
    ("artificial_analysis_page", "2026-06-16 04:00", "deeper", _as_shown("artificial_analysis_page")),
)


def shapes() -> list[tuple[str, datetime, str, bytes]]:
    """All of them, rendered."""
    return [(source, day(at), shape, body(day(at))) for source, at, shape, body in SHAPES]
