"""Renders deadlines as an iCalendar file (RFC 5545). The same rows give the same bytes."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, timedelta
from typing import Any

from icalendar import Alarm, Calendar, Component, Event, vDuration, vText

from alerts.feeds.entries import FeedDeadline
from alerts.feeds.origin import UNKNOWN, Origin
from alerts.texts import lines, one_line
from models.kinds import ReminderState

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


def sequence(deadline: FeedDeadline) -> int:
    """Return the revision number. It grows with each move, cancellation, and return of a cancelled deadline."""
    return 2 * deadline.sequence + (deadline.state is ReminderState.CANCELLED)


def calendar(deadlines: Iterable[FeedDeadline], origins: Mapping[str, Origin]) -> bytes:
    """Return the file; `origins` are by source name."""
    file = Calendar()
    _set(file, "VERSION", "2.0")
    _set(file, "PRODID", "-//Model Almanac//deadlines//EN")
    _set(file, "X-WR-CALNAME", "Model Almanac: deadlines")
    _set(file, "REFRESH-INTERVAL", vDuration(REFRESH), VALUE="DURATION")
    # Outlook reads this property instead.
    _set(file, "X-PUBLISHED-TTL", vDuration(REFRESH))
    for deadline in deadlines:
        file.add_component(_event(deadline, origins.get(deadline.source, UNKNOWN)))
    return file.to_ical(sorted=False)


def _event(deadline: FeedDeadline, origin: Origin) -> Event:
    event, summary = Event(), _summary(deadline, origin)
    for name, value in _properties(deadline, origin, summary):
        _set(event, name, value)
    if deadline.state is ReminderState.AHEAD:
        for before in BEFORE:
            event.add_component(_alarm(summary, before))
    return event


def _properties(deadline: FeedDeadline, origin: Origin, summary: Text) -> Iterator[tuple[str, object]]:
    """Yield the properties of an event in order. None is the time of writing, because a calendar would see a new
    revision.
    """
    yield "UID", Text(one_line(f"{deadline.uid}@model-almanac"))
    yield "SEQUENCE", sequence(deadline)
    yield "DTSTAMP", deadline.revised_at
    yield "CREATED", deadline.first_recorded_from
    yield "LAST-MODIFIED", deadline.revised_at
    if deadline.due_at:
        starts_at = deadline.due_at.astimezone(UTC)
        yield "DTSTART", starts_at
        yield "DTEND", starts_at + LENGTH
    yield "SUMMARY", summary
    yield "DESCRIPTION", _description(deadline, origin)
    if origin.url:
        yield "URL", one_line(origin.url)
    yield "CATEGORIES", [one_line(deadline.kind)]
    yield "STATUS", "CANCELLED" if deadline.state is ReminderState.CANCELLED else "CONFIRMED"
    yield "TRANSP", "TRANSPARENT"


def _summary(deadline: FeedDeadline, origin: Origin) -> Text:
    """Return `deepseek-v4-pro promotion end`. A cancellation is also in the text, as not every calendar shows the
    status.
    """
    # The kind names the peak hours of the vendor.
    subject = deadline.subject if deadline.kind.is_about_model else origin.vendor_name or deadline.vendor
    text = f"{subject} {deadline.kind}"
    return Text(one_line(f"Cancelled: {text}" if deadline.state is ReminderState.CANCELLED else text))


def _description(deadline: FeedDeadline, origin: Origin) -> Text:
    verb = "Cancelled" if deadline.state is ReminderState.CANCELLED else "Last moved"
    parts = [
        deadline.says,
        "",
        f"Announced {deadline.first_recorded_from:%Y-%m-%d %H:%M} UTC by {deadline.source}",
        *([f"{verb} {deadline.revised_at:%Y-%m-%d %H:%M} UTC"] if sequence(deadline) else []),
        f"Snapshot {deadline.snapshot_id}",
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
