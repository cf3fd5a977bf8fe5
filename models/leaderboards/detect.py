"""Detection of changes on all leaderboards of a source, from the history and the changes reported earlier."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.bitemporal import Beliefs, fact_of, value_at
from models.facts import Contender, Fact, Score, value_columns
from models.leaderboards.board import Board, Category
from models.leaderboards.changes import BoardChange, board_changes, category_changes, removed, stale
from models.leaderboards.conventions import EVERY_BOARD, BoardConventions
from models.leaderboards.places import places
from models.leaderboards.reported import ReportedChanges
from models.readings import Scope
from models.schema import HISTORY, Watermark

PUBLISHES = 3
"""The number of publishes without a contender after which it is removed: some return on the next one."""
LONGEST = timedelta(days=30)
"""The time without a publish after which a board is stale; in 2026 it was three weeks at most."""
SCORES, CONTENDERS = HISTORY[Score], HISTORY[Contender]
BoardFact = TypeVar("BoardFact", bound=Fact)


@dataclass
class BoardLog:
    """The boards of one reading, collected scope by scope: a whole history is too large to hold in memory."""

    session: Session
    source: str
    moment: datetime
    conventions: BoardConventions = EVERY_BOARD
    previous: datetime | None = None
    published: datetime | None = None
    """The instant from which the latest of the scores hold."""
    categories: list[Category] = field(default_factory=list[Category])
    was: Mapping[str, Contender] = field(default_factory=dict[str, Contender])
    now: Mapping[str, Contender] = field(default_factory=dict[str, Contender])

    @cached_property
    def reported(self) -> ReportedChanges:
        """The changes that were reported before."""
        return ReportedChanges(self.session, self.source, self.moment, self.conventions)

    def take(self, scope: Scope, beliefs: tuple[Beliefs, Beliefs], previous: datetime) -> None:
        """Add a scope as believed before and after; `previous` is the moment of its last reading."""
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
                reported = self.reported.intervals(scope)
                self.categories.append(Category(board, scope.part, before, after, reported, self.conventions))

    def changes(self) -> list[BoardChange]:
        """Return the changes; none if no scope had been read before."""
        return [] if self.previous is None else list(self._changes(self.previous))

    def _changes(self, previous: datetime) -> Iterator[BoardChange]:
        publishes = self._publishes()
        gone, silences = self._gone(publishes), (self._lost(previous), self._back())
        by_board: dict[str, list[Category]] = defaultdict(list)
        for category in self.categories:
            by_board[category.board].append(category)
        for name, categories in sorted(by_board.items()):
            published = self.published or self.moment
            reported = (self.reported.known, self.reported.in_top)
            board = Board(
                self.source, name, categories, self.was, self.now, published, *reported, conventions=self.conventions
            )
            yield from board_changes(with_places(self.session, board))
            yield from removed(board, gone)
            yield from category_changes(board, *silences)
            if previous - published <= LONGEST < self.moment - published:
                yield stale(board, self.moment)

    def _publishes(self) -> list[datetime]:
        """Return the instants of the last publishes, the latest first: each moves a score of the largest category."""
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
        """Return the contenders, as stated last, that are missing since the third last publish.

        None unless this reading brought the last publish. Renamed contenders are left out.
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
        contenders = self._last(list(self.session.scalars(query)))
        return {key: last for key, last in contenders.items() if key not in self.reported.renamed}

    def _last(self, keys: Sequence[str]) -> dict[str, Contender]:
        """Return contenders as they were stated last, by key."""
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
        """Return True if this reading was the first with a publish."""
        query = select(SCORES.c.source).where(
            SCORES.c.source == self.source,
            SCORES.c.effective_from == publish,
            SCORES.c.recorded_from == self.moment,
        )
        return self.session.scalar(query.limit(1)) is not None

    def _lost(self, previous: datetime) -> list[str]:
        """Return the categories that the previous reading stated and this one does not."""
        lost = select(Watermark.division).where(
            Watermark.source == self.source, Watermark.fact == Score.table, Watermark.last_at == previous
        )
        return list(self.session.scalars(lost))

    def _back(self) -> list[str]:
        """Return the categories that were reported as not stated and are stated again."""
        return [category.name for category in self.categories if category.name in self.reported.silent]


def with_places(session: Session, board: Board) -> Board:
    """Return a board with the places before and after in all categories that need them, by one query."""
    states = {
        category.name: [category.was] if category.was == category.now else [category.was, category.now]
        for category in board.categories
        if board.needs_places(category)
    }
    categories = {category.name: category for category in board.categories}
    rankings = [categories[name].ranking(scores) for name, each in states.items() for scores in each]
    found = iter(places(session, rankings))
    for name, each in states.items():
        placed = [next(found) for _ in each]
        categories[name] = replace(categories[name], places_before=placed[0], places_after=placed[-1])
    return replace(board, categories=list(categories.values()))


def _states(
    fact: type[BoardFact], beliefs: tuple[Beliefs, Beliefs], previous: datetime, moment: datetime
) -> tuple[dict[str, BoardFact], dict[str, BoardFact]]:
    """Return the facts believed to hold at the previous moment, and those believed to hold now."""
    return _state(fact, beliefs[0], previous), _state(fact, beliefs[1], moment)


def _state(fact: type[BoardFact], beliefs: Beliefs, instant: datetime) -> dict[str, BoardFact]:
    """Return the facts that hold at an instant, by contender key."""
    found: dict[str, BoardFact] = {}
    for key, spans in beliefs.items():
        value = value_at(spans, instant)
        stated = None if value is None else fact_of(fact, key, value)
        if isinstance(stated, fact):
            found[key[-1]] = stated
    return found
