"""Compare what was reported in spite of a death with what is reported without one."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.message import message_of
from bench.harness.inbox import Posted
from flows.database import Store
from models.schema.tables import Alert, AlertChange, ChangeRow, Delivery, Snapshot

Event = tuple[str | None, ...]


@dataclass(frozen=True)
class StoredAlerts:
    """The changes, alerts and deliveries in a database after a chapter."""

    changes: Counter[Event]
    alerts: Counter[Event]
    words: dict[str, str]
    """The keys of the chapter's alerts by the words that the log has for them."""
    order: dict[str, list[str]]
    """By target, the keys of its deliveries in their order."""
    noted: set[tuple[str, str]]
    """Target and key of what is noted as delivered."""


@dataclass(frozen=True)
class Heard:
    """The messages that the targets accepted: by HTTP, and as lines of the log."""

    posted: dict[str, list[Posted]]
    logged: list[str]

    def keys(self, told: StoredAlerts) -> dict[str, list[str]]:
        by_http = {target: [posted.key for posted in its] for target, its in self.posted.items()}
        return by_http | {"log": [told.words.get(line, line) for line in self.logged]}


@dataclass(frozen=True)
class Death:
    """The accepted messages and the noted deliveries at the death of a process."""

    heard: Heard
    noted: set[tuple[str, str]]


@dataclass
class KillVerdict:
    """The broken promises of a series of deaths, with counts."""

    problems: list[str] = field(default_factory=list[str])
    deaths: int = 0
    windows: int = 0
    """Deliveries that had been accepted and not noted when a process died."""
    repeats: int = 0


def told(store: Store, since: datetime) -> StoredAlerts:
    with store.reading() as session:
        found = _told(session, since)
    store.close()
    return found


def _told(session: Session, since: datetime) -> StoredAlerts:
    rows = session.scalars(select(ChangeRow))
    changes = Counter[Event]((row.kind, row.source, row.subject, row.said_before, row.said_after) for row in rows)
    found = session.execute(select(Alert, Snapshot.moment).join(Snapshot, Snapshot.id == Alert.snapshot_id)).all()
    alerts = Counter[Event](
        (alert.kind, alert.severity, alert.subject, *(_timeless(text, moment) for text in (alert.title, alert.body)))
        for alert, moment in found
    )
    links = select(Alert.subject, AlertChange.is_mention, ChangeRow.kind, ChangeRow.source, ChangeRow.subject)
    links = links.join(AlertChange, AlertChange.alert_id == Alert.id)
    links = links.join(ChangeRow, ChangeRow.id == AlertChange.change_id)
    alerts += Counter[Event](tuple(map(str, row)) for row in session.execute(links))
    new = {alert.id: alert for alert, _ in found if alert.created_at >= since}
    deliveries = session.scalars(select(Delivery).where(Delivery.alert_id.in_(new)).order_by(Delivery.id)).all()
    order: dict[str, list[str]] = {}
    for delivery in deliveries:
        order.setdefault(delivery.target, []).append(new[delivery.alert_id].alert_key)
    noted = {(its.target, new[its.alert_id].alert_key) for its in deliveries if its.state == "delivered"}
    return StoredAlerts(
        changes,
        alerts,
        {f"{its.title}\n{message_of(its).body}": its.alert_key for its in new.values()},
        order,
        noted,
    )


def _timeless(text: str, moment: datetime) -> str:
    """The words without what the moment of their snapshot brings: a run after a death is a later one."""
    return re.sub(r"snapshot \d+", "snapshot N", text.replace(f"{moment:%H:%M}", "HH:MM"))


def judge(undisturbed: StoredAlerts, told: StoredAlerts, deaths: Sequence[Death], heard: Heard) -> KillVerdict:
    """Compare what the database and the targets have in the end with what they have undisturbed."""
    verdict = KillVerdict(deaths=len(deaths))
    verdict.problems += _differences("change", undisturbed.changes, told.changes)
    verdict.problems += _differences("alert", undisturbed.alerts, told.alerts)
    accepted, before = heard.keys(told), [death.heard.keys(told) for death in deaths]
    for target, keys in told.order.items():
        windows = list(_windows(target, [its[target] for its in before], deaths))
        repeats = Counter(accepted[target]) - Counter(keys)
        verdict.windows += sum(map(len, windows))
        verdict.repeats += repeats.total()
        verdict.problems += _delivered(target, keys, accepted[target], told)
        verdict.problems += [
            f"{target}: {len(window)} in the window of one death" for window in windows if len(window) > 1
        ]
        outside = repeats - Counter(key for window in windows for key in window)
        verdict.problems += [f"{target}: repeated outside the window: {key}" for key in outside]
    verdict.problems += [f"other words under one id: {key}" for key in _reworded(heard)]
    return verdict


def _differences(what: str, expected: Counter[Event], found: Counter[Event]) -> Iterator[str]:
    yield from (f"{what} lost: {event}" for event in (expected - found).elements())
    yield from (f"{what} doubled: {event}" for event in (found - expected).elements())


def _windows(target: str, accepted: Sequence[Sequence[str]], deaths: Sequence[Death]) -> Iterator[set[str]]:
    """For each death, what its process had brought to acceptance and not noted."""
    earlier: Sequence[str] = ()
    for found, death in zip(accepted, deaths, strict=True):
        yield {key for key in found[len(earlier) :] if (target, key) not in death.noted}
        earlier = found


def _delivered(target: str, keys: Sequence[str], accepted: Sequence[str], told: StoredAlerts) -> Iterator[str]:
    if list(dict.fromkeys(accepted)) != keys:
        yield f"{target}: accepted {accepted}, not {keys}"
    if missing := [key for key in keys if (target, key) not in told.noted]:
        yield f"{target}: never noted: {missing}"


def _reworded(heard: Heard) -> Iterator[str]:
    for posted in heard.posted.values():
        bodies: dict[str, bytes] = {}
        yield from (its.key for its in posted if bodies.setdefault(its.key, its.body) != its.body)
