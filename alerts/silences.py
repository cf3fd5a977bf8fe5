"""Silences: alerts that a person has acknowledged, snoozed or muted, and the alerts that reopen them.

The log always gets every alert. What keeps a delivery from another target is a row of `silence`, named by the delivery.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from alerts.message import URGENCY, Message
from alerts.targets import LOG, is_watched, matches
from models.changes import REPEATED, REPEATS
from models.facts import qualified_name
from models.kinds import (
    UNSENT_STATES,
    ChangeKind,
    DeadlineKind,
    DeliveryState,
    ReminderState,
    Severity,
    SilenceAction,
    Thing,
)
from models.schema import Alert, AlertChange, ChangeRow, Delivery, Silence, Snapshot

AHEAD, CALLED_OFF = (
    {f"{kind} {state}": kind.thing for kind in DeadlineKind} for state in (ReminderState.AHEAD, ReminderState.CANCELLED)
)
"""The kinds of reminders of deadlines ahead, and of cancelled ones, with the things that change then."""
THINGS = {**AHEAD, **CALLED_OFF, **{str(kind): kind.thing for kind in ChangeKind}}
"""The thing that alerts of each kind are about."""
REMINDER = "deadline/"
"""The beginning of the keys of reminders."""
NEAR_RETIREMENT = f"{DeadlineKind.RETIREMENT} {ReminderState.AHEAD}"
BROKEN = (ChangeKind.SOURCE_BROKEN, ChangeKind.SOURCE_STILL_BROKEN)
WILDCARD = re.compile(r"[*?\[].*", re.DOTALL)
NUMBER = re.compile(r"(?<!HTTP )(?<!\d)\d+")
"""Counts and dates in a reason, which differ each time; the status of an answer is no such number."""
TROUBLE_OF = {str(repeat): str(first) for first, repeat in REPEATED.items()}


def silence_alerts(
    session: Session, alerts: Iterable[tuple[Message, Alert]], silences: Sequence[Silence], now: datetime
) -> None:
    """Apply silences that nobody ended to new alerts, whose deliveries are not written yet.

    An alert that reopens what was silenced ends the silence, and says so in its text.
    """
    in_force = [silence for silence in silences if silence.until is None or silence.until > now]
    for message, alert in alerts:
        reopened = [silence for silence in in_force if _reopens(session, silence, message)]
        for silence in reopened:
            in_force.remove(silence)
            end(session, silence, now, message.alert_key)
            alert.body = f"{alert.body}\n{_reopening(silence)}"
        for silence in in_force:
            if _is_silenced(session, silence, message):
                _keep_back(alert, silence)


def end(session: Session, silence: Silence, now: datetime, by: str) -> None:
    """End a silence. What it snoozed is due now; what it kept back otherwise stays unsent."""
    silence.ended_at, silence.ended_by = now, by
    snoozed = (Delivery.silence_id == silence.id, Delivery.state == DeliveryState.SNOOZED)
    session.execute(update(Delivery).where(*snoozed).values(due_at=now, since=now))


def acknowledge(session: Session, silence: Silence) -> int:
    """Withdraw the deliveries of an acknowledged alert that still wait, but those to the log; return their number."""
    waiting = (Delivery.alert_id == silence.alert_id, Delivery.target != LOG, Delivery.state.in_(UNSENT_STATES))
    withdrawn = update(Delivery).where(*waiting).values(state=DeliveryState.WITHDRAWN, silence_id=silence.id)
    return len(session.scalars(withdrawn.returning(Delivery.id)).all())


def withdraw_outdated(session: Session, deliveries: Sequence[int]) -> None:
    """Withdraw those snoozed deliveries whose alert is over: the log has a later change of its thing."""
    query = select(Delivery).where(Delivery.id.in_(deliveries))
    for delivery in session.scalars(query).all():
        if _is_over(session, delivery.alert):
            delivery.state = DeliveryState.WITHDRAWN


def in_force(session: Session, now: datetime) -> Sequence[Silence]:
    """Return the silences that are in force, the oldest first."""
    query = select(Silence).where(Silence.ended_at.is_(None)).order_by(Silence.id)
    return [silence for silence in session.scalars(query) if silence.until is None or silence.until > now]


def gravest_of(session: Session, silence: Silence, since: datetime) -> str | None:
    """Return the gravest severity of the alerts since an instant that match the patterns of a silence, if any does."""
    rows = session.scalars(select(Alert).where(Alert.created_at >= since))
    found = [row.severity for row in rows if _matches(silence, described(row))]
    return max(found, key=URGENCY.index, default=None)


def described(alert: Alert) -> Message:
    """Return the message of a stored alert; one of an earlier release is about its subject alone."""
    about = alert.about or {"models": [alert.subject], "qualified_names": [f"{alert.vendor}/{alert.subject}"]}
    return Message(
        alert_key=alert.alert_key,
        kind=alert.kind,
        severity=alert.severity,
        source=alert.source,
        subject=alert.subject,
        title=alert.title,
        body=alert.body,
        effective_at=alert.effective_at,
        snapshot_id=alert.snapshot_id,
        vendor=alert.vendor,
        kinds=frozenset(about.get("kinds", ())),
        models=frozenset(about.get("models", ())),
        qualified_names=frozenset(about.get("qualified_names", ())),
        bill_changes=about.get("bill_changes"),
    )


def _keep_back(alert: Alert, silence: Silence) -> None:
    for delivery in alert.deliveries:
        if delivery.target == LOG or delivery.state is DeliveryState.WITHDRAWN:
            continue
        delivery.silence_id = silence.id
        if silence.action is not SilenceAction.SNOOZE:
            delivery.state = DeliveryState.WITHDRAWN
        elif silence.until is not None and silence.until > delivery.due_at:
            delivery.state = DeliveryState.SNOOZED
            delivery.due_at = delivery.since = silence.until


def _is_silenced(session: Session, silence: Silence, message: Message) -> bool:
    if silence.action is SilenceAction.ACK:
        return _is_repeat(session, session.get_one(Alert, silence.alert_id), message)
    return _matches(silence, message)


def _reopens(session: Session, silence: Silence, message: Message) -> bool:
    """Return True if an alert reopens what was silenced.

    A snooze is reopened by an alert that matches and is graver than what was snoozed. What was acknowledged is reopened
    by a change of the same thing of the same subject. A mute is never reopened.
    """
    if silence.action is SilenceAction.SNOOZE:
        graver = URGENCY.index(message.severity) > URGENCY.index(silence.severity or Severity.WARNING)
        return graver and _matches(silence, message)
    if silence.action is not SilenceAction.ACK:
        return False
    acknowledged = session.get_one(Alert, silence.alert_id)
    if not _is_about_the_same(acknowledged, message) or _is_repeat(session, acknowledged, message):
        return False
    if not message.alert_key.startswith(REMINDER):
        return True
    return message.kind in CALLED_OFF and message.effective_at == acknowledged.effective_at


def _matches(silence: Silence, message: Message) -> bool:
    """Return True if all that an alert is about matches the patterns.

    An alert that must not be missed matches only where the pattern names its kind.
    """
    if _must_not_be_missed(message) and not names_a_kind(silence.kind_pattern):
        return False
    kind_pattern = silence.kind_pattern
    if kind_pattern is not None and not all(matches([kind], [kind_pattern]) for kind in _kinds(message)):
        return False
    if silence.source_pattern is not None and not matches([message.source], [silence.source_pattern]):
        return False
    return silence.model_pattern is None or _is_about(message, silence.model_pattern)


def _is_about(message: Message, pattern: str) -> bool:
    """Return True if every model of an alert matches a pattern; False for an alert about no model."""
    vendors = {name.partition("/")[2]: name for name in message.qualified_names}
    return bool(message.models) and all(
        is_watched([name], [vendors[name]] if name in vendors else [], [pattern]) for name in message.models
    )


def _must_not_be_missed(message: Message) -> bool:
    """Return True for a retirement in its last three days and for a broken source."""
    near = message.kind == NEAR_RETIREMENT and message.severity == Severity.CRITICAL
    return near or message.kind in BROKEN


def names_a_kind(pattern: str | None) -> bool:
    """Return True if a pattern of kinds begins with a word: `source*`, and not `*`."""
    return bool(pattern and WILDCARD.sub("", pattern))


def _is_repeat(session: Session, acknowledged: Alert, message: Message) -> bool:
    """Return True if an alert only repeats the acknowledged one: lasting trouble, or a reminder of its deadline.

    A reminder that is about another model, too, is no repeat.
    """
    if not (_is_about_the_same(acknowledged, message) and _names(message) <= _names(described(acknowledged))):
        return False
    if message.kind in REPEATS:
        same_trouble = TROUBLE_OF.get(acknowledged.kind, acknowledged.kind) == TROUBLE_OF[message.kind]
        return same_trouble and _reason(session, acknowledged.snapshot_id) == _reason(session, message.snapshot_id)
    if not (message.alert_key.startswith(REMINDER) and message.kind in AHEAD):
        return False
    if message.effective_at != acknowledged.effective_at:
        return False
    return not _must_not_be_missed(message) or _must_not_be_missed(described(acknowledged))


def _reason(session: Session, snapshot_id: int) -> str:
    """Return why a snapshot could not be read, without its counts and dates."""
    snapshot = session.get(Snapshot, snapshot_id)
    return NUMBER.sub("", f"{snapshot.outcome}: {snapshot.reason}") if snapshot else ""


def _is_about_the_same(alert: Alert, message: Message) -> bool:
    stored = described(alert)
    return bool(_names(stored) & _names(message)) and bool(_things(_kinds(stored)) & _things(_kinds(message)))


def _names(message: Message) -> frozenset[str]:
    """Return the models that an alert is about, with their vendors; of an alert about none its subject."""
    return message.qualified_names or frozenset({qualified_name(message.vendor, message.subject)})


def _kinds(message: Message) -> Iterable[str]:
    return message.kinds or {message.kind}


def _things(kinds: Iterable[str]) -> frozenset[Thing]:
    return frozenset(THINGS[kind].family for kind in kinds if kind in THINGS)


def _is_over(session: Session, alert: Alert) -> bool:
    """Return True if the log has a later change of each value that an alert tells of; its mentions are none."""
    linked = select(AlertChange.change_id).where(AlertChange.alert_id == alert.id)
    told = session.scalars(select(ChangeRow).where(ChangeRow.id.in_(linked.where(~AlertChange.is_mention)))).all()
    message = described(alert)
    things = _things(_kinds(message))
    later = select(ChangeRow).where(
        ChangeRow.kind.in_([kind for kind in ChangeKind if kind not in REPEATS and kind.thing.family in things]),
        ChangeRow.subject.in_({alert.subject, *message.models, *(row.subject for row in told)}),
        ChangeRow.stored_at > alert.created_at,
        ChangeRow.retracted.is_(False),
        ChangeRow.id.not_in(linked),
    )
    rows = session.scalars(later).all()
    if told:
        changed = {(row.vendor, row.subject, row.kind.family, str(row.item)) for row in rows}
        return all((row.vendor, row.subject, row.kind.family, str(row.item)) in changed for row in told)
    return _names(message) <= {qualified_name(row.vendor, row.subject) for row in rows}


def _reopening(silence: Silence) -> str:
    """Return the line that says what an alert reopens."""
    why = f": {silence.why}" if silence.why else ""
    made = f"on {silence.created_at:%Y-%m-%d}{why}"
    if silence.action is SilenceAction.ACK:
        return f"Reopened: alert {silence.alert_id} of this was acknowledged {made}; it has changed."
    return f"Reopened: this was snoozed {made} (silence {silence.id}), as no graver than {silence.severity}."
