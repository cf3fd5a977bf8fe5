"""The instants of digests: a local hour, also on the days on which clocks change."""

from datetime import datetime

import pytest

from alerts.digests import digest_of, next_digest
from alerts.message import Message

BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("interval", "at", "zone", "after", "expected"),
    [
        ("daily", "08:00", BERLIN, "2026-08-18T05:59:59Z", "2026-08-18T06:00Z"),
        ("daily", "08:00", BERLIN, "2026-08-18T06:00Z", "2026-08-19T06:00Z"),
        ("daily", None, "UTC", "2026-08-18T09:00Z", "2026-08-19T08:00Z"),
        # Clocks go forward on 29 March and back on 25 October: the local hour stays.
        ("daily", "08:00", BERLIN, "2026-03-28T08:00Z", "2026-03-29T06:00Z"),
        ("daily", "08:00", BERLIN, "2026-10-24T08:00Z", "2026-10-25T07:00Z"),
        # 02:30 does not exist on one day, and comes twice on the other: the first time counts.
        ("daily", "02:30", BERLIN, "2026-03-28T12:00Z", "2026-03-29T01:30Z"),
        ("daily", "02:30", BERLIN, "2026-10-24T12:00Z", "2026-10-25T00:30Z"),
        ("daily", "02:30", BERLIN, "2026-10-25T00:30Z", "2026-10-26T01:30Z"),
        ("weekly", "monday 08:00", BERLIN, "2026-08-18T00:00Z", "2026-08-24T06:00Z"),
        ("weekly", "Tuesday 08:00", BERLIN, "2026-08-18T00:00Z", "2026-08-18T06:00Z"),
        ("weekly", None, "Asia/Shanghai", "2026-08-24T00:00Z", "2026-08-31T00:00Z"),
        ("hourly", None, "UTC", "2026-08-18T05:00Z", "2026-08-18T06:00Z"),
        ("hourly", None, "Asia/Kolkata", "2026-08-18T05:00Z", "2026-08-18T05:30Z"),
        ("hourly", None, "Asia/Kathmandu", "2026-08-18T05:15:01Z", "2026-08-18T06:15Z"),
        ("hourly", None, BERLIN, "2026-10-25T00:30Z", "2026-10-25T01:00Z"),
        # The clocks of Lord Howe Island change by half an hour.
        ("hourly", None, "Australia/Lord_Howe", "2026-04-04T14:35Z", "2026-04-04T15:30Z"),
    ],
)
def test_a_digest_is_sent_at_its_local_hour(
    interval: str, at: str | None, zone: str, after: str, expected: str
) -> None:
    assert next_digest(interval, at, zone, datetime.fromisoformat(after)) == datetime.fromisoformat(expected)


def message(title: str, severity: str) -> Message:
    return Message(f"k/{title}", "price changed", severity, "s", "x", title, f"body of {title}", None, 7)


def test_a_digest_has_the_titles_and_then_the_texts_the_gravest_first() -> None:
    found = digest_of("digest/team/1", [message("a", "notice"), message("b", "warning"), message("c", "notice")])
    assert (found.alert_key, found.kind, found.severity, found.source) == (
        "digest/team/1",
        "digest",
        "warning",
        "almanac",
    )
    assert found.title == "3 alerts: b, and 2 more"
    assert found.body == (
        "- warning: b\n- notice: a\n- notice: c\n\n\nb\n\nbody of b\n\n\na\n\nbody of a\n\n\nc\n\nbody of c"
    )


def test_a_digest_of_one_alert_is_its_text() -> None:
    found = digest_of("digest/team/1", [message("a", "notice")])
    assert (found.title, found.body) == ("1 alert: a", "body of a")
