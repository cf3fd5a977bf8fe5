"""Telling what is new: the words of its alerts, and whether they go out now, when it is calm again, or not at all.

Trouble that lasts goes out whenever it is due.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from alerts.compose import compose
from alerts.flap_suppression import suppress_flaps
from alerts.outbox import enqueue, withdraw
from alerts.texts import AlertContext, SeenSnapshot, repeat_lines, repeat_note
from flows.ingest import Repeat
from flows.notify.alert_context import beside
from flows.notify.alerting import Telling
from models.changes import Change
from models.queries import source_summary
from models.schema import Alert, Snapshot, vendor_of
from scrapers.registry import attributions


def tell(
    session: Session,
    news: Mapping[str, Sequence[Change]],
    snapshot: Snapshot,
    moment: datetime,
    now: datetime,
    telling: Telling,
    of: str = "",
) -> int:
    """Write the alerts of what is new at a moment, by subject; how many go out now. `of` as of `compose`."""
    seen, told, known = _seen(session, snapshot), 0, beside(session, news, snapshot, telling)
    for subject, verdict in suppress_flaps(session, news, moment).items():
        its = {subject: replace(known[subject], flap_note=verdict.note, same_until=verdict.same_until)}
        messages = compose(news[subject], seen, its, telling.time_zone, of)
        if verdict.send_now:
            told += len(messages)
            enqueue(session, messages, telling.targets, now)
        elif verdict.muted_until:
            enqueue(session, messages, telling.targets, now, now + (verdict.muted_until - moment))
    return told


def tell_repeat(session: Session, repeat: Repeat, telling: Telling, at: datetime) -> None:
    """Write the alert that a source's trouble lasts; what was muted of the source before is withdrawn."""
    source, zone = repeat.age.source, telling.time_zone
    lines = repeat_lines(repeat.age, source_summary(session, source, at), zone)
    context = {source: AlertContext(flap_note=repeat_note(repeat.age), sources=tuple(lines))}
    # The last attempt may have been told of itself, and be the last one at the next repeat, too.
    messages = compose(
        [repeat.change], _seen(session, repeat.snapshot), context, zone, key_suffix=f"/day-{repeat.days}"
    )
    withdraw(session, (Alert.source == source) & (Alert.subject == source), ("muted",))
    enqueue(session, messages, telling.targets, at)


def tell_undone(
    session: Session, changes: Sequence[Change], snapshot: Snapshot, telling: Telling, at: datetime, of: str
) -> None:
    """Write the alert that a decision is undone: whatever was told of the source lately, it goes out."""
    enqueue(session, compose(changes, _seen(session, snapshot), {}, telling.time_zone, of), telling.targets, at)


def _seen(session: Session, snapshot: Snapshot) -> SeenSnapshot:
    credit = " ".join(attributions([snapshot.source]))
    vendor = vendor_of(session, snapshot.source)
    return SeenSnapshot(snapshot.source, snapshot.url, snapshot.moment, snapshot.id, credit, vendor)
