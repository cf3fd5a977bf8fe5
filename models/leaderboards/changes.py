"""Detection of the changes that a reading makes on a leaderboard. Pure.

Every publish moves every score a little and most ranks (once 348 ranks and not one rounded score). That is no change. A
score has changed if its interval has nothing in common with the one that was reported last. If most of a category moves
at once, the method has changed, which is one change. Ranks, votes, digits and speed never make one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from models.changes import Change, ChangeValue, Data, value_of
from models.facts import Contender, Fact, Score, display_name, iso, qualified_name
from models.kinds import ChangeKind
from models.leaderboards.board import Board, Category
from models.leaderboards.intervals import PlaceRange, short, stated_interval
from models.leaderboards.places import Place
from models.leaderboards.renames import Rename, renames

TOP = 10
SHARE = Decimal("0.5")
"""The share of scores from which a common move is a change of method."""
FEWEST = 10
"""The smallest category in which that share counts."""
FEWER_VOTES = Decimal("0.5")
"""If the votes fall below this share and the score moves, the name now belongs to another contender."""


@dataclass(frozen=True)
class BoardChange(Change):
    """A change on a board; the changes of one board are reported together."""

    board: str = ""
    names: frozenset[str] = frozenset()
    """All names of the contender; empty if the change is about the whole board."""
    score_words: str = ""
    """The new value in words, without the category; empty unless a score or a place changed."""
    organization: str = ""
    """The organization of the contender, as the board names it; empty if it names none."""

    @property
    def qualified_names(self) -> frozenset[str]:
        """The names with the organization before them."""
        return frozenset(qualified_name(self.organization, name) for name in self.names if self.organization)


def board_changes(board: Board) -> Iterator[BoardChange]:
    """Yield the changes of a board; if the method changed, none of single scores."""
    rebased = [category for category in board.categories if _is_rebased(category)]
    if rebased:
        yield _rebase(board, rebased)
    renamed = renames(board.categories, board.was, board.now)
    yield from (_renamed(board, rename) for rename in renamed)
    yield from _slugs(board)
    old = {rename.new: rename.old for rename in renamed}
    yield from _added(board, old)
    for category in () if rebased else board.categories:
        yield from _moved(board, category)
        yield from _top(board, category)


def _is_rebased(category: Category) -> bool:
    pairs = [(category.was[key], category.now[key]) for key in category.common]
    if any(was.methodology and now.methodology and was.methodology != now.methodology for was, now in pairs):
        return True
    return len(pairs) >= FEWEST and category.moved >= SHARE * len(pairs)


def _rebase(board: Board, rebased: Sequence[Category]) -> BoardChange:
    before = _methods(score for category in rebased for score in category.was.values())
    after = _methods(score for category in rebased for score in category.now.values())
    moved = [category for category in rebased if category.moved] or rebased
    words = ", ".join(
        f"{category.name} ({category.moved} of {len(category.common)} scores moved)" for category in moved
    )
    data = _data(board, None, {"methodology": before or None}, {"methodology": after or None, "moved": _counts(moved)})
    is_other = before and after and before != after
    said = (f"method {before}", f"method {after}: {words}") if is_other else (None, words)
    return _change(board, ChangeKind.LEADERBOARD_REBASED, board.name, said, data)


def _counts(categories: Iterable[Category]) -> Mapping[str, Mapping[str, int]]:
    """Return for each category how many scores moved, of how many."""
    return {category.name: {"moved": category.moved, "of": len(category.common)} for category in categories}


def _methods(scores: Iterable[Score]) -> str:
    return "/".join(sorted({score.methodology for score in scores if score.methodology}))


def _renamed(board: Board, rename: Rename) -> BoardChange:
    was, now = board.was.get(rename.old), board.now.get(rename.new)
    before, after = (was and was.name) or rename.old, (now and now.name) or rename.new
    data = _data(
        board,
        rename.new,
        {"contender_key": rename.old, "name": before},
        {"contender_key": rename.new, "name": after},
        fact=Contender,
    )
    return _change(board, ChangeKind.CONTENDER_RENAMED, after, (before, after), data, rename.new)


def _slugs(board: Board) -> Iterator[BoardChange]:
    """Yield a change for each slug that another contender has now (Artificial Analysis, 2026-08-01)."""
    before: dict[str | None, str] = {contender.slug: key for key, contender in board.was.items() if contender.slug}
    for key, contender in sorted(board.now.items()):
        owner = before.get(contender.slug)
        if owner is not None and owner != key:
            was = board.was[owner].name or owner
            said = f"{contender.slug}: {was}", f"{contender.slug}: now this"
            was_key, now_key = ({"slug": contender.slug, "contender_key": each} for each in (owner, key))
            data = _data(board, key, was_key, now_key, fact=Contender)
            yield _change(board, ChangeKind.SLUG_PASSED_ON, _name(board, key), said, data, key)


def _added(board: Board, old: Mapping[str, str]) -> Iterator[BoardChange]:
    seen = {key for category in board.categories for key in category.was} | board.was.keys() | board.known
    standing: dict[str, list[tuple[Score, PlaceRange]]] = {}
    for category in board.categories:
        for key, score in category.now.items():
            if key not in seen and key not in old:
                standing.setdefault(key, []).append((score, category.places_after[key].shared))
    for key, scores in sorted(standing.items()):
        first, place = next(
            (each for each in scores if each[0].category in board.conventions.main_categories), scores[0]
        )
        others = len(scores) - 1
        more = f" and {others} more {'category' if others == 1 else 'categories'}" if others else ""
        said = None, f"{first.category}: {words(first)}, place {place}{more}"
        data = _data(board, key, None, value_of([score for score, _ in scores]), first.category)
        yield _change(board, ChangeKind.CONTENDER_ADDED, _name(board, key), said, data, key)


def _moved(board: Board, category: Category) -> Iterator[BoardChange]:
    for key in sorted(category.common):
        was, now = category.was[key], category.now[key]
        reported = category.reported.get(key, category.conventions.interval(was))
        if was.value != now.value and reported.apart(category.conventions.interval(now)):
            fewer = was.votes and now.votes is not None and now.votes < FEWER_VOTES * was.votes
            kind = ChangeKind.CONTENDER_REPLACED if fewer else ChangeKind.SCORE_MOVED
            last = {"low": f"{reported.low:f}", "high": f"{reported.high:f}"}
            data = _data(board, key, last, value_of([now]), category.name)
            yield _score_change(board, kind, key, (f"last told {reported}", words(now)), data, category)


def _top(board: Board, category: Category) -> Iterator[BoardChange]:
    """Yield a change for each contender that certainly entered or left the top places, or may have left them."""
    if not board.needs_places(category):
        return
    for key in sorted(category.common):
        was, now = category.places_before[key], category.places_after[key]
        before, after = _in_top(was), _in_top(now)
        inside = board.in_top.get((key, category.name), before)
        kind = ChangeKind.TOP_PLACE_GAINED if after and not inside else None
        if after is False and inside:
            kind = ChangeKind.TOP_PLACE_LOST
        if before and after is None and (key, category.name) not in board.in_top:
            kind = ChangeKind.TOP_PLACE_SHARED
        if kind is not None:
            said = f"place {was.shared}", f"place {now.shared}"
            data = _data(board, key, _place_value(was), _place_value(now), category.name)
            yield _score_change(board, kind, key, said, data, category)


def _place_value(place: Place) -> ChangeValue:
    return {"best": place.best, "worst": place.worst}


def _in_top(place: Place) -> bool | None:
    """Return True if all places of a contender are in the top, False if none is, else None."""
    return True if place.worst <= TOP else False if place.best > TOP else None


def words(score: Score) -> str:
    """Return a score and its interval as text: "1455.1 (1450.7–1459.4)"."""
    interval = stated_interval(score.ci_low, score.ci_high)
    return short(score.score) if score.score is None or interval is None else f"{short(score.score)} ({interval})"


def _name(board: Board, key: str) -> str:
    """Return the present name of a contender, else its last one."""
    contender = board.now.get(key) or board.was.get(key)
    return display_name(key, contender and contender.name)


def _data(
    board: Board,
    key: str | None,
    before: ChangeValue | None,
    after: ChangeValue | None,
    category: str | None = None,
    fact: type[Fact] = Score,
) -> Data:
    """Return the data of a change of a board, or of a contender or a category of it."""
    named = {"board": board.name, "category": category, "contender_key": key}
    return Data(fact.table, {name: part for name, part in named.items() if part is not None}, before, after)


def _score_change(
    board: Board, kind: ChangeKind, key: str, said: tuple[str, str], data: Data, category: Category
) -> BoardChange:
    """Return a change in one category, whose name precedes both values."""
    before, after = (f"{category.name}: {words}" for words in said)
    return replace(_change(board, kind, _name(board, key), (before, after), data, key), score_words=said[1])


def _change(
    board: Board,
    kind: ChangeKind,
    subject: str,
    said: tuple[str | None, str],
    data: Data,
    key: str | None = None,
) -> BoardChange:
    contender = key and (board.now.get(key) or board.was.get(key))
    names = {key, contender.name, contender.slug, contender.model} if contender else {key}
    return BoardChange(
        kind=kind,
        source=board.source,
        subject=subject,
        said_before=said[0],
        said_after=said[1],
        about=data,
        effective_at=board.published,
        board=board.name,
        names=frozenset(name for name in names if name),
        organization=(contender and contender.organization) or "",
    )


def removed(board: Board, gone: Mapping[str, Contender]) -> Iterator[BoardChange]:
    """Contenders, as they were last, that three publishes have lacked."""
    last = replace(board, was=gone)
    for key in sorted(gone):
        said, data = (
            (None, "missing from three publishes"),
            _data(board, key, value_of([gone[key]]), None, fact=Contender),
        )
        yield _change(last, ChangeKind.CONTENDER_REMOVED, _name(last, key), said, data, key)


def category_changes(board: Board, lost: Iterable[str], back: Iterable[str]) -> Iterator[BoardChange]:
    """Categories that are null for everybody, and those that are not any more."""
    for kind, its in ((ChangeKind.CATEGORY_NOT_STATED, lost), (ChangeKind.CATEGORY_STATED_AGAIN, back)):
        if named := sorted(its):
            data = Data(Score.table, {"board": board.name, "categories": named})
            yield _change(board, kind, board.name, (None, ", ".join(named)), data)


def stale(board: Board, moment: datetime) -> BoardChange:
    """Return the change that a readable board has published nothing for long."""
    days = (moment - board.published).days
    data = _data(board, None, {"published": iso(board.published)}, {"days": days})
    said = None, f"nothing new for {days} days"
    return replace(_change(board, ChangeKind.LEADERBOARD_STALE, board.name, said, data), effective_at=None)
