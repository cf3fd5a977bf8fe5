"""Rows of a leaderboard page, from its data or its table, and the keys of contenders.

A contender's only key is its name (pages since 2026 also have a `modelKey`), and a name is occasionally listed twice:
`gpt-5.3-codex (codex-harness)` in four categories of webdev, 2026-06-21…08-12.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from models.facts import Contender, Notice, Score
from models.readings import KeptFacts, Reading, Scope, Unread, canonical
from scrapers.arena.boards import board_of
from scrapers.page import Page, PageChanged

NUMBERED_KEY = re.compile(r".* #[0-9]+")
NAME = re.compile(r"\S(?:.*\S)?")
NO_NAME = re.compile(r"[\W\d_]*|N/A|[0-9.,]+ ?[KM]")
"""Prices, votes and sizes, which are in the cells beside a name."""
NOT_STATED = Decimal("-Infinity")
"""Sorts behind all other numbers."""


class ContenderRow(NamedTuple):
    """One contender of a leaderboard page."""

    key: str
    """The site's own key, or the name if the site gives none."""
    name: str
    organization: str | None
    license: str | None
    score: Decimal | None
    """None, as in the next three, if none is stated."""
    ci_low: Decimal | None
    ci_high: Decimal | None
    """Both ends of the interval or neither."""
    votes: int | None
    rank: int | None
    """Rank by score alone; used to check the order, not kept. None if it cannot be read."""
    locator: str


class PageRows(NamedTuple):
    """The rows of a leaderboard page, and its unread fields."""

    rows: Sequence[ContenderRow]
    unread: tuple[Unread, ...] = ()
    left_out: int = 0
    """Number of further rows whose contender cannot be determined."""


def checked_name(name: str) -> str:
    """Return a contender's name or key. Raises PageChanged for an impossible one, or one like our numbered keys."""
    if not NAME.fullmatch(name) or not name.isprintable() or NUMBERED_KEY.fullmatch(name) or NO_NAME.fullmatch(name):
        raise PageChanged("not the name of a contender", name)
    return name


def numbered_keys(names: Iterable[str]) -> list[str]:
    """Return a key for each name of a category, highest rated first: the first keeps its name, then `name #2`."""
    seen: Counter[str] = Counter()
    keys: list[str] = []
    for name in names:
        seen[name] += 1
        keys.append(name if seen[name] == 1 else f"{name} #{seen[name]}")
    return keys


def page_reading(page: Page, listed: PageRows) -> Reading:
    """Return the facts of a leaderboard page: category `overall`, undated, since its table has no date.

    A row without a score states its contender alone: its score stays as believed. Raises PageChanged for a page that is
    no leaderboard, and for duplicate rows.
    """
    _refuse_disorder(page, listed.rows)
    ranked = sorted(listed.rows, key=_rank)
    keyed = dict(zip(ranked, numbered_keys(row.key for row in ranked), strict=True))
    facts = [fact for row in listed.rows for fact in _facts(page, row, keyed[row])]
    keeps = frozenset(
        KeptFacts.of(Score, source=page.source, category="overall", contender_key=keyed[row])
        for row in listed.rows
        if row.score is None
    )
    unread = (*listed.unread, *([Unread("scores", "rows without a score", keeps=keeps)] if keeps else []))
    scopes = {Scope(Score, page.source, "overall"), Scope(Contender, page.source), Scope(Notice, page.source)}
    return Reading(frozenset(scopes), tuple(facts), unread=unread)


def _refuse_disorder(page: Page, rows: Sequence[ContenderRow]) -> None:
    """Raise PageChanged for duplicate rows, an order that contradicts the scores, or no scores at all."""
    if not rows:
        raise PageChanged("a leaderboard without contenders", page.url)
    if all(row.score is None for row in rows):
        raise PageChanged("no row has a score", str(rows[0]))
    twice, times = Counter(row._replace(rank=0, locator="") for row in rows).most_common(1)[0]
    if times > 1:
        raise PageChanged("a contender stands there twice, the same in everything", str(twice))
    ranks = [row.rank for row in rows if row.rank is not None]
    if any(above >= below for above, below in pairwise(ranks)):
        raise PageChanged("the ranks are in no order", ", ".join(map(str, ranks)))
    for above, below in pairwise([row for row in rows if row.score is not None]):
        if (above.score or 0) < (below.score or 0):
            raise PageChanged("the order of ranks is not that of scores", f"{above} before {below}")
    names = Counter(row.key for row in rows)
    if unscored := next((row for row in rows if row.score is None and names[row.key] > 1), None):
        raise PageChanged("a name stands there twice, once without a score", str(unscored))


def _rank(row: ContenderRow) -> tuple[Decimal | int | str, ...]:
    """Return the sort key: highest rated first, ties broken by the remaining columns."""
    low, high = (NOT_STATED if end is None else end for end in (row.ci_low, row.ci_high))
    score = NOT_STATED if row.score is None else row.score
    return (-score, -low, -high, -(row.votes or 0), row.name, row.organization or "", row.license or "")


def _facts(page: Page, row: ContenderRow, key: str) -> Iterator[Score | Contender]:
    if row.score is not None:
        yield _score(page, row, key)
    yield Contender(
        source=page.source,
        contender_key=key,
        name=row.name,
        slug=None,
        organization=row.organization,
        license=row.license,
        model=canonical("arena", row.name, page.moment),
        locator=row.locator,
    )


def _score(page: Page, row: ContenderRow, key: str) -> Score:
    return Score(
        source=page.source,
        board=board_of(page.source),
        category="overall",
        contender_key=key,
        contender_name=row.name,
        score=row.score,
        ci_low=row.ci_low,
        ci_high=row.ci_high,
        votes=row.votes,
        methodology=None,
        locator=row.locator,
    )
