"""Peak hours by roles: windows, zone, weekdays, holidays and a beginning, in any order.

A note is divided into parts of one class each, peak or off-peak. Text without a class belongs to the part before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from scrapers.deepseek.small_print.grammar import is_one_day, windows_of
from scrapers.deepseek.small_print.statements import Peaks
from scrapers.deepseek.small_print.syntax import Pieces, word_set
from scrapers.deepseek.small_print.tariff_roles.hours_parts import BOTH, DAYS_OFF, HoursPart, parts_of
from scrapers.deepseek.small_print.tariff_roles.note import RoleWord, TariffNote
from scrapers.deepseek.small_print.values import EVERY_DAY, WORKDAYS, minutes_of, others, weekdays_of
from scrapers.parse import ZONE

ALLOWED = word_set(
    "T H D Z K P peak offpeak holiday weekend sat sun other allday except incl neg price newer present list start "
    "pay calls only bands extend "
    "mult and or but be on to by from change token then stay been becomes daytime return"
) | {""}
WEEKEND_DAYS = {"sat": "6", "sun": "7"}
TRAFFIC = frozenset({"traffic", "usage", "load", "consumption", "用量", "消耗", "使用", "workload"})


@dataclass
class CollectedHours:
    """Statements of the parts together."""

    row: list[RoleWord] = field(default_factory=list[RoleWord])
    """Windows and zones of peak hours, in order."""
    days: list[str] = field(default_factory=list[str])
    off: list[RoleWord] = field(default_factory=list[RoleWord])
    """Windows of off-peak hours."""
    holidays: set[str] = field(default_factory=set[str])
    weekends: set[str] = field(default_factory=set[str])
    days_off: set[str] = field(default_factory=set[str])
    """Those of Saturday and Sunday that are off-peak."""
    are_others: bool = False
    """True if peak hours are all that are not off-peak."""


def read_peak_hours(note: TariffNote) -> list[Peaks]:
    """Return the peak hours that the whole note states; [] if a word has no role in them."""
    words = note.words
    if not note.has("H") or not _names_peaks(note) or any(word.role not in ALLOWED for word in words):
        return []
    collected = CollectedHours()
    if not all(_add_part(part, collected, note) for part in parts_of(note)):
        return []
    return list(_stated(collected, note))


def _names_peaks(note: TariffNote) -> bool:
    return (
        note.has("peak")
        or (note.has("offpeak") and note.has("except"))
        or any(re.search("peak|高峰|峰时", word.text) for word in note.words if word.role == "except")
    )


def _add_part(part: HoursPart, collected: CollectedHours, note: TariffNote) -> bool:
    """Add the statements of a part; return False if they are unclear."""
    if part.of == BOTH or _contradicts(part):
        return False
    if part.has("H"):
        return _windows(part, collected, note)
    of = part.of
    if part.has("neg") and not part.has("except"):
        of = {"peak": "offpeak", "offpeak": "peak", None: "offpeak"}[of]
        if not part.has(*DAYS_OFF, "other"):
            return False
    if part.has("other") and not part.has(*DAYS_OFF):
        collected.are_others = of == "peak" and bool(collected.off) and not collected.row
        return (of != "peak" or collected.are_others) and not part.has("D", "T", "except")
    if part.has(*DAYS_OFF):
        return _is_ruled(part) and _rest(part, of, collected)
    collected.row += [word for word in part.words if word.role == "Z"]
    if part.has("D"):
        if of == "offpeak":
            return False
        collected.days += [word.text for word in part.words if word.role == "D"]
    if part.has("K", "P") and not (part.of and not part.has("T")):
        return False
    return not part.has("except", "incl", "other") or not part.has("peak")


def _contradicts(part: HoursPart) -> bool:
    """Return True if a part's negation is unclear, or it denies a change."""
    denials = sum(word.role == "neg" for word in part.words)
    kept = any(word.role == "stay" and re.search("不|\\bno|n't", word.text) for word in part.words)
    return denials > 1 or kept or (denials > 0 and part.has("incl"))


def _windows(part: HoursPart, collected: CollectedHours, note: TariffNote) -> bool:
    """Add windows of one class, with excluded or included days."""
    if _all_but(part) and (part.of == "offpeak" or (part.of is None and not part.has(*DAYS_OFF))):
        collected.row += [word for word in part.words if word.role in ("H", "Z")]
        days = {weekdays_of(note.values["D"][int(word.text[1:])]) for word in part.words if word.role == "D"}
        return days <= {EVERY_DAY} and not part.has("neg", "K", "P", "incl", *DAYS_OFF)
    if (
        part.has("neg", "K", "P")
        or (part.has("other") and not (collected.holidays or collected.weekends or part.has("except")))
        or (part.of is None and any(word.role == "H" for word in collected.row))
    ):
        return False
    row = [word for word in part.words if word.role in ("H", "Z")]
    if part.of == "offpeak":
        collected.off += [word for word in row if word.role == "H"]
        days = {weekdays_of(note.values["D"][int(word.text[1:])]) for word in part.words if word.role == "D"}
        return days <= {EVERY_DAY} and not part.has(*DAYS_OFF, "except", "incl")
    if any(word.text in TRAFFIC for word in part.words) and not part.has("price", "pay", "start"):
        return False
    collected.row += row
    collected.days += [word.text for word in part.words if word.role == "D"]
    if part.has("D") and not part.has(*DAYS_OFF, "except"):
        return True  # "every day, without exception"
    return not part.has(*DAYS_OFF, "except", "incl") or _rest(part, None, collected)


def _all_but(part: HoursPart) -> bool:
    """Return True if a part about off-peak hours names the exceptions: "at all times except …"."""
    roles = [word.role for word in part.words]
    return "except" in roles and roles.index("except") < roles.index("H")


def _rest(part: HoursPart, of: str | None, collected: CollectedHours) -> bool:
    """Add holidays and weekends: excluded, included, or of the part's class."""
    if part.has("except"):
        ruled = "offpeak" if of != "offpeak" or _is_excluded_first(part) else ""
    elif part.has("incl"):
        ruled = "offpeak" if of == "offpeak" else "peak"
    else:
        ruled = of or ""
    if not ruled or not part.has(*DAYS_OFF) or (part.has("except") and part.has("incl")):
        return False
    if part.has("D") and of is not None:
        return False
    for word in part.words:
        if word.role == "holiday":
            collected.holidays.add(ruled)
        elif word.role == "weekend":
            collected.weekends.add(ruled)
        elif word.role in WEEKEND_DAYS and ruled == "offpeak":
            collected.days_off.add(WEEKEND_DAYS[word.role])
        elif word.role in WEEKEND_DAYS:
            return False
    return True


def _is_ruled(part: HoursPart) -> bool:
    """Return True if a part says what its days are; "other arrangements on holidays" does not."""
    return part.has("peak", "offpeak", "except", "incl", "neg", "other", "allday", "price", "pay", "start", "stay")


def _is_excluded_first(part: HoursPart) -> bool:
    """Return True if the days stand before the word that excludes them: "holidays excluded, off-peak all day"."""
    roles = [word.role for word in part.words]
    return roles.index("except") > min(roles.index(role) for role in DAYS_OFF if role in roles)


def _stated(collected: CollectedHours, note: TariffNote) -> Iterator[Peaks]:
    whole = Pieces([], dict(note.values))
    row = [word.text for word in (collected.off if collected.are_others else collected.row)]
    if not any(slot.startswith("Z") for slot in row):
        row += [word.text for word in note.words if word.role == "Z"] or list(_zone_of_instant(note, whole))
    windows, weekdays = windows_of(row, whole), _weekdays(collected, note)
    if windows is None or weekdays is None or len(collected.holidays) > 1 or _overlap(collected, note):
        return
    if collected.are_others:
        windows = others(windows)
    if weekdays != EVERY_DAY and not is_one_day(row, whole):
        return
    begins = [word for word in note.words if word.role == "T"]
    if len({note.at(word) for word in begins}) > 1 or (begins and not _is_beginning(note)):
        return
    since = note.at(begins[0]) if begins else None
    holidays = "CN" if collected.holidays == {"offpeak"} else None
    yield Peaks(weekdays=weekdays, windows=windows, holidays=holidays, since=since, sentence=note.printed)


def _zone_of_instant(note: TariffNote, whole: Pieces) -> Iterator[str]:
    """Return the zone of the only instant, for hours without one."""
    zones = set(re.findall(ZONE, note.printed))
    if len(zones) == 1:
        whole.values["Z"] = [zones.pop()]
        yield "Z0"


def _weekdays(collected: CollectedHours, note: TariffNote) -> str | None:
    named = {weekdays_of(note.values["D"][int(slot[1:])]) for slot in collected.days}
    if len(named) > 1:
        named -= {EVERY_DAY}
    if len(named) > 1 or None in named or len(collected.weekends) > 1:
        return None
    weekdays = "".join(day for day in next(iter(named), None) or EVERY_DAY if day not in collected.days_off)
    if collected.weekends == {"offpeak"}:
        if named and weekdays != EVERY_DAY and not set(weekdays) <= set(WORKDAYS):
            return None  # "Monday to Saturday; weekends are off-peak"
        return "".join(day for day in weekdays if day in WORKDAYS)
    return weekdays if not collected.weekends or weekdays == EVERY_DAY else None


def _overlap(collected: CollectedHours, note: TariffNote) -> bool:
    """Return True if a window is both peak and off-peak: one of the two was misread."""
    peak, off = (
        [minutes_of(note.values["H"][int(word.text[1:])]) for word in words if word.role == "H"]
        for words in (collected.row, collected.off)
    )
    return any(_covers(window, other) for window in peak if window for other in off if other)


def _covers(outer: tuple[int, int], other: tuple[int, int]) -> bool:
    def minutes(window: tuple[int, int]) -> set[int]:
        start, end = window
        return set(range(start, end)) if start < end else {*range(start, 1440), *range(end)}

    return not minutes(outer).isdisjoint(minutes(other))


def _is_beginning(note: TariffNote) -> bool:
    """Return True if the note's instant is the beginning of its hours."""
    if note.has("until", "before", "end"):
        return False
    for line in note.lines:
        if line.has("T") and not line.has("H") and line.has(*DAYS_OFF, "offpeak", "other"):
            return False
    for line in note.lines:
        words = [word for word in line.words if word.role not in ("", "be")]
        for place, word in enumerate(words):
            if word.role != "T":
                continue
            beside = [*words[max(0, place - 2) : place], *words[place + 1 : place + 2]]
            if any(other.role == "from" for other in beside):
                return True
            if any(other.role == "on" for other in beside) and line.has("start", "change"):
                return True
            if line.has("start", "change", "from"):
                return True
    return False
