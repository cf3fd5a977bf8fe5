"""Arena's leaderboard pages as they stood at an instant: the stream for the browser, and the table of the server."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from samples.answers import Answer, number
from samples.arena.contenders import context, maker, price
from samples.arena.state import Standing, categories, computed, published, publishes, standings
from samples.arena.table import LAYOUTS, spread, table
from samples.flight import row, scripts

PUSH = 3000
"""Characters in one push at most; the real ones are split at some hundred thousand."""


@dataclass(frozen=True)
class BoardPage:
    """A leaderboard's page: the subset whose figures it shows, and whether its intervals are printed as one number."""

    slug: str
    title: str
    subset: str
    symmetric: bool


BOARDS = {
    "text": BoardPage("text", "Text", "text_style_control", True),
    "code": BoardPage("code", "Code", "webdev", False),
    "vision": BoardPage("vision", "Vision", "vision", True),
}


def change_instants(slug: str) -> list[datetime]:
    """Every instant at which a board's page changed, the first one included. Raises KeyError for another board."""
    return [published(day) for day in publishes(BOARDS[slug].subset)]


def page(path: str, at: datetime, layout: date | None = None) -> str:
    """The page at `/leaderboard/<board>[/<category>]`; `layout` is the day of another layout than that of the day.

    An address that is none is answered with status 200, and so is a board that has nothing yet.
    """
    slug, _, category = path.removeprefix("/leaderboard/").partition("/")
    board, category = BOARDS.get(slug), category or "overall"
    days = [] if board is None else [day for day in computed(board.subset, category) if published(day) <= at]
    if board is None or category not in categories(board.subset) or not days:
        return _nothing()
    entries = standings(board.subset, category, days[-1])
    columns = max(since for since in LAYOUTS if since <= (layout or at.date()))
    stream = scripts(_stream(board, category, days[-1], entries), PUSH)
    shown = f"{_summary(days[-1], entries)}{table(entries, LAYOUTS[columns], board.symmetric)}"
    return _shell(board.title, f"{shown}{stream}")


def answer(path: str, at: datetime) -> Answer | None:
    """The answer of the site; None for an address that is not a leaderboard's."""
    return Answer(page(path, at).encode()) if path.startswith("/leaderboard/") else None


def _summary(day: date, entries: tuple[Standing, ...]) -> str:
    """The part of the page above the table."""
    said = {
        "Last Updated": f"{day:%b} {day.day}, {day.year}",
        "Total Votes": f"{sum(entry.votes for entry in entries):,}",
        "Total Models": f"{len(entries):,}",
    }
    return "".join(
        f'<div><p class="text-xs">{name}</p><p class="font-mono">{text}</p></div>' for name, text in said.items()
    )


def _shell(title: str, content: str) -> str:
    return (
        '<!DOCTYPE html><html lang="en" class="m-0 h-svh w-full p-0 light"><head><meta charset="utf-8">'
        f"<title>{title} Leaderboard</title></head><body><main>"
        f'<h1 class="font-heading text-2xl font-medium">{title} Arena</h1><p>A sample page of Model Almanac.</p>'
        f"</main>{content}</body></html>"
    )


def _nothing() -> str:
    """The answer to a wrong address."""
    rows = [row("0", {"P": None, "b": "sample", "c": ["", "leaderboard"]}), row("9", "NEXT_HTTP_ERROR_FALLBACK;404")]
    return (
        '<html id="__next_error__"><head><meta charset="utf-8"><meta name="robots" content="noindex"></head><body>'
        f"<h2>404</h2><p>This leaderboard could not be found.</p>{scripts(rows, PUSH)}</body></html>"
    )


def _stream(board: BoardPage, category: str, day: date, entries: tuple[Standing, ...]) -> list[str]:
    groups = [[name, {"name": name, "title": name.title()}] for name in categories(board.subset)]
    styled = {"styleControl": True} if board.subset.endswith("_style_control") else {}
    leaderboard = {
        "arenaSlug": board.slug,
        "leaderboardSlug": category,
        "params": {"category": category, **styled},
        "category": f"$19:{categories(board.subset).index(category)}:1",
        "id": str(uuid5(NAMESPACE_URL, f"{board.slug}/{category}")),
        "entries": [_entry(entry, entries, board) for entry in entries],
        "voteCutoffISOString": f"{day}T13:00:00.000Z",
        "totalVotes": sum(entry.votes for entry in entries),
        "totalModels": len(entries),
    }
    arena = {"slug": board.slug, "title": board.title, "categories": "$Q19", "symmetricCi": board.symmetric}
    plots = [{"type": "win_fraction_heatmap", "data": {"models": [entry.model for entry in entries]}}]
    shown = ["$", "$L18", None, {"arena": arena, "leaderboard": leaderboard, "plots": plots}]
    return [row("a", ["$", "$L16", None, {"ref": "$undefined", "href": "/"}]), row("19", groups), row("b", shown)]


def _entry(entry: Standing, entries: tuple[Standing, ...], board: BoardPage) -> dict[str, Any]:
    made, cost = maker(entry.model), price(entry.model)
    first, last = spread(entry, entries)
    return {
        "rank": entry.rank,
        "rankUpper": first,
        "rankLower": last,
        "modelKey": "-".join(filter(None, (entry.model, entry.twin, board.slug))),
        "modelDisplayName": entry.model,
        "rating": number(f"{entry.rating}"),
        "ratingUpper": number(f"{entry.upper}"),
        "ratingLower": number(f"{entry.lower}"),
        "votes": entry.votes,
        "modelOrganization": made.name,
        "modelUrl": made.address or "$undefined",
        "license": made.license,
        "inputPricePerMillion": number(cost[0]) if cost else None,
        "outputPricePerMillion": number(cost[1]) if cost else None,
        "contextLength": context(entry.model),
    }
