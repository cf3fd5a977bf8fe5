"""What a reading changed on a leaderboard. Pure.

Every publish moves every score a little and most ranks (348 ranks and not one rounded score, once): that is no news.
A score is news when its interval lies apart from the one that was told last; when most of a category moves at once the
method has changed, and that is one piece of news. Ranks, votes, digits and speed never are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from models.changes import Change
from models.facts import Contender, Score
from models.intervals import Places, interval, places, short, stated
from models.renames import Rename, renames
from models.standings import Board, Category, called
from models.subjects import qualified_name

TOP = 10
MAIN = ("overall", "intelligence_index")
"""The categories that stand for their boards."""
SHARE = Decimal("0.5")
"""From this share of scores on that moved apart together, the method has changed."""
FEWEST = 10
"""A category of fewer contenders says nothing about a share."""
FEWER_VOTES = Decimal("0.5")
"""Votes that fall below this share, and a score apart: the name is another contender's now."""
MOVED, REPLACED, ADDED, REMOVED = "score moved", "contender replaced", "contender added", "contender removed"
ENTERED, LEFT, SHARED = "top place gained", "top place lost", "top place shared"
REBASED, RENAMED, SLUG = "leaderboard rebased", "contender renamed", "slug passed on"
NULL, STATED, STALE = "category not stated", "category stated again", "leaderboard stale"
QUIET = frozenset({RENAMED, SLUG, STATED, SHARED})
"""Kept in the log; nobody is woken."""


@dataclass(frozen=True)
class BoardChange(Change):
    """A change that is told together with the others of its board."""

    board: str = ""
    names: frozenset[str] = frozenset()
    """All that the contender is called; empty where the change is about the whole board."""
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
    moved = sum(interval(was).apart(interval(now)) for was, now in pairs)
    return len(pairs) >= FEWEST and moved >= SHARE * len(pairs)


def _rebase(board: Board, rebased: Sequence[Category]) -> BoardChange:
    before = _methods(score for category in rebased for score in category.was.values())
    after = _methods(score for category in rebased for score in category.now.values())
    moved = [category for category in rebased if _apart(category)] or rebased
    words = ", ".join(
        f"{category.name} ({_apart(category)} of {len(category.common)} scores moved)" for category in moved
    )
    if before and after and before != after:
        return _change(board, REBASED, board.name, f"method {before}", f"method {after}: {words}")
    return _change(board, REBASED, board.name, None, words)


def _methods(scores: Iterable[Score]) -> str:
    return "/".join(sorted({score.methodology for score in scores if score.methodology}))


def _apart(category: Category) -> int:
    return sum(interval(category.was[key]).apart(interval(category.now[key])) for key in category.common)


def _renamed(board: Board, one: Rename) -> BoardChange:
    was, now = board.was.get(one.old), board.now.get(one.new)
    before, after = (was and was.name) or one.old, (now and now.name) or one.new
    return _change(board, RENAMED, after, before, after, one.new)


def _slugs(board: Board) -> Iterator[BoardChange]:
    """Slugs that lead to another contender than before (Artificial Analysis, 2026-08-01)."""
    before: dict[str | None, str] = {contender.slug: key for key, contender in board.was.items() if contender.slug}
    for key, contender in sorted(board.now.items()):
        owner = before.get(contender.slug)
        if owner is not None and owner != key:
            was = board.was[owner].name or owner
            yield _change(
                board, SLUG, _name(board, key), f"{contender.slug}: {was}", f"{contender.slug}: now this", key
            )


def _added(board: Board, old: Mapping[str, str]) -> Iterator[BoardChange]:
    seen = {key for category in board.categories for key in category.was} | board.was.keys() | board.known
    standing: dict[str, list[str]] = {}
    for category in board.categories:
        its = _places(category.now)
        for key, score in category.now.items():
            if key not in seen and key not in old:
                standing.setdefault(key, []).append(f"{category.name}: {words(score)}, place {its[key]}")
    for key, lines in sorted(standing.items()):
        first = next((line for line in lines if line.split(":")[0] in MAIN), lines[0])
        others = len(lines) - 1
        more = f" and {others} more {'category' if others == 1 else 'categories'}" if others else ""
        yield _change(board, ADDED, _name(board, key), None, f"{first}{more}", key)


def _moved(board: Board, category: Category) -> Iterator[BoardChange]:
    for key in sorted(category.common):
        was, now = category.was[key], category.now[key]
        told = category.told.get(key, interval(was))
        if was.value != now.value and told.apart(interval(now)):
            fewer = was.votes and now.votes is not None and now.votes < FEWER_VOTES * was.votes
            kind = REPLACED if fewer else MOVED
            before = f"{category.name}: last told {told}"
            yield _change(board, kind, _name(board, key), before, f"{category.name}: {words(now)}", key)


def _top(board: Board, category: Category) -> Iterator[BoardChange]:
    """Who is certainly in the top now, and who was and certainly is not any more; in between nobody is woken."""
    was, now = _places(category.was), _places(category.now)
    for key in sorted(category.common):
        name = _name(board, key)
        before, after = _in_top(was[key]), _in_top(now[key])
        inside = board.in_top.get((name, category.name), before)
        kind = ENTERED if after and not inside else LEFT if after is False and inside else None
        if before and after is None and (name, category.name) not in board.in_top:
            kind = SHARED
        if kind is not None:
            then, since = (f"{category.name}: place {its[key]}" for its in (was, now))
            yield _change(board, kind, name, then, since, key)


def _places(scores: Mapping[str, Score]) -> Mapping[str, Places]:
    return places({key: interval(score) for key, score in scores.items()})


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
    return called(key, contender and contender.name)


def _change(
    board: Board, kind: str, subject: str, before: str | None, after: str | None, key: str | None = None
) -> BoardChange:
    contender = key and (board.now.get(key) or board.was.get(key))
    names = {key, contender.name, contender.slug, contender.model} if contender else {key}
    return BoardChange(
        kind=kind,
        source=board.source,
        subject=subject,
        before=before,
        after=after,
        effective_at=board.published,
        board=board.name,
        names=frozenset(name for name in names if name),
        organization=(contender and contender.organization) or "",
    )


def removed(board: Board, gone: Mapping[str, Contender]) -> Iterator[BoardChange]:
    """Contenders, as they were last, that three publishes have lacked."""
    last = replace(board, was=gone)
    for key in sorted(gone):
        yield _change(last, REMOVED, _name(last, key), None, "missing from three publishes", key)


def silent(board: Board, lost: Iterable[str], back: Iterable[str]) -> Iterator[BoardChange]:
    """Categories that are null for everybody, and those that are not any more."""
    for kind, its in ((NULL, lost), (STATED, back)):
        if named := sorted(its):
            yield _change(board, kind, board.name, None, ", ".join(named))


def stale(board: Board, moment: datetime) -> BoardChange:
    """Nothing has been published for long, though the board can be read."""
    days = (moment - board.published).days
    return replace(_change(board, STALE, board.name, None, f"nothing new for {days} days"), effective_at=None)
