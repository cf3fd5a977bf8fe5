"""Zones as pages name them: Greenwich's, China's, and an offset from either."""

import re
from datetime import UTC, timedelta, timezone, tzinfo

BEIJING = timezone(timedelta(hours=8), "Beijing")
"""China has had no summer time since 1991."""

EIGHT = r"(?:UTC|GMT) ?\+ ?0?8(?::?00)?"
LATIN = (
    rf"(?:(?:CST|China(?: Standard)? [Tt]ime) \({EIGHT}\)|Beijing(?: Standard)? [Tt]ime(?: \({EIGHT}\))?"
    "|China Standard Time|Coordinated Universal Time(?: \\(UTC\\))?"
    "|(?:UTC|GMT)(?: ?[+-] ?[0-9]{1,2}(?::?[0-9]{2})?)?(?: [Tt]ime| ?时间)?)(?![A-Za-z0-9]| ?[+-] ?[0-9])"
)
HAN = rf"(?:北京时间(?: ?\({EIGHT}\))?|东八区(?:时间)?|协调世界时|世界时)"
ZONE = rf"(?:\((?:{HAN}|{LATIN})\)|{HAN}|(?<![A-Za-z]){LATIN})"

OFFSET = re.compile(r"(?P<sign>[+-]) ?(?P<hours>[0-9]{1,2}):?(?P<minutes>[0-9]{2})?")


def zone_of(name: str) -> tzinfo:
    """The zone that a text which matches `ZONE` names. Raises ValueError for an offset that no clock has."""
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
