"""When which source of the boards is worth a visit: the instants at which its own page or file changed."""

from datetime import datetime

from samples.arena import dataset, page
from samples.artificial_analysis import state

SOURCES = (
    *("arena_text", "arena_text_style_control", "arena_webdev", "arena_vision", "arena_page_text", "arena_page_code"),
    *("artificial_analysis", "artificial_analysis_page"),
)


def instants(source: str) -> list[datetime]:
    """Every instant at which what a source reads changed, the first one included. Raises KeyError for another one."""
    if source not in SOURCES:
        raise KeyError(source)
    if source.startswith("artificial_analysis"):
        return state.change_instants()
    if source.startswith("arena_page_"):
        return page.change_instants(source.removeprefix("arena_page_"))
    return dataset.uploads(source.removeprefix("arena_"))
