"""Writes the artifacts of a run to Prefect's UI."""

from collections.abc import Sequence

from prefect.artifacts import create_markdown_artifact

from flows.database import Store
from flows.pipeline import RunResult
from flows.reports import changes_page, deadlines_page, family_boards, leaderboard_page, prices_page, value_page
from scrapers.source import Source


def show(store: Store, source: Source, settled: RunResult, watched: Sequence[str]) -> None:
    """Write the artifacts of a run: its changes always, the prices or the board if something may have moved.

    A change without rows concerns the health of the source: the age that a page states may begin or end.
    """
    changes = changes_page(store, source.name, settled)
    create_markdown_artifact(key=_key("changes", source.name), markdown=changes, description=str(settled))
    if settled.rows or settled.changes:
        show_family(store, source.family, watched, f"after {source.name}")


def show_family(store: Store, family: str, watched: Sequence[str], description: str) -> None:
    """Write the artifacts of a family of sources: its boards with their prices, or the prices and the deadlines."""
    if boards := family_boards(store, family):
        pages = {_key("leaderboard", board): leaderboard_page(store, board, watched) for board in boards}
        pages |= {_key("value", board): page for board in boards if (page := value_page(store, board))}
    else:
        pages = {"prices-now": prices_page(store), "deadlines": deadlines_page(store)}
    for key, page in pages.items():
        create_markdown_artifact(key=key, markdown=page, description=description)


def _key(kind: str, name: str) -> str:
    """Return an artifact key of lower-case letters, digits and dashes: `leaderboard-arena-code`."""
    return f"{kind}-{name}".replace("_", "-").replace("/", "-")
