"""Composes alerts: one message per snapshot and subject, and one per reminder of a deadline."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain

from alerts.message import Message
from alerts.reminder_schedule import Due
from alerts.targets import is_watched
from alerts.texts import NO_CONTEXT, AlertContext, SeenSnapshot, body, reminder_body, reminder_title, title
from models.changes import Change, gravest
from models.facts import HOURS, NOTICES, qualified_name
from models.kinds import DeadlineKind, ReminderOccasion, ReminderState, Severity, Thing
from models.leaderboards import BoardChange
from models.plausibility import STANDS

DEADLINE = "deadline"
"""The prefix of the keys of reminders. No source has this name."""
NEAR = 3
"""A deadline is near from this number of days on."""


def compose(
    changes: Iterable[Change],
    seen: SeenSnapshot,
    contexts_by_subject: Mapping[str, AlertContext] | None = None,
    zone: str = "UTC",
    key_suffix: str = "",
) -> list[Message]:
    """Return one message per subject, in the order in which the subjects first appear. A leaderboard is one subject.

    `key_suffix` distinguishes two messages of one snapshot and subject.
    """
    return compose_groups(by_subject(changes), seen, contexts_by_subject or {}, zone, key_suffix)


def compose_groups(
    groups: Mapping[str, Sequence[Change]],
    seen: SeenSnapshot,
    contexts: Mapping[str, AlertContext],
    zone: str,
    key_suffix: str,
) -> list[Message]:
    """Return one message per subject, of changes that `by_subject` has grouped: as `compose`."""
    gravest_changes = [gravest(group) for group in groups.values()]
    return [
        _message(subject, group, change, seen, contexts.get(subject, NO_CONTEXT), zone, key_suffix)
        for (subject, group), change in zip(groups.items(), gravest_changes, strict=True)
    ]


def is_alerting(change: Change, watched: Sequence[str]) -> bool:
    """Return True if a change alerts; `watched` are patterns as in `is_watched`."""
    if not isinstance(change, BoardChange):
        return True
    if not change.kind.is_news:
        return False
    return not change.names or is_watched(change.names, change.qualified_names, watched)


def by_subject(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """Group changes by the subject of the message that will contain them.

    Changes that quote one text for several subjects are grouped under the first of them. Changes of notices that name
    one of these subjects join that group.
    """
    all_changes = list(changes)
    first_subjects = dict[tuple[str, str | None], str]()
    for change in all_changes:
        if change.kind in STANDS:
            first_subjects.setdefault((change.kind, change.said_after), change.subject)
    groups = defaultdict[str, list[Change]](list)
    for change in all_changes:
        groups[_subject(change, first_subjects, all_changes)].append(change)
    return dict(groups)


def _subject(change: Change, first_subjects: Mapping[tuple[str, str | None], str], changes: Sequence[Change]) -> str:
    if isinstance(change, BoardChange):
        return change.board
    if change.kind in STANDS:
        return first_subjects[change.kind, change.said_after]
    if change.subject == NOTICES:
        for other in changes:
            if other.kind in STANDS and _is_note_of(change, other):
                return first_subjects[other.kind, other.said_after]
    return change.subject


def _is_note_of(note: Change, other: Change) -> bool:
    """Return True if the change of a notice is about the text that another change quotes, or names its model."""
    texts = f"{note.said_before or ''}\n{note.said_after or ''}"
    quoted = [other.said_before, other.said_after, other.subject if other.subject != HOURS else None]
    return any(part and part in texts for part in quoted)


def _message(
    subject: str,
    changes: Sequence[Change],
    main: Change,
    seen: SeenSnapshot,
    context: AlertContext,
    zone: str,
    key_suffix: str,
) -> Message:
    # A changed notice passes every filter of models, also in a message with other changes.
    about = () if any(change.subject == NOTICES for change in changes) else changes
    return Message(
        alert_key=f"{seen.source}/{seen.moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}/{subject}{key_suffix}",
        kind=main.kind,
        severity=main.severity,
        source=seen.source,
        vendor=seen.vendor,
        subject=subject,
        title=title(changes, main, seen, context, zone),
        body=body(changes, main, seen, context, zone),
        effective_at=main.effective_at,
        snapshot_id=seen.snapshot_id,
        kinds=frozenset(change.kind for change in changes),
        models=frozenset(chain.from_iterable([_models(change) for change in about])),
        qualified_names=_qualified_names(about, seen.vendor),
    )


def _models(change: Change) -> frozenset[str]:
    """Return the names of the model that a change is about; empty if it is about a page, a source or a whole board."""
    if isinstance(change, BoardChange):
        return change.names
    about_none = change.subject in (NOTICES, HOURS) or change.kind.thing in (Thing.SOURCE, Thing.DECISION)
    return frozenset() if about_none else frozenset({change.subject})


def _qualified_names(changes: Sequence[Change], vendor: str) -> frozenset[str]:
    """Return the same names of all changes with the vendor in front; of contenders, with their organization."""
    names = {name for change in changes if not isinstance(change, BoardChange) for name in _models(change)}
    boards = [change.qualified_names for change in changes if isinstance(change, BoardChange)]
    return frozenset([qualified_name(vendor, name) for name in names]).union(*boards)


def remind(due: Due, seen: SeenSnapshot, context: AlertContext, now: datetime, zone: str = "UTC") -> Message:
    """Compose the message of one reminder. Each step of a deadline has its own alert key."""
    row, kind = due.row, due.row.kind
    models = frozenset({row.subject}) if kind.is_about_model else frozenset[str]()
    state = ReminderState.CANCELLED if due.occasion is ReminderOccasion.GONE else ReminderState.AHEAD
    return Message(
        alert_key=f"{DEADLINE}/{row.uid}/{row.sequence}/{due.occasion}/{due.number}",
        kind=f"{kind} {state}",
        severity=_reminder_severity(kind, due),
        source=row.source,
        vendor=row.vendor,
        subject=row.subject,
        title=reminder_title(due, seen, context, now, zone),
        body=reminder_body(due, seen, context, zone),
        effective_at=row.due_at,
        snapshot_id=row.snapshot_id,
        models=models,
        qualified_names=frozenset(qualified_name(row.vendor, name) for name in models),
    )


def _reminder_severity(kind: DeadlineKind, due: Due) -> Severity:
    """Return the severity of a reminder. A near retirement is CRITICAL, because it breaks products. A near change of
    money is a WARNING, else a NOTICE.
    """
    near = due.occasion is ReminderOccasion.RUNG and due.number <= NEAR
    if kind is DeadlineKind.RETIREMENT:
        return Severity.CRITICAL if near else Severity.WARNING
    is_off = kind is DeadlineKind.PRICE_CHANGE and due.occasion is ReminderOccasion.GONE
    return Severity.WARNING if near or is_off else Severity.NOTICE
