"""The leaderboard in the data of Arena's page: exact scores, and how many models there are in all.

Its names (2026-02…10): `modelKey` is there since the spring, prices and the context length came with the columns of
2026-03-11, `releaseType` with the autumn. A field of an entry that is odd is named, and the other entries are read.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import cast

from models.facts import Contender, Score
from models.unread import Keep, Unread
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
"""The fields of a leaderboard itself."""


def has_leaderboard(flight: str) -> bool:
    return MARKER + BEGINS in flight


def read_entries(flight: str, board: str, source: str) -> PageRows:
    """All contenders of a board, and the fields that nobody knows.

    Raises PageChanged, also for another board's or category's page and for a part.
    """
    found = value_after(flight, MARKER, BEGINS)
    _refuse_another(found, board)
    entries: list[FlightJson] | None = resolve_reference(found.get("entries"), flight)
    total = found.get("totalModels")
    if not isinstance(entries, list) or type(total) is not int:
        raise PageChanged("a leaderboard without entries or their number", f"{total} models: {entries}")
    if len(entries) < total:
        raise PageChanged("the leaderboard is cut off", f"{len(entries)} of {total} models")
    rows, odd = _rows(entries, flight, source)
    objects = list(_objects(entries))
    unread = (*unknown_fields([found], BOARD, ""), *unknown_fields(objects, NEEDED | IGNORED, f"{ROWS}."))
    return PageRows(rows, (*unread, *_half_intervals(objects, flight), *odd))


def _refuse_another(found: LeaderboardEntry, board: str) -> None:
    its, category, params = (
        found["arenaSlug"],
        found.get("leaderboardSlug"),
        dict[str, FlightJson](found.get("params") or {}),
    )
    if its not in slugs_of(board):
        raise PageChanged(f"not the page of {board}", str(its))
    if category not in categories_of(board):
        raise PageChanged(f"not the whole board {board} but a category of it", str(category))
    if board == "arena/text" and params.get("styleControl") is False:
        raise PageChanged("a board without style control is another one", str(params))


def _half_intervals(entries: Iterable[LeaderboardEntry], flight: str) -> list[Unread]:
    """The ends of intervals of which the other one is not stated, if there are any."""
    ends = [[resolve_reference(entry.get(name), flight) for name in ENDS] for entry in entries]
    return [
        Unread(f"{ROWS}.{name}", "rows without the other end of the interval")
        for place, name in enumerate(ENDS)
        if any(pair[place] is not None and pair[1 - place] is None for pair in ends)
    ]


def _objects(entries: Iterable[FlightJson]) -> Iterator[LeaderboardEntry]:
    """The entries that are any."""
    yield from (cast(LeaderboardEntry, entry) for entry in entries if isinstance(entry, dict))


def _rows(entries: Sequence[FlightJson], flight: str, source: str) -> tuple[list[ContenderRow], tuple[Unread, ...]]:
    """The contenders, and what is odd. Raises PageChanged where most entries are, or only a few have a key."""
    rows, odd, bad = list[ContenderRow](), UnreadValues(), 0
    everything = [Keep.of(kind, source=source) for kind in (Score, Contender)]
    keyed = sum("modelKey" in entry for entry in _objects(entries))
    if 0 < keyed * 2 <= len(entries):
        raise PageChanged("some contenders have a key and others have none", str(entries[0]))
    for place, entry in enumerate(entries):
        wrong, row = UnreadValues(), None
        for fields in _objects([entry]):
            its = {name: resolve_reference(value, flight) for name, value in fields.items()}
            row = _row(its, f"entries[{place}]", source, keyed > 0, wrong)
        if not isinstance(entry, dict):
            wrong.add(ROWS, printed_or_quotes(entry), everything)
        rows += [] if row is None else [row]
        bad += bool(wrong)
        odd.add_all(wrong)
    if bad * 2 > len(entries):
        raise PageChanged("most contenders cannot be read", odd.named[0].shown)
    return rows, odd.named


def _row(entry: LeaderboardEntry, place: str, source: str, is_keyed: bool, odd: UnreadValues) -> ContenderRow | None:
    """One contender: without its score where a number of it is odd, None where it cannot be told who it is."""
    who, kinds = printed_or_quotes(entry.get("modelDisplayName")), (Score, Contender)
    everything = [Keep.of(kind, source=source) for kind in kinds]
    name = odd.value(entry, "modelDisplayName", _name, f"{ROWS}.modelDisplayName", everything)
    key = odd.value(entry, "modelKey", _name, f"{ROWS}.modelKey", everything, who) if is_keyed else name
    if name is None or key is None:
        return None
    its, before = [Keep.of(kind, source=source, contender_key=key) for kind in kinds], len(odd.named)
    texts = [odd.value(entry, field, _text, f"{ROWS}.{field}", its, who) for field in ("modelOrganization", "license")]
    if len(odd.named) > before:
        return None
    score, low, high, votes = _figures(entry, who, odd)
    rank = odd.value(entry, "rank", _rank, f"{ROWS}.rank", of=who)
    return ContenderRow(key, name, texts[0] or None, texts[1] or None, score, low, high, votes, rank, place)


EntryFigures = tuple[Decimal | None, Decimal | None, Decimal | None, int | None]
"""A score, the ends of its interval, and its votes."""


def _figures(entry: LeaderboardEntry, who: str, odd: UnreadValues) -> EntryFigures:
    """The figures of an entry; none where one of them is odd, so that all of them stay as they are believed."""
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
    """None where none are stated."""
    if value is not None and (type(value) is not int or value < 0):
        raise PageChanged(f"{place} are no votes", printed(value))
    return value


def _number(value: FlightJson, place: str) -> Decimal | None:
    """None where none is stated."""
    if value is not None and type(value) not in (int, Decimal):
        raise PageChanged(f"{place} is not a number", printed(value))
    return None if value is None else Decimal(str(value))


def _text(value: FlightJson, place: str) -> str:
    """Empty where nothing is stated."""
    if value is not None and not isinstance(value, str):
        raise PageChanged(f"{place} is no text", printed(value))
    return value or ""
