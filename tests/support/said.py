"""Reminders and alerts made by hand, and texts that try to be more than text."""

from datetime import datetime

from hypothesis import strategies

from alerts.feeds.entries import FeedAlert, FeedDeadline
from alerts.feeds.origin import Origin
from bench.harness.dates import day
from models.kinds.deadlines import DeadlineKind
from models.kinds.reminders import ReminderState
from models.schema.tables import Alert, Reminder
from tests.support.hostile import PAYLOADS as HOSTILE

SAID, MOVED, DUE = day("2026-08-10 16:00"), day("2026-08-12"), day("2026-09-01 15:59")
CREDIT = "Arena: CC BY 4.0"
PAGE = "https://api-docs.deepseek.com/quick_start/pricing"
ORIGINS = {"deepseek_pricing": Origin(PAGE), "arena_text": Origin("https://arena.example", CREDIT)}
PAYLOADS = [
    *HOSTILE,
    "two\r\nEND:VEVENT\r\nEND:VCALENDAR",
    "two\nBEGIN:VEVENT\nUID:mine",
    "DTSTART;VALUE=DATE:20260101",
    "one; two, three: \\four\\; C:\\New\\network \\\\n \\",
    "\x00\x01\x07\x1b[31mred\x1b[0m\x7f\x85\x9b",
    "\x0b\x0c\x1c\x1e\u2028\u2029",
    "]]></content><entry/><![CDATA[",
    "<!DOCTYPE feed [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>&x;&amp;&#0;",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\u202eetirw\u202c \u2066left\u2069 \u200f",
    "\ufeffbegins with a mark",
    "👩‍👩‍👧‍👦🏳️‍🌈 é Ж 深度求索 " * 20,
    "x" * 5_000,
    "、" * 5_000,
    "no character: \uffff\ufffe",
    '"quoted" ^n ^\' =1+1 @everyone {{7*7}} %0d%0a',
]
TEXTS = strategies.text(strategies.characters(exclude_categories=["Cs"]), max_size=300)
"""Whatever a database can hold."""


def reminder(at: datetime | None = DUE, **other: object) -> Reminder:
    usual: dict[str, object] = {
        "uid": "one",
        "kind": DeadlineKind.PROMOTION_END,
        "source": "deepseek_pricing",
        "vendor": "deepseek",
        "subject": "deepseek-v4-pro",
        "first_recorded_from": SAID,
        "revised_at": SAID,
        "says": "75 % off ends",
        "sequence": 0,
        "state": ReminderState.AHEAD,
        "snapshot_id": 7,
    }
    return Reminder(due_at=at, **usual | other)


def alert(number: int = 1, **other: object) -> Alert:
    usual: dict[str, object] = {
        "alert_key": f"deepseek_pricing/{number}",
        "kind": "price changed",
        "severity": "warning",
        "source": "deepseek_pricing",
        "vendor": "deepseek",
        "subject": "deepseek-v4-pro",
        "title": "deepseek-v4-pro: price changed",
        "body": "- price changed: output 0.87 → 3.96\n\nSeen",
        "snapshot_id": 7,
        "effective_at": None,
        "created_at": SAID,
    }
    return Alert(id=number, **usual | other)


def deadline_row(row: Reminder) -> FeedDeadline:
    """A reminder as the calendar reads it from the database."""
    return FeedDeadline(*(getattr(row, name) for name in FeedDeadline._fields))


def alert_row(row: Alert) -> FeedAlert:
    """An alert without mentions, as the feed reads it from the database."""
    return FeedAlert(*(getattr(row, name) for name in FeedAlert._fields if name != "mentions"))
