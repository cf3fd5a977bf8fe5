"""Leaderboards in the history: what a reading changes on them, given what was told of them before."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.bitemporal import Beliefs, fact_of, value_at
from models.facts import Contender, Fact, Score, value_columns
from models.leaderboards.board import Board, Category
from models.leaderboards.changes import BoardChange, board_changes, removed, silent, stale
from models.leaderboards.conventions import EVERY_BOARD, BoardConventions
from models.leaderboards.reported import Told
from models.readings import Scope
from models.schema import HISTORY, Watermark

PUBLISHES = 3
"""A contender that so many publishes lack has left: some are back on the next one."""
LONGEST = timedelta(days=30)
"""Without a publish for longer than this a board is stale; in 2026 it was three weeks at most."""
SCORES, CONTENDERS = HISTORY[Score], HISTORY[Contender]
Kind = TypeVar("Kind", bound=Fact)


@dataclass
class BoardLog:
    """What one reading says of the boards of its source, taken in scope by scope: a history is too large to keep."""

    session: Session
    source: str
    moment: datetime
    conventions: BoardConventions = EVERY_BOARD
    previous: datetime | None = None
    published: datetime | None = None
    """From when on the latest of the scores hold."""
    categories: list[Category] = field(default_factory=list[Category])
    was: Mapping[str, Contender] = field(default_factory=dict[str, Contender])
    now: Mapping[str, Contender] = field(default_factory=dict[str, Contender])

    @cached_property
    def told(self) -> Told:
        """What was told before."""
        return Told(self.session, self.source, self.moment, self.conventions)

    def take(self, scope: Scope, beliefs: tuple[Beliefs, Beliefs], previous: datetime) -> None:
        """A scope as it was believed before and after; `previous` is the moment of its last reading."""
        self.previous = previous
        if scope.fact is Contender:
            self.was, self.now = _states(Contender, beliefs, previous, self.moment)
        elif scope.fact is Score:
            was, now = _states(Score, beliefs, previous, self.moment)
            starts = (span.start for spans in beliefs[1].values() for span in spans if span.start <= self.moment)
            self.published = max(filter(None, (self.published, *starts)), default=None)
            boards = sorted({score.board for score in (*was.values(), *now.values())})
            for board in boards:
                before, after = (
                    {key: score for key, score in state.items() if score.board == board} for state in (was, now)
                )
                told = self.told.intervals(scope)
                self.categories.append(Category(board, scope.part, before, after, told, self.conventions))

    def changes(self) -> list[BoardChange]:
        """What has changed; nothing where no scope had been read before."""
        return [] if self.previous is None else list(self._changes(self.previous))

    def _changes(self, previous: datetime) -> Iterator[BoardChange]:
        publishes = self._publishes()
        gone, silences = self._gone(publishes), (self._lost(previous), self._back())
        by_board: dict[str, list[Category]] = defaultdict(list)
        for category in self.categories:
            by_board[category.board].append(category)
        for name, categories in sorted(by_board.items()):
            published = self.published or self.moment
            told = (self.told.known, self.told.in_top)
            board = Board(
                self.source, name, categories, self.was, self.now, published, *told, conventions=self.conventions
            )
            yield from board_changes(board)
            yield from removed(board, gone)
            yield from silent(board, *silences)
            if previous - published <= LONGEST < self.moment - published:
                yield stale(board, self.moment)

    def _publishes(self) -> list[datetime]:
        """The last publishes, the latest first: something moves in the largest category each time."""
        if not self.categories:
            return []
        largest = max(self.categories, key=lambda category: len(category.now))
        query = select(SCORES.c.effective_from).where(
            SCORES.c.source == self.source,
            SCORES.c.category == largest.name,
            SCORES.c.recorded_to.is_(None),
            SCORES.c.effective_from <= self.moment,
        )
        return list(self.session.scalars(query.distinct().order_by(SCORES.c.effective_from.desc()).limit(PUBLISHES)))

    def _gone(self, publishes: Sequence[datetime]) -> dict[str, Contender]:
        """Contenders that the third last publish was the first to lack, if this reading brought the last one.

        As they were last: a key may be none that anybody knows them by. Those that only have another name are none.
        """
        if len(publishes) < PUBLISHES or not self._brought(publishes[0]):
            return {}
        query = select(CONTENDERS.c.contender_key).where(
            CONTENDERS.c.source == self.source,
            CONTENDERS.c.recorded_to.is_(None),
            CONTENDERS.c.gone,
            CONTENDERS.c.effective_to.is_(None),
            CONTENDERS.c.effective_from == publishes[-1],
        )
        last = self._last(list(self.session.scalars(query)))
        return {key: its for key, its in last.items() if not {key, its.name} & self.told.renamed}

    def _last(self, keys: Sequence[str]) -> dict[str, Contender]:
        """What contenders were called last."""
        rows = CONTENDERS.c
        values = [rows[name] for name in value_columns(Contender)]
        query = select(rows.contender_key, *values).where(
            rows.source == self.source, rows.contender_key.in_(keys), rows.recorded_to.is_(None), ~rows.gone
        )
        found: dict[str, Contender] = {}
        for key, *value in self.session.execute(query.order_by(rows.effective_from)):
            contender = fact_of(Contender, (self.source, key), tuple(value))
            if isinstance(contender, Contender):
                found[key] = contender
        return found

    def _brought(self, publish: datetime) -> bool:
        query = select(SCORES.c.source).where(
            SCORES.c.source == self.source,
            SCORES.c.effective_from == publish,
            SCORES.c.recorded_from == self.moment,
        )
        return self.session.scalar(query.limit(1)) is not None

    def _lost(self, previous: datetime) -> list[str]:
        """The categories that the previous reading stated and this one does not: null for everybody."""
        lost = select(Watermark.division).where(
            Watermark.source == self.source, Watermark.fact == Score.table, Watermark.last_at == previous
        )
        return list(self.session.scalars(lost))

    def _back(self) -> list[str]:
        """The categories that were told to be null for everybody and are stated again."""
        return [category.name for category in self.categories if category.name in self.told.silent]


def _states(
    fact: type[Kind], beliefs: tuple[Beliefs, Beliefs], previous: datetime, moment: datetime
) -> tuple[dict[str, Kind], dict[str, Kind]]:
    """What was believed to hold at the moment before, and what is believed to hold now."""
    return _state(fact, beliefs[0], previous), _state(fact, beliefs[1], moment)


def _state(fact: type[Kind], beliefs: Beliefs, instant: datetime) -> dict[str, Kind]:
    """What holds at an instant, by the last part of its key: the contender."""
    found: dict[str, Kind] = {}
    for key, spans in beliefs.items():
        value = value_at(spans, instant)
        stated = None if value is None else fact_of(fact, key, value)
        if isinstance(stated, fact):
            found[key[-1]] = stated
    return found
