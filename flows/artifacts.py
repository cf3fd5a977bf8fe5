"""The artifacts of a run in Prefect's UI."""

from collections.abc import Sequence

from prefect.artifacts import create_markdown_artifact

from flows.board_pages import is_board, leaderboard_page
from flows.pages import changes_page, deadlines_page, prices_page
from flows.road import Settled
from flows.store import Store
from scrapers.source import Source


def show(store: Store, source: Source, settled: Settled, watched: Sequence[str]) -> None:
    """Write the artifacts of a run: its changes always, the prices or the board when something may have moved."""
    changes = changes_page(store, source.name, settled)
    create_markdown_artifact(key=_key("changes", source.name), markdown=changes, description=str(settled))
    pages: dict[str, str] = {}
    if settled.rows and is_board(store, source.family):
        pages[_key("leaderboard", source.family)] = leaderboard_page(store, source.family, watched)
    elif settled.rows:
        pages |= {"prices-now": prices_page(store), "deadlines": deadlines_page(store)}
    for key, page in pages.items():
        create_markdown_artifact(key=key, markdown=page, description=f"after {source.name}")


def _key(kind: str, name: str) -> str:
    """Lower-case letters, digits and dashes alone: `leaderboard-arena-code`."""
    return f"{kind}-{name}".replace("_", "-").replace("/", "-")
