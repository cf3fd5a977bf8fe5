"""The commands `scores` and `value`: a leaderboard at an instant, and the prices of those near its top."""

import re
from argparse import ArgumentTypeError, Namespace
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal

from alerts.targets import matches
from cli.command import Commands, instant, listing
from cli.commands import DESCRIPTIONS
from cli.costs.ratio import mix
from cli.names import expect_name
from cli.printing import (
    ZONE,
    Problem,
    csv_rows,
    hint,
    is_for_programs,
    json_line,
    note,
    print_line,
    table,
    text_width,
    when,
    wrapped,
)
from flows.clock import utc_now
from flows.database import asking
from flows.notify import age_lines
from flows.reports import CURRENCY, MIX, WITHIN, Valued, ValueQuestion, value_cells, values
from flows.settings import Settings
from models.facts import STANDARD
from models.leaderboards import LeaderboardRow, boards, last_moved, leaderboard, leaderboard_at, methods, short
from models.pricing import rounded
from scrapers.registry import attributions, board_conventions

SHOWN = 20
"""Default number of places in a table; boards have hundreds."""
BoardCategories = Mapping[str, Mapping[str, Sequence[str]]]
"""The sources of every category of every board."""


def add(commands: Commands) -> None:
    parser = listing(
        commands,
        "scores",
        scores,
        DESCRIPTIONS["scores"],
        "JSON Lines, all columns of the view leaderboard_now",
        has_csv=True,
        is_paged=True,
    )
    parser.add_argument("board", nargs="?", metavar="BOARD", help="arena/text, arena/code, artificial-analysis, …")
    parser.add_argument("category", nargs="?", metavar="CATEGORY", help="overall, coding, intelligence_index, …")
    parser.add_argument("--at", type=instant, metavar="T", help="a date (= 00:00Z) or an instant with its zone")
    parser.add_argument("--believed", type=instant, metavar="R", help="only what the sources had stated by R")
    parser.add_argument("--source", metavar="SOURCE", help="from this source instead of the most trusted one")
    description = f"the first N places; default: {SHOWN} and the watched models in a table, all in JSON"
    parser.add_argument("--top", type=int, metavar="N", help=description)

    parser = listing(commands, "value", value, DESCRIPTIONS["value"], has_csv=True)
    parser.add_argument("board", metavar="BOARD", help="arena/text, arena/code, artificial-analysis, …")
    parser.add_argument("category", nargs="?", metavar="CATEGORY", help="overall, coding, intelligence_index, …")
    parser.add_argument(
        "--within",
        type=points,
        default=WITHIN,
        metavar="N",
        help=f"at most N points behind the leader; default: {WITHIN}",
    )
    parser.add_argument("--at", type=instant, metavar="T", help="a date (= 00:00Z) or an instant with its zone")
    parser.add_argument("--believed", type=instant, metavar="R", help="only what the sources had stated by R")
    parser.add_argument(
        "--mix", type=mix, default=MIX, metavar="I:O", help=f"input tokens to output tokens; default: {MIX}"
    )
    parser.add_argument(
        "--currency", default=CURRENCY, metavar="C", help=f"the currency of the prices; default: {CURRENCY}"
    )
    parser.set_defaults(source=None)


def points(text: str) -> Decimal:
    """Parse a number of points for argparse."""
    if not re.fullmatch(r"[0-9]{1,6}(?:\.[0-9]{1,4})?", text):
        raise ArgumentTypeError(f"{text!r} is not a number of points: write one, such as 50 or 2.5")
    return Decimal(text)


def value(settings: Settings, asked: Namespace) -> None:
    now = utc_now()
    with asking(settings.database_url) as session:
        category = _category(boards(session), asked)
        instants = asked.at or now, asked.believed or now
        question = ValueQuestion(asked.board, category, *instants, asked.within, asked.mix, asked.currency)
        found = values(session, question)
        sources = {each.standing.source for each in found} | {each.offer.source for each in found if each.offer}
        ages = age_lines(session, sources, min(*instants, now), now, ZONE.get())
    if not found:
        hint("there were no scores at that instant" if asked.at or asked.believed else "there are no scores")
        return
    if asked.csv:
        csv_rows([_as_json(each, question) for each in found])
    elif asked.json:
        for each in found:
            print_line(json_line(_as_json(each, question)))
    else:
        print_line(
            wrapped(
                f"{asked.board} {category}, within {asked.within} points of the leader, at {when(question.at)}: "
                f"the price of a million tokens, {asked.mix} of input to output, mode standard, {asked.currency}",
                text_width(),
            )
            + "\n"
        )
        columns = ("contender", "score", "price", "input", "output", "band", "model")
        table([dict(zip(columns, value_cells(each), strict=True)) for each in found])
    note([*ages, *attributions(sources)], is_for_programs(asked))


def _as_json(each: Valued, question: ValueQuestion) -> dict[str, object]:
    standing, offer = each.standing, each.offer
    quotes = {"input": offer and offer.input, "output": offer and offer.output}
    return {
        **{name: getattr(standing, name) for name in ("board", "category", "place", "contender_key", "contender_name")},
        "score": standing.score,
        "model": standing.model,
        "at": question.at,
        "believed": question.believed,
        "mix": str(question.mix),
        "currency": question.currency,
        "mode": STANDARD,
        "price": None if each.cost is None else rounded(each.cost, 6),
        "billed_as": offer and f"{offer.vendor}/{offer.model}",
        **{name: found and found.amount for name, found in quotes.items()},
        "band": next((found.band for found in quotes.values() if found), None),
        "price_source": offer and offer.source,
        "unknown": each.why_unknown or None,
    }


def scores(settings: Settings, asked: Namespace) -> None:
    if asked.top is not None and asked.top < 1:
        raise Problem(f"--top {asked.top}: at least one place", 2)
    with asking(settings.database_url) as session:
        boards_known = boards(session)
        if asked.board is None:
            _list(boards_known, asked)
            return
        category, now = _category(boards_known, asked), utc_now()
        instants = asked.at or now, asked.believed or now
        if asked.at is asked.believed is asked.source is None:
            standings = leaderboard(session, asked.board, category)
        else:
            standings = leaderboard_at(session, asked.board, category, *instants, asked.source)
        ages = age_lines(session, {standing.source for standing in standings}, min(*instants, now), now, ZONE.get())
    if not standings:
        hint("there were no scores at that instant" if asked.at or asked.believed else "there are no scores")
    elif is_for_programs(asked):
        _print(standings, asked.top, asked.csv)
    else:
        _show(standings, asked.top, settings.values.watch)
    note(ages, is_for_programs(asked))
    if not asked.category and len(boards_known[asked.board]) > 1:
        hint(f"This is {category}; others: {', '.join(name for name in boards_known[asked.board] if name != category)}")


def _category(known: BoardCategories, asked: Namespace) -> str:
    """Return the requested category, else the main one. Exit 2 if it, its board or its source is unknown."""
    expect_name(asked.board, list(known), "board")
    categories = known[asked.board]
    category = asked.category or board_conventions(next(iter(categories.values()))[0]).main_category(categories)
    expect_name(category, list(categories), f"category of {asked.board}")
    if asked.source is not None:
        expect_name(asked.source, list(categories[category]), f"source of {asked.board} {category}")
    return category


def _list(known: BoardCategories, asked: Namespace) -> None:
    if not known:
        hint("no leaderboard yet: run `almanac up`, or `almanac track arena_text_style_control`")
    elif is_for_programs(asked):
        listed = [
            {"board": board, "categories": list(categories), "sources": _sources(categories)}
            for board, categories in known.items()
        ]
        if asked.csv:
            csv_rows(listed)
        for row in () if asked.csv else listed:
            print_line(json_line(row))
    else:
        table(
            [
                {"board": board, "categories": ", ".join(categories), "sources": ", ".join(_sources(categories))}
                for board, categories in known.items()
            ]
        )


def _sources(categories: Mapping[str, Sequence[str]]) -> list[str]:
    return sorted({source for sources in categories.values() for source in sources})


def _print(standings: Sequence[LeaderboardRow], top: int | None, as_csv: bool) -> None:
    found = [asdict(standing) for standing in standings if top is None or standing.place <= top]
    if as_csv:
        csv_rows(found)
    for standing in () if as_csv else found:
        print_line(json_line(standing))
    for credit in attributions(standing.source for standing in standings):
        hint(credit)


def _show(standings: Sequence[LeaderboardRow], top: int | None, watched: Sequence[str]) -> None:
    shown = [
        standing
        for standing in standings
        if standing.place <= (top or SHOWN) or (top is None and matches(standing.names, watched))
    ]
    first, method = standings[0], methods(standings)
    by_method = f", method {method}" if method else ""
    print_line(
        f"{first.board} {first.category}, scores of {last_moved(standings):%Y-%m-%d}{by_method}, by {first.source}\n"
    )
    table(_rows(shown), optional=("shared", "interval", "votes", "organization", "model"))
    if len(shown) < len(standings):
        print_line(f"\n{len(shown)} of {len(standings)}; all of them: --top {len(standings)}")
    note(("", *attributions(standing.source for standing in shown)), as_json=False)


def _rows(shown: Sequence[LeaderboardRow]) -> list[dict[str, object]]:
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
