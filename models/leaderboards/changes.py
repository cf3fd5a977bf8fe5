"""What a reading changed on a leaderboard. Pure.

Every publish moves every score a little and most ranks (348 ranks and not one rounded score, once): that is no news.
A score is news when its interval lies apart from the one that was told last; when most of a category moves at once the
method has changed, and that is one piece of news. Ranks, votes, digits and speed never are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from models.changes import Change, ChangeValue, Data, value_of
from models.facts import Contender, Fact, Score, display_name, iso, qualified_name
from models.kinds import ChangeKind
from models.leaderboards.board import Board, Category
from models.leaderboards.conventions import BoardConventions
from models.leaderboards.intervals import Places, places, short, stated
from models.leaderboards.renames import Rename, renames

TOP = 10
SHARE = Decimal("0.5")
"""From this share of scores on that moved apart together, the method has changed."""
FEWEST = 10
"""A category of fewer contenders says nothing about a share."""
FEWER_VOTES = Decimal("0.5")
"""Votes that fall below this share, and a score apart: the name is another contender's now."""


@dataclass(frozen=True)
class BoardChange(Change):
    """A change that is told together with the others of its board."""

    board: str = ""
    names: frozenset[str] = frozenset()
    """All that the contender is called; empty where the change is about the whole board."""
    score_words: str = ""
    """What is now of a score that moved, without its category, which stands before what was."""
    organization: str = ""
    """Whose contender it is, as the board calls them; empty where it does not say."""

    @property
    def qualified_names(self) -> frozenset[str]:
        """The names behind the organization's."""
        return frozenset(qualified_name(self.organization, name) for name in self.names if self.organization)


def board_changes(board: Board) -> Iterator[BoardChange]:
    """All of them; where the method has changed, that says of the scores all that there is to say."""
    rebased = [category for category in board.categories if _is_rebased(category)]
    if rebased:
        yield _rebase(board, rebased)
    renamed = renames(board.categories, board.was, board.now)
    yield from (_renamed(board, one) for one in renamed)
    yield from _slugs(board)
    old = {one.new: one.old for one in renamed}
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
    """By category, how many scores moved, of how many."""
    return {one.name: {"moved": one.moved, "of": len(one.common)} for one in categories}


def _methods(scores: Iterable[Score]) -> str:
    return "/".join(sorted({score.methodology for score in scores if score.methodology}))


def _renamed(board: Board, one: Rename) -> BoardChange:
    was, now = board.was.get(one.old), board.now.get(one.new)
    before, after = (was and was.name) or one.old, (now and now.name) or one.new
    data = _data(
        board,
        one.new,
        {"contender_key": one.old, "name": before},
        {"contender_key": one.new, "name": after},
        fact=Contender,
    )
    return _change(board, ChangeKind.CONTENDER_RENAMED, after, (before, after), data, one.new)


def _slugs(board: Board) -> Iterator[BoardChange]:
    """Slugs that lead to another contender than before (Artificial Analysis, 2026-08-01)."""
    before: dict[str | None, str] = {contender.slug: key for key, contender in board.was.items() if contender.slug}
    for key, contender in sorted(board.now.items()):
        owner = before.get(contender.slug)
        if owner is not None and owner != key:
            was = board.was[owner].name or owner
            said = f"{contender.slug}: {was}", f"{contender.slug}: now this"
            was_key, now_key = ({"slug": contender.slug, "contender_key": its} for its in (owner, key))
            data = _data(board, key, was_key, now_key, fact=Contender)
            yield _change(board, ChangeKind.SLUG_PASSED_ON, _name(board, key), said, data, key)


def _added(board: Board, old: Mapping[str, str]) -> Iterator[BoardChange]:
    seen = {key for category in board.categories for key in category.was} | board.was.keys() | board.known
    standing: dict[str, list[tuple[Score, Places]]] = {}
    for category in board.categories:
        its = _places(category.now, board.conventions)
        for key, score in category.now.items():
            if key not in seen and key not in old:
                standing.setdefault(key, []).append((score, its[key]))
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
        told = category.told.get(key, category.conventions.interval(was))
        if was.value != now.value and told.apart(category.conventions.interval(now)):
            fewer = was.votes and now.votes is not None and now.votes < FEWER_VOTES * was.votes
            kind = ChangeKind.CONTENDER_REPLACED if fewer else ChangeKind.SCORE_MOVED
            last = {"low": f"{told.low:f}", "high": f"{told.high:f}"}
            data = _data(board, key, last, value_of([now]), category.name)
            yield _score_change(board, kind, key, (f"last told {told}", words(now)), data, category)


def _top(board: Board, category: Category) -> Iterator[BoardChange]:
    """Who is certainly in the top now, and who was and certainly is not any more; in between nobody is woken."""
    was, now = (_places(scores, category.conventions) for scores in (category.was, category.now))
    for key in sorted(category.common):
        name = _name(board, key)
        before, after = _in_top(was[key]), _in_top(now[key])
        inside = board.in_top.get((name, category.name), before)
        kind = ChangeKind.TOP_PLACE_GAINED if after and not inside else None
        if after is False and inside:
            kind = ChangeKind.TOP_PLACE_LOST
        if before and after is None and (name, category.name) not in board.in_top:
            kind = ChangeKind.TOP_PLACE_SHARED
        if kind is not None:
            said = f"place {was[key]}", f"place {now[key]}"
            data = _data(board, key, _place_value(was[key]), _place_value(now[key]), category.name)
            yield _score_change(board, kind, key, said, data, category)


def _place_value(its: Places) -> ChangeValue:
    return {"best": its.best, "worst": its.worst}


def _places(scores: Mapping[str, Score], conventions: BoardConventions) -> Mapping[str, Places]:
    return places({key: conventions.interval(score) for key, score in scores.items()})


def _in_top(its: Places) -> bool | None:
    """Certainly in the top, certainly not, or neither."""
    return True if its.worst <= TOP else False if its.best > TOP else None


def words(score: Score) -> str:
    """A score and its interval for people: "1455.1 (1450.7–1459.4)"."""
    if score.score is None or score.ci_low is None or score.ci_high is None:
        return short(score.score)
    return f"{short(score.score)} ({stated(score)})"


def _name(board: Board, key: str) -> str:
    """What it is called now, else was called last."""
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
    """What a change is about: a board, and of it a contender and a category where it is about these."""
    named = {"board": board.name, "category": category, "contender_key": key}
    return Data(fact.table, {name: part for name, part in named.items() if part is not None}, before, after)


def _score_change(
    board: Board, kind: ChangeKind, key: str, said: tuple[str, str], data: Data, category: Category
) -> BoardChange:
    """A change in one category, whose name stands before both values."""
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


def silent(board: Board, lost: Iterable[str], back: Iterable[str]) -> Iterator[BoardChange]:
    """Categories that are null for everybody, and those that are not any more."""
    for kind, its in ((ChangeKind.CATEGORY_NOT_STATED, lost), (ChangeKind.CATEGORY_STATED_AGAIN, back)):
        if named := sorted(its):
            data = Data(Score.table, {"board": board.name, "categories": named})
            yield _change(board, kind, board.name, (None, ", ".join(named)), data)


def stale(board: Board, moment: datetime) -> BoardChange:
    """Nothing has been published for long, though the board can be read."""
    days = (moment - board.published).days
    data = _data(board, None, {"published": iso(board.published)}, {"days": days})
    said = None, f"nothing new for {days} days"
    return replace(_change(board, ChangeKind.LEADERBOARD_STALE, board.name, said, data), effective_at=None)
