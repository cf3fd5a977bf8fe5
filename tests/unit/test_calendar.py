"""The calendar of what is ahead, opened by a parser of others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
import vobject  # pyright: ignore[reportMissingTypeStubs]
from hypothesis import given

from alerts.feeds.entries import KEPT, shown
from alerts.feeds.icalendar import calendar
from alerts.texts.escaping import lines, one_line
from bench.harness.dates import day
from models.kinds.reminders import ReminderState
from models.schema.tables import Reminder
from tests.support.said import DUE, MOVED, ORIGINS, PAGE, PAYLOADS, SAID, TEXTS, deadline_row, reminder

DAY = timedelta(days=1)


def written(*reminders: Reminder, now: datetime = SAID) -> bytes:
    return calendar(shown(map(deadline_row, reminders), now), ORIGINS)


@dataclass(frozen=True)
class Opened:
    """A calendar as the parser found it."""

    whole: Any

    @property
    def events(self) -> list[Any]:
        return self.whole.contents.get("vevent", [])

    def value(self, name: str) -> str:
        return self.whole.contents[name][0].value


def opened(content: bytes) -> Opened:
    read = cast("Callable[[str], Any]", vobject.readOne)  # pyright: ignore[reportUnknownMemberType]
    return Opened(read(content.decode()))


def only(*reminders: Reminder, now: datetime = SAID) -> Any:  # noqa: ANN401 (the parser has no types)
    (event,) = opened(written(*reminders, now=now)).events
    return event


def test_an_event_says_what_happens_when_and_who_says_so() -> None:
    event = only(reminder())
    assert (event.uid.value, event.sequence.value) == ("one@model-almanac", "0")
    assert event.summary.value == "deepseek-v4-pro promotion end"
    assert event.description.value == (
        "75 % off ends\n\nAnnounced 2026-08-10 16:00 UTC by deepseek_pricing\nSnapshot 7"
    )
    assert (event.url.value, event.categories.value) == (PAGE, ["promotion end"])
    assert (event.status.value, event.transp.value) == ("CONFIRMED", "TRANSPARENT")


def test_an_event_begins_at_the_instant_and_has_an_end_for_those_who_ask_for_one() -> None:
    event = only(reminder())
    assert event.dtstart.value == DUE
    assert event.dtend.value > DUE
    assert b"\r\nDTSTART:20260901T155900Z\r\n" in written(reminder())


def test_the_calendar_has_a_name_and_is_to_be_looked_at_every_hour() -> None:
    found = opened(written())
    assert (found.value("version"), found.value("prodid")) == ("2.0", "-//Model Almanac//deadlines//EN")
    assert found.value("x-wr-calname") == "Model Almanac: deadlines"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in written()


def test_announced_moved_cancelled_and_back_it_is_one_event_of_ever_higher_sequence() -> None:
    history = [
        reminder(),
        reminder(DUE + DAY, sequence=1, revised_at=MOVED),
        reminder(DUE + DAY, sequence=1, revised_at=MOVED + DAY, state=ReminderState.CANCELLED),
        reminder(DUE + DAY, sequence=2, revised_at=MOVED + 2 * DAY),
    ]
    events = [only(row) for row in history]
    assert {event.uid.value for event in events} == {"one@model-almanac"}
    numbers = [int(event.sequence.value) for event in events]
    assert sorted(set(numbers)) == numbers
    assert [event.status.value for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED"]


def test_a_cancelled_one_stays_says_so_and_wakes_nobody() -> None:
    event = only(reminder(state=ReminderState.CANCELLED, revised_at=MOVED))
    assert event.summary.value == "Cancelled: deepseek-v4-pro promotion end"
    assert "\nCancelled 2026-08-12 00:00 UTC\n" in event.description.value
    assert "valarm" not in event.contents


def test_one_that_moved_says_when_it_was_announced_and_when_it_moved() -> None:
    words = only(reminder(sequence=1, revised_at=MOVED)).description.value
    assert "Announced 2026-08-10 16:00 UTC by deepseek_pricing\nLast moved 2026-08-12 00:00 UTC\n" in words


def test_what_is_written_again_later_is_the_same_to_the_byte() -> None:
    rows = [reminder(uid=uid, sequence=1, revised_at=MOVED) for uid in "cab"]
    assert written(*rows, now=MOVED) == written(*reversed(rows), now=MOVED + 300 * DAY)


def test_an_event_was_made_when_it_was_announced_and_revised_when_it_moved() -> None:
    event = only(reminder(sequence=1, revised_at=MOVED), now=MOVED + DAY)
    assert (event.created.value, event.dtstamp.value, event.last_modified.value) == (SAID, MOVED, MOVED)


def test_the_alarms_are_a_week_and_a_day_before() -> None:
    alarms = only(reminder()).valarm_list
    assert [alarm.trigger.value for alarm in alarms] == [-7 * DAY, -DAY]
    assert {(alarm.action.value, alarm.description.value) for alarm in alarms} == {
        ("DISPLAY", "deepseek-v4-pro promotion end")
    }


def test_what_has_passed_has_no_alarms() -> None:
    assert "valarm" not in only(reminder(state=ReminderState.PASSED), now=DUE + DAY).contents


@pytest.mark.parametrize("state", ["passed", "cancelled"])
def test_what_is_over_drops_out_after_a_year(state: str) -> None:
    row = deadline_row(reminder(state=state))
    assert shown([row], DUE + KEPT - DAY) == [row]
    assert shown([row], DUE + KEPT) == []


def test_what_has_no_date_is_in_no_calendar() -> None:
    undated = [reminder(None), reminder(None, uid="two", state=ReminderState.CANCELLED)]
    assert shown(map(deadline_row, undated), SAID) == []


def test_the_events_are_in_the_order_of_their_dates() -> None:
    rows = [reminder(DUE + DAY, uid="a"), reminder(uid="c"), reminder(uid="b")]
    uids = [event.uid.value for event in opened(written(*rows)).events]
    assert uids == ["b@model-almanac", "c@model-almanac", "a@model-almanac"]


def test_the_credit_stands_where_terms_of_use_ask_for_it() -> None:
    assert only(reminder(source="arena_text")).description.value.endswith("\nArena: CC BY 4.0")


def test_a_source_whose_page_is_not_known_has_no_link() -> None:
    assert "url" not in only(reminder(source="another")).contents


def test_an_instant_of_another_zone_is_written_in_utc() -> None:
    in_shanghai = datetime.fromisoformat("2026-09-01T23:59:00+08:00")
    assert written(reminder(in_shanghai)) == written(reminder(day("2026-09-01 15:59")))


def test_hostile_text_stays_text_in_its_event() -> None:
    expect_texts(PAYLOADS)


@given(TEXTS)
def test_any_text_stays_text_in_an_event(text: str) -> None:
    expect_texts([text])


def expect_texts(texts: Sequence[str]) -> None:
    """Each in an event of its own, which has no other properties than any event."""
    content = written(
        *(reminder(uid=f"{number:04}", subject=f"m{text}", says=f"m{text}") for number, text in enumerate(texts))
    )
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert content.count(b"\r") == content.count(b"\n") == content.count(b"\r\n")
    usual = sorted(only(reminder()).contents)
    for text, event in zip(texts, opened(content).events, strict=True):
        assert event.summary.value == one_line(f"m{text} promotion end")
        assert event.description.value.startswith(lines(f"m{text}\n\nAnnounced"))
        assert sorted(event.contents) == usual
