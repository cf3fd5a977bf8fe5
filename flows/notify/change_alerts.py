"""Alerts about changes: composes them with their context, and enqueues them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import groupby
from operator import itemgetter
from zoneinfo import ZoneInfo

from sqlalchemy import Text, func, insert, select, type_coerce
from sqlalchemy.orm import Session

from alerts.compose import compose, compose_groups
from alerts.message import Message
from alerts.noise import ReaderChoice, ToldEvent, sort_out
from alerts.outbox import DIGEST, enqueue, withdraw
from alerts.texts import AlertContext, SeenSnapshot, age_line, believed_price_lines, repeat_lines, repeat_note
from flows.ingest import TroubleRepeat
from flows.notify.bill_impact import NO_BILL, ROUTED, BillText, bill_of_changes
from flows.run import AlertSettings
from models.changes import REPEATED, SAID_COLUMNS, Change, settled_by
from models.facts import NOTICES, Price
from models.history import Evidence, evidence
from models.kinds import GOOD_OUTCOMES, DeliveryState, Movement, Severity, Thing
from models.queries import family_ages, prices_of_source, source_summary
from models.schema import Alert, AlertChange, ChangeRow, Delivery, Snapshot, SourceRow
from scrapers.registry import REGISTERED

ChangeIds = Mapping[tuple[object, ...], Sequence[int]]
"""The ids of rows of the log, by what they say."""
ANNOUNCED_BEFORE = (Movement.IN_EFFECT, Movement.CANCELLED, Movement.HAPPENED, Movement.REROUTED)
"""Movements of values that may have been announced before; their alerts state the time of the announcement."""


def enqueue_alerts(
    session: Session,
    changes: Sequence[Change],
    snapshot: Snapshot,
    now: datetime,
    alerting: AlertSettings,
    key_suffix: str = "",
    reporters: Sequence[str] = (),
    repeated: Sequence[Change] = (),
) -> int:
    """Enqueue the alerts of changes of one snapshot; returns the number of alerts that are not muted.

    `key_suffix` ends the keys of the alerts, as in `compose`. `reporters` are the other sources of the family, and
    `repeated` the changes that one of them reported before.
    """
    if not changes:
        return 0
    seen = _seen(session, snapshot)
    reader = _reader(snapshot.source, alerting)
    told = sort_out(session, changes, repeated, reporters, seen.vendor, snapshot.moment, reader)
    by_due_time = defaultdict[datetime | None, list[ToldEvent]](list)
    for event in told.events:
        if event.decision.send_now or event.decision.muted_until:
            by_due_time[None if event.decision.send_now else event.decision.muted_until].append(event)
    events = {event.subject: event for due in by_due_time.values() for event in due}
    contexts = _contexts(session, {name: event.changes for name, event in events.items()}, snapshot, alerting)
    ids = _change_ids(session, snapshot)
    for muted_until, due in by_due_time.items():
        messages = _messages(due, seen, contexts, alerting.time_zone, key_suffix)
        until = muted_until and now + (muted_until - snapshot.moment)
        _enqueue_linked(session, messages, ids, alerting, now, until)
    for alert_id, of_alert in groupby(sorted(told.mentions, key=itemgetter(0)), itemgetter(0)):
        _mention(session, alert_id, [change for _, change in of_alert], seen, ids, alerting, now)
    if told.digest:
        _enqueue_digest(session, told.digest, seen, ids, alerting, now)
    return len(by_due_time[None])


def _messages(
    told: Sequence[ToldEvent], seen: SeenSnapshot, contexts: Mapping[str, AlertContext], zone: str, key_suffix: str
) -> list[Message]:
    """The messages of events, with what their flap suppression says."""
    noted = {
        event.subject: replace(
            contexts[event.subject], flap_note=event.decision.note, same_until=event.decision.same_until
        )
        for event in told
    }
    groups = {event.subject: event.changes for event in told}
    mains = {event.subject: event.main for event in told if event.main}
    return compose_groups(groups, seen, noted, zone, key_suffix, mains)


def _reader(source: str, alerting: AlertSettings) -> ReaderChoice:
    """The choice of the reader, and the sources that have a source's page in the chosen language."""
    page = REGISTERED.get(source)
    if page is None or page.language == alerting.language:
        return ReaderChoice(alerting.currency)
    original = page.translates or source
    same = [other for other in REGISTERED.values() if original in (other.name, other.translates)]
    return ReaderChoice(alerting.currency, [other.name for other in same if other.language == alerting.language])


def _change_ids(session: Session, snapshot: Snapshot) -> ChangeIds:
    """The rows of the log that a snapshot made, by what they say."""
    ids = defaultdict[tuple[object, ...], list[int]](list)
    said = (type_coerce(ChangeRow.kind, Text), ChangeRow.subject, ChangeRow.said_before, ChangeRow.said_after)
    rows = select(ChangeRow.id, *said).where(ChangeRow.snapshot_id == snapshot.id, ChangeRow.retracted.is_(False))
    for row_id, *words in session.execute(rows):
        ids[tuple(words)].append(row_id)
    return ids


def _link(
    session: Session,
    told: Iterable[tuple[Alert, Iterable[Change]]],
    ids: ChangeIds,
    *,
    is_mention: bool = False,
) -> None:
    """Note which rows of the log each alert tells, or which ones mention it."""
    links = {(alert.id, row) for alert, changes in told for change in changes for row in ids.get(_words(change), ())}
    if links:
        values = [{"alert_id": alert, "change_id": row, "is_mention": is_mention} for alert, row in sorted(links)]
        session.execute(insert(AlertChange), values)


def _words(change: Change) -> tuple[object, ...]:
    return str(change.kind), change.subject, change.said_before, change.said_after


def _enqueue_linked(
    session: Session,
    messages: Sequence[Message],
    ids: ChangeIds,
    alerting: AlertSettings,
    now: datetime,
    muted_until: datetime | None = None,
) -> None:
    alerts = enqueue(session, messages, alerting.targets, now, muted_until)
    _link(session, [(alert, message.changes) for alert, message in zip(alerts, messages, strict=True)], ids)


def _mention(
    session: Session,
    alert_id: int,
    changes: Sequence[Change],
    seen: SeenSnapshot,
    ids: ChangeIds,
    alerting: AlertSettings,
    now: datetime,
) -> None:
    """Note that a page also says what an alert tells; a target that takes this page alone gets the alert, too."""
    alert = session.get_one(Alert, alert_id)
    messages = compose_groups({alert.subject: changes}, seen, {}, alerting.time_zone, "") if alerting.targets else []
    for message in messages:
        from alerts.mentions import deliver_also  # most pages say what no other has said

        deliver_also(session, alert, message, alerting.targets, now)
    _link(session, [(alert, changes)], ids, is_mention=True)


def _enqueue_digest(
    session: Session,
    changes: Sequence[Change],
    seen: SeenSnapshot,
    ids: ChangeIds,
    alerting: AlertSettings,
    now: datetime,
) -> None:
    """Add changes of notices to the digest of their page and day, which is sent when the day is over."""
    day = seen.moment.astimezone(ZoneInfo(alerting.time_zone)).date()
    over = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(alerting.time_zone)).astimezone(UTC)
    key = f"{seen.source}/{day}{DIGEST}"
    waiting = select(Delivery).join(Alert, Alert.id == Delivery.alert_id).where(Delivery.state == DeliveryState.MUTED)
    # The lock keeps the deliveries from being sent without what is added.
    begun = session.scalars(waiting.where(Alert.alert_key.like(f"{key}%")).with_for_update(of=Delivery)).all()
    all_changes = [*_told_changes(session, begun[0].alert_id), *changes] if begun else list(changes)
    (message,) = compose_groups({NOTICES: all_changes}, seen, {}, alerting.time_zone, "")
    message = replace(message, alert_key=key, severity=Severity.INFO)
    if not begun:
        _enqueue_linked(session, [message], ids, alerting, now, over if over > now else None)
        return
    from alerts.mentions import deliver_also  # few digests are added to

    alert = begun[0].alert
    alert.title, alert.body = message.title, message.body
    deliver_also(session, alert, message, alerting.targets, now, over)
    _link(session, [(alert, changes)], ids)


def _told_changes(session: Session, alert_id: int) -> list[Change]:
    """The changes that an alert of notices tells."""
    told = select(ChangeRow).join(AlertChange, AlertChange.change_id == ChangeRow.id)
    rows = session.scalars(told.where(AlertChange.alert_id == alert_id).order_by(ChangeRow.id))
    return [Change(**{name: getattr(row, name) for name in SAID_COLUMNS}) for row in rows]


def enqueue_trouble_repeat(session: Session, repeat: TroubleRepeat, alerting: AlertSettings, at: datetime) -> None:
    """Enqueue the alert that a source's trouble lasts, and withdraw muted alerts about the source."""
    source, zone = repeat.age.source, alerting.time_zone
    lines = list(repeat_lines(repeat.age, source_summary(session, source, at), zone))
    context = {source: AlertContext(flap_note=repeat_note(repeat.age), sources=tuple(lines))}
    lines += filter(None, [_settled_by(repeat.snapshot)])
    # The key has the day: several alerts and repeats may refer to one snapshot.
    messages = compose([repeat.change], _seen(session, repeat.snapshot), context, zone, f"/day-{repeat.days}")
    withdraw(session, (Alert.source == source) & (Alert.subject == source), (DeliveryState.MUTED,))
    _enqueue_linked(session, messages, _change_ids(session, repeat.snapshot), alerting, at)


def enqueue_undone_alert(
    session: Session,
    changes: Sequence[Change],
    snapshot: Snapshot,
    alerting: AlertSettings,
    at: datetime,
    key_suffix: str,
) -> None:
    """Enqueue the alert that a decision is undone. It is never muted."""
    # The snapshot may be held again.
    subject = {snapshot.source: AlertContext(sources=tuple(filter(None, [_settled_by(snapshot)])))}
    messages = compose(changes, _seen(session, snapshot), subject, alerting.time_zone, key_suffix)
    _enqueue_linked(session, messages, _change_ids(session, snapshot), alerting, at)


def _settled_by(snapshot: Snapshot) -> str:
    # Chats replace back-ticks by look-alikes, which would spoil the commands.
    return settled_by(snapshot.outcome, snapshot.reason, snapshot.id).replace("`", "")


def _seen(session: Session, snapshot: Snapshot) -> SeenSnapshot:
    vendor = session.get_one(SourceRow, snapshot.source).vendor
    return seen_snapshot(snapshot, vendor)


def seen_snapshot(snapshot: Snapshot, vendor: str) -> SeenSnapshot:
    """The snapshot behind an alert, with what its source declares: the page for people, the credit, the vendor."""
    source = REGISTERED.get(snapshot.source)
    declared = (source.credit, vendor, source.vendor_name or vendor, source.page) if source else ("", vendor, vendor)
    return SeenSnapshot(snapshot.source, snapshot.url, snapshot.moment, snapshot.id, *declared)


def _contexts(
    session: Session, changes: Mapping[str, Sequence[Change]], snapshot: Snapshot, alerting: AlertSettings
) -> dict[str, AlertContext]:
    """The context of the alert about each subject.

    All but the alert about the source itself have lines about stale and failing sources of the family.
    """
    source = snapshot.source
    ages = family_ages(session, source, snapshot.moment) if set(changes) - {source} else []
    lines = [age_line(age, snapshot.moment) for age in ages]
    price_instants = {
        _instant(change, snapshot) for each in changes.values() for change in each if change.kind.thing is Thing.PRICE
    }
    found = _evidence(session, changes, snapshot)
    has_loads = alerting.loads or alerting.problem
    bills = {
        subject: bill_of_changes(session, of_subject, snapshot, alerting, price_instants)
        for subject, of_subject in changes.items()
        if has_loads or any(change.kind.thing in ROUTED for change in of_subject)
    }
    return {
        subject: replace(
            _context(found[subject], snapshot, bills.get(subject, NO_BILL)),
            sources=(
                *(filter(None, [_settled_by(snapshot)]) if subject == source else ()),
                *_kept_price_lines(session, of_subject, snapshot, alerting),
                *(() if subject == source else lines),
            ),
        )
        for subject, of_subject in changes.items()
    }


def _context(found: Sequence[tuple[Change, Evidence]], snapshot: Snapshot, bill: BillText) -> AlertContext:
    """The effect on the bill, the announcement and the evidence of changes of one subject."""
    announced = [row.recorded_from for change, row in found if change.kind.movement in ANNOUNCED_BEFORE]
    earlier = [instant for instant in announced if instant < snapshot.moment]
    cells = dict.fromkeys([row.locator for _, row in found if row.locator and row.snapshot_id == snapshot.id])
    return AlertContext(bill.sentences, bill.short, min(earlier, default=None), tuple(cells), bill_changes=bill.changes)


def _kept_price_lines(
    session: Session, changes: Sequence[Change], snapshot: Snapshot, alerting: AlertSettings
) -> Iterator[str]:
    """The lines of prices that stay believed: all of a source in trouble, or those behind a text not understood."""
    keeps = [keep for change in changes for keep in change.keeps]
    in_trouble = any(change.kind in REPEATED for change in changes)
    if not keeps and not in_trouble:
        return
    prices = prices_of_source(session, snapshot.source, snapshot.moment)
    if not in_trouble:
        prices = [price for price in prices if any(keep.covers(Price, price.key) for keep in keeps)]
    good = select(func.max(Snapshot.moment)).where(
        Snapshot.source == snapshot.source, Snapshot.outcome.in_(GOOD_OUTCOMES)
    )
    # A page with a text that is not understood has a good outcome, but the kept prices were read before it.
    read = Snapshot.moment <= snapshot.moment if in_trouble else Snapshot.moment < snapshot.moment
    yield from believed_price_lines(prices, session.scalar(good.where(read)), alerting.time_zone)


def _instant(change: Change, snapshot: Snapshot) -> datetime:
    return change.effective_at or snapshot.moment


def _evidence(
    session: Session, changes: Mapping[str, Sequence[Change]], snapshot: Snapshot
) -> dict[str, list[tuple[Change, Evidence]]]:
    """By subject the history rows of the facts after each change; of those before it, if it ended them."""
    facts = [
        (subject, change, fact)
        for subject, of_subject in changes.items()
        for change in of_subject
        for fact in change.facts_after or change.facts_before
    ]
    asked = [(fact, max(change.effective_at or snapshot.moment, snapshot.moment)) for _, change, fact in facts]
    found: dict[str, list[tuple[Change, Evidence]]] = {subject: [] for subject in changes}
    for (subject, change, _), row in zip(facts, evidence(session, asked), strict=True):
        if row is not None:
            found[subject].append((change, row))
    return found
