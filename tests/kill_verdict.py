"""What was told in spite of a death, compared with what is told without one."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.store import Store
from models.tables import Alert, ChangeRow, Delivery, Snapshot
from tests.receivers import Posted

Event = tuple[str | None, ...]


@dataclass(frozen=True)
class Told:
    """What a database says after a chapter."""

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
    """What the targets accepted: by HTTP, and as lines of the log."""

    posted: dict[str, list[Posted]]
    logged: list[str]

    def keys(self, told: Told) -> dict[str, list[str]]:
        by_http = {target: [posted.key for posted in its] for target, its in self.posted.items()}
        return by_http | {"log": [told.words.get(line, line) for line in self.logged]}


@dataclass
class Verdict:
    """What became of the promise at one death."""

    problems: list[str] = field(default_factory=list[str])
    windows: int = 0
    """Deliveries that had been accepted and not noted when the process died."""
    repeats: int = 0
    killed: bool = False


def told(url: str, since: datetime) -> Told:
    store = Store(url)
    with store.reading() as session:
        found = _told(session, since)
    store.close()
    return found


def _told(session: Session, since: datetime) -> Told:
    rows = session.scalars(select(ChangeRow))
    changes = Counter[Event]((row.kind, row.source, row.subject, row.before, row.after) for row in rows)
    found = session.execute(select(Alert, Snapshot.moment).join(Snapshot, Snapshot.id == Alert.snapshot_id)).all()
    alerts = Counter[Event](
        (alert.kind, alert.severity, alert.subject, *(_timeless(text, moment) for text in (alert.title, alert.body)))
        for alert, moment in found
    )
    new = {alert.id: alert for alert, _ in found if alert.created_at >= since}
    deliveries = session.scalars(select(Delivery).where(Delivery.alert_id.in_(new)).order_by(Delivery.id)).all()
    order: dict[str, list[str]] = {}
    for delivery in deliveries:
        order.setdefault(delivery.target, []).append(new[delivery.alert_id].key)
    noted = {(its.target, new[its.alert_id].key) for its in deliveries if its.state == "delivered"}
    return Told(changes, alerts, {f"{its.title}\n{its.body}": its.key for its in new.values()}, order, noted)


def _timeless(text: str, moment: datetime) -> str:
    """The words without what the moment of their snapshot brings: a run after a death is a later one."""
    return re.sub(r"snapshot \d+", "snapshot N", text.replace(f"{moment:%H:%M}", "HH:MM"))


def judge(undisturbed: Told, told: Told, before: Heard, after: Heard, noted: set[tuple[str, str]]) -> Verdict:
    """Compare; `before` and `noted` are what was accepted and noted when the process had died."""
    verdict = Verdict()
    for what, expected, found in (
        ("change", undisturbed.changes, told.changes),
        ("alert", undisturbed.alerts, told.alerts),
    ):
        verdict.problems += [f"{what} lost: {event}" for event in (expected - found).elements()]
        verdict.problems += [f"{what} doubled: {event}" for event in (found - expected).elements()]
    earlier, heard = before.keys(told), after.keys(told)
    for target, keys in told.order.items():
        window = [key for key in earlier[target] if (target, key) not in noted]
        repeated = list((Counter(heard[target]) - Counter(set(heard[target]))).elements())
        verdict.windows += len(set(window))
        verdict.repeats += len(repeated)
        verdict.problems += _delivered(target, keys, heard[target], told)
        verdict.problems += _repeated(target, repeated, window)
    verdict.problems += [f"other words under one id: {key}" for key in _reworded(after)]
    return verdict


def _delivered(target: str, keys: list[str], heard: list[str], told: Told) -> Iterator[str]:
    if list(dict.fromkeys(heard)) != keys:
        yield f"{target}: accepted {heard}, not {keys}"
    if missing := [key for key in keys if (target, key) not in told.noted]:
        yield f"{target}: never noted: {missing}"


def _repeated(target: str, repeated: list[str], window: list[str]) -> Iterator[str]:
    if len(repeated) > 1:
        yield f"{target}: {len(repeated)} repeats"
    if outside := set(repeated) - set(window):
        yield f"{target}: repeated outside the window: {outside}"


def _reworded(heard: Heard) -> Iterator[str]:
    for posted in heard.posted.values():
        bodies: dict[str, bytes] = {}
        yield from (its.key for its in posted if bodies.setdefault(its.key, its.body) != its.body)
