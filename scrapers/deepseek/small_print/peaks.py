"""Peak hours: windows and weekdays of a clause or a label, on Beijing's clock."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scrapers.deepseek.small_print.clauses import Sentence
from scrapers.deepseek.small_print.hours import (
    BEIJING_AHEAD,
    EVERY_DAY,
    WINDOW,
    WORKDAYS,
    beijing_windows,
    minutes_of,
    reaches_another_day,
    weekdays_of,
)
from scrapers.deepseek.small_print.segments import Segment, normal, text_of
from scrapers.deepseek.small_print.statements import Peaks, PricesHold, Statement
from scrapers.deepseek.small_print.tokens import Pieces, Vocabulary, word_set
from scrapers.deepseek.small_print.zones import zone_of
from scrapers.page import PageChanged

LABEL = re.compile(
    rf"(?:STANDARD|DISCOUNT) PRICE ?\((?P<utc>UTC) (?P<en>{WINDOW})\)"
    rf"|(?:标准|优惠)时段价格 ?\(北京时间 ?(?P<zh>{WINDOW})\)"
)
PEAK = Vocabulary(
    "H D Z T date peak offpeak holiday left_out with_them weekend not nolonger but_for only until other price "
    "from effect adopt newer be will and on hours now of after onward post_after all_day we to with of n"
)
NAMED = word_set("peak be and hours on now of will from price effect adopt newer to we after with")
"""Words around hours that change nothing about them, whatever their order."""
BOTH = "(?:holiday and weekend|weekend and holiday)"
TIDY = (
    (
        re.compile(f"(?:on )?but_for (?:on )?{BOTH} (?:left_out )?|{BOTH} (?:be )?left_out "),
        "NOWEEKEND NOHOLIDAY ",
    ),
    (
        re.compile("(?:on )?but_for (?:on )?(?:of )?holiday (?:left_out )?|holiday (?:be )?left_out "),
        "NOHOLIDAY ",
    ),
    (re.compile("(?:on )?but_for (?:on )?weekend (?:left_out )?|weekend (?:be )?left_out "), "NOWEEKEND "),
    (re.compile("with_them holiday "), ""),
    (re.compile("(D[0-9]+) only |only (?:on )?(D[0-9]+) "), r"\1\2 "),
)
REST = Vocabulary(f"T Z not nolonger other offpeak weekend holiday peak {' '.join(PEAK.words)}")
REST_WORDS = word_set(
    "other offpeak weekend holiday with_them and all_day be hours on now of price effect from will to adopt we"
)
SINCE = re.compile("(?:from|on|after) (?P<at>T[0-9]+) |(?P<then>T[0-9]+) (?:from|onward) ")


@dataclass(frozen=True)
class Rest:
    """What a clause says of all other hours."""

    weekends: bool
    holidays: bool
    since: datetime | None = None


def discount_window(label: str) -> str:
    """The window that a row group of 2025 prints, in Beijing time: `STANDARD PRICE (UTC 00:30-16:30)` is 08:30-00:30.

    Raises PageChanged for any other label.
    """
    match = LABEL.fullmatch(label)
    if not match:
        raise PageChanged("not a row group of standard or discount hours", label)
    minutes = minutes_of(match["en"] or match["zh"])
    if minutes is None:
        raise PageChanged("hours that no clock shows", label)
    return beijing_windows([minutes], BEIJING_AHEAD if match["utc"] else 0)


def peaks(clause: Sequence[Segment], whole: Pieces, sentence: Sentence) -> list[Statement]:
    """Peak hours of a clause; with an instant from which prices hold, those, too."""
    parts = [part for part in clause if not part.aside]
    rest = [part for part in parts if _is_rest(part, parts)]
    text = normal(text_of([part for part in parts if part not in rest], PEAK), whole, sentence)
    for pattern, put in TIDY:
        text = pattern.sub(put, text)
    words = text.split()
    plain = {word for word in words if not re.fullmatch("[HDZT][0-9]+|NOHOLIDAY|NOWEEKEND", word)}
    if "peak" not in plain or not plain <= NAMED or not {"H0"} <= set(words):
        return []
    left = Rest(any(part.has("weekend") for part in rest), any(part.has("holiday") for part in rest))
    return _stated(text, words, left, whole, sentence)


def _stated(text: str, words: Sequence[str], rest: Rest, whole: Pieces, sentence: Sentence) -> list[Statement]:
    weekdays, windows = _weekdays(words, rest, whole), windows_of(words, whole)
    instants = set(re.findall("T[0-9]+", text))
    match = SINCE.search(text)
    if weekdays is None or windows is None or len(instants) > 1 or (instants and not match):
        return []
    zones = [ahead_of(whole.value(word)) for word in words if word.startswith("Z")]
    plain = [minutes_of(whole.value(word)) for word in words if word.startswith("H")]
    if weekdays != EVERY_DAY and any(
        reaches_another_day([window], BEIJING_AHEAD - ahead) for window in plain if window for ahead in zones
    ):
        return []
    since = sentence.at(whole.value(match["at"] or match["then"])) if match else None
    holidays = "CN" if "NOHOLIDAY" in words or rest.holidays else None
    hours = Peaks(weekdays=weekdays, windows=windows, holidays=holidays, since=since, sentence=sentence.text)
    return [hours, PricesHold(since, None)] if since and "price" in words else [hours]


def _is_rest(part: Segment, parts: Sequence[Segment]) -> bool:
    """A segment about all other hours, or one that goes on with it: "…, including weekends"."""
    if part.has("H", "T", "date", "cond", "hedge", "report", "was") or (part.has("peak") and not part.has("other")):
        return False
    if part.has("other", "offpeak"):
        return not part.has("nolonger", "not", "but_for", "only")
    before = parts[: parts.index(part)]
    return part.has("with_them") and part.has("weekend", "holiday") and any(one.has("other") for one in before)


def _weekdays(words: Sequence[str], rest: Rest, whole: Pieces) -> str | None:
    named = {weekdays_of(whole.value(word)) for word in words if word.startswith("D")}
    if len(named) > 1:
        named -= {EVERY_DAY}  # 周一到周五每天
    if len(named) > 1 or None in named:
        return None
    weekdays = next(iter(named), None)
    if "NOWEEKEND" in words or (weekdays is None and rest.weekends):
        weekdays = "".join(day for day in weekdays or EVERY_DAY if day in WORKDAYS)
    return weekdays or EVERY_DAY


def windows_of(words: Sequence[str], whole: Pieces) -> str | None:
    """The windows on Beijing's clock; None where the zone is not clear, or no clock shows them."""
    windows = [minutes_of(whole.value(word)) for word in words if word.startswith("H")]
    zones = [ahead_of(whole.value(word)) for word in words if word.startswith("Z")]
    if not windows or None in windows or not zones or (len(set(zones)) > 1 and len(zones) != len(windows)):
        return None
    each = zones if len(zones) == len(windows) else [zones[0]] * len(windows)
    shown: list[str] = []
    for window, ahead in zip(windows, each, strict=True):
        if window is not None and window[0] != window[1]:
            shown.append(beijing_windows([window], BEIJING_AHEAD - ahead))
    return " ".join(sorted(set(shown)))


def ahead_of(zone: str) -> int:
    """Minutes that a zone is ahead of Greenwich."""
    offset = zone_of(zone).utcoffset(datetime(2026, 1, 1))  # noqa: DTZ001 (it has no summer time)
    return int(offset.total_seconds()) // 60 if offset else 0


def rest_of(clause: Sequence[Segment], whole: Pieces, sentence: Sentence) -> Rest | None:
    """What a clause of its own says of weekends or holidays: that they are off-peak; None where it does not."""
    text = normal(text_of([part for part in clause if not part.aside], REST), whole, sentence)
    words = {word for word in text.split() if not re.fullmatch("[TZ][0-9]+", word)}
    instants = set(re.findall("T[0-9]+", text))
    match = SINCE.search(text)
    if "offpeak" not in words or not words & {"weekend", "holiday"} or not words <= REST_WORDS or len(instants) > 1:
        return None
    if instants and not match:
        return None
    since = sentence.at(whole.value(match["at"] or match["then"])) if match else None
    return Rest("weekend" in words, "holiday" in words, since)


def without_rest(stated: list[Statement], rest: Rest, sentence: Sentence) -> list[Statement]:
    """The last peak hours without weekends or holidays: from an instant on, or since ever."""
    last = next(one for one in reversed(stated) if isinstance(one, Peaks))
    weekdays = "".join(day for day in last.weekdays if day in WORKDAYS) if rest.weekends else last.weekdays
    holidays = "CN" if rest.holidays else last.holidays
    if (weekdays, holidays) == (last.weekdays, last.holidays):
        return stated
    printed = last.sentence if sentence.text == last.sentence else f"{last.sentence} {sentence.text}"
    changed = replace(last, weekdays=weekdays, holidays=holidays, sentence=printed)
    if rest.since is None:
        return [changed if one is last else one for one in stated]
    return [*stated, replace(changed, since=rest.since)]


def with_their_prices(stated: list[Statement]) -> list[Statement]:
    """Peak hours without an instant begin with the new prices that the same note dates (2026-08-13)."""
    since = next((one.since for one in stated if isinstance(one, PricesHold) and one.since and not one.meters), None)
    return [replace(one, since=since) if isinstance(one, Peaks) and one.since is None else one for one in stated]
