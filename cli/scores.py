"""`almanac scores`: who stands where on a leaderboard, now or at an instant."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime

from cli.command import Commands, listing
from cli.facts import expect
from cli.show import Problem, hint, line, say, table
from flows.road import utc_now
from flows.settings import Settings
from flows.store import asking
from models.boards import MAIN
from models.scores import Standing, boards, leaderboard, leaderboard_at
from scrapers.registry import SOURCES


def add(commands: Commands, instant: Callable[[str], datetime]) -> None:
    words = "who stands where on a leaderboard, now or at an instant"
    found = listing(commands, "scores", scores, words, "JSON Lines, all columns of the view leaderboard_now")
    found.add_argument("board", nargs="?", metavar="BOARD", help="arena/text, arena/code, artificial-analysis, …")
    found.add_argument("category", nargs="?", metavar="CATEGORY", help="overall, coding, intelligence_index, …")
    found.add_argument("--at", type=instant, metavar="T", help="a date (= 00:00Z) or an instant with its zone")
    found.add_argument("--believed", type=instant, metavar="R", help="as the sources had said by then")
    found.add_argument("--top", type=int, metavar="N", help="the first N places alone")


def scores(settings: Settings, asked: Namespace) -> None:
    if asked.top is not None and asked.top < 1:
        raise Problem(f"--top {asked.top}: at least one place", 2)
    with asking(settings.database_url) as session:
        known = boards(session)
        if asked.board is None:
            _list(known, asked.json)
            return
        expect(asked.board, list(known), "board")
        category = asked.category or _usual(known[asked.board])
        expect(category, known[asked.board], f"category of {asked.board}")
        if asked.at is None and asked.believed is None:
            found = leaderboard(session, asked.board, category)
        else:
            now = utc_now()
            found = leaderboard_at(session, asked.board, category, asked.at or now, asked.believed or now)
    found = [standing for standing in found if asked.top is None or standing.place <= asked.top]
    if not found:
        hint("nothing stood there at that instant" if asked.at else "nothing stands there")
    elif asked.json:
        for standing in found:
            say(line(asdict(standing)))
    else:
        table([_row(standing) for standing in found])
        for credit in sorted({SOURCES[standing.source].credit for standing in found if standing.source in SOURCES}):
            say(f"\n{credit}")
    if not asked.category and len(known[asked.board]) > 1:
        hint(f"This is {category}; others: {', '.join(name for name in known[asked.board] if name != category)}")


def _usual(categories: list[str]) -> str:
    return next((name for name in MAIN if name in categories), categories[0])


def _list(known: Mapping[str, list[str]], as_json: bool) -> None:
    if not known:
        hint("no leaderboard yet: run `almanac up`, or `almanac track arena_text_style_control`")
    for board, categories in known.items():
        say(line({"board": board, "categories": categories}) if as_json else f"{board}: {', '.join(categories)}")


def _row(standing: Standing) -> dict[str, object]:
    low, high = standing.ci_low, standing.ci_high
    tied = f"{standing.best_place}–{standing.worst_place}" if standing.tied_with else str(standing.best_place)
    return {
        "place": standing.place,
        "tied": tied,
        "contender": standing.contender_name or standing.contender_key,
        "score": f"{standing.score:.1f}" if abs(standing.score) >= 10 else f"{standing.score:.3f}",
        "interval": "" if low is None or high is None else f"{low:.1f}–{high:.1f}",
        "votes": standing.votes,
        "organization": standing.organization,
        "since": standing.effective_from,
        "source": standing.source,
    }
