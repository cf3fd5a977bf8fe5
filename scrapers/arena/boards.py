"""Board names of Arena's sources.

The dataset names its files by subset, with and without style control; the site's text board uses style control. The
board that the site calls Code is `webdev` in the dataset and, since 2026-09, in the site's addresses
(`/leaderboard/code/webdev`).
"""

import re
from collections.abc import Collection

from models.leaderboards import BoardConventions

SUBSET = re.compile(r"arena_(?!page_)([a-z][a-z0-9_]*)")
PAGE = re.compile(r"arena_page_([a-z][a-z0-9_]*)")
STYLE_CONTROL = "_style_control"
CODE = ("code", "webdev")
CONVENTIONS = BoardConventions(main_categories=("overall",))
FAMILIES = ("search", "document")
"""Boards with several subsets (`search_style_control`); all of them are one board."""


def board_of(source: str) -> str:
    """Return the board of a source: `arena_text_style_control` → `arena/text`.

    `arena_page_text_to_image` is `arena/text-to-image`. Raises ValueError for a source that is not Arena's.
    """
    match = SUBSET.fullmatch(source) or PAGE.fullmatch(source)
    if match is None:
        raise ValueError(f"not a source of Arena: {source}")
    name = match[1].removesuffix(STYLE_CONTROL)
    family = next((family for family in FAMILIES if name.startswith(family)), name)
    return f"arena/{CODE[0] if family in CODE else family.replace('_', '-')}"


def slugs_of(board: str) -> Collection[str]:
    """Return the names that the site uses for a board in its data and addresses."""
    slug = board.removeprefix("arena/")
    return CODE if slug in CODE else (slug,)


def categories_of(board: str) -> Collection[str]:
    """Return the names that the site uses for a whole board; the code board's only category is its whole."""
    return ("overall", CODE[1]) if board == f"arena/{CODE[0]}" else ("overall",)
