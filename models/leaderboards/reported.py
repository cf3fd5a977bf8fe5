"""What was told last of a board: the intervals that new ones are measured against, who is in the top, who is known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from models.bitemporal import fact_of
from models.changes import ItemKey
from models.facts import Contender, Score, display_name, key_columns, value_columns
from models.kinds import ChangeKind, Thing
from models.leaderboards.board import Member
from models.leaderboards.conventions import EVERY_BOARD, BoardConventions
from models.leaderboards.intervals import Interval
from models.readings import Scope
from models.schema import HISTORY, ChangeRow, Watermark

SCORES, CONTENDERS = HISTORY[Score], HISTORY[Contender]


@dataclass(frozen=True)
class Said:
    """A row of the change log."""

    kind: ChangeKind
    subject: str
    item: ItemKey
    value_before: Any
    effective_at: datetime | None

    @property
    def category(self) -> str | None:
        return self.item.get("category")


@dataclass(frozen=True)
class Told:
    """The log of a source up to a moment: what a replay reads again later than that has not been said yet."""

    session: Session
    source: str
    moment: datetime
    conventions: BoardConventions = EVERY_BOARD

    @cached_property
    def _log(self) -> list[Said]:
        columns = (ChangeRow.kind, ChangeRow.subject, ChangeRow.item, ChangeRow.value_before, ChangeRow.effective_at)
        rows = select(*columns).where(
            ChangeRow.source == self.source, ChangeRow.seen_at < self.moment, ChangeRow.retracted.is_(False)
        )
        found = self.session.execute(rows.order_by(ChangeRow.seen_at, ChangeRow.id)).tuples()
        return [Said(kind, subject, item or {}, before, at) for kind, subject, item, before, at in found]

    @cached_property
    def _names(self) -> list[tuple[str, str]]:
        """The key and each name of everybody who was on the board before."""
        rows = select(CONTENDERS.c.contender_key, CONTENDERS.c.name).where(
            CONTENDERS.c.source == self.source,
            CONTENDERS.c.gone.is_(False),
            CONTENDERS.c.recorded_from < self.moment,
        )
        return [(key, display_name(key, name)) for key, name in self.session.execute(rows.distinct()).tuples()]

    @cached_property
    def in_top(self) -> Mapping[Member, bool]:
        """Who was last known to be in the top, and who was told to have left it."""
        told = ((said, said.category) for said in self._log if said.kind.thing is Thing.TOP_PLACE)
        return {
            (said.subject, category): said.kind is not ChangeKind.TOP_PLACE_LOST
            for said, category in told
            if category is not None
        }

    @cached_property
    def known(self) -> frozenset[str]:
        """The keys of those that were on the board before and have not been told to have left it."""
        last = {
            said.subject: said.kind
            for said in self._log
            if said.kind in (ChangeKind.CONTENDER_ADDED, ChangeKind.CONTENDER_REMOVED)
        }
        return frozenset(key for key, name in self._names if last.get(name) != ChangeKind.CONTENDER_REMOVED)

    @cached_property
    def renamed(self) -> frozenset[str]:
        """The names that were given up for others."""
        return frozenset(said.value_before["name"] for said in self._log if said.kind is ChangeKind.CONTENDER_RENAMED)

    @cached_property
    def silent(self) -> frozenset[str]:
        """The categories that were told to be null for everybody and have not been told to be stated again."""
        silent = frozenset[str]()
        for said in self._log:
            if said.kind in (ChangeKind.CATEGORY_NOT_STATED, ChangeKind.CATEGORY_STATED_AGAIN):
                its = said.item["categories"]
                silent = silent.union(its) if said.kind == ChangeKind.CATEGORY_NOT_STATED else silent.difference(its)
        return silent

    def intervals(self, scope: Scope) -> Mapping[str, Interval]:
        """By contender key: as of the last change that told it, else as of its first score since the board is watched.

        A board is watched from its first reading on; when its method changes it is told anew.
        """
        mark = self.session.get(Watermark, (Score.table, scope.source, scope.part))
        if mark is None:
            return {}
        rebased = [
            said.effective_at for said in self._log if said.kind == ChangeKind.LEADERBOARD_REBASED and said.effective_at
        ]
        since = max([mark.first_at, *rebased])
        found = {score.contender_key: self.conventions.interval(score) for score in self._first(scope, since)}
        for key, instant in self._told_since(scope, since).items():
            if score := self._at(scope, key, instant):
                found[key] = self.conventions.interval(score)
        return found

    def _told_since(self, scope: Scope, since: datetime) -> Mapping[str, datetime]:
        """By contender key, the instant of the last change that told its score in this category."""
        keys = {name: key for key, name in self._names}
        return {
            keys.get(said.subject, said.subject): said.effective_at
            for said in self._log
            if said.kind in (ChangeKind.SCORE_MOVED, ChangeKind.CONTENDER_REPLACED, ChangeKind.CONTENDER_ADDED)
            and said.category == scope.part
            if said.effective_at is not None and said.effective_at >= since
        }

    def _first(self, scope: Scope, since: datetime) -> Iterator[Score]:
        """Each contender's score that held then, or its first one after it."""
        held = or_(SCORES.c.effective_to.is_(None), SCORES.c.effective_to > since)
        first = (
            select(SCORES.c.contender_key, func.min(SCORES.c.effective_from).label("start"))
            .where(*_believed(scope), held)
            .group_by(SCORES.c.contender_key)
            .subquery()
        )
        same = (SCORES.c.contender_key == first.c.contender_key, SCORES.c.effective_from == first.c.start)
        yield from self._scores(*_believed(scope), *same)

    def _at(self, scope: Scope, key: str, instant: datetime) -> Score | None:
        start = (
            select(func.max(SCORES.c.effective_from))
            .where(*_believed(scope), SCORES.c.contender_key == key, SCORES.c.effective_from <= instant)
            .scalar_subquery()
        )
        same = (SCORES.c.contender_key == key, SCORES.c.effective_from == start)
        return next(self._scores(*_believed(scope), *same), None)

    def _scores(self, *conditions: ColumnElement[bool]) -> Iterator[Score]:
        names = (*key_columns(Score), *value_columns(Score))
        width = len(key_columns(Score))
        for row in self.session.execute(select(*(SCORES.c[name] for name in names)).where(*conditions)):
            stated = fact_of(Score, tuple(row[:width]), tuple(row[width:]))
            if isinstance(stated, Score):
                yield stated


def _believed(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    return (
        SCORES.c.source == scope.source,
        SCORES.c.category == scope.part,
        SCORES.c.recorded_to.is_(None),
        SCORES.c.gone.is_(False),
    )
