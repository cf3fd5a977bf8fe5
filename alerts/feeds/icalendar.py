"""Renders deadlines as an iCalendar file (RFC 5545). The same rows give the same bytes."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple, cast

from icalendar import Alarm, Calendar, Component, Event, vDuration, vText

from alerts.feeds.origin import UNKNOWN, Origin
from alerts.texts import lines, one_line
from models.kinds import ReminderState
from models.schema import Reminder

KEPT = timedelta(days=365)
"""A deadline stays in the calendar this long after its date."""
LENGTH = timedelta(minutes=30)
"""The drawn length of an event. A deadline is an instant, but Exchange refuses an event without an end ([MS-STANXICAL]
on section 3.6.1), Google and Apple draw a thin line for it, and RFC 5545 forbids an end that is not after the start.
"""
BEFORE = (timedelta(days=7), timedelta(days=1))
"""Times of the alarms before an event."""
REFRESH = timedelta(hours=1)
"""The interval at which a calendar should load the file again."""


class Text(vText):
    """Text as it is: icalendar would read a backslash and a capital N, as in a path, as the end of a line."""

    __slots__ = ()

    def to_ical(self) -> bytes:
        marks = {ord("\\"): "\\\\", ord(";"): "\\;", ord(","): "\\,", ord("\n"): "\\n"}
        return self.translate(marks).encode()


def shown(reminders: Iterable[Reminder], now: datetime) -> list[Reminder]:
    """Return the reminders in the calendar, in its order: those with a date that are ahead, or passed within `KEPT`."""
    dated = [(row.due_at, row.uid, row) for row in reminders if row.due_at]
    selected = [each for each in dated if each[2].state is ReminderState.AHEAD or each[0] > now - KEPT]
    return [row for _, _, row in sorted(selected, key=lambda each: each[:2])]


def sequence(reminder: Reminder) -> int:
    """Return the revision number. It grows with each move, cancellation, and return of a cancelled deadline."""
    return 2 * reminder.sequence + (reminder.state is ReminderState.CANCELLED)


def calendar(reminders: Iterable[Reminder], origins: Mapping[str, Origin]) -> bytes:
    """Return the file; `origins` are by source name."""
    return _file(tuple(_entry(reminder, origins.get(reminder.source, UNKNOWN)) for reminder in reminders))


@lru_cache(maxsize=1)
def _file(entries: tuple["_CalendarEvent", ...]) -> bytes:
    """Render the file. The last one is kept: most readings of a cycle change no deadline."""
    file = Calendar()
    _set(file, "VERSION", "2.0")
    _set(file, "PRODID", "-//Model Almanac//deadlines//EN")
    _set(file, "X-WR-CALNAME", "Model Almanac: deadlines")
    _set(file, "REFRESH-INTERVAL", vDuration(REFRESH), VALUE="DURATION")
    # Outlook reads this property instead.
    _set(file, "X-PUBLISHED-TTL", vDuration(REFRESH))
    for entry in entries:
        file.add_component(_event(entry))
    return file.to_ical(sorted=False)


class _CalendarEvent(NamedTuple):
    """The statements of an event."""

    properties: tuple[tuple[str, Hashable], ...]
    summary: Text
    is_ahead: bool


def _entry(reminder: Reminder, origin: Origin) -> _CalendarEvent:
    summary = _summary(reminder, origin)
    return _CalendarEvent(tuple(_properties(reminder, origin, summary)), summary, reminder.state is ReminderState.AHEAD)


def _event(entry: _CalendarEvent) -> Event:
    event = Event()
    for name, value in entry.properties:
        _set(event, name, [*cast("tuple[str, ...]", value)] if isinstance(value, tuple) else value)
    if entry.is_ahead:
        for before in BEFORE:
            event.add_component(_alarm(entry.summary, before))
    return event


def _properties(reminder: Reminder, origin: Origin, summary: Text) -> Iterator[tuple[str, Hashable]]:
    """Yield the properties of an event in order. None is the time of writing, because a calendar would see a new
    revision.
    """
    yield "UID", Text(one_line(f"{reminder.uid}@model-almanac"))
    yield "SEQUENCE", sequence(reminder)
    yield "DTSTAMP", reminder.revised_at
    yield "CREATED", reminder.first_recorded_from
    yield "LAST-MODIFIED", reminder.revised_at
    if reminder.due_at:
        starts_at = reminder.due_at.astimezone(UTC)
        yield "DTSTART", starts_at
        yield "DTEND", starts_at + LENGTH
    yield "SUMMARY", summary
    yield "DESCRIPTION", _description(reminder, origin)
    if origin.url:
        yield "URL", one_line(origin.url)
    yield "CATEGORIES", (one_line(reminder.kind),)
    yield "STATUS", "CANCELLED" if reminder.state is ReminderState.CANCELLED else "CONFIRMED"
    yield "TRANSP", "TRANSPARENT"


def _summary(reminder: Reminder, origin: Origin) -> Text:
    """Return `deepseek-v4-pro promotion end`. A cancellation is also in the text, as not every calendar shows the
    status.
    """
    # The kind names the peak hours of the vendor.
    subject = reminder.subject if reminder.kind.is_about_model else origin.vendor_name or reminder.vendor
    text = f"{subject} {reminder.kind}"
    return Text(one_line(f"Cancelled: {text}" if reminder.state is ReminderState.CANCELLED else text))


def _description(reminder: Reminder, origin: Origin) -> Text:
    verb = "Cancelled" if reminder.state is ReminderState.CANCELLED else "Last moved"
    parts = [
        reminder.says,
        "",
        f"Announced {reminder.first_recorded_from:%Y-%m-%d %H:%M} UTC by {reminder.source}",
        *([f"{verb} {reminder.revised_at:%Y-%m-%d %H:%M} UTC"] if sequence(reminder) else []),
        f"Snapshot {reminder.snapshot_id}",
        *filter(None, [origin.credit]),
    ]
    return Text(lines("\n".join(parts)))


def _alarm(summary: Text, before: timedelta) -> Alarm:
    alarm = Alarm()
    _set(alarm, "ACTION", "DISPLAY")
    _set(alarm, "DESCRIPTION", summary)
    _set(alarm, "TRIGGER", -before)
    return alarm


def _set(component: Component, name: str, value: object, **parameters: str) -> None:
    # The library does not declare the types of this method.
    untyped: Any = component
    untyped.add(name, value, parameters)
