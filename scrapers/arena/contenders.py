"""What Arena's page says of one contender, from its data or its table, and the keys of contenders.

Arena has no key for a contender but its name (pages since 2026 have a `modelKey` beside it), and lists a name twice now
and then: `gpt-5.3-codex (codex-harness)` in four categories of webdev, 2026-06-21…08-12.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from models.aliases import canonical
from models.facts import Contender, Score
from models.reading import Reading, Scope
from scrapers.arena.boards import board_of
from scrapers.page import Page, PageChanged

OURS = re.compile(r".* #[0-9]+")
NAME = re.compile(r"\S(?:.*\S)?")
NO_NAME = re.compile(r"[\W\d_]*|N/A|[0-9.,]+ ?[KM]")
"""Prices, votes and sizes, which stand in the cells beside a name."""


class Row(NamedTuple):
    """One contender of a leaderboard page."""

    key: str
    """The site's own, or the name where it gives none."""
    name: str
    organization: str | None
    license: str | None
    score: Decimal
    ci_low: Decimal
    ci_high: Decimal
    votes: int
    rank: int
    """By score alone; read to see that nothing was moved, and not kept."""
    locator: str


def checked_name(name: str) -> str:
    """A contender's name or key. Raises PageChanged for what would be none, or would be taken for a key of ours."""
    if not NAME.fullmatch(name) or not name.isprintable() or OURS.fullmatch(name) or NO_NAME.fullmatch(name):
        raise PageChanged("not the name of a contender", name)
    return name


def numbered(names: Iterable[str]) -> list[str]:
    """A key for each of a category's names, the highest rated first: it keeps its name, the next is `name #2`."""
    seen: Counter[str] = Counter()
    keys: list[str] = []
    for name in names:
        seen[name] += 1
        keys.append(name if seen[name] == 1 else f"{name} #{seen[name]}")
    return keys


def reading(page: Page, rows: Sequence[Row]) -> Reading:
    """What a leaderboard's page states of its category `overall`: undated, since its table does not date itself.

    Raises PageChanged where it is no leaderboard, or two rows are one.
    """
    if not rows:
        raise PageChanged("a leaderboard without contenders", page.url)
    twice, times = Counter(row._replace(rank=0, locator="") for row in rows).most_common(1)[0]
    if times > 1:
        raise PageChanged("a contender stands there twice, the same in everything", str(twice))
    for above, below in pairwise(rows):
        if above.rank >= below.rank or above.score < below.score:
            raise PageChanged("the order of ranks is not that of scores", f"{above} before {below}")
    ranked = sorted(rows, key=_rank)
    keyed = dict(zip(ranked, numbered(row.key for row in ranked), strict=True))
    facts = [fact for row in rows for fact in _facts(page, row, keyed[row])]
    return Reading(frozenset({Scope(Score, page.source, "overall"), Scope(Contender, page.source)}), tuple(facts))


def _rank(row: Row) -> tuple[Decimal | int | str, ...]:
    """The highest rated first; what is equal in that is told apart by all the rest."""
    return (-row.score, -row.ci_low, -row.ci_high, -row.votes, row.name, row.organization or "", row.license or "")


def _facts(page: Page, row: Row, key: str) -> tuple[Score, Contender]:
    score = Score(
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
    contender = Contender(
        source=page.source,
        contender_key=key,
        name=row.name,
        slug=None,
        organization=row.organization,
        license=row.license,
        model=canonical("arena", row.name, page.moment),
        locator=row.locator,
    )
    return score, contender
