"""Time zones as pages name them: UTC, China's, offsets, and zones abroad."""

import re
from datetime import UTC, timedelta, timezone, tzinfo

BEIJING = timezone(timedelta(hours=8), "Beijing")
"""China has had no summer time since 1991."""

EIGHT = r"(?:UTC|GMT) ?\+ ?0?8(?::?00)?"
LATIN = (
    rf"(?:(?:CST|China(?: Standard)? [Tt]ime) \({EIGHT}\)|Beijing(?: Standard)? [Tt]ime(?: \({EIGHT}\))?"
    rf"|China Standard Time(?: \((?:CST|(?:CST, ?)?{EIGHT})\))?|Coordinated Universal Time(?: \(UTC\))?"
    "|(?:UTC|GMT)(?: ?[+-] ?[0-9]{1,2}(?::?[0-9]{2})?)?(?: [Tt]ime| ?时间)?)(?![A-Za-z0-9]| ?[+-] ?[0-9])"
)
HAN = rf"(?:北京时间(?: ?\({EIGHT}\))?|东八区(?:时间)?|(?:协调世界时|世界协调时|世界时)间?(?: ?\((?:UTC|GMT)\))?)"
ZONE = rf"(?:\((?:{HAN}|{LATIN}|Beijing)\)|{HAN}|(?<![A-Za-z]){LATIN})"

ABROAD = {
    "PDT": -7,
    "EDT": -4,
    "CEST": 2,
    "EEST": 3,
    "JST": 9,
    "KST": 9,
    "SGT": 8,
    "HKT": 8,
    "Pacific Daylight Time": -7,
    "Eastern Daylight Time": -4,
    "Eastern Standard Time": -5,
    "Pacific Standard Time": -8,
    "Central European Summer Time": 2,
    "Central European Time": 1,
    "Japan Standard Time": 9,
    "Japan Time": 9,
    "Tokyo Time": 9,
    "Singapore Time": 8,
    "Hong Kong Time": 8,
    "Greenwich Mean Time": 0,
    "东京时间": 9,
    "日本时间": 9,
    "新加坡时间": 8,
    "香港时间": 8,
    "格林尼治时间": 0,
    "格林威治时间": 0,
}
"""Zones whose names give their offset, in hours: "Pacific Time" does not, and "PST" is also written in summer.

They are read in instants, not in hours of the week.
"""
OFFSETS = r"(?: ?\((?:UTC|GMT) ?[+-] ?[0-9]{1,2}(?::?[0-9]{2})?\))?"
NAMES = "|".join(sorted((re.sub("(?<= )T(?=ime)", "[Tt]", name) for name in ABROAD), key=len, reverse=True))
FAR_ZONE = rf"(?:\((?:{NAMES})\)|(?<![A-Za-z])(?:{NAMES}){OFFSETS}(?![A-Za-z0-9]))"

OFFSET = re.compile(r"(?P<sign>[+-]) ?(?P<hours>[0-9]{1,2}):?(?P<minutes>[0-9]{2})?")


def zone_of(name: str) -> tzinfo:
    """Return the zone that a text matching `ZONE` names. Raises ValueError for an impossible offset."""
    if (hours_ahead := ABROAD.get(_plain(name))) is not None:
        return timezone(timedelta(hours=hours_ahead))
    if re.search("Beijing|China|CST|北京|东八区", name):
        return BEIJING
    offset = OFFSET.search(name)
    if offset is None:
        return UTC
    hours, minutes = int(offset["hours"]), int(offset["minutes"] or 0)
    if hours > 14 or minutes > 59:
        raise ValueError(f"no zone is {name}")
    ahead = timedelta(hours=hours, minutes=minutes)
    return timezone(ahead if offset["sign"] == "+" else -ahead)


def _plain(name: str) -> str:
    """Return the name without brackets and offset."""
    return re.sub(r" ?\((?:UTC|GMT)[^)]*\)$", "", name).strip("()").replace(" time", " Time")
