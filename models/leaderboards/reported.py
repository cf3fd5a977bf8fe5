"""The state of a board as the change log has it: score intervals to compare new ones with, top places, contenders."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, func, literal, or_, select
from sqlalchemy.orm import Session

from models.bitemporal import fact_of
from models.changes import ItemKey
from models.facts import Contender, Score, display_name, key_columns, value_columns
from models.kinds import ChangeKind, Thing
from models.leaderboards.board import Member
from models.leaderboards.conventions import EVERY_BOARD, BoardConventions
from models.leaderboards.intervals import Interval
from models.leaderboards.renames import Rename
from models.readings import Scope
from models.schema import HISTORY, TABLES, ChangeRow, InstantNumber, Watermark

SCORES, CONTENDERS, SPANS = HISTORY[Score], HISTORY[Contender], TABLES[Score].spans
OF_ONE_SCORE = (ChangeKind.SCORE_MOVED, ChangeKind.CONTENDER_REPLACED)
ANEW = (ChangeKind.CONTENDER_ADDED, ChangeKind.CONTENDER_REMOVED)
"""After these, no place counts in which the contender was reported before."""


@dataclass(frozen=True)
class LoggedChange:
    """A row of the change log."""

    kind: ChangeKind
    subject: str
    item: ItemKey
    value_before: Any
    value_after: Any
    effective_at: datetime | None

    @property
    def category(self) -> str | None:
        return self.item.get("category")


@dataclass(frozen=True)
class LoggedRename(Rename):
    """A rename in the change log, with the instant since which the contender has its new key."""

    at: datetime


def logged_renames(session: Session, source: str) -> list[LoggedRename]:
    """Return the renames of a source's contenders in the change log, the oldest first."""
    query = select(ChangeRow.value_before, ChangeRow.value_after, ChangeRow.effective_at).where(
        ChangeRow.source == source,
        ChangeRow.kind == ChangeKind.CONTENDER_RENAMED,
        ChangeRow.effective_at.is_not(None),
        ChangeRow.retracted.is_(False),
    )
    ordered = query.order_by(ChangeRow.effective_at, ChangeRow.id)
    logged: Sequence[tuple[Any, Any, Any]] = session.execute(ordered).tuples().all()
    has_keys = all(value.get("contender_key") for before, after, _ in logged for value in (before, after))
    key_by_name = {} if has_keys else {name: key for key, name in _names(session, source)}
    return [
        LoggedRename(_renamed_key(before, key_by_name), _renamed_key(after, key_by_name), at)
        for before, after, at in logged
    ]


def _renamed_key(value: Mapping[str, Any], key_by_name: Mapping[str, str]) -> str:
    """Return the key of a renamed contender; changes that an older release logged have its name alone."""
    return value.get("contender_key") or key_by_name.get(value["name"], value["name"])


def _names(session: Session, source: str, *conditions: ColumnElement[bool]) -> list[tuple[str, str]]:
    """Return the key and each name of every contender of a source, the last one recorded at the end."""
    columns = (CONTENDERS.c.contender_key, CONTENDERS.c.name)
    rows = select(*columns).where(CONTENDERS.c.source == source, CONTENDERS.c.gone.is_(False), *conditions)
    named = rows.group_by(*columns).order_by(func.min(CONTENDERS.c.recorded_from), *columns)
    return [(key, display_name(key, name)) for key, name in session.execute(named).tuples()]


@dataclass(frozen=True)
class ReportedChanges:
    """The state of a source's boards as reported before a moment: what was logged or recorded from it on is not seen.

    Contenders are followed by their keys, over renames; changes that an older release logged have names alone.
    """

    session: Session
    source: str
    moment: datetime
    conventions: BoardConventions = EVERY_BOARD

    @cached_property
    def _log(self) -> list[LoggedChange]:
        names = ("kind", "subject", "item", "value_before", "value_after", "effective_at")
        rows = select(*(getattr(ChangeRow, name) for name in names)).where(
            ChangeRow.source == self.source, ChangeRow.seen_at < self.moment, ChangeRow.retracted.is_(False)
        )
        logged = self.session.execute(rows.order_by(ChangeRow.seen_at, ChangeRow.id)).tuples()
        return [LoggedChange(kind, subject, item or {}, *others) for kind, subject, item, *others in logged]

    @cached_property
    def _names(self) -> list[tuple[str, str]]:
        """The key and each name of every earlier contender, the last one recorded at the end."""
        return _names(self.session, self.source, CONTENDERS.c.recorded_from < self.moment)

    @cached_property
    def _key_by_name(self) -> Mapping[str, str]:
        return {name: key for key, name in self._names}

    def _key(self, change: LoggedChange) -> str:
        """Return the key of the contender that a change is about."""
        return change.item.get("contender_key") or self._key_by_name.get(change.subject, change.subject)

    def _rename(self, change: LoggedChange) -> tuple[str, str]:
        """Return the old and the new key of a renamed contender."""
        return _renamed_key(change.value_before, self._key_by_name), _renamed_key(change.value_after, self._key_by_name)

    @cached_property
    def in_top(self) -> Mapping[Member, bool]:
        """True for each contender last reported in the top places, False for those reported to have left."""
        in_top = dict[Member, bool]()
        for change in self._log:
            if change.kind is ChangeKind.CONTENDER_RENAMED:
                old, new = self._rename(change)
                for key, category in [member for member in in_top if member[0] == old]:
                    in_top[new, category] = in_top.pop((key, category))
            elif change.kind in ANEW:
                key = self._key(change)
                in_top = {member: inside for member, inside in in_top.items() if member[0] != key}
            elif change.kind.thing is Thing.TOP_PLACE and change.category is not None:
                in_top[self._key(change), change.category] = change.kind is not ChangeKind.TOP_PLACE_LOST
        return in_top

    @cached_property
    def known(self) -> frozenset[str]:
        """The keys of earlier contenders, without those that were reported as removed or renamed."""
        return frozenset(key for key, _ in self._names) - self._departed.keys()

    @cached_property
    def renamed(self) -> frozenset[str]:
        """The keys that a rename left and that no contender has had since."""
        renames = (key for key, kind in self._departed.items() if kind is ChangeKind.CONTENDER_RENAMED)
        return frozenset(renames)

    @cached_property
    def _departed(self) -> Mapping[str, ChangeKind]:
        """The keys that contenders had before, each with the kind of change that took it from the board."""
        departed = dict[str, ChangeKind]()
        for change in self._log:
            if change.kind is ChangeKind.CONTENDER_ADDED:
                departed.pop(self._key(change), None)
            elif change.kind is ChangeKind.CONTENDER_REMOVED:
                departed[self._key(change)] = change.kind
            elif change.kind is ChangeKind.CONTENDER_RENAMED:
                old, new = self._rename(change)
                departed[old] = change.kind
                departed.pop(new, None)
        return departed

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
        if mark is None or mark.first_at >= self.moment:
            return {}
        rebased = [
            change.effective_at
            for change in self._log
            if change.kind == ChangeKind.LEADERBOARD_REBASED and change.effective_at
        ]
        since = max([mark.first_at, *rebased])
        first = {score.contender_key: score for score in self._first(scope, since)}
        last = dict(first)
        for key, (former, instant) in self._reports(scope, since).items():
            if score := first.get(former) if instant is None else next(self._first(scope, instant, former), None):
                last[key] = score
        return {key: self.conventions.interval(score) for key, score in last.items()}

    def _reports(self, scope: Scope, since: datetime) -> Mapping[str, tuple[str, datetime | None]]:
        """Return the last reports of scores of the category, by the present key of the contender.

        Each is the key that the contender had then, and the instant of the score; None if no score was reported.
        """
        reports = dict[str, tuple[str, datetime | None]]()
        for change in self._log:
            if change.effective_at is None or change.effective_at < since:
                continue
            if change.kind is ChangeKind.CONTENDER_RENAMED:
                old, new = self._rename(change)
                reports[new] = reports.pop(old, (old, None))
            elif change.kind is ChangeKind.CONTENDER_ADDED or (
                change.kind in OF_ONE_SCORE and change.category == scope.part
            ):
                # That a contender is added reports its scores in all categories.
                key = self._key(change)
                reports[key] = key, change.effective_at
        return reports

    def _first(self, scope: Scope, since: datetime, key: str | None = None) -> Iterator[Score]:
        """Yield for each contender, or for one, the score in effect at an instant, or its first one after it."""
        rows, earlier, first = SCORES.c, SPANS.alias("earlier"), SPANS.alias("first")
        of_key = [rows.source == scope.source, rows.category == scope.part]
        if key is not None:
            of_key.append(rows.contender_key == key)
        at = select(func.max(earlier.c.effective_from)).where(
            earlier.c.series_id == rows.series_id, self._is_believed(earlier), earlier.c.effective_from <= since
        )
        start = select(func.min(first.c.effective_from)).where(
            first.c.series_id == rows.series_id,
            self._is_believed(first),
            first.c.gone.is_(False),
            first.c.effective_from
            >= func.coalesce(at.correlate(SCORES).scalar_subquery(), literal(since, InstantNumber())),
        )
        return self._scores(
            *of_key, self._is_believed(SCORES), rows.effective_from == start.correlate(SCORES).scalar_subquery()
        )

    def _is_believed(self, spans: FromClause) -> ColumnElement[bool]:
        """The condition for spans that were believed just before the moment."""
        still = or_(spans.c.recorded_to.is_(None), spans.c.recorded_to >= self.moment)
        return and_(spans.c.recorded_from < self.moment, still)

    def _scores(self, *conditions: ColumnElement[bool]) -> Iterator[Score]:
        keys = key_columns(Score)
        columns = (SCORES.c[name] for name in (*keys, *value_columns(Score)))
        for row in self.session.execute(select(*columns).where(*conditions)):
            stated = fact_of(Score, tuple(row[: len(keys)]), tuple(row[len(keys) :]))
            if isinstance(stated, Score):
                yield stated
