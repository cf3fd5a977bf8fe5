"""The leaderboard in the data of Arena's page: exact scores, and how many models there are in all.

Its names (2026-02…10): `modelKey` is there since the spring, prices and the context length came with the columns of
2026-03-11, `releaseType` with the autumn.
"""

from collections.abc import Iterable
from decimal import Decimal

from models.unread import Unread
from scrapers.arena.boards import categories_of, slugs_of
from scrapers.arena.contenders import Listed, Row, checked_name
from scrapers.fields import unknown_fields
from scrapers.flight import Json, resolved, value_after
from scrapers.page import PageChanged

Entry = dict[str, Json]
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
"""The fields of a leaderboard itself."""


def has_leaderboard(flight: str) -> bool:
    return MARKER + BEGINS in flight


def listed(flight: str, board: str) -> Listed:
    """All contenders of a board, and the fields that nobody knows.

    Raises PageChanged, also for another board's or category's page and for a part.
    """
    found = value_after(flight, MARKER, BEGINS)
    _refuse_another(found, board)
    entries: list[Entry] | None = resolved(found.get("entries"), flight)
    total = found.get("totalModels")
    if not isinstance(entries, list) or type(total) is not int or {type(entry) for entry in entries} - {dict}:
        raise PageChanged("a leaderboard without entries or their number", f"{total} models: {entries}")
    if len(entries) < total:
        raise PageChanged("the leaderboard is cut off", f"{len(entries)} of {total} models")
    keyed = {"modelKey" in entry for entry in entries}
    if len(keyed) > 1:
        raise PageChanged("some contenders have a key and others have none", str(entries[0]))
    rows = [_row(entry, f"entries[{place}]", flight) for place, entry in enumerate(entries)]
    unread = (*unknown_fields([found], BOARD, ""), *unknown_fields(entries, NEEDED | IGNORED, "entries[]."))
    return Listed(rows, (*unread, *_half_intervals(entries, flight)))


def _refuse_another(found: Entry, board: str) -> None:
    its, category, params = found["arenaSlug"], found.get("leaderboardSlug"), dict[str, Json](found.get("params") or {})
    if its not in slugs_of(board):
        raise PageChanged(f"not the page of {board}", str(its))
    if category not in categories_of(board):
        raise PageChanged(f"not the whole board {board} but a category of it", str(category))
    if board == "arena/text" and params.get("styleControl") is False:
        raise PageChanged("a board without style control is another one", str(params))


def _half_intervals(entries: Iterable[Entry], flight: str) -> list[Unread]:
    """The ends of intervals of which the other one is not stated, if there are any."""
    ends = [[_number(entry, name, flight) for name in ENDS] for entry in entries]
    return [
        Unread(f"entries[].{name}", "rows without the other end of the interval")
        for place, name in enumerate(ENDS)
        if any(pair[place] is not None and pair[1 - place] is None for pair in ends)
    ]


def _row(entry: Entry, place: str, flight: str) -> Row:
    if missing := NEEDED - set(entry):
        raise PageChanged(f"an entry that lacks fields: {', '.join(sorted(missing))}", str(entry))
    name = _text(entry, "modelDisplayName", flight)
    key = _text(entry, "modelKey", flight) if "modelKey" in entry else name
    score, votes, rank = _number(entry, "rating", flight), resolved(entry["votes"], flight), entry["rank"]
    low, high = (_number(entry, end, flight) for end in ENDS)
    if low is None or high is None:
        low = high = None
    counted = votes is None or (type(votes) is int and votes >= 0)
    if not counted or type(rank) is not int or rank <= 0 or name is None or key is None or _is_off(score, low, high):
        raise PageChanged("an entry that says too little, or contradicts itself", str(entry))
    organization, license_ = (_text(entry, field, flight) for field in ("modelOrganization", "license"))
    return Row(checked_name(key), checked_name(name), organization, license_, score, low, high, votes, rank, place)


def _is_off(score: Decimal | None, low: Decimal | None, high: Decimal | None) -> bool:
    """Whether a score lies outside of its interval."""
    return score is not None and low is not None and high is not None and not low <= score <= high


def _number(entry: Entry, field: str, flight: str) -> Decimal | None:
    """What a field says; None where it says nothing."""
    value = resolved(entry[field], flight)
    if value is None:
        return None
    if type(value) not in (int, Decimal):
        raise PageChanged(f"{field} is not a number", str(entry))
    return Decimal(value)


def _text(entry: Entry, field: str, flight: str) -> str | None:
    """What a field says; null where it says nothing."""
    value = resolved(entry[field], flight)
    if value is not None and not isinstance(value, str):
        raise PageChanged(f"{field} is no text", str(entry))
    return value or None
