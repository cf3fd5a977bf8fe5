"""Queries of the logs: the changes and the alerts that are asked for, the oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Table, distinct, select
from sqlalchemy.orm import Session

from models.schema import ALERT_LOG, CHANGE_LOG

LOGGED_AT = {CHANGE_LOG.name: "seen_at", ALERT_LOG.name: "created_at"}
"""The column of each log with the instant at which a row of it was made."""


@dataclass(frozen=True)
class LogQuestion:
    """The rows of a log that are asked for: those of the fields that are given; `limit` is the number of the newest."""

    since: datetime | None = None
    until: datetime | None = None
    kind: str | None = None
    source: str | None = None
    vendor: str | None = None
    subject: str | None = None
    severity: str | None = None
    snapshot_id: int | None = None
    limit: int | None = None


def logged(session: Session, log: Table, question: LogQuestion) -> Sequence[Row[Any]]:
    """The rows of a log from `since` to before `until`, the oldest first."""
    moment = log.c[LOGGED_AT[log.name]]
    query = select(log).order_by(moment.desc(), log.c.id.desc()).limit(question.limit)
    if question.since is not None:
        query = query.where(moment >= question.since)
    if question.until is not None:
        query = query.where(moment < question.until)
    for name in ("kind", "source", "vendor", "subject", "severity", "snapshot_id"):
        if (value := getattr(question, name)) is not None:
            query = query.where(log.c[name] == value)
    return session.execute(query).all()[::-1]


def logged_values(session: Session, log: Table, column: str) -> list[str]:
    """The values of a column of a log, without duplicates, in alphabetical order."""
    return sorted(filter(None, session.scalars(select(distinct(log.c[column])))))
