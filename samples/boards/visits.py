"""The instants at which a board's own page or file changed, each worth a visit."""

from datetime import date, datetime

from samples.arena import dataset, page
from samples.arena.state import uploaded
from samples.artificial_analysis import state

SOURCES = (
    *("arena_text", "arena_text_style_control", "arena_webdev", "arena_vision", "arena_page_text", "arena_page_code"),
    *("artificial_analysis", "artificial_analysis_page"),
)
STORY = {
    "arena_text_style_control": "03-19 04-18 04-23 06-11 07-02 07-21 08-02 08-11 08-12 08-19 09-02 09-25",
    "arena_text": "04-23 08-02 08-12 08-19",
    "arena_webdev": "03-19 04-24 05-13 06-11 07-20 07-27 07-31 08-11 08-12 08-14 10-01",
    "arena_vision": "04-24 08-12",
    "arena_page_text": "04-18 04-23 08-12",
    "arena_page_code": "07-27 07-31 08-12",
    "artificial_analysis": "04-25 05-13 05-14 06-12 06-16 07-29 08-01 08-07 08-13",
    "artificial_analysis_page": "06-12 06-16 08-01",
}
"""The days of 2026 whose publishes tell the story, the most trusted source of a board first."""


def instants(source: str) -> list[datetime]:
    """Every instant at which what a source reads changed, the first one included. Raises KeyError for another one."""
    if source not in SOURCES:
        raise KeyError(source)
    if source.startswith("artificial_analysis"):
        return state.change_instants()
    if source.startswith("arena_page_"):
        return page.change_instants(source.removeprefix("arena_page_"))
    return dataset.uploads(source.removeprefix("arena_"))


def story() -> list[tuple[datetime, str]]:
    """The visits that tell the story; a page is visited when the dataset shows the same publish."""
    return [
        (_shown(source, date.fromisoformat(f"2026-{day}")), source)
        for source, days in STORY.items()
        for day in days.split()
    ]


def _shown(source: str, day: date) -> datetime:
    return datetime.combine(day, state.LISTED_AT) if source.startswith("artificial_analysis") else uploaded(day)
