"""Renders a leaderboard as Markdown: the first places, the watched models, and their history."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from alerts.targets import matches
from flows.database import Store
from flows.reports.markdown import Strong, escaped, picture, table
from flows.reports.palette import COLORS
from flows.reports.prices import ages_part
from flows.reports.score_chart import score_chart
from models.leaderboards import (
    LeaderboardRow,
    boards,
    curves,
    last_moved,
    leaderboard,
    methods,
    rebases,
    short,
)
from scrapers.registry import REGISTERED, attributions, board_conventions

TOP = 20
AFTER_LAST = timedelta(days=7)
ASIDE = 6
"""Maximum number of watched models in the table of other categories, so that it fits beside the run."""
COLUMNS = ("place", "shared", "contender", "score", "interval", "votes")
JOINED = "–\N{WORD JOINER}"
"""A dash that does not allow a line break."""


def family_boards(store: Store, family: str) -> list[str]:
    """Return the leaderboards that the sources of a family state and that are not empty now."""
    members = {source.name for source in REGISTERED.values() if source.family == family}
    with store.reading() as session:
        stated = {
            board: {source for sources in categories.values() for source in sources}
            for board, categories in boards(session).items()
        }
        return [board for board, sources in stated.items() if sources & members and leaderboard(session, board)]


def leaderboard_page(store: Store, board: str, watched: Sequence[str], at: datetime) -> str:
    """Return the page of a board now. Raises ValueError if it is empty."""
    with store.reading() as session:
        categories: Mapping[str, list[LeaderboardRow]] = defaultdict(list)
        for standing in leaderboard(session, board):
            categories[standing.category].append(standing)
        first = next(iter(categories.values()))[0]
        main = board_conventions(first.source).main_category(categories)
        standings = categories[main]
        own = [standing for standing in standings if matches(standing.names, watched)]
        chart = _chart(session, own)
        ages = ages_part(
            session, {standing.source for standings_of in categories.values() for standing in standings_of}, at
        )
    parts = [
        f"# {escaped(board)}",
        _says(standings),
        *ages,
        chart,
        _table(standings, own),
        _others(categories, main, own[:ASIDE]),
        *attributions(standing.source for standings_of in categories.values() for standing in standings_of),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _says(standings: Sequence[LeaderboardRow]) -> str:
    first, method = standings[0], methods(standings)
    by_method = f", method {escaped(method)}" if method else ""
    shared = " Those whose intervals overlap share their places." if first.interval else ""
    return (
        f"**{escaped(first.category)}**: scores of {last_moved(standings):%Y-%m-%d}{by_method}, by "
        f"{escaped(first.source)}; {len(standings)} contenders.{shared}"
    )


def _table(standings: Sequence[LeaderboardRow], own: Sequence[LeaderboardRow]) -> str:
    """Return the first places, and the watched models at any place."""
    rows = [
        (
            standing.place,
            standing.places if standing.tied_with else None,
            Strong(standing.name) if standing in own else standing.name,
            short(standing.score),
            standing.interval and f"{standing.interval}".replace("–", JOINED),
            standing.votes,
        )
        for standing in standings
        if standing.place <= TOP or standing in own
    ]
    stated = [number for number, _ in enumerate(COLUMNS) if any(row[number] is not None for row in rows)]
    return table([COLUMNS[number] for number in stated], [[row[number] for number in stated] for row in rows])


def _chart(session: Session, own: Sequence[LeaderboardRow]) -> str:
    if not own:
        return ""
    first = own[0]
    breaks = rebases(session, first.board, first.source)
    shown = own[: len(COLORS)]
    which = "the watched models" if shown == own else f"the first {len(shown)} of {len(own)} watched models"
    title = f"{first.board} {first.category}: {which} over time"
    drawn = curves(session, shown, breaks)
    # The chart ends a week after the last scores, and not today: equal scores are equal bytes.
    last = max((span.start for curve in drawn for piece in curve.pieces for span in piece), default=None)
    svg = score_chart(title, drawn, breaks, last + AFTER_LAST) if last else b""
    return picture(title, svg) if svg else ""


def _others(categories: Mapping[str, Sequence[LeaderboardRow]], main: str, own: Sequence[LeaderboardRow]) -> str:
    """Return a table with a line per other category and a column per watched model: score and shared places."""
    rows = [
        [category, *(_cell(category_standings, standing.contender_key) for standing in own)]
        for category, category_standings in sorted(categories.items())
        if category != main
    ]
    shown = [row for row in rows if any(row[1:])]
    if not shown:
        return ""
    return f"## Other categories\n\n{table(['category', *(standing.name for standing in own)], shown)}"


def _cell(standings: Iterable[LeaderboardRow], key: str) -> str:
    own_standing = next((standing for standing in standings if standing.contender_key == key), None)
    return f"{short(own_standing.score)}, place {own_standing.places}" if own_standing else ""
