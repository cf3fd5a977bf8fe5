"""The leaderboard in the data of Arena's page: exact scores, and how many models there are in all.

Its names (2026-02…10): `modelKey` is there since the spring, prices and the context length came with the columns of
2026-03-11, `releaseType` with the autumn.
"""

from decimal import Decimal

from scrapers.arena.boards import categories_of, slugs_of
from scrapers.arena.contenders import Row, checked_name
from scrapers.flight import Json, resolved, value_after
from scrapers.page import PageChanged

Entry = dict[str, Json]
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
}


def has_leaderboard(flight: str) -> bool:
    return MARKER + BEGINS in flight


def rows(flight: str, board: str) -> list[Row]:
    """All contenders of a board. Raises PageChanged, also for another board's or category's page and for a part."""
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
    return [_row(entry, f"entries[{place}]", flight) for place, entry in enumerate(entries)]


def _refuse_another(found: Entry, board: str) -> None:
    its, category, params = found["arenaSlug"], found.get("leaderboardSlug"), dict[str, Json](found.get("params") or {})
    if its not in slugs_of(board):
        raise PageChanged(f"not the page of {board}", str(its))
    if category not in categories_of(board):
        raise PageChanged(f"not the whole board {board} but a category of it", str(category))
    if board == "arena/text" and params.get("styleControl") is False:
        raise PageChanged("a board without style control is another one", str(params))


def _row(entry: Entry, place: str, flight: str) -> Row:
    if not NEEDED <= set(entry) <= NEEDED | IGNORED | {"modelKey"}:
        odd = ", ".join(sorted(NEEDED - set(entry)) or sorted(set(entry) - NEEDED - IGNORED))
        raise PageChanged(f"an entry with other fields than it had: {odd}", str(entry))
    name = _text(entry, "modelDisplayName", flight)
    key = _text(entry, "modelKey", flight) if "modelKey" in entry else name
    score, low, high = (_number(entry[field], entry) for field in ("rating", "ratingLower", "ratingUpper"))
    votes, rank = entry["votes"], entry["rank"]
    counted = type(votes) is type(rank) is int and votes >= 0 and rank > 0
    if not counted or name is None or key is None or not low <= score <= high:
        raise PageChanged("an entry that says too little, or contradicts itself", str(entry))
    organization, license_ = (_text(entry, field, flight) for field in ("modelOrganization", "license"))
    return Row(checked_name(key), checked_name(name), organization, license_, score, low, high, votes, rank, place)


def _number(value: Json, entry: Entry) -> Decimal:
    if type(value) not in (int, Decimal):
        raise PageChanged("not a number", str(entry))
    return Decimal(value)


def _text(entry: Entry, field: str, flight: str) -> str | None:
    """What a field says; null where it says nothing."""
    value = resolved(entry[field], flight)
    if value is not None and not isinstance(value, str):
        raise PageChanged(f"{field} is no text", str(entry))
    return value or None
