"""Which board a source of Arena speaks of.

The dataset names its files by subset, with and without style control; the site shows a text board, with it. What the
site calls Code is `webdev` in the dataset, and in addresses of the site since 2026-09 (`/leaderboard/code/webdev`).
"""

import re
from collections.abc import Collection

SUBSET = re.compile(r"arena_(?!page_)([a-z][a-z0-9_]*)")
PAGE = re.compile(r"arena_page_([a-z][a-z0-9_]*)")
STYLE_CONTROL = "_style_control"
CODE = ("code", "webdev")
FAMILIES = ("search", "document")
"""Boards whose subsets have grown further names (`search_style_control`); all of them are one board."""


def board_of(source: str) -> str:
    """`arena_text_style_control` → `arena/text`, `arena_page_text_to_image` → `arena/text-to-image`.

    Raises ValueError for a source that is not Arena's.
    """
    found = SUBSET.fullmatch(source) or PAGE.fullmatch(source)
    if found is None:
        raise ValueError(f"not a source of Arena: {source}")
    name = found[1].removesuffix(STYLE_CONTROL)
    family = next((family for family in FAMILIES if name.startswith(family)), name)
    return f"arena/{CODE[0] if family in CODE else family.replace('_', '-')}"


def slugs_of(board: str) -> Collection[str]:
    """What the site may call a board in its data and addresses."""
    slug = board.removeprefix("arena/")
    return CODE if slug in CODE else (slug,)


def categories_of(board: str) -> Collection[str]:
    """What the site may call the whole of a board: the code board's is its only part so far."""
    return ("overall", CODE[1]) if board == f"arena/{CODE[0]}" else ("overall",)
