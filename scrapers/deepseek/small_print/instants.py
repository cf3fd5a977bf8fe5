"""Instants as DeepSeek prints them, English and Chinese, UTC and Beijing time: fixed shapes, never a guess.

Text comes normalised by `scrapers.text.plain`. Vague dates ("in early August 2026", "mid-July", "in three months")
are no instants; neither are a clock without a zone, a day without a year, versions, shares and prices.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from scrapers.page import PageChanged

BEIJING = timezone(timedelta(hours=8), "Beijing")
"""China has had no summer time since 1991."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY = "(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
ORDINALS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}

NUMBERS = (
    r"(?<![A-Za-z0-9._/-])(?P<year>20[0-9]{2})(?P<rule>[/-])(?P<month>[0-9]{1,2})(?P=rule)(?P<day>[0-9]{1,2})"
    r"(?![A-Za-z0-9_/-]|\.[0-9])"
)
ENGLISH = (
    rf"(?:\b(?P<weekday>{WEEKDAY}),? )?\b(?P<name>{MONTH}) (?P<day>[0-9]{{1,2}})(?P<ordinal>st|nd|rd|th)?,? "
    r"(?P<year>20[0-9]{2})(?![A-Za-z0-9_/-])"
)
CHINESE = (
    "(?<![0-9A-Za-z.])(?P<year>20[0-9]{2}) ?年 ?(?P<month>[0-9]{1,2}) ?月 ?(?P<day>[0-9]{1,2}) ?日"
    r"(?: ?\((?:周|星期)(?P<weekday>[一二三四五六日天])\))?"
)
CLOCK = "(?<![0-9:.])(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?![0-9]|:[0-9])"
HOUR = "(?<![0-9:.])(?P<hour>[0-9]{1,2}) ?时(?![段间])"
ZONE = r"(?P<zone>\((?:UTC(?: Time)?|Beijing Time|北京时间)\)|UTC Time|UTC|Beijing Time)(?![A-Za-z0-9]| ?[+-][0-9])"
CHINA = "(?P<zone>北京时间) ?"

INSTANTS = [
    re.compile(shape)
    for shape in (
        f"{NUMBERS},? {CLOCK} ?{ZONE}",  # 2026/05/31 15:59 UTC · 2025-02-08 16:00 (UTC)
        f"{CLOCK} {ZONE},? on {ENGLISH}",  # 16:00 UTC Time on Sept 5th, 2025 · 00:00 (Beijing Time) on Sunday, …
        f"{ENGLISH},? {CLOCK} {ZONE}",  # Dec 15th, 2025, 15:59 (UTC Time)
        f"{CHINA}{NUMBERS} {CLOCK}",  # 北京时间 2026/07/24 23:59
        f"{CHINA}{CHINESE} ?{CLOCK}",  # 北京时间 2026 年 11 月 1 日 00:00
        f"{CHINA}{CHINESE} ?{HOUR}",  # 北京时间 2026 年 8 月 17 日 0 时
    )
]
DAYS = [re.compile(shape) for shape in (NUMBERS, ENGLISH, CHINESE)]

# A day beside a clock is half of an instant whose other half is in no known shape.
CLOCK_AFTER = re.compile(
    r"[ ,:(/-]*(?:at )?(?:[0-9]|[^\s)]{0,3}:\S|noon|midnight|[ap]\.?m\b|凌晨|早|上午|中午|下午|晚|傍晚|零点)"
)
CLOCK_BEFORE = re.compile(
    r"(?:[0-9]:?|UTC|GMT|Time|[apAP]\.?[mM]\.?|noon|midnight)\)?,? ?(?:on |of )?(?:[A-Z][a-z]+,? )?$"
)

VAGUE = re.compile(
    rf"\b(?:(?:in|by|during|around|since) )?(?:the )?(?:(?:early|mid|late|beginning of|middle of|end of|Q[1-4])[- ])+"
    rf"(?:{MONTH},? ?)?(?:20[0-9]{{2}}\b)?"
    rf"|\b(?:in|by|during|around|since) (?:{MONTH}(?! ?[0-9]{{1,2}}\b)(?:,? 20[0-9]{{2}}\b)?|20[0-9]{{2}}\b)"
    "|(?:20[0-9]{2} ?年)? ?(?:[0-9]{1,2} ?月)?(?:份|初|底|末|上旬|中旬|下旬|上半年|下半年)"
)
DATED = re.compile(
    r"(?<![A-Za-z0-9._/$¥-])20[0-9]{2}(?![0-9A-Za-z_%])"
    rf"|{MONTH} ?[0-9]|[0-9](?:st|nd|rd|th)?(?: of)? {MONTH}"
    r"|[0-9] ?[年月日号]|[0-9]:[0-9]{2}|[0-9]\.[0-9]{1,2}\.20[0-9]{2}|[/-][0-9]{1,2}[/-][0-9]"
)


@dataclass(frozen=True)
class Instant:
    """An instant in UTC and where the text says it. Of a day alone it is 00:00 UTC, and `day_only`."""

    at: datetime
    day_only: bool
    start: int
    end: int


def instants(text: str) -> tuple[Instant, ...]:
    """Every instant that the text states, in its order. Raises PageChanged for a date that does not exist."""
    found: list[Instant] = []
    rest = text
    for shape in (*INSTANTS, *DAYS):
        found += [instant for match in shape.finditer(rest) if (instant := _instant(match))]
        rest = shape.sub(lambda match: "\x00" * len(match[0]), rest)
    return tuple(sorted(found, key=lambda instant: instant.start))


def looks_dated(text: str) -> bool:
    """Whether text in which no instant is left still holds digits of a date; vague dates do not count."""
    return DATED.search(VAGUE.sub(" ", text)) is not None


def _instant(match: re.Match[str]) -> Instant | None:
    parts = match.groupdict()
    try:
        day = _day(parts)
        at = datetime.combine(day, time(0), UTC) if "hour" not in parts else _moment(day, parts)
    except ValueError as error:
        raise PageChanged("a date that does not exist", match[0]) from error
    if "hour" not in parts and _half(match):
        return None
    return Instant(at, "hour" not in parts, match.start(), match.end())


def _day(parts: dict[str, str | None]) -> date:
    """Raises ValueError for one that no calendar has: its weekday and its ordinal have to be right, too."""
    name, month, weekday, ordinal = (parts.get(key) for key in ("name", "month", "weekday", "ordinal"))
    day = date(
        int(parts["year"] or 0), MONTHS.index(name[:3].lower()) + 1 if name else int(month or 0), int(parts["day"] or 0)
    )
    if weekday and weekday[:3].lower() not in (WEEKDAYS[day.weekday()], *_chinese(day)):
        raise ValueError(f"{day} is no {weekday}")
    if ordinal and ordinal != ORDINALS.get(day.day, "th"):
        raise ValueError(f"{day.day}{ordinal}")
    return day


def _chinese(day: date) -> Iterator[str]:
    yield "一二三四五六日"[day.weekday()]
    if day.weekday() == 6:
        yield "天"


def _moment(day: date, parts: dict[str, str | None]) -> datetime:
    """24:00 is the midnight that ends the day (2025-02-08 24:00, in Chinese)."""
    hour, minute = int(parts["hour"] or 0), int(parts.get("minute") or 0)
    after = timedelta(days=1) if (hour, minute) == (24, 0) else timedelta(0)
    zone = BEIJING if re.search("Beijing|北京", parts["zone"] or "") else UTC
    return (datetime.combine(day, time(0 if after else hour, minute), zone) + after).astimezone(UTC)


def _half(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 40) : match.start()]
    return bool(CLOCK_BEFORE.search(before) or CLOCK_AFTER.match(match.string, match.end()))
