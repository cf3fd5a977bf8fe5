"""The dated things as an iCalendar file (RFC 5545): the same rows give the same bytes."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Alarm, Calendar, Component, Event, vDuration, vText

from alerts.feeds.origin import UNKNOWN, Origin
from alerts.texts import lines, one_line
from models.schema import Reminder

KEPT = timedelta(days=365)
"""What is over stays so long after its date."""
LENGTH = timedelta(minutes=30)
"""How long an event is drawn. It is an instant, but Exchange refuses an event without an end ([MS-STANXICAL] on section
3.6.1), Google and Apple draw a thin line for it, and an end that is no later than the start is against RFC 5545.
"""
BEFORE = (timedelta(days=7), timedelta(days=1))
"""When the alarms go off."""
REFRESH = timedelta(hours=1)
"""How often a calendar should look again."""


class Text(vText):
    """Text as it is: icalendar takes a backslash with a capital N after it, as in a path, for the end of a line."""

    __slots__ = ()

    def to_ical(self) -> bytes:
        marks = {ord("\\"): "\\\\", ord(";"): "\\;", ord(","): "\\,", ord("\n"): "\\n"}
        return self.translate(marks).encode()


def shown(reminders: Iterable[Reminder], now: datetime) -> list[Reminder]:
    """Those that are in the calendar, in its order: what has a date and is ahead, or was not long ago."""
    dated = [(row.due_at, row.uid, row) for row in reminders if row.due_at]
    found = [each for each in dated if each[2].state == "ahead" or each[0] > now - KEPT]
    return [row for _, _, row in sorted(found, key=lambda each: each[:2])]


def sequence(reminder: Reminder) -> int:
    """The number of a revision: larger after every move, after a cancellation, and where what was cancelled is back."""
    return 2 * reminder.sequence + (reminder.state == "cancelled")


def calendar(reminders: Iterable[Reminder], origins: Mapping[str, Origin]) -> bytes:
    """The file; `origins` by the names of sources."""
    whole = Calendar()
    _set(whole, "VERSION", "2.0")
    _set(whole, "PRODID", "-//Model Almanac//deadlines//EN")
    _set(whole, "X-WR-CALNAME", "Model Almanac: deadlines")
    _set(whole, "REFRESH-INTERVAL", vDuration(REFRESH), VALUE="DURATION")
    # What Outlook asks for in place of that.
    _set(whole, "X-PUBLISHED-TTL", vDuration(REFRESH))
    for reminder in reminders:
        whole.add_component(_event(reminder, origins.get(reminder.source, UNKNOWN)))
    return whole.to_ical(sorted=False)


def _event(reminder: Reminder, origin: Origin) -> Event:
    event, summary = Event(), _summary(reminder)
    for name, value in _properties(reminder, origin, summary):
        _set(event, name, value)
    if reminder.state == "ahead":
        for before in BEFORE:
            event.add_component(_alarm(summary, before))
    return event


def _properties(reminder: Reminder, origin: Origin, summary: Text) -> Iterator[tuple[str, object]]:
    """An event's, in their order. No instant is that of the writing: to a calendar it would be a new revision."""
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
    yield "CATEGORIES", [one_line(reminder.kind)]
    yield "STATUS", "CANCELLED" if reminder.state == "cancelled" else "CONFIRMED"
    yield "TRANSP", "TRANSPARENT"


def _summary(reminder: Reminder) -> Text:
    """ "deepseek-v4-pro: promotion ends": in words that it is cancelled, too, as not every calendar shows the state."""
    words = f"{reminder.subject}: {reminder.kind.happens}"
    return Text(one_line(f"Cancelled: {words}" if reminder.state == "cancelled" else words))


def _description(reminder: Reminder, origin: Origin) -> Text:
    stated = "Cancelled" if reminder.state == "cancelled" else "Last moved"
    told = [
        reminder.says,
        "",
        f"Announced {reminder.first_recorded_from:%Y-%m-%d %H:%M} UTC by {reminder.source}",
        *([f"{stated} {reminder.revised_at:%Y-%m-%d %H:%M} UTC"] if sequence(reminder) else []),
        f"Snapshot {reminder.snapshot_id}",
        *filter(None, [origin.credit]),
    ]
    return Text(lines("\n".join(told)))


def _alarm(summary: Text, before: timedelta) -> Alarm:
    alarm = Alarm()
    _set(alarm, "ACTION", "DISPLAY")
    _set(alarm, "DESCRIPTION", summary)
    _set(alarm, "TRIGGER", -before)
    return alarm


def _set(component: Component, name: str, value: object, **parameters: str) -> None:
    # The library says nothing of this method's types.
    untyped: Any = component
    untyped.add(name, value, parameters)
