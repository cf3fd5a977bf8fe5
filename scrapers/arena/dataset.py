"""Arena's official dataset (`lmarena-ai/leaderboard-dataset`, CC BY 4.0): what a board's ratings are, by publish date.

A file named `full…` is the whole history. Any other one is the latest account: of each category its newest publish
counts, and what the file keeps of older ones is left out (a file mixes dates: categories are published apart).
A row without a score states its contender alone: what was believed of the score stays in a latest account, and ends in
a history, where the publish itself states none. So does a row of a latest account with an odd number (-1 votes, a
rating off the scale), which is named. A row with an odd text (a category, a name or a date that is none) is left out
and named. In a history both refuse the file.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from itertools import groupby
from math import isnan
from operator import attrgetter

from models.aliases import canonical
from models.fact import Fact, gone
from models.facts import Contender, Notice, Score
from models.reading import BEGINNING, Reading, Scope
from models.unread import Keep, Unread
from scrapers.arena.board_columns import columns_of_board
from scrapers.arena.boards import board_of
from scrapers.arena.contender_history import contender_changes
from scrapers.arena.publishes import DatasetRows, Publish, read_publishes
from scrapers.page import Page
from scrapers.parse import UnreadValues, printed_or_quotes

READER = 4
UNSCORED = "rows without a score"


def read(page: Page) -> Reading:
    """Scores by category and the contenders, each the whole account since its publish date. Raises PageChanged."""
    found = read_publishes(page, strict=_is_full(page.url))
    by_category = {name: list(its) for name, its in groupby(found.publishes, key=attrgetter("category"))}
    return _history(page, found, by_category) if _is_full(page.url) else _latest(page, found, by_category)


def _is_full(url: str) -> bool:
    return url.partition("?")[0].rpartition("/")[2].startswith("full")


def _history(page: Page, found: DatasetRows, by_category: dict[str, list[Publish]]) -> Reading:
    """Everything since the beginning; scores made category by category, as they are asked for."""
    later = {
        Scope(Score, page.source, category): partial(_scores, page.source, found, publishes)
        for category, publishes in by_category.items()
    }
    whose = Scope(Contender, page.source)
    facts = tuple(contender_changes(page.source, found, found.publishes))
    newest = {Scope(Score, page.source, category): publishes[-1].day for category, publishes in by_category.items()}
    published = {whose: max(newest.values()), **newest}
    since = dict.fromkeys(published, BEGINNING)
    unscored = [Unread(_rating(page.source), UNSCORED)] if any(map(isnan, found.rating)) else []
    scopes = frozenset({Scope(Notice, page.source), *published})
    return Reading(scopes, facts, since=since, published=published, later=later, unread=(*found.unread, *unscored))


def _latest(page: Page, found: DatasetRows, by_category: dict[str, list[Publish]]) -> Reading:
    newest = {category: publishes[-1] for category, publishes in by_category.items()}
    since = {Scope(Score, page.source, category): publish.day for category, publish in newest.items()}
    whose, last = Scope(Contender, page.source), max(publish.day for publish in newest.values())
    known = {fact.key: _as_of(last, fact) for fact in contender_changes(page.source, found, list(newest.values()))}
    scores = (fact for publish in newest.values() for fact in _scores(page.source, found, [publish]))
    unread = (*found.unread, *_odd_texts(page.source, found), *_unscored(page.source, found, newest.values()))
    scopes = frozenset({Scope(Notice, page.source), whose, *since})
    return Reading(scopes, (*known.values(), *scores), since={whose: last, **since}, unread=unread)


def _rating(source: str) -> str:
    """What the file calls the scores."""
    return f"column {columns_of_board(board_of(source)).numbers['rating']}"


def _unscored(source: str, found: DatasetRows, publishes: Iterable[Publish]) -> tuple[Unread, ...]:
    """The rows without a score, and with odd numbers: the scores of their contenders stay as they are believed."""
    unread = UnreadValues()
    for publish in publishes:
        for row in (row for row in range(publish.start, publish.stop) if isnan(found.rating[row])):
            key = found.keys[found.key[row]]
            keep = Keep.of(Score, source=source, category=publish.category, contender_key=key)
            if odd := found.odd.get(row):
                unread.add(f"column {odd.column}", f"{key} ({publish.category}): {odd.value}", [keep])
            else:
                unread.add(_rating(source), UNSCORED, [keep])
    return unread.named


def _odd_texts(source: str, found: DatasetRows) -> tuple[Unread, ...]:
    """The odd texts. Whose rows they stand in is not known: no score and no contender is gone meanwhile."""
    unread = UnreadValues()
    for odd in found.odd_texts:
        category = {"category": odd.category} if odd.category else {}
        keeps = [Keep.of(Score, source=source, **category), Keep.of(Contender, source=source)]
        unread.add(f"column {odd.column}", printed_or_quotes(odd.text), keeps)
    return unread.named


def _as_of(day: datetime, fact: Contender) -> Contender:
    return replace(fact, effective_from=day, model=canonical("arena", fact.name or "", day))


def _scores(source: str, found: DatasetRows, publishes: Sequence[Publish]) -> Iterator[Fact]:
    """The scores of one category; a contender that a publish lacks is gone from its date on."""
    board, before = board_of(source), dict[int, Score]()
    for publish in publishes:
        now = dict(_published(source, board, found, publish))
        yield from now.values()
        yield from (gone(score, publish.day) for code, score in before.items() if code not in now)
        before = now


def _published(source: str, board: str, found: DatasetRows, publish: Publish) -> Iterator[tuple[int, Score]]:
    for row in range(publish.start, publish.stop):
        if isnan(found.rating[row]):
            continue
        code, votes = found.key[row], found.votes[row]
        yield (
            code,
            Score(
                source=source,
                board=board,
                category=publish.category,
                contender_key=found.keys[code],
                contender_name=found.names[code],
                score=_exact(found.rating[row]),
                ci_low=_exact(found.lower[row]),
                ci_high=_exact(found.upper[row]),
                votes=None if isnan(votes) else int(votes),
                methodology=None,
                effective_from=publish.day,
                locator=f"row {found.places[row]}",
            ),
        )


def _exact(number: float) -> Decimal | None:
    """The shortest number that names a float; None where none is stated."""
    return None if isnan(number) else Decimal(repr(number))
