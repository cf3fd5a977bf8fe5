"""Curves of scores over time, in pieces of comparable scores: a change of method ends a piece."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.kinds import ChangeKind
from models.leaderboards.reported import LoggedRename, logged_renames
from models.leaderboards.scores import LeaderboardRow
from models.schema import SCORE_HISTORY, ChangeRow


@dataclass(frozen=True)
class ScoreSpan:
    """A score with the time for which it holds; `end` is null while it still does, `low` and `high` if not stated."""

    start: datetime
    end: datetime | None
    score: Decimal
    low: Decimal | None
    high: Decimal | None
    methodology: str | None


@dataclass(frozen=True)
class Curve:
    """The scores of a contender in pieces, the oldest first."""

    name: str
    pieces: Sequence[Sequence[ScoreSpan]]


@dataclass(frozen=True)
class Rebase:
    """An instant at which the method changed: scores from then on cannot be compared with earlier ones."""

    at: datetime
    says: str


def curves(session: Session, standings: Sequence[LeaderboardRow], breaks: Sequence[Rebase] = ()) -> list[Curve]:
    """Return the curves of contenders of one category, as believed now, from the source of their rows.

    The curve of a renamed contender includes its scores under former keys.
    """
    if not standings:
        return []
    first, renames = standings[0], logged_renames(session, standings[0].source)
    key_spans = {standing: key_spans_of(standing.contender_key, renames) for standing in standings}
    query = select(SCORE_HISTORY).where(
        SCORE_HISTORY.c.source == first.source,
        SCORE_HISTORY.c.board == first.board,
        SCORE_HISTORY.c.category == first.category,
        SCORE_HISTORY.c.contender_key.in_({span.key for spans in key_spans.values() for span in spans}),
        SCORE_HISTORY.c.recorded_to.is_(None),
        SCORE_HISTORY.c.gone.is_(False),
    )
    scores: Mapping[str, list[ScoreSpan]] = defaultdict(list)
    for row in session.execute(query.order_by(SCORE_HISTORY.c.effective_from)):
        scores[row.contender_key].append(
            ScoreSpan(row.effective_from, row.effective_to, row.score, row.ci_low, row.ci_high, row.methodology)
        )
    return [
        Curve(standing.name, pieces([score for span in spans for score in scores[span.key] if span.has(score)], breaks))
        for standing, spans in key_spans.items()
    ]


@dataclass(frozen=True)
class KeySpan:
    """The time for which a contender had a key: a key that is a name may pass to another contender."""

    key: str
    since: datetime | None
    until: datetime | None

    def has(self, score: ScoreSpan) -> bool:
        """Return True if a score began while the contender had this key."""
        return (self.since is None or self.since <= score.start) and (self.until is None or score.start < self.until)


def key_spans_of(key: str, renames: Sequence[LoggedRename]) -> list[KeySpan]:
    """Return the keys that the contender of a present key had, with their times, the oldest first.

    A key that another contender left by a rename is its own from then on.
    """
    spans: list[KeySpan] = []
    former: str | None = key
    until: datetime | None = None
    while former is not None:
        key = former
        earlier = [rename for rename in renames if key in (rename.old, rename.new) and _is_before(rename.at, until)]
        last = max(earlier, key=lambda rename: (rename.at, rename.new == key), default=None)
        spans.append(KeySpan(key, last and last.at, until))
        former, until = (last.old, last.at) if last and last.new == key else (None, None)
    return spans[::-1]


def _is_before(instant: datetime, limit: datetime | None) -> bool:
    return limit is None or instant < limit


def pieces(scores: Sequence[ScoreSpan], breaks: Sequence[Rebase]) -> list[list[ScoreSpan]]:
    """Return the scores in pieces without a gap, another method or a rebase."""
    found: list[list[ScoreSpan]] = []
    for score in scores:
        last = found[-1][-1] if found else None
        if last is None or last.end != score.start or _rebased(last, score, breaks):
            found.append([])
        found[-1].append(score)
    return found


def _rebased(last: ScoreSpan, score: ScoreSpan, breaks: Sequence[Rebase]) -> bool:
    return last.methodology != score.methodology or any(last.start < rebase.at <= score.start for rebase in breaks)


def rebases(session: Session, board: str, source: str) -> list[Rebase]:
    """Return the changes of method of a board in the change log, the oldest first."""
    query = select(ChangeRow).where(
        ChangeRow.source == source,
        ChangeRow.kind == ChangeKind.LEADERBOARD_REBASED,
        ChangeRow.subject == board,
        ChangeRow.retracted.is_(False),
    )
    rows = session.scalars(query.order_by(ChangeRow.id))
    return [Rebase(row.effective_at or row.seen_at, _method(row.value_after or {})) for row in rows]


def _method(value: Mapping[str, Any]) -> str:
    """Return the text of a rebase, with the new version of the method if the board states one."""
    method = value.get("methodology")
    return f"method {method}" if method else "rebased"
