"""Instants as pages print them, English and Chinese, on any clock that is named: fixed formats, never a guess.

The text is normalised by `plain_text`. Vague dates ("in early August 2026", "mid-July", "in three months") are no
instants, nor are a clock without a zone, a day without a year, versions, shares, prices, and impossible dates.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from scrapers.parse.time_zones import BEIJING, FAR_ZONE, ZONE, zone_of

__all__ = ["BEIJING", "PrintedInstant", "find_instants", "looks_dated"]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY = "(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
ORDINALS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}

# A single digit at the end of the text may be half of a day: the text may be cut off.
NUMBERS = (
    r"(?<![A-Za-z0-9._/-])(?P<year>20[0-9]{2})(?P<rule>[/-])(?P<month>[0-9]{1,2})(?P=rule)(?P<day>[0-9]{2}|[0-9](?!$))"
    r"(?![A-Za-z0-9_/-]|\.[0-9])"
)
EUROPEAN = (
    r"(?<![A-Za-z0-9._/-])(?P<day>1[3-9]|2[0-9]|3[01])/(?P<month>0?[1-9]|1[0-2])/"
    r"(?P<year>20[0-9]{2})(?![A-Za-z0-9_/-]|\.[0-9])"
)
"""Only with a day above 12, so that day and month cannot be confused: 24/07/2026."""
NAMED = rf"(?:\b(?P<weekday>{WEEKDAY}),? )?"
ENGLISH = (
    rf"{NAMED}\b(?P<name>{MONTH}) (?P<day>[0-9]{{1,2}})(?P<ordinal>st|nd|rd|th)?,? (?P<year>20[0-9]{{2}})"
    "(?![A-Za-z0-9_/-])"
)
BRITISH = (
    rf"{NAMED}(?:the )?(?<![A-Za-z0-9._/:-])(?P<day>[0-9]{{1,2}})(?P<ordinal>st|nd|rd|th)?(?: of)? (?P<name>{MONTH}),? "
    "(?P<year>20[0-9]{2})(?![A-Za-z0-9_/-])"
)
CHINESE = (
    "(?<![0-9A-Za-z.])(?P<year>20[0-9]{2}) ?年 ?(?P<month>[0-9]{1,2}) ?月 ?(?P<day>[0-9]{1,2}) ?[日号]"
    r"(?: ?\(?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])\)?)?"
)
CLOCK = (
    "(?:零[点时](?![段间])整?|(?P<noon>(?:12 )?noon|正午)|"
    "(?P<eod>(?:the )?end of (?:the )?day|EOD|当[天日]结束|(?:当[天日])?日终)|"
    "(?:(?P<part>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|晚) ?)?"
    "(?<![0-9:.])(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?"
    r"| ?[时点] ?(?P<fen>[0-9]{1,2}) ?分| ?[时点](?![段间])整?|(?= ?[AaPp]\.?[Mm]\b))(?![0-9]|:[0-9])"
    r"(?: ?(?P<half>[AaPp])\.?[Mm]\b\.?)?)"
)
Z = f"(?P<zone>{ZONE}|{FAR_ZONE})"
AT = r"(?:,? ?(?:at |by |before |@ ?|/ )?)"
AGAIN = (
    r"(?:(?:, (?:i\.e\.,? |or |that is,? )| ?\(| / )(?P<again>[0-9]{1,2}:[0-9]{2}) ?"
    f"(?P<there>{ZONE}|{FAR_ZONE})\\)?)?"
)
"""The same clock in another zone, between a clock and its day."""
LAYOUTS = (
    # 2026/05/31 15:59 UTC · July 24, 2026 at 15:59 (UTC) · 2026年7月24日23:59起(北京时间)
    f"{{day}}{AT}{CLOCK},? ?(?:起 ?(?=\\())?{Z}",
    rf"{{day}},? ?\({CLOCK},? ?{Z}\)",  # July 24, 2026 (15:59 UTC)
    f"{CLOCK} ?{Z}{AGAIN},? (?:on |of )?{{day}}",  # 16:00 UTC Time on Sept 5th, 2025
    f"{CLOCK},? (?:on )?{{day}},? ?{Z}",  # 12:00 on September 14, 2026 (Beijing Time)
    rf"{{day}},? ?(?:at |\()?{Z} ?{CLOCK}\)?",  # 2026年7月24日北京时间23:59 · May 3, 2027 (UTC 00:00)
    rf"{Z} ?{{day}}{AT}{CLOCK}",  # 北京时间 2026/07/24 23:59
    f"{Z} ?{CLOCK},? (?:on )?{{day}}",  # Beijing Time 12:00 on September 14, 2026
)
ISO = (
    r"(?<![A-Za-z0-9._/-])(?P<year>20[0-9]{2})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})T(?P<hour>[0-9]{2}):"
    r"(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.0+)?)?(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})(?![A-Za-z0-9:])"
)
DAY_SHAPES = {
    "[0-9][/-][0-9]": (NUMBERS,),
    "[0-9]/[0-9]{1,2}/20": (EUROPEAN,),
    "[A-Z][a-z]{2}": (ENGLISH, BRITISH),
    "年": (CHINESE,),
}
"""Formats of a day, by a pattern that a text must contain for any of them."""
ANY_ZONE = re.compile(f"{ZONE}|{FAR_ZONE}")
INSTANT_SHAPES = {
    "T[0-9]": (ISO,),
    **{
        hint: tuple(layout.replace("{day}", day) for layout in LAYOUTS for day in shapes)
        for hint, shapes in DAY_SHAPES.items()
    },
}
"""Formats of an instant, likewise."""

# The same instant on another clock: 15:59 UTC (23:59 Beijing Time).
SAME = re.compile(
    rf" ?(?:\(|/ ?|, ?(?:i\.e\.,? |or |which is )|,? ?即 ?)(?P<zone>{ZONE})? ?{CLOCK} ?(?P<after>{ZONE})?\)?(?!,? on )"
)

# A day beside a clock is half of an instant whose clock has an unknown format.
CLOCK_AFTER = re.compile(
    rf"[ ,:(/-]*(?:at )?(?!20[0-9]{{2}}[-/年]|[0-9]{{1,2}}(?:st|nd|rd|th)? {MONTH})"
    r"(?:[0-9]|[^\s)]{0,3}:\S|noon|midnight|[ap]\.?m\b|凌晨|早|上午|中午|下午|晚|傍晚|零点|午夜)"
)
CLOCK_BEFORE = re.compile(
    r"(?:(?<![A-Za-z0-9._-])[0-9]{1,2}(?:[:.][0-9]{2}){0,2}:?|UTC|GMT|Time|[apAP]\.?[mM]\.?|noon|midnight)\)?,? ?"
    "(?:on |of )?(?:[A-Z][a-z]+,? )?$"
)
# Hours of a window after a day belong to the window: 自 2026 年 8 月 23 日起,9:00 - 12:00 does not match.
YEAR = re.compile("20[0-9]{2}")

VAGUE = re.compile(
    rf"\b(?:(?:in|by|during|around|since) )?(?:the )?(?:(?:early|mid|late|beginning of|middle of|end of|Q[1-4])[- ])+"
    rf"(?:{MONTH},? ?)?(?:20[0-9]{{2}}\b)?"
    rf"|\b(?:in|by|during|around|since) (?:{MONTH}(?! ?[0-9]{{1,2}}\b)(?:,? 20[0-9]{{2}}\b)?|20[0-9]{{2}}\b)"
    "|(?:20[0-9]{2} ?年)? ?(?:[0-9]{1,2} ?月)?(?:份|初|底|末|上旬|中旬|下旬|上半年|下半年)"
)
COUNT = "(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a few|[0-9]{1,2})"
SOME_MONTH = rf"(?:{MONTH}(?! ?[0-9]{{1,2}}\b)(?:,? 20[0-9]{{2}}\b)?)"
SOME_TIME = (
    rf"(?i:\b(?:in|within) {COUNT} (?:more )?(?:days?|weeks?|months?|years?)(?: from now| time)?\b)"
    r"|\b(?:(?:in|by|during|around|since|at) )?(?:the )?"
    "(?:(?:early|mid|late|beginning of|middle of|end of|Q[1-4])[- ])+"
    rf"(?:{SOME_MONTH}|20[0-9]{{2}}\b|(?:the |this |next )(?:year|month|quarter)\b)"
    rf"|\bin (?:{SOME_MONTH}|20[0-9]{{2}}\b)|\bin Q[1-4](?: 20[0-9]{{2}}\b)?"
    "|(?:20[0-9]{2} ?年 ?)?(?<![0-9])[0-9]{1,2} ?月(?:(?:份|初|底|末|上旬|中旬|下旬)|(?! ?[0-9]))"
    "|20[0-9]{2} ?年(?:初|底|末|上半年|下半年)"
    "|(?:今年|明年)?(?:年底|年末|月底|月初)|[一二两三四五六0-9]{1,2}个?(?:月|周|天|年)[之以]?后"
)
"""A vague time that no calendar has: "in three months", "in early August 2026", 未来三个月后."""
DATED = re.compile(
    r"(?<![A-Za-z0-9._/$¥-])20[0-9]{2}(?![0-9A-Za-z_%])"
    rf"|{MONTH} ?[0-9]|[0-9](?:st|nd|rd|th)?(?: of)? {MONTH}"
    r"|[0-9] ?[年月日号]|[0-9]:[0-9]{2}|[0-9]\.[0-9]{1,2}\.20[0-9]{2}|[/-][0-9]{1,2}[/-][0-9]"
)


@dataclass(frozen=True)
class PrintedInstant:
    """An instant in UTC and its place in the text. A day alone is 00:00 UTC, with `day_only`."""

    at: datetime
    day_only: bool
    start: int
    end: int
    day: date
    """The day as printed, on the clock that the text names."""


def find_instants(text: str) -> tuple[PrintedInstant, ...]:
    """Return every instant that the text states, in order."""
    if not YEAR.search(text):
        return ()
    stated: list[PrintedInstant] = []
    rest = text
    for shape in _shapes(text):
        for match in list(shape.finditer(rest)):
            if instant := _instant(match, text):
                stated.append(instant)
            rest = f"{rest[: match.start()]}{chr(0) * len(match[0])}{rest[match.end() :]}"
    return tuple(sorted(stated, key=lambda instant: instant.start))


def _shapes(text: str) -> Iterator[re.Pattern[str]]:
    """Yield the formats that a text may contain: those with a clock first, then days alone."""
    hints = [hint for hint in INSTANT_SHAPES if re.search(hint, text)]
    if ANY_ZONE.search(text) or "T[0-9]" in hints:
        yield from (shape for hint in hints for shape in _compiled(INSTANT_SHAPES[hint]))
    yield from (shape for hint in hints for shape in _compiled(DAY_SHAPES.get(hint, ())))


@cache
def _compiled(shapes: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Compile formats when a text first needs them: all of them take 0.2 s, and most processes read no page."""
    return tuple(re.compile(shape) for shape in shapes)


def looks_dated(text: str) -> bool:
    """Return True if a text without readable instants still has digits of a date. Vague dates do not count."""
    return bool(dated_spans(text))


def dated_spans(text: str) -> list[tuple[int, int]]:
    """Return the start and end of digits that look like a date."""
    return [match.span() for match in DATED.finditer(VAGUE.sub(lambda match: " " * len(match[0]), text))]


def _instant(match: re.Match[str], text: str) -> PrintedInstant | None:
    """Return the instant of a match; None for an impossible date, and for a date whose clock is not read."""
    parts = match.groupdict()
    try:
        day = _day(parts)
        if "hour" not in parts:
            at = datetime.combine(day, time(0), UTC)
            return None if _half(match) else PrintedInstant(at, True, match.start(), match.end(), day)
        stated = PrintedInstant(_moment(day, parts), False, match.start(), match.end(), day)
    except (ValueError, OverflowError):
        return None
    return _with_the_other_clock(stated, text)


def _day(parts: dict[str, str | None]) -> date:
    """Return the date. Raises ValueError for an impossible one, a wrong weekday or a wrong ordinal."""
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
    """Return the instant in UTC. 24:00 is the midnight that ends the day (2025-02-08 24:00, in Chinese)."""
    after, clock = _clock(parts)
    offset = parts.get("offset")
    zone = zone_of(f"UTC{offset}" if offset else parts.get("zone") or "")
    moment = (datetime.combine(day, clock, zone) + timedelta(days=after)).astimezone(UTC)
    if (there := parts.get("there")) and f"{moment.astimezone(zone_of(there)):%H:%M}" != (parts["again"] or "").zfill(
        5
    ):
        raise ValueError(f"{moment} is not {parts['again']} {there}")
    return moment


def _clock(parts: dict[str, str | None]) -> tuple[int, time]:
    """Return the days to add (1 for 24:00) and the time of day. Raises ValueError for an impossible clock."""
    if parts.get("noon"):
        return 0, time(12)
    if parts.get("eod"):
        return 1, time(0)
    hour, minute = int(parts["hour"] or 0), int(parts.get("minute") or parts.get("fen") or 0)
    hour = _in_part(hour, parts.get("part"))
    second, half = int(parts.get("second") or 0), (parts.get("half") or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(f"{hour} {half}m")
        hour = hour % 12 + (12 if half == "p" else 0)
    after = 1 if (hour, minute, second) == (24, 0, 0) else 0
    return after, time(0 if after else hour, minute, second)


def _in_part(hour: int, part: str | None) -> int:
    """Return the hour on a 24-hour clock: 下午 3 点 is 15. Raises ValueError for an ambiguous one."""
    if part is None:
        return hour
    if hour >= (24 if part in ("下午", "傍晚", "晚上", "晚间", "晚") else 13) or (hour == 12 and part != "中午"):
        raise ValueError(f"{part}{hour}")
    is_late = part in ("下午", "傍晚", "晚上", "晚间", "晚") or (part == "中午" and hour < 3)
    return hour + 12 if is_late and hour < 12 else hour


def _with_the_other_clock(stated: PrintedInstant, text: str) -> PrintedInstant:
    """Extend the instant over a second clock behind it that shows the same moment."""
    match = SAME.match(text, stated.end)
    zone = match and (match["zone"] or match["after"])
    if not match or not zone:
        return stated
    clock, at = _clock(match.groupdict())[1], stated.at.astimezone(zone_of(zone))
    return replace(stated, end=match.end()) if at.timetz().replace(tzinfo=None) == clock else stated


def _half(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 40) : match.start()]
    return bool(CLOCK_BEFORE.search(before) or CLOCK_AFTER.match(match.string, match.end()))
