"""The command `scores`: prints a leaderboard, now or at an instant."""

from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from alerts.watchlist import matches
from cli.command import Commands, listing
from cli.facts import expect
from cli.show import Problem, hint, line, note, say, table
from flows.clock import utc_now
from flows.database import asking
from flows.notify import age_lines
from flows.settings import Settings
from models.leaderboards import Standing, boards, last_moved, leaderboard, leaderboard_at, main_category, methods, short
from scrapers.registry import attributions

SHOWN = 20
"""Default number of places in a table; boards have hundreds."""
Known = Mapping[str, Mapping[str, Sequence[str]]]
"""The sources of every category of every board."""


def add(commands: Commands, instant: Callable[[str], datetime]) -> None:
    words = "who stands where on a leaderboard, now or at an instant"
    found = listing(commands, "scores", scores, words, "JSON Lines, all columns of the view leaderboard_now")
    found.add_argument("board", nargs="?", metavar="BOARD", help="arena/text, arena/code, artificial-analysis, …")
    found.add_argument("category", nargs="?", metavar="CATEGORY", help="overall, coding, intelligence_index, …")
    found.add_argument("--at", type=instant, metavar="T", help="a date (= 00:00Z) or an instant with its zone")
    found.add_argument("--believed", type=instant, metavar="R", help="as the sources had said by then")
    found.add_argument("--source", metavar="SOURCE", help="by this source, not by the one that is trusted most")
    words = f"the first N places; a table has {SHOWN} and the watched models where nothing is said, JSON all"
    found.add_argument("--top", type=int, metavar="N", help=words)


def scores(settings: Settings, asked: Namespace) -> None:
    if asked.top is not None and asked.top < 1:
        raise Problem(f"--top {asked.top}: at least one place", 2)
    with asking(settings.database_url) as session:
        known = boards(session)
        if asked.board is None:
            _list(known, asked.json)
            return
        category, now = _category(known, asked), utc_now()
        instants = asked.at or now, asked.believed or now
        if asked.at is asked.believed is asked.source is None:
            found = leaderboard(session, asked.board, category)
        else:
            found = leaderboard_at(session, asked.board, category, *instants, asked.source)
        old = age_lines(session, {standing.source for standing in found}, min(*instants, now), now)
    if not found:
        hint("nothing stood there at that instant" if asked.at or asked.believed else "nothing stands there")
    elif asked.json:
        _print(found, asked.top)
    else:
        _show(found, asked.top, settings.values.watch)
    note(old, asked.json)
    if not asked.category and len(known[asked.board]) > 1:
        hint(f"This is {category}; others: {', '.join(name for name in known[asked.board] if name != category)}")


def _category(known: Known, asked: Namespace) -> str:
    """Return the requested category, else the main one. Exit 2 if it, its board or its source is unknown."""
    expect(asked.board, list(known), "board")
    its = known[asked.board]
    category = asked.category or main_category(its)
    expect(category, list(its), f"category of {asked.board}")
    if asked.source is not None:
        expect(asked.source, list(its[category]), f"source of {asked.board} {category}")
    return category


def _list(known: Known, as_json: bool) -> None:
    if not known:
        hint("no leaderboard yet: run `almanac up`, or `almanac track arena_text_style_control`")
    elif as_json:
        for board, categories in known.items():
            say(line({"board": board, "categories": list(categories), "sources": _sources(categories)}))
    else:
        table(
            [
                {"board": board, "categories": ", ".join(its), "sources": ", ".join(_sources(its))}
                for board, its in known.items()
            ]
        )


def _sources(categories: Mapping[str, Sequence[str]]) -> list[str]:
    return sorted({source for its in categories.values() for source in its})


def _print(found: Sequence[Standing], top: int | None) -> None:
    for standing in found:
        if top is None or standing.place <= top:
            say(line(asdict(standing)))
    for credit in attributions(standing.source for standing in found):
        hint(credit)


def _show(found: Sequence[Standing], top: int | None, watched: Sequence[str]) -> None:
    shown = [
        standing
        for standing in found
        if standing.place <= (top or SHOWN) or (top is None and matches(standing.names, watched))
    ]
    first, method = found[0], methods(found)
    by_method = f", method {method}" if method else ""
    say(f"{first.board} {first.category}, scores of {last_moved(found):%Y-%m-%d}{by_method}, by {first.source}\n")
    table(_rows(shown))
    if len(shown) < len(found):
        say(f"\n{len(shown)} of {len(found)}; all of them: --top {len(found)}")
    for credit in attributions(standing.source for standing in shown):
        say(f"\n{credit}")


def _rows(shown: Sequence[Standing]) -> list[dict[str, object]]:
    """Return table rows without the columns that are empty for this board."""
    rows = [
        {
            "place": standing.place,
            "shared": standing.places if standing.tied_with else None,
            "contender": standing.name,
            "score": short(standing.score),
            "interval": standing.interval,
            "votes": standing.votes,
            "organization": standing.organization,
            "model": standing.model,
        }
        for standing in shown
    ]
    stated = {name for row in rows for name, value in row.items() if value is not None}
    return [{name: value for name, value in row.items() if name in stated} for row in rows]
