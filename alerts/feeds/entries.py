"""The rows that both files show, with each column that they show and no other.

A file is rendered from these rows alone, so two equal lists of rows are two equal files.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from models.kinds import SILENT_STATES, DeadlineKind, ReminderState
from models.schema import Alert, AlertChange, ChangeRow, Delivery, Reminder

RENDERER = 1
"""The release of what renders the files. It grows with each change of their bytes: then all are written anew."""
KEPT = timedelta(days=365)
"""A deadline stays in the calendar this long after its date."""
MOST = 200
"""The number of alerts in the feed, the newest first."""


class LaterPage(NamedTuple):
    """A later page that says what an alert tells; they stand in this order of columns."""

    seen_at: datetime
    source: str
    stored_at: datetime


class FeedAlert(NamedTuple):
    """An alert as the feed shows it."""

    id: int
    alert_key: str
    kind: str
    severity: str
    source: str
    title: str
    body: str
    created_at: datetime
    mentions: tuple[LaterPage, ...] = ()


class FeedDeadline(NamedTuple):
    """A reminder as the calendar shows it."""

    uid: str
    kind: DeadlineKind
    source: str
    vendor: str
    subject: str
    due_at: datetime | None
    first_recorded_from: datetime
    revised_at: datetime
    says: str
    sequence: int
    state: ReminderState
    snapshot_id: int


_COLUMNS = Alert.__table__.c
_ALERTS = (
    # Those that were sent or are pending, without those that noise control holds back.
    select(*(_COLUMNS[name] for name in FeedAlert._fields if name != "mentions"))
    .where(exists().where(Delivery.alert_id == Alert.id, Delivery.state.not_in(SILENT_STATES)))
    .order_by(Alert.created_at.desc(), Alert.id.desc())
    .limit(MOST)
)
_MENTIONS = select(AlertChange.alert_id, AlertChange.change_id).where(
    AlertChange.is_mention, AlertChange.alert_id.in_(bindparam("ids", expanding=True))
)
_PAGES = select(ChangeRow.id, ChangeRow.seen_at, ChangeRow.source, ChangeRow.stored_at).where(
    ChangeRow.id.in_(bindparam("ids", expanding=True))
)
_DEADLINES = select(*(Reminder.__table__.c[name] for name in FeedDeadline._fields))


def newest_alerts(session: Session) -> list[FeedAlert]:
    """Return the alerts of the feed, the newest first."""
    rows = session.execute(_ALERTS).all()
    pages = _pages_by_alert(session, [row[0] for row in rows])
    return [FeedAlert._make((*row, tuple(sorted(pages[row[0]])))) for row in rows]


def _pages_by_alert(session: Session, ids: Sequence[int]) -> Mapping[int, Sequence[LaterPage]]:
    # Two statements, each by ids: the planner of a small database may read the whole log for a join.
    mentions = session.execute(_MENTIONS, {"ids": ids}).all()
    found = session.execute(_PAGES, {"ids": list({change for _, change in mentions})}) if mentions else ()
    pages, by_alert = {row[0]: LaterPage._make(row[1:]) for row in found}, defaultdict[int, list[LaterPage]](list)
    for alert, change in mentions:
        by_alert[alert].append(pages[change])
    return by_alert


def current_deadlines(session: Session, now: datetime) -> list[FeedDeadline]:
    """Return the deadlines of the calendar, in its order."""
    return shown([FeedDeadline(*row) for row in session.execute(_DEADLINES)], now)


def shown(deadlines: Iterable[FeedDeadline], now: datetime) -> list[FeedDeadline]:
    """Return the deadlines in the calendar, in its order: those with a date that are ahead, or passed within `KEPT`."""
    dated = [(row.due_at, row.uid, row) for row in deadlines if row.due_at]
    selected = [each for each in dated if each[2].state is ReminderState.AHEAD or each[0] > now - KEPT]
    return [row for _, _, row in sorted(selected, key=lambda each: each[:2])]
