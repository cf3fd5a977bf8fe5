"""The leaderboard in the data of Arena's page: exact scores, and the total number of models.

Field history (2026-02…10): `modelKey` since the spring, prices and context length since 2026-03-11, `releaseType` since
the autumn. An invalid field of an entry is reported, and the other entries are read.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import cast

from models.facts import Contender, Score
from models.readings import KeptFacts, Unread
from scrapers.arena.boards import categories_of, slugs_of
from scrapers.arena.contenders import ContenderRow, PageRows, checked_name
from scrapers.page import PageChanged
from scrapers.parse import (
    FlightJson,
    UnreadValues,
    printed,
    printed_or_quotes,
    required_text,
    resolve_reference,
    unknown_fields,
    value_after,
)

LeaderboardEntry = dict[str, FlightJson]
ROWS = "entries[]"
ENDS = ("ratingLower", "ratingUpper")
MARKER, BEGINS = '"leaderboard":', '{"arenaSlug"'
NEEDED = {"rank", "modelDisplayName", "rating", "ratingLower", "ratingUpper", "votes", "modelOrganization", "license"}
IGNORED = {
    "rankUpper",
    "rankLower",
    "rankStyleControl",
    "modelUrl",
    "inputPricePerMillion",
    "outputPricePerMillion",
    "contextLength",
    "pricePerImage",
    "pricePerSecond",
    "releaseType",
    "modelKey",
}
BOARD = {
    "arenaSlug",
    "leaderboardSlug",
    "params",
    "category",
    "id",
    "entries",
    "voteCutoffISOString",
    "totalVotes",
    "totalModels",
}
"""Fields of the leaderboard object itself."""


def has_leaderboard(flight: str) -> bool:
    return MARKER + BEGINS in flight


def read_entries(flight: str, board: str, source: str) -> PageRows:
    """Return all contenders of a board, and its unknown fields.

    Raises PageChanged, also for the page of another board or category, and for an incomplete list.
    """
    leaderboard = value_after(flight, MARKER, BEGINS)
    _refuse_another(leaderboard, board)
    entries: list[FlightJson] | None = resolve_reference(leaderboard.get("entries"), flight)
    total = leaderboard.get("totalModels")
    if not isinstance(entries, list) or type(total) is not int:
        raise PageChanged("a leaderboard without entries or their number", f"{total} models: {entries}")
    if len(entries) < total:
        raise PageChanged("the leaderboard is cut off", f"{len(entries)} of {total} models")
    rows, odd = _rows(entries, flight, source)
    objects = list(_objects(entries))
    unread = (*unknown_fields([leaderboard], BOARD, ""), *unknown_fields(objects, NEEDED | IGNORED, f"{ROWS}."))
    return PageRows(rows, (*unread, *_half_intervals(objects, flight), *odd))


def _refuse_another(leaderboard: LeaderboardEntry, board: str) -> None:
    slug, category, params = (
        leaderboard["arenaSlug"],
        leaderboard.get("leaderboardSlug"),
        dict[str, FlightJson](leaderboard.get("params") or {}),
    )
    if slug not in slugs_of(board):
        raise PageChanged(f"not the page of {board}", str(slug))
    if category not in categories_of(board):
        raise PageChanged(f"not the whole board {board} but a category of it", str(category))
    if board == "arena/text" and params.get("styleControl") is False:
        raise PageChanged("a board without style control is another one", str(params))


def _half_intervals(entries: Iterable[LeaderboardEntry], flight: str) -> list[Unread]:
    """Return interval ends whose other end is missing."""
    ends = [[resolve_reference(entry.get(name), flight) for name in ENDS] for entry in entries]
    return [
        Unread(f"{ROWS}.{name}", "rows without the other end of the interval")
        for place, name in enumerate(ENDS)
        if any(pair[place] is not None and pair[1 - place] is None for pair in ends)
    ]


def _objects(entries: Iterable[FlightJson]) -> Iterator[LeaderboardEntry]:
    """Yield the entries that are objects."""
    yield from (cast(LeaderboardEntry, entry) for entry in entries if isinstance(entry, dict))


def _rows(entries: Sequence[FlightJson], flight: str, source: str) -> tuple[list[ContenderRow], tuple[Unread, ...]]:
    """Return contenders and invalid values. Raises PageChanged if most entries are invalid or few have a key."""
    rows, odd, bad = list[ContenderRow](), UnreadValues(), 0
    everything = [KeptFacts.of(kind, source=source) for kind in (Score, Contender)]
    keyed = sum("modelKey" in entry for entry in _objects(entries))
    if 0 < keyed * 2 <= len(entries):
        raise PageChanged("some contenders have a key and others have none", str(entries[0]))
    for place, entry in enumerate(entries):
        wrong, row = UnreadValues(), None
        for fields in _objects([entry]):
            resolved = {name: resolve_reference(value, flight) for name, value in fields.items()}
            row = _row(resolved, f"entries[{place}]", source, keyed > 0, wrong)
        if not isinstance(entry, dict):
            wrong.add(ROWS, printed_or_quotes(entry), everything)
        rows += [] if row is None else [row]
        bad += bool(wrong)
        odd.add_all(wrong)
    if bad * 2 > len(entries):
        raise PageChanged("most contenders cannot be read", odd.named[0].shown)
    return rows, odd.named


def _row(entry: LeaderboardEntry, place: str, source: str, is_keyed: bool, odd: UnreadValues) -> ContenderRow | None:
    """Return one contender: without its score if a number is invalid; None if its name or key is invalid."""
    who, kinds = printed_or_quotes(entry.get("modelDisplayName")), (Score, Contender)
    everything = [KeptFacts.of(kind, source=source) for kind in kinds]
    name = odd.value(entry, "modelDisplayName", _name, f"{ROWS}.modelDisplayName", everything)
    key = odd.value(entry, "modelKey", _name, f"{ROWS}.modelKey", everything, who) if is_keyed else name
    if name is None or key is None:
        return None
    keeps, before = [KeptFacts.of(kind, source=source, contender_key=key) for kind in kinds], len(odd.named)
    texts = [
        odd.value(entry, field, _text, f"{ROWS}.{field}", keeps, who) for field in ("modelOrganization", "license")
    ]
    if len(odd.named) > before:
        return None
    score, low, high, votes = _figures(entry, who, odd)
    rank = odd.value(entry, "rank", _rank, f"{ROWS}.rank", of=who)
    return ContenderRow(key, name, texts[0] or None, texts[1] or None, score, low, high, votes, rank, place)


EntryFigures = tuple[Decimal | None, Decimal | None, Decimal | None, int | None]
"""A score, the ends of its interval, and its votes."""


def _figures(entry: LeaderboardEntry, who: str, odd: UnreadValues) -> EntryFigures:
    """Return the figures of an entry; none of them if one is invalid, so that all stay as believed."""
    wrong = UnreadValues()
    score, low, high = (wrong.value(entry, name, _number, f"{ROWS}.{name}", of=who) for name in ("rating", *ENDS))
    votes = wrong.value(entry, "votes", _votes, f"{ROWS}.votes", of=who)
    if low is None or high is None:
        low = high = None
    if score is not None and low is not None and high is not None and not low <= score <= high:
        wrong.add(f"{ROWS}.rating", f"{who}: {score} is outside {low}…{high}")
    odd.add_all(wrong)
    return (None, None, None, None) if wrong else (score, low, high, votes)


def _name(value: FlightJson, place: str) -> str:
    return checked_name(required_text(value, place))


def _rank(value: FlightJson, place: str) -> int:
    if type(value) is not int or value <= 0:
        raise PageChanged(f"{place} is no rank", printed(value))
    return value


def _votes(value: FlightJson, place: str) -> int | None:
    """Return the votes; None if none are stated."""
    if value is not None and (type(value) is not int or value < 0):
        raise PageChanged(f"{place} are no votes", printed(value))
    return value


def _number(value: FlightJson, place: str) -> Decimal | None:
    """Return the number; None if none is stated."""
    if value is not None and type(value) not in (int, Decimal):
        raise PageChanged(f"{place} is not a number", printed(value))
    return None if value is None else Decimal(str(value))


def _text(value: FlightJson, place: str) -> str:
    """Return the text; empty if none is stated."""
    if value is not None and not isinstance(value, str):
        raise PageChanged(f"{place} is no text", printed(value))
    return value or ""
