"""The end of the demo: what happened in numbers, things to try, and the addresses of what there is to see."""

import os
import shutil
import sys
from collections import Counter
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from alerts.reminder_schedule import DEADLINE
from flows.artifact_keys import address_lines, artifact_address
from flows.database import Store
from flows.progress import Print
from flows.settings import Settings
from models.kinds import ChangeKind
from models.schema import ALERT_LOG, CHANGE_LOG, PRICE_NOW, SCORE_NOW, Snapshot

NAMED = 3
"""Number of things of which the changes are counted apart."""
TO_TRY = (
    "prices deepseek-v4-pro --at 2026-07-15T02:00Z",
    "why deepseek-v4-pro output",
    "diff 2026-08-01 2026-09-15 --vendor deepseek",
    "alerts --limit 5",
    "scores arena/text --at 2026-08-20",
)
"""Commands that have an answer in the demo."""
BOARD = "leaderboard-arena-code"
"""The artifact of a board of the demo."""


def program() -> str:
    """Return the program as it is to be typed here: `almanac` if a shell finds this one, else its path."""
    own = Path(sys.executable).with_name("almanac")
    if (found := shutil.which("almanac")) and Path(found).resolve() == own.resolve():
        return "almanac"
    return os.path.relpath(own) if own.is_relative_to(Path.cwd()) else str(own)


def print_summary(settings: Settings, say: Print) -> None:
    """Print what the demo has found, in numbers, and commands to try."""
    store = Store(settings.database_url)
    try:
        with store.reading() as session:
            lines = list(_counts(session))
    finally:
        store.close()
    say("\nWhat happened")
    for line in lines:
        say(f"  {line}")
    say("\nTo try")
    for words in TO_TRY:
        say(f"  {program()} {words} --demo")


def print_addresses(origin: str, say: Print) -> None:
    """Print where the UI shows what there is."""
    say("\nIn the UI")
    for line in (*address_lines(origin), f"{'A board':9} {artifact_address(origin, BOARD)}"):
        say(f"  {line}")


def _counts(session: Session) -> list[str]:
    visits, sources = session.execute(select(func.count(), func.count(Snapshot.source.distinct()))).one()
    first, last = session.execute(select(func.min(Snapshot.moment), func.max(Snapshot.moment))).one()
    kinds = Counter[str]()
    for kind, count in session.execute(select(CHANGE_LOG.c.kind, func.count()).group_by(CHANGE_LOG.c.kind)):
        kinds[ChangeKind(kind).thing.family] += count
    named = kinds.most_common(NAMED)
    rest = kinds.total() - sum(count for _, count in named)
    is_reminder = ALERT_LOG.c.alert_key.startswith(DEADLINE)
    reminders = session.scalar(select(func.count()).select_from(ALERT_LOG).where(is_reminder)) or 0
    alerts = session.scalar(select(func.count()).select_from(ALERT_LOG).where(~is_reminder)) or 0
    models, vendors = (
        session.scalar(select(func.count(column.distinct()))) for column in (PRICE_NOW.c.model, PRICE_NOW.c.vendor)
    )
    boards = session.scalar(select(func.count(SCORE_NOW.c.board.distinct())))
    return [
        f"{visits} visits to {sources} sources, {first:%Y-%m-%d} to {last:%Y-%m-%d}",
        f"{kinds.total()} changes: {', '.join(f'{thing} {count}' for thing, count in named)}, other {rest}",
        f"{alerts} alerts, and {reminders} reminders of deadlines",
        f"now known: the prices of {models} models of {vendors} vendors, and {boards} leaderboards",
    ]
