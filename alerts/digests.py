"""Digests: the instants at which a target gets them, the deliveries that one has, and its text.

A delivery that waits for a digest has the key of that digest without a number. The first attempt at a digest fixes its
deliveries: their key ends with the id of the first of them, and every repeat has the same deliveries and the same key.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.message import URGENCY, Message
from models.kinds import WAITING_STATES, DeliveryState
from models.schema import Delivery

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DEFAULTS = {"hourly": "", "daily": "08:00", "weekly": "monday 08:00"}
"""For each interval of digests, the local time at which one is sent unless the settings say another."""
FORM = re.compile(r"(?:([a-z]+) )?([01]\d|2[0-3]):([0-5]\d)")
QUARTER = timedelta(minutes=15)
DIGEST, OURS = "digest", "almanac"
"""The kind of a digest and its subject; its source."""


def local_time(interval: str, at: str | None) -> tuple[int | None, time] | None:
    """Return the weekday (0 is Monday; None is every day) and the local time of a digest; None for an hourly one.

    Raises ValueError with valid examples.
    """
    if interval == "hourly":
        if at is not None:
            raise ValueError("an hourly digest is sent at each full hour: take digest_at out")
        return None
    parts, weekly = FORM.fullmatch((at or DEFAULTS[interval]).lower()), interval == "weekly"
    if parts is None or bool(parts[1]) != weekly or (weekly and parts[1] not in DAYS):
        raise ValueError(f'digest_at of a {interval} digest is a local time: digest_at = "{DEFAULTS[interval]}"')
    return (DAYS.index(parts[1]) if weekly else None), time(int(parts[2]), int(parts[3]))


def next_digest(interval: str, at: str | None, zone: str, after: datetime) -> datetime:
    """Return the instant of the first digest after another instant, in UTC.

    A local time that a change of the clocks skips is as much later; of one that comes twice the first counts.
    """
    place, when = ZoneInfo(zone), local_time(interval, at)
    if when is None:
        # Every zone is a number of quarters of an hour from UTC.
        quarter = after.astimezone(UTC).replace(minute=after.minute // 15 * 15, second=0, microsecond=0) + QUARTER
        while quarter.astimezone(place).minute:
            quarter += QUARTER
        return quarter
    weekday, clock = when
    first = after.astimezone(place).date() - timedelta(days=1)
    days = (first + timedelta(days=number) for number in range(10))
    instants = (datetime.combine(day, clock, place).astimezone(UTC) for day in days if weekday in (None, day.weekday()))
    return next(instant for instant in instants if instant > after)


def gather(deliveries: Sequence[Delivery], intervals: dict[str, tuple[str, str | None, str]], now: datetime) -> None:
    """Put deliveries of targets that get digests, in the form of `next_digest`, off to the next one.

    What is muted or snoozed waits for the first digest after that.
    """
    for delivery in deliveries:
        if delivery.target not in intervals or delivery.state is DeliveryState.WITHDRAWN:
            continue
        due_at = next_digest(*intervals[delivery.target], max(now, delivery.due_at))
        delivery.digest_key = f"{DIGEST}/{delivery.target}/{due_at:%Y-%m-%dT%H:%M:%SZ}"
        delivery.due_at = delivery.since = due_at
        if delivery.state is DeliveryState.PENDING:
            delivery.state = DeliveryState.GATHERED


def claim_deliveries(
    session: Session, target: str, now: datetime, lease: datetime
) -> tuple[Sequence[Delivery], str | None]:
    """Claim what a target gets next: an alert that goes alone, or else a digest, with its key. Needs the target's lock.

    Nothing is claimed while one is being sent or waits for its retry.
    """
    waiting = select(Delivery).where(Delivery.target == target, Delivery.state.in_(WAITING_STATES))
    rows = session.scalars(waiting.order_by(Delivery.id)).all()
    if not rows or any(row.due_at > now for row in rows):
        return (), None
    claimed, key = _next(rows)
    for row in claimed:
        row.state, row.due_at, row.paused_at = DeliveryState.CLAIMED, lease, now
        row.attempts, row.digest_key = row.attempts + 1, key
    return claimed, key


def _next(rows: Sequence[Delivery]) -> tuple[Sequence[Delivery], str | None]:
    if alone := [row for row in rows if row.digest_key is None]:
        return alone[:1], None
    keys = [row.digest_key or "" for row in rows]
    tried = min((key for key in keys if not key.endswith("Z")), default=None)
    if tried is None:
        return rows, f"{min(keys)}/{rows[0].id}"
    return [row for row in rows if row.digest_key == tried], tried


def digest_of(key: str, messages: Sequence[Message]) -> Message:
    """Return the message with all alerts of a digest, the gravest first: their titles, then each with its text."""
    ordered = sorted(messages, key=lambda message: -URGENCY.index(message.severity))
    first, count = ordered[0], len(ordered)
    titles = [f"- {message.severity}: {message.title}" for message in ordered]
    texts = [f"{message.title}\n\n{message.body}" for message in ordered]
    more = f", and {count - 1} more" if count > 1 else ""
    return Message(
        alert_key=key,
        kind=DIGEST,
        severity=first.severity,
        source=OURS,
        subject=DIGEST,
        title=f"{count} alert{'s' if count > 1 else ''}: {first.title}{more}",
        body="\n\n\n".join(["\n".join(titles), *texts]) if count > 1 else first.body,
        effective_at=None,
        snapshot_id=first.snapshot_id,
    )
