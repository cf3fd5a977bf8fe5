"""Texts about the age of the last good reading of a source."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from models.facts import instant_for_people
from models.kinds import GOOD_OUTCOMES
from models.queries import Age


def age_line(age: Age, now: datetime, zone: str = "UTC") -> str:
    """Return `last good reading 2026-11-13, 15 days ago: deepseek_pricing_zh refused, see almanac snapshot 812`.

    For an instant before `now` it states how long before that instant.
    """
    outcome = "not fetched since" if age.outcome in GOOD_OUTCOMES else age.outcome or "not read yet"
    return f"{last_good(age, now, zone)}: {age.source} {outcome}, see almanac snapshot {age.snapshot_id}"


def last_good(age: Age, now: datetime, zone: str = "UTC") -> str:
    if age.last_good is None:
        return "no good reading yet"
    when = "ago" if age.at >= now else f"before {instant_for_people(age.at, zone)}"
    there = age.last_good.astimezone(ZoneInfo(zone))
    return f"last good reading {there:%Y-%m-%d}, {length(age.at - age.last_good)} {when}"


def length(length: timedelta) -> str:
    """Format a duration in whole days, or in hours below two days."""
    days, hours = length // timedelta(days=1), length // timedelta(hours=1)
    return f"{days} days" if days > 1 else "1 hour" if hours == 1 else f"{hours} hours"


def time_left(left: timedelta) -> str:
    """Format the time left, rounded to days from 36 hours on: `3 days`, `23 hours`."""
    hours = round(left / timedelta(hours=1))
    if hours >= 36:
        return f"{round(hours / 24)} days"
    return "1 day" if 23 <= hours <= 25 else f"{hours} hours" if hours > 1 else "an hour"
