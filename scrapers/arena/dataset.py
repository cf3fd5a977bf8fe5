"""Arena's official dataset (`lmarena-ai/leaderboard-dataset`, CC BY 4.0): ratings of a board by publish date.

A file named `full…` is the whole history. Any other file is the latest account: the newest publish of each category
counts, and older ones in the file are ignored (a file mixes dates, since categories are published separately).

A row without a score states its contender alone. Its believed score stays in a latest account, and ends in a history,
whose publish itself states none. An invalid number in a latest account (-1 votes, a rating off the scale) is reported,
and its row counts as one without a score. A row with an invalid text (category, name or date) is left out and reported.
In a history both refuse the file.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from itertools import groupby
from math import isnan
from operator import attrgetter

from models.facts import Contender, Fact, Notice, Score, gone
from models.readings import BEGINNING, KeptFacts, Reading, Scope, Unread
from scrapers.arena.board_columns import columns_of_board
from scrapers.arena.boards import board_of
from scrapers.arena.contender_history import contender_changes
from scrapers.arena.model_names import ALIASES
from scrapers.arena.publishes import DatasetRows, Publish, read_publishes
from scrapers.page import Page
from scrapers.parse import UnreadValues, printed_or_quotes

UNSCORED = "rows without a score"


def read(page: Page) -> Reading:
    """Read scores by category and contenders, complete since their publish date. Raises PageChanged."""
    dataset_rows = read_publishes(page, strict=_is_full(page.url))
    by_category = {name: list(group) for name, group in groupby(dataset_rows.publishes, key=attrgetter("category"))}
    return _history(page, dataset_rows, by_category) if _is_full(page.url) else _latest(page, dataset_rows, by_category)


def _is_full(url: str) -> bool:
    return url.partition("?")[0].rpartition("/")[2].startswith("full")


def _history(page: Page, dataset_rows: DatasetRows, by_category: dict[str, list[Publish]]) -> Reading:
    """Build the reading of a whole history; scores are made lazily, category by category."""
    later = {
        Scope(Score, page.source, category): partial(_scores, page.source, dataset_rows, publishes)
        for category, publishes in by_category.items()
    }
    whose = Scope(Contender, page.source)
    facts = tuple(contender_changes(page.source, dataset_rows, dataset_rows.publishes))
    newest = {Scope(Score, page.source, category): publishes[-1].day for category, publishes in by_category.items()}
    published = {whose: max(newest.values()), **newest}
    since = dict.fromkeys(published, BEGINNING)
    unscored = [Unread(_rating(page.source), UNSCORED)] if any(map(isnan, dataset_rows.rating)) else []
    scopes = frozenset({Scope(Notice, page.source), *published})
    return Reading(
        scopes, facts, since=since, published=published, later=later, unread=(*dataset_rows.unread, *unscored)
    )


def _latest(page: Page, dataset_rows: DatasetRows, by_category: dict[str, list[Publish]]) -> Reading:
    newest = {category: publishes[-1] for category, publishes in by_category.items()}
    since = {Scope(Score, page.source, category): publish.day for category, publish in newest.items()}
    whose, last = Scope(Contender, page.source), max(publish.day for publish in newest.values())
    contenders_by_key = {
        fact.key: _as_of(last, fact) for fact in contender_changes(page.source, dataset_rows, list(newest.values()))
    }
    scores = (fact for publish in newest.values() for fact in _scores(page.source, dataset_rows, [publish]))
    unread = (
        *dataset_rows.unread,
        *_odd_texts(page.source, dataset_rows),
        *_unscored(page.source, dataset_rows, newest.values()),
    )
    scopes = frozenset({Scope(Notice, page.source), whose, *since})
    return Reading(scopes, (*contenders_by_key.values(), *scores), since={whose: last, **since}, unread=unread)


def _rating(source: str) -> str:
    """Return the name of the score column, for messages."""
    return f"column {columns_of_board(board_of(source)).numbers['rating']}"


def _unscored(source: str, dataset_rows: DatasetRows, publishes: Iterable[Publish]) -> tuple[Unread, ...]:
    """Return rows without a score or with invalid numbers: the believed scores of their contenders are kept."""
    unread = UnreadValues()
    for publish in publishes:
        for row in (row for row in range(publish.start, publish.stop) if isnan(dataset_rows.rating[row])):
            key = dataset_rows.keys[dataset_rows.key[row]]
            keep = KeptFacts.of(Score, source=source, category=publish.category, contender_key=key)
            if odd := dataset_rows.odd.get(row):
                unread.add(f"column {odd.column}", f"{key} ({publish.category}): {odd.value}", [keep])
            else:
                unread.add(_rating(source), UNSCORED, [keep])
    return unread.named


def _odd_texts(source: str, dataset_rows: DatasetRows) -> tuple[Unread, ...]:
    """Return the invalid texts. Their rows are unknown, so no score and no contender is removed meanwhile."""
    unread = UnreadValues()
    for odd in dataset_rows.odd_texts:
        category = {"category": odd.category} if odd.category else {}
        keeps = [KeptFacts.of(Score, source=source, **category), KeptFacts.of(Contender, source=source)]
        unread.add(f"column {odd.column}", printed_or_quotes(odd.text), keeps)
    return unread.named


def _as_of(day: datetime, fact: Contender) -> Contender:
    return replace(fact, effective_from=day, model=ALIASES.model(fact.name or "", day))


def _scores(source: str, dataset_rows: DatasetRows, publishes: Sequence[Publish]) -> Iterator[Fact]:
    """Yield the scores of one category; a contender that a publish lacks is gone from that date on."""
    board, before = board_of(source), dict[int, Score]()
    for publish in publishes:
        now = dict(_published(source, board, dataset_rows, publish))
        yield from now.values()
        yield from (gone(score, publish.day) for code, score in before.items() if code not in now)
        before = now


def _published(source: str, board: str, dataset_rows: DatasetRows, publish: Publish) -> Iterator[tuple[int, Score]]:
    for row in range(publish.start, publish.stop):
        if isnan(dataset_rows.rating[row]):
            continue
        code, votes = dataset_rows.key[row], dataset_rows.votes[row]
        yield (
            code,
            Score(
                source=source,
                board=board,
                category=publish.category,
                contender_key=dataset_rows.keys[code],
                contender_name=dataset_rows.names[code],
                score=_exact(dataset_rows.rating[row]),
                ci_low=_exact(dataset_rows.lower[row]),
                ci_high=_exact(dataset_rows.upper[row]),
                votes=None if isnan(votes) else int(votes),
                methodology=None,
                effective_from=publish.day,
                locator=f"row {dataset_rows.places[row]}",
            ),
        )


def _exact(number: float) -> Decimal | None:
    """Return the shortest decimal of a float; None for NaN."""
    return None if isnan(number) else Decimal(repr(number))
