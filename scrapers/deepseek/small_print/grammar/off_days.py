"""Weekends, holidays and all other hours in clauses about peak hours."""

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
"""Weekends or holidays without peak hours."""
WITH_ALL = re.compile(
    f"(?:and )?(?:with_them (?:on )?{ANY_DAYS}|{ANY_DAYS}(?:be )?(?:with_them |(?:with_them )?not left_out ))"
)
"""Weekends or holidays that are days like all others."""
NO_OTHERS = re.compile(f"{AROUND}not {AROUND}other {AROUND}peak {AROUND}")
ITS_PRICE = re.compile(f"(?:{AROUND}(?:offpeak )?)?(?:twice|K[0-9]+) {AROUND}(?:offpeak )?{AROUND}")
"""The price of peak hours: "during which prices are doubled"."""


@dataclass(frozen=True)
class OffDays:
    """Statement of a clause about all other hours."""

    weekends: bool
    holidays: bool
    since: datetime | None = None


def grammar_line(parts: Sequence[Segment], whole: Pieces, sentence: Sentence) -> str:
    """Return a clause in the grammar words of peak hours; excluded days become one word."""
    text = normalize_order(text_of(parts, PEAK), whole, sentence)
    for pattern, put in TIDY:
        text = pattern.sub(put, text)
    return text


def changes_nothing(text: str) -> bool:
    """Return True for a segment on the price of peak hours, on the absence of others, or that all days are alike."""
    return any(pattern.fullmatch(text) for pattern in (WITH_ALL, NO_OTHERS, ITS_PRICE))


def half_a_weekend(text: str) -> bool:
    """Return True if Saturday or Sunday is named without the other."""
    return bool(re.search("(?<![^ ])(?:sat|sun) ", text))


def names_other_days(clause: Sequence[Segment], whole: Pieces, sentence: Sentence) -> bool:
    """Return True if a clause names days and is not known to be about other hours: it may change peak hours."""
    parts = [part for part in clause if not part.aside]
    if not any(part.has("D", "weekend", "sat", "sun", "holiday", "any_holiday") for part in parts):
        return False
    if read_off_days(clause, whole, sentence) is not None:
        return False
    texts = [grammar_line([part], whole, sentence) for part in parts]
    return not all(
        changes_nothing(text) or is_about_other_hours(part, text, parts)
        for part, text in zip(parts, texts, strict=True)
    )


def is_about_other_hours(part: Segment, text: str, parts: Sequence[Segment]) -> bool:
    """Return True for a segment about all other hours, or one that continues it: "…, including weekends"."""
    if part.has("H", "T", "date", "cond", "hedge", "report", "was") or (part.has("peak") and not part.has("other")):
        return bool(DAYS_OFF.fullmatch(text))
    if part.has("other", "offpeak"):
        return not part.has("nolonger", "not", "but_for", "only") and (part.has("offpeak") or not part.has("D"))
    before = parts[: parts.index(part)]
    goes_on = (
        part.has("with_them") and part.has("weekend", "holiday") and any(earlier.has("other") for earlier in before)
    )
    return goes_on or bool(DAYS_OFF.fullmatch(text))


def read_off_days(clause: Sequence[Segment], whole: Pieces, sentence: Sentence) -> OffDays | None:
    """Return the off-peak weekends or holidays that a clause of its own states; None if it states none."""
    text = normalize_order(text_of([part for part in clause if not part.aside], REST), whole, sentence)
    for pattern, put in TIDY[:2]:
        text = pattern.sub(put, text)
    grammar_words = {word for word in text.split() if not re.fullmatch("[TZ][0-9]+", word)}
    instants = set(re.findall("T[0-9]+", text))
    match = SINCE.search(text)
    if not grammar_words & {"weekend", "holiday"} or half_a_weekend(text) or len(instants) > 1:
        return None
    if not (DAYS_OFF.fullmatch(text) or ("offpeak" in grammar_words and grammar_words <= REST_WORDS)):
        return None
    if instants and not match:
        return None
    since = sentence.at(whole.value(match["at"] or match["then"])) if match else None
    return OffDays("weekend" in grammar_words, "holiday" in grammar_words, since)


def without_off_days(stated: list[NoteStatement], rest: OffDays, sentence: Sentence) -> list[NoteStatement]:
    """Return the last peak hours without weekends or holidays, from an instant on or from the beginning."""
    last = next(statement for statement in reversed(stated) if isinstance(statement, Peaks))
    weekdays = "".join(day for day in last.weekdays if day in WORKDAYS) if rest.weekends else last.weekdays
    holidays = "CN" if rest.holidays else last.holidays
    if (weekdays, holidays) == (last.weekdays, last.holidays):
        return stated
    printed = last.sentence if sentence.text == last.sentence else f"{last.sentence} {sentence.text}"
    changed = replace(last, weekdays=weekdays, holidays=holidays, sentence=printed)
    if rest.since is None:
        return [changed if statement is last else statement for statement in stated]
    return [*stated, replace(changed, since=rest.since)]
