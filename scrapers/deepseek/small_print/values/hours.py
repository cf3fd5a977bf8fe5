"""Hours of a day and days of a week as pages print them: windows in minutes, weekdays as ISO digits."""

import re
from collections.abc import Iterable

from scrapers.page import PageChanged
from scrapers.parse import ZONE

DAY, BEIJING_AHEAD = 24 * 60, 8 * 60
EVERY_DAY, WORKDAYS, WEEKEND = "1234567", "12345", "67"

AFTERNOON = ("下午", "晚上", "晚间", "晚")
HALF_OF_DAY = "(?:(?:上午|早上|早晨|下午|晚上|晚间|凌晨|中午|早|晚) ?)?"
CLOCK = (
    rf"{HALF_OF_DAY}(?<![0-9:.])[0-9]{{1,2}}(?::[0-9]{{2}}(?::00)?| ?[时点](?:[0-9]{{1,2}}分|半|整)?"
    r"|(?= ?[AaPp]\.?[Mm]\b))(?: ?[AaPp]\.?[Mm]\b\.?)?"
)
ITS_ZONE = f"(?: ?{ZONE}|Z(?![A-Za-z]))?"
"""The zone of a window's beginning, if its end has its own: 01:00 UTC – 04:00 UTC."""
WINDOW = (
    rf"(?:(?i:between) {CLOCK}{ITS_ZONE} and {CLOCK}"
    rf"|{CLOCK}{ITS_ZONE} ?(?:-|–|—|~|〜|(?i:to|through|thru|until|till)\b|直?至|到) ?{CLOCK})"
    "(?:Z(?![A-Za-z]))?(?![0-9:])"
)
CLOCKS = re.compile(
    r"(?P<of>上午|早上|早晨|下午|晚上|晚间|凌晨|中午|早|晚)? ?(?P<hour>[0-9]{1,2})"
    r"(?::(?P<minute>[0-9]{2})(?::00)?| ?[时点](?:(?P<fen>[0-9]{1,2})分|(?P<thirty>半)|整)?)?"
    r"(?: ?(?P<half>[AaPp])\.?[Mm])?"
)

NAMES = {
    name: number
    for number, day in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        1,
    )
    for name in (day, f"{day}s", day[:3], day[:4], day[:5])
}
ENGLISH_DAY = "(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:days?)?"
HAN_DAY = "(?:周|星期|礼拜)[一二三四五六日天]"
WORKING_DAY = "(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:rs?)?|Fri)(?:days?)?"
TO = "(?: ?(?:-|–|—) ?| through | thru | to | until | till )"
DAY_LIST = (
    rf"(?i:\b(?:from |every |each )?{WORKING_DAY}\b"
    rf"(?:{TO}{ENGLISH_DAY}\b|(?:, ?{ENGLISH_DAY}\b(?=, ?{ENGLISH_DAY}\b|,? and {ENGLISH_DAY}\b))*)"
    rf",? (?:and|&) {ENGLISH_DAY}\b(?!{TO})"
    r"|\b(?:(?:every|each) (?:Mon|Tues|Wednes|Thurs|Fri)day|(?:Mon|Tues|Wednes|Thurs|Fri)days)\b"
    rf"(?!{TO}))"
    "|每?(?:周|星期|礼拜)[一二三四五](?:(?:、|和|与|及)(?:周|星期|礼拜)?[一二三四五六日天])+"
    "|每(?:周|星期|礼拜)[一二三四五](?! ?[至到~–—-])"
)
"""Separate days: "Monday, Wednesday and Friday", 周一、周三. Saturday and Sunday alone are the weekend."""
DAY_RANGE = (
    rf"(?:{DAY_LIST}"
    rf"|(?i:\b(?:from )?{ENGLISH_DAY}\b\.?(?: ?(?:-|–|—)| (?:through|thru|to|until|till)) ?{ENGLISH_DAY}\b)"
    r"|(?i:\b(?:(?:every |each |all )?weekdays?\b(?! holidays?)"
    r"|every ?day(?: of the week)?\b|daily\b|each day\b"
    "|all days\\b|on all days\\b|seven days a week|7 days a week"
    r"|all week\b|per day\b|a day\b))"
    rf"|每?{HAN_DAY} ?(?:至|到|-|–|—|~) ?(?:(?:周|星期|礼拜)?[一二三四五六日天])"
    "|每个?工作日|(?<!法定)工作日|每日|每天|天天|每周七天|一周七天|全周)"
)
RANGE_END = re.compile(
    rf"(?i:\b{ENGLISH_DAY})|(?<=[周期拜])[一二三四五六日天]|(?<=[至到~–—-])[一二三四五六日天]|(?<= )[一二三四五六日天]"
)


def weekdays_of(text: str) -> str | None:
    """Return `12345` for "Monday through Friday", "weekdays" and 周一至周五; None for days that do not run forward."""
    lower = text.lower()
    if "weekday" in lower or "工作日" in text:
        return WORKDAYS
    if re.fullmatch(DAY_LIST, text):
        return _listed(text)
    named = [_iso(day) for day in RANGE_END.findall(text)]
    if not named:
        return EVERY_DAY
    first, last = named[0], named[-1]
    return "".join(map(str, range(first, last + 1))) if len(named) == 2 and first < last else None


def _listed(text: str) -> str | None:
    """Return the days of a list, in which one item may be a range."""
    days: set[int] = set()
    for part in re.split(r",? and |,? ?& |, ?|[、和与及]", text):
        named = [_iso(day) for day in (*RANGE_END.findall(part), *re.findall("^[一二三四五六日天]$", part))]
        if not named or len(named) > 2 or named[0] > named[-1]:
            return None
        days |= set(range(named[0], named[-1] + 1))
    return "".join(map(str, sorted(days)))


def minutes_of(window: str) -> tuple[int, int] | None:
    """Return begin and end of a window in minutes; None for impossible hours and an empty window."""
    matches = list(CLOCKS.finditer(re.sub(ZONE, "", window)))
    afternoon = bool(matches) and matches[0]["of"] in AFTERNOON
    clocks = [_minute(match, afternoon and match["of"] is None) for match in matches]
    if len(clocks) != 2 or None in clocks or clocks[0] == clocks[1]:
        return None
    start, end = (minute for minute in clocks if minute is not None)
    return start, end


def beijing_windows(windows: Iterable[tuple[int, int]], ahead: int) -> str:
    """Return windows as `09:00-12:00 14:00-18:00`, shifted by minutes. Raises PageChanged for an empty one."""
    moved = sorted(((start + ahead) % DAY, (end + ahead) % DAY) for start, end in windows)
    if any(start == end for start, end in moved):
        raise PageChanged("a window without length", str(moved))
    return " ".join(f"{_clock(start)}-{_clock(end)}" for start, end in moved)


def others(windows: str) -> str:
    """Return all other hours of the day, in the same format."""
    clocks = [window.split("-") for window in windows.split()]
    between = ((end, start) for (_, end), (start, _) in zip(clocks, clocks[1:] + clocks[:1], strict=True))
    return " ".join(sorted(f"{end}-{start}" for end, start in between if end != start))


def reaches_another_day(windows: Iterable[tuple[int, int]], ahead: int) -> bool:
    """Return True if a window touches another calendar day after the shift."""
    return any(not 0 <= minute + ahead <= DAY for window in windows for minute in window)


def _minute(match: re.Match[str], afternoon: bool) -> int | None:
    hour, minute = int(match["hour"]), int(match["minute"] or match["fen"] or 0) + (30 if match["thirty"] else 0)
    half, of = (match["half"] or "").lower(), match["of"]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif (afternoon or of in AFTERNOON) and hour < 12:
        hour += 12
    return hour * 60 + minute if minute < 60 and hour * 60 + minute <= DAY else None


def _iso(day: str) -> int:
    if len(day) == 1:
        return "一二三四五六日".index(day.replace("天", "日")) + 1
    return NAMES[day.lower()]


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
