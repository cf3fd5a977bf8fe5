"""Changes and deadlines into alerts: one per snapshot and subject, written for a person who is woken by it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain

from alerts.message import URGENCY, Message
from alerts.reminder_schedule import Due
from alerts.severity import reminder_severity, severity
from alerts.texts import NOTHING, Beside, Seen, body, reminder_body, reminder_title, title
from models.changes import Change
from models.facts import HOURS, NOTICES, qualified_name
from models.kinds import Thing
from models.leaderboards import BoardChange
from models.plausibility import STANDS

DEADLINE = "deadline"
"""What the keys of reminders begin with; no source is called so."""


def compose(
    changes: Iterable[Change], seen: Seen, beside: Mapping[str, Beside] | None = None, zone: str = "UTC", of: str = ""
) -> list[Message]:
    """One message per subject, in the order in which the subjects first appear; a leaderboard is one.

    `of` tells two messages of one snapshot and subject apart.
    """
    known = beside or {}
    return [
        _message(subject, told, seen, known.get(subject, NOTHING), zone, of)
        for subject, told in by_subject(changes).items()
    ]


def by_subject(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """What is told together: by subject.

    What stands by one text is told under the first of its subjects, and with it the notes that name one of them.
    """
    told = list(changes)
    standing = dict[tuple[str, str | None], str]()
    for change in told:
        if change.kind in STANDS:
            standing.setdefault((change.kind, change.said_after), change.subject)
    subjects = defaultdict[str, list[Change]](list)
    for change in told:
        subjects[_subject(change, standing, told)].append(change)
    return dict(subjects)


def _subject(change: Change, standing: Mapping[tuple[str, str | None], str], told: Sequence[Change]) -> str:
    if isinstance(change, BoardChange):
        return change.board
    if change.kind in STANDS:
        return standing[change.kind, change.said_after]
    if change.subject == NOTICES:
        for other in told:
            if other.kind in STANDS and _is_note_of(change, other):
                return standing[other.kind, other.said_after]
    return change.subject


def _is_note_of(note: Change, other: Change) -> bool:
    """Whether the change of a note is about a text by which something stands, or names its model."""
    texts = f"{note.said_before or ''}\n{note.said_after or ''}"
    about = [other.said_before, other.said_after, other.subject if other.subject != HOURS else None]
    return any(part and part in texts for part in about)


def _message(subject: str, told: Sequence[Change], seen: Seen, beside: Beside, zone: str, of: str) -> Message:
    # A note passes every filter of models, also where it is told with what stands.
    about = () if any(change.subject == NOTICES for change in told) else told
    gravest = max(told, key=lambda change: URGENCY.index(severity(change)))
    return Message(
        alert_key=f"{seen.source}/{seen.moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}/{subject}{of}",
        kind=gravest.kind,
        severity=severity(gravest),
        source=seen.source,
        vendor=seen.vendor,
        subject=subject,
        title=title(subject, told, seen, beside, zone),
        body=body(told, seen, beside, zone),
        effective_at=gravest.effective_at,
        snapshot_id=seen.snapshot_id,
        models=frozenset(chain.from_iterable(map(_models, about))),
        qualified_names=frozenset(chain.from_iterable(_qualified_names(change, seen.vendor) for change in about)),
        kinds=frozenset(change.kind for change in told),
    )


def _models(change: Change) -> frozenset[str]:
    """The names of the model that a change is about; none where it is about a page, a source or a whole board."""
    if isinstance(change, BoardChange):
        return change.names
    about_none = change.subject in (NOTICES, HOURS) or change.kind.thing in (Thing.SOURCE, Thing.DECISION)
    return frozenset() if about_none else frozenset({change.subject})


def _qualified_names(change: Change, vendor: str) -> frozenset[str]:
    """The same names behind the vendor's; of a contender, behind its organization's."""
    if isinstance(change, BoardChange):
        return change.qualified_names
    return frozenset(qualified_name(vendor, name) for name in _models(change))


def remind(due: Due, seen: Seen, beside: Beside, at: datetime, zone: str = "UTC") -> Message:
    """A rung of the ladder, under a key of its own for each of them."""
    row, kind = due.row, due.row.kind
    models = frozenset({row.subject}) if kind.is_about_model else frozenset[str]()
    return Message(
        alert_key=f"{DEADLINE}/{row.uid}/{row.sequence}/{due.what}/{due.number}",
        kind=f"{kind} {'cancelled' if due.what == 'gone' else 'ahead'}",
        severity=reminder_severity(kind, due),
        source=row.source,
        vendor=row.vendor,
        subject=row.subject,
        title=reminder_title(due, at, zone),
        body=reminder_body(due, seen, beside, zone),
        effective_at=row.due_at,
        snapshot_id=row.snapshot_id,
        models=models,
        qualified_names=frozenset(qualified_name(row.vendor, name) for name in models),
    )
