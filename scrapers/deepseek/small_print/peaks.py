"""Peak hours: windows and weekdays of a sentence or a label, on Beijing's clock."""

import re
from collections.abc import Iterator
from dataclasses import replace

from scrapers.deepseek.small_print.clauses import Sentence
from scrapers.deepseek.small_print.makers import group
from scrapers.deepseek.small_print.statements import Peaks, PricesHold, Statement
from scrapers.page import PageChanged

WINDOW = "[0-9]{1,2}:[0-9]{2} ?(?:-|–|—|~|to|至|到) ?[0-9]{1,2}:[0-9]{2}"
WINDOWS = rf"(?P<windows>{WINDOW}(?:(?:,? and |, ?|、|和|及|以及){WINDOW})*)"
CLOCKS = re.compile("([0-9]{1,2}):([0-9]{2})")
DAY, BEIJING_AHEAD = 24 * 60, 8 * 60
ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAYS = re.compile("|".join(ENGLISH_DAYS) + "|(?<=[周期])[一二三四五六日]", re.IGNORECASE)

LABEL = re.compile(
    rf"(?:STANDARD|DISCOUNT) PRICE ?\((?P<utc>UTC) (?P<en>{WINDOW})\)"
    rf"|(?:标准|优惠)时段价格 ?\(北京时间 ?(?P<zh>{WINDOW})\)"
)


def discount_window(label: str) -> str:
    """The window that a row group of 2025 prints, in Beijing time: `STANDARD PRICE (UTC 00:30-16:30)` is 08:30-00:30.

    Raises PageChanged for any other label.
    """
    match = LABEL.fullmatch(label)
    if not match:
        raise PageChanged("not a row group of standard or discount hours", label)
    return beijing_windows(match["en"] or match["zh"], BEIJING_AHEAD if match["utc"] else 0)


def beijing_windows(text: str, ahead: int) -> str:
    """Windows as `09:00-12:00 14:00-18:00`, moved on by minutes. Raises PageChanged for hours that no clock shows."""
    minutes = [int(hour) * 60 + int(minute) for hour, minute in CLOCKS.findall(text)]
    if any(int(minute) > 59 for _, minute in CLOCKS.findall(text)) or max(minutes) > DAY:
        raise PageChanged("hours that no clock shows", text)
    ends = [(minute + ahead) % DAY for minute in minutes]
    windows = sorted(zip(ends[::2], ends[1::2], strict=True))
    if any(start == end for start, end in windows):
        raise PageChanged("a window without length", text)
    return " ".join(f"{_clock(start)}-{_clock(end)}" for start, end in windows)


def peaks(match: re.Match[str], sentence: Sentence) -> Iterator[Statement]:
    """Peak hours; with an instant, the prices that come with them, too."""
    weekdays = iso_weekdays(group(match, "days") or "")
    ahead = 0 if re.search("Beijing|北京", match["zone"]) else BEIJING_AHEAD
    if weekdays != "1234567" and ahead and _reaches_another_day(match["windows"]):
        raise PageChanged("weekdays of peak hours on another clock than Beijing's", sentence.text)
    since = sentence.at(group(match, "at"))
    yield Peaks(
        weekdays=weekdays,
        windows=beijing_windows(match["windows"], ahead),
        holidays="CN" if group(match, "holidays") else None,
        since=since,
        sentence=sentence.text,
    )
    if since:
        yield PricesHold(since, None)


def weekends_off(found: list[Statement], match: re.Match[str], sentence: Sentence) -> list[Statement]:
    """The peak hours of the note without Saturdays and Sundays: from an instant on, or since ever."""
    last = next((one for one in reversed(found) if isinstance(one, Peaks)), None)
    if last is None or not set("67") & set(last.weekdays):
        return found
    weekdays = "".join(day for day in last.weekdays if day not in "67")
    printed = last.sentence if sentence.text == last.sentence else f"{last.sentence} {sentence.text}"
    since = sentence.at(group(match, "at"))
    if since is None:
        return [replace(one, weekdays=weekdays, sentence=printed) if one is last else one for one in found]
    return [*found, replace(last, weekdays=weekdays, since=since, sentence=printed)]


def with_their_prices(found: list[Statement]) -> list[Statement]:
    """Peak hours without an instant begin with the new prices that the same note dates (2026-08-13)."""
    since = next((one.since for one in found if isinstance(one, PricesHold) and one.since and not one.meters), None)
    return [replace(one, since=since) if isinstance(one, Peaks) and one.since is None else one for one in found]


def iso_weekdays(text: str) -> str:
    """`12345` for "Monday through Friday" and 周一至周五, every day for none."""
    named = [_iso(day) for day in DAYS.findall(text)]
    if not named:
        return "1234567"
    first, last = named[0], named[-1]
    if len(named) != 2 or first >= last:
        raise PageChanged("weekdays that are not from one to a later one", text)
    return "".join(str(day) for day in range(first, last + 1))


def _iso(day: str) -> int:
    return ("一二三四五六日".index(day) if len(day) == 1 else ENGLISH_DAYS.index(day.lower())) + 1


def _reaches_another_day(windows: str) -> bool:
    return any(int(hour) * 60 + int(minute) + BEIJING_AHEAD > DAY for hour, minute in CLOCKS.findall(windows))


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
