"""Peak hours: windows and weekdays of a clause or a label, on Beijing's clock."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from scrapers.deepseek.small_print.grammar.off_days import (
    SINCE,
    WITH_ALL,
    OffDays,
    changes_nothing,
    grammar_line,
    half_a_weekend,
    is_about_other_hours,
)
from scrapers.deepseek.small_print.statements import NoteStatement, Peaks, PricesHold
from scrapers.deepseek.small_print.syntax import Pieces, Segment, Sentence, word_set
from scrapers.deepseek.small_print.values import (
    BEIJING_AHEAD,
    EVERY_DAY,
    WINDOW,
    WORKDAYS,
    beijing_windows,
    minutes_of,
    reaches_another_day,
    weekdays_of,
)
from scrapers.page import PageChanged
from scrapers.parse import zone_of

LABEL = re.compile(
    rf"(?:STANDARD|DISCOUNT) PRICE ?\((?P<utc>UTC) (?P<en>{WINDOW})\)"
    rf"|(?:标准|优惠)时段价格 ?\(北京时间 ?(?P<zh>{WINDOW})\)",
    re.IGNORECASE,
)
NAMED = word_set(
    "peak be and or hours on now of will from price effect adopt newer to we after with usage requests made billed"
)
"""Words around hours that change nothing about them, in any order."""


def discount_window(label: str) -> str:
    """Return the window of a row group of 2025 in Beijing time: `(UTC 00:30-16:30)` is 08:30-00:30.

    Raises PageChanged for any other label.
    """
    match = LABEL.fullmatch(label)
    if not match:
        raise PageChanged("not a row group of standard or discount hours", label)
    minutes = minutes_of(match["en"] or match["zh"])
    if minutes is None:
        raise PageChanged("hours that no clock shows", label)
    return beijing_windows([minutes], BEIJING_AHEAD if match["utc"] else 0)


def read_peak_hours(clause: Sequence[Segment], whole: Pieces, sentence: Sentence) -> list[NoteStatement]:
    """Return the peak hours of a clause; with an instant from which prices hold, those, too."""
    texts = {part: text for part in clause if not part.aside and (text := grammar_line([part], whole, sentence))}
    parts = [part for part, text in texts.items() if not changes_nothing(text)]
    rest = [part for part in parts if is_about_other_hours(part, texts[part], parts)]
    text = grammar_line([part for part in parts if part not in rest], whole, sentence)
    grammar_words = text.split()
    plain = {word for word in grammar_words if not re.fullmatch("[HDZT][0-9]+|NOHOLIDAY|NOWEEKEND", word)}
    if "peak" not in plain or not plain <= NAMED or not {"H0"} <= set(grammar_words) or _only_busy(plain):
        return []
    if any(half_a_weekend(texts[part]) for part in rest):
        return []
    left = OffDays(any("weekend" in texts[part] for part in rest), any("holiday" in texts[part] for part in rest))
    stated = _stated(text, grammar_words, left, whole, sentence)
    like_others = any("weekend" in text and WITH_ALL.fullmatch(text) for text in texts.values())
    return (
        []
        if like_others and any(isinstance(statement, Peaks) and statement.weekdays == WORKDAYS for statement in stated)
        else stated
    )


def _only_busy(plain: set[str]) -> bool:
    """Return True if a clause is about traffic and not about prices."""
    return bool(plain & {"usage", "requests", "made"}) and not plain & {"billed", "price", "effect"}


def _stated(
    text: str, grammar_words: Sequence[str], rest: OffDays, whole: Pieces, sentence: Sentence
) -> list[NoteStatement]:
    weekdays, windows = _weekdays(grammar_words, rest, whole), windows_of(grammar_words, whole)
    instants = set(re.findall("T[0-9]+", text))
    match = SINCE.search(text)
    if weekdays is None or windows is None or len(instants) > 1 or (instants and not match):
        return []
    if match and match[0].startswith("on ") and not {"effect", "adopt", "newer", "price"} & set(grammar_words):
        return []  # the hours of one day
    if weekdays != EVERY_DAY and not is_one_day(grammar_words, whole):
        return []
    since = sentence.at(whole.value(match["at"] or match["then"])) if match else None
    holidays = "CN" if "NOHOLIDAY" in grammar_words or rest.holidays else None
    hours = Peaks(weekdays=weekdays, windows=windows, holidays=holidays, since=since, sentence=sentence.text)
    return [hours, PricesHold(since, None)] if since and "price" in grammar_words else [hours]


def _weekdays(grammar_words: Sequence[str], rest: OffDays, whole: Pieces) -> str | None:
    named = {weekdays_of(whole.value(word)) for word in grammar_words if word.startswith("D")}
    if len(named) > 1:
        named -= {EVERY_DAY}  # 周一到周五每天
    if len(named) > 1 or None in named:
        return None
    weekdays = next(iter(named), None)
    if "NOWEEKEND" in grammar_words or (weekdays is None and rest.weekends):
        weekdays = "".join(day for day in weekdays or EVERY_DAY if day in WORKDAYS)
    return weekdays or EVERY_DAY


def is_one_day(grammar_words: Sequence[str], whole: Pieces) -> bool:
    """Return True if the weekdays are the same on the printed clock and on Beijing's."""
    zones = [ahead_of(whole.value(word)) for word in grammar_words if word.startswith("Z")]
    plain = [window for word in grammar_words if word.startswith("H") and (window := minutes_of(whole.value(word)))]
    if BEIJING_AHEAD in zones and len(set(zones)) > 1:
        return True
    return not any(reaches_another_day(plain, BEIJING_AHEAD - ahead) for ahead in zones)


def windows_of(grammar_words: Sequence[str], whole: Pieces) -> str | None:
    """Return the windows on Beijing's clock; None if the zone is unclear or the hours are impossible.

    Hours on two clocks have to be the same hours.
    """
    row = [word for word in grammar_words if re.fullmatch("[HZ][0-9]+", word)]
    minutes = {word: minutes_of(whole.value(word)) for word in row if word.startswith("H")}
    ahead = {word: ahead_of(whole.value(word)) for word in row if word.startswith("Z")}
    if not minutes or None in minutes.values() or not ahead:
        return None
    hours = [(word, window) for word, window in minutes.items() if window]
    if len(set(ahead.values())) == 1:
        return _shown([window for _, window in hours], next(iter(ahead.values())))
    groups = [list(group) for _, group in groupby(row, key=lambda word: word[0])]
    firsts = groups[0::2] if groups[0][0].startswith("H") else groups[1::2]
    clocks = groups[1::2] if groups[0][0].startswith("H") else groups[0::2]
    if len(firsts) != len(clocks) or any(len({ahead[word] for word in clock}) > 1 for clock in clocks):
        return None
    by_clock: dict[int, list[tuple[int, int]]] = {}
    for group, clock in zip(firsts, clocks, strict=True):
        by_clock.setdefault(ahead[clock[0]], []).extend(window for word, window in hours if word in group)
    shown = {_shown(windows, clock) for clock, windows in by_clock.items()}
    return shown.pop() if len(shown) == 1 else None


def _shown(windows: Sequence[tuple[int, int]], ahead: int) -> str:
    return " ".join(sorted({beijing_windows([window], BEIJING_AHEAD - ahead) for window in windows}))


def ahead_of(zone: str) -> int:
    """Return the minutes that a zone is ahead of UTC."""
    offset = zone_of(zone).utcoffset(datetime(2026, 1, 1))  # noqa: DTZ001 (it has no summer time)
    return int(offset.total_seconds()) // 60 if offset else 0


def with_their_prices(stated: list[NoteStatement]) -> list[NoteStatement]:
    """Return statements in which peak hours without an instant begin with the new prices of the note (2026-08-13)."""
    since = next(
        (
            statement.since
            for statement in stated
            if isinstance(statement, PricesHold) and statement.since and not statement.meters
        ),
        None,
    )
    return [
        replace(statement, since=since) if isinstance(statement, Peaks) and statement.since is None else statement
        for statement in stated
    ]
