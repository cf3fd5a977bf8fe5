"""The state of a board as the change log has it: score intervals to compare new ones with, top places, contenders."""

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
class LoggedChange:
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
class ReportedChanges:
    """The changes of a source that were logged before a moment, so that a replay ignores later ones.

    Watermarks and the scores at the logged instants are read as they are now.
    """

    session: Session
    source: str
    moment: datetime
    conventions: BoardConventions = EVERY_BOARD

    @cached_property
    def _log(self) -> list[LoggedChange]:
        columns = (ChangeRow.kind, ChangeRow.subject, ChangeRow.item, ChangeRow.value_before, ChangeRow.effective_at)
        rows = select(*columns).where(
            ChangeRow.source == self.source, ChangeRow.seen_at < self.moment, ChangeRow.retracted.is_(False)
        )
        logged = self.session.execute(rows.order_by(ChangeRow.seen_at, ChangeRow.id)).tuples()
        return [LoggedChange(kind, subject, item or {}, before, at) for kind, subject, item, before, at in logged]

    @cached_property
    def _names(self) -> list[tuple[str, str]]:
        """The key and each name of every earlier contender."""
        rows = select(CONTENDERS.c.contender_key, CONTENDERS.c.name).where(
            CONTENDERS.c.source == self.source,
            CONTENDERS.c.gone.is_(False),
            CONTENDERS.c.recorded_from < self.moment,
        )
        return [(key, display_name(key, name)) for key, name in self.session.execute(rows.distinct()).tuples()]

    @cached_property
    def in_top(self) -> Mapping[Member, bool]:
        """True for each contender last reported in the top places, False for those reported to have left."""
        changes = ((change, change.category) for change in self._log if change.kind.thing is Thing.TOP_PLACE)
        return {
            (change.subject, category): change.kind is not ChangeKind.TOP_PLACE_LOST
            for change, category in changes
            if category is not None
        }

    @cached_property
    def known(self) -> frozenset[str]:
        """The keys of earlier contenders that were not reported as removed."""
        last = {
            change.subject: change.kind
            for change in self._log
            if change.kind in (ChangeKind.CONTENDER_ADDED, ChangeKind.CONTENDER_REMOVED)
        }
        return frozenset(key for key, name in self._names if last.get(name) != ChangeKind.CONTENDER_REMOVED)

    @cached_property
    def renamed(self) -> frozenset[str]:
        """The former names of renamed contenders."""
        return frozenset(
            change.value_before["name"] for change in self._log if change.kind is ChangeKind.CONTENDER_RENAMED
        )

    @cached_property
    def silent(self) -> frozenset[str]:
        """The categories that were last reported as not stated."""
        silent = frozenset[str]()
        for change in self._log:
            if change.kind in (ChangeKind.CATEGORY_NOT_STATED, ChangeKind.CATEGORY_STATED_AGAIN):
                categories = change.item["categories"]
                silent = (
                    silent.union(categories)
                    if change.kind == ChangeKind.CATEGORY_NOT_STATED
                    else silent.difference(categories)
                )
        return silent

    def intervals(self, scope: Scope) -> Mapping[str, Interval]:
        """Return the last reported interval of each contender of a category, by key.

        Without a report it is that of its first score since the first reading, or since the last change of method.
        """
        mark = self.session.get(Watermark, (Score.table, scope.source, scope.part))
        if mark is None:
            return {}
        rebased = [
            change.effective_at
            for change in self._log
            if change.kind == ChangeKind.LEADERBOARD_REBASED and change.effective_at
        ]
        since = max([mark.first_at, *rebased])
        intervals = {score.contender_key: self.conventions.interval(score) for score in self._first(scope, since)}
        for key, instant in self._reported_since(scope, since).items():
            if score := self._at(scope, key, instant):
                intervals[key] = self.conventions.interval(score)
        return intervals

    def _reported_since(self, scope: Scope, since: datetime) -> Mapping[str, datetime]:
        """Return the instant of the last change that reported a score of the category, by contender key."""
        keys = {name: key for key, name in self._names}
        return {
            keys.get(change.subject, change.subject): change.effective_at
            for change in self._log
            if change.kind in (ChangeKind.SCORE_MOVED, ChangeKind.CONTENDER_REPLACED, ChangeKind.CONTENDER_ADDED)
            and change.category == scope.part
            if change.effective_at is not None and change.effective_at >= since
        }

    def _first(self, scope: Scope, since: datetime) -> Iterator[Score]:
        """Yield for each contender the score that held at an instant, or its first one after it."""
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
