"""Weekends, holidays and all other hours: what a clause about peak hours says of them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scrapers.deepseek.small_print.statements import NoteStatement, Peaks
from scrapers.deepseek.small_print.syntax import (
    Pieces,
    Segment,
    Sentence,
    Vocabulary,
    normalize_order,
    text_of,
    word_set,
)
from scrapers.deepseek.small_print.values import WORKDAYS

PEAK = Vocabulary(
    "H D Z T date peak offpeak any_holiday holiday left_out with_them weekend sat sun not nolonger but_for only until "
    "other twice K price from effect adopt newer it be will or and on billed usage requests made hours now of after "
    "onward post_after all_day we to with of n"
)
REST = Vocabulary(f"T Z not nolonger other offpeak weekend holiday peak {' '.join(PEAK.words)}")
REST_WORDS = word_set(
    "other offpeak weekend holiday with_them and or all_day be hours on now of price effect from will to adopt we "
    "billed"
)
SINCE = re.compile("(?:from|on|after) (?P<at>T[0-9]+) |(?P<then>T[0-9]+) (?:from|onward) ")
DAY = "(?:holiday|weekend)"
DAYS = f"{DAY}(?: (?:(?:and|or|on|of) )*{DAY})* "
ANY_DAYS = DAYS.replace("holiday", "any_holiday|holiday")


def _without(match: re.Match[str]) -> str:
    return "".join(f"NO{day.upper()} " for day in ("holiday", "weekend") if day in match[0])


TIDY: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile("sat (?:and )?sun |sun (?:and )?sat "), "weekend "),
    (re.compile("weekend weekend "), "weekend "),
    (
        re.compile(
            f"(?:on )?but_for (?:(?:on|of) )*{DAYS}(?:left_out )?"
            f"|(?<!but_for ){DAYS}(?:(?:be|will|hours|on) )*left_out "
        ),
        _without,
    ),
    (re.compile("with_them holiday "), ""),
    (re.compile("(D[0-9]+) only |only (?:on )?(D[0-9]+) "), r"\1\2 "),
)
AROUND = "(?:(?:be|will|hours|all_day|on|with_them|we|of|price|billed|effect|to|it|and|now|usage|requests) )*"
NEVER_PEAK = f"(?:not|nolonger) {AROUND}(?:peak |effect |hours |billed |price )"
DAYS_OFF = re.compile(
    f"{AROUND}{DAYS}{AROUND}(?:{NEVER_PEAK}|left_out (?:peak )?|offpeak ){AROUND}"
    f"|{AROUND}(?:peak )?{AROUND}{NEVER_PEAK}{AROUND}{DAYS}(?:(?:hours|all_day) )*"
)
"""Weekends or holidays of which it is said that they have no peak hours."""
WITH_ALL = re.compile(
    f"(?:and )?(?:with_them (?:on )?{ANY_DAYS}|{ANY_DAYS}(?:be )?(?:with_them |(?:with_them )?not left_out ))"
)
"""Weekends or holidays of which it is said that they are days like others."""
NO_OTHERS = re.compile(f"{AROUND}not {AROUND}other {AROUND}peak {AROUND}")
ITS_PRICE = re.compile(f"(?:{AROUND}(?:offpeak )?)?(?:twice|K[0-9]+) {AROUND}(?:offpeak )?{AROUND}")
"""How dear peak hours are: "during which prices are doubled"."""


@dataclass(frozen=True)
class OffDays:
    """What a clause says of all other hours."""

    weekends: bool
    holidays: bool
    since: datetime | None = None


def tidy(parts: Sequence[Segment], whole: Pieces, sentence: Sentence) -> str:
    """A clause in the words of peak hours; days that are left out are one word."""
    text = normalize_order(text_of(parts, PEAK), whole, sentence)
    for pattern, put in TIDY:
        text = pattern.sub(put, text)
    return text


def changes_nothing(text: str) -> bool:
    """Whether a segment may be left out: how dear peak hours are, that there are no others, that all days are alike."""
    return any(pattern.fullmatch(text) for pattern in (WITH_ALL, NO_OTHERS, ITS_PRICE))


def half_a_weekend(text: str) -> bool:
    """Whether Saturday or Sunday stands in it without the other."""
    return bool(re.search("(?<![^ ])(?:sat|sun) ", text))


def tells_days(clause: Sequence[Segment], whole: Pieces, sentence: Sentence) -> bool:
    """Whether a clause names days or holidays and is not known to be about other hours: it may change peak hours."""
    parts = [part for part in clause if not part.aside]
    texts = [tidy([part], whole, sentence) for part in parts]
    if not any(part.has("D", "weekend", "sat", "sun", "holiday", "any_holiday") for part in parts):
        return False
    if read_off_days(clause, whole, sentence) is not None:
        return False
    return not all(changes_nothing(text) or is_rest(part, text, parts) for part, text in zip(parts, texts, strict=True))


def is_rest(part: Segment, text: str, parts: Sequence[Segment]) -> bool:
    """A segment about all other hours, or one that goes on with it: "…, including weekends"."""
    if part.has("H", "T", "date", "cond", "hedge", "report", "was") or (part.has("peak") and not part.has("other")):
        return bool(DAYS_OFF.fullmatch(text))
    if part.has("other", "offpeak"):
        return not part.has("nolonger", "not", "but_for", "only") and (part.has("offpeak") or not part.has("D"))
    before = parts[: parts.index(part)]
    goes_on = part.has("with_them") and part.has("weekend", "holiday") and any(one.has("other") for one in before)
    return goes_on or bool(DAYS_OFF.fullmatch(text))


def read_off_days(clause: Sequence[Segment], whole: Pieces, sentence: Sentence) -> OffDays | None:
    """What a clause of its own says of weekends or holidays: that they are off-peak; None where it does not."""
    text = normalize_order(text_of([part for part in clause if not part.aside], REST), whole, sentence)
    for pattern, put in TIDY[:2]:
        text = pattern.sub(put, text)
    words = {word for word in text.split() if not re.fullmatch("[TZ][0-9]+", word)}
    instants = set(re.findall("T[0-9]+", text))
    match = SINCE.search(text)
    if not words & {"weekend", "holiday"} or half_a_weekend(text) or len(instants) > 1:
        return None
    if not (DAYS_OFF.fullmatch(text) or ("offpeak" in words and words <= REST_WORDS)):
        return None
    if instants and not match:
        return None
    since = sentence.at(whole.value(match["at"] or match["then"])) if match else None
    return OffDays("weekend" in words, "holiday" in words, since)


def without_off_days(stated: list[NoteStatement], rest: OffDays, sentence: Sentence) -> list[NoteStatement]:
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
