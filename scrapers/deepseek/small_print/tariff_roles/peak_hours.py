"""Peak hours by roles: windows, their zone, weekdays, holidays and a beginning, in whatever order they stand.

A note is cut into parts of one class each, peak or off-peak. What has no class belongs to the part before it.
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
    """What parts say together."""

    row: list[RoleWord] = field(default_factory=list[RoleWord])
    """Windows and zones of peak hours, in their order."""
    days: list[str] = field(default_factory=list[str])
    off: list[RoleWord] = field(default_factory=list[RoleWord])
    """Windows of off-peak hours."""
    holidays: set[str] = field(default_factory=set[str])
    weekends: set[str] = field(default_factory=set[str])
    days_off: set[str] = field(default_factory=set[str])
    """Of Saturday and Sunday those that are off-peak."""
    are_others: bool = False
    """Whether peak hours are all those that are not off-peak."""


def read_peak_hours(note: TariffNote) -> list[Peaks]:
    """Peak hours that the whole note states; [] where any word of it has no role in them."""
    words = note.words
    if not note.has("H") or not _names_peaks(note) or any(word.role not in ALLOWED for word in words):
        return []
    said = CollectedHours()
    if not all(_take(part, said, note) for part in parts_of(note)):
        return []
    return list(_stated(said, note))


def _names_peaks(note: TariffNote) -> bool:
    return (
        note.has("peak")
        or (note.has("offpeak") and note.has("except"))
        or any(re.search("peak|高峰|峰时", word.text) for word in note.words if word.role == "except")
    )


def _take(part: HoursPart, said: CollectedHours, note: TariffNote) -> bool:
    """Take in what a part says; False where it is not clear."""
    if part.of == BOTH or _contradicts(part):
        return False
    if part.has("H"):
        return _windows(part, said, note)
    of = part.of
    if part.has("neg") and not part.has("except"):
        of = {"peak": "offpeak", "offpeak": "peak", None: "offpeak"}[of]
        if not part.has(*DAYS_OFF, "other"):
            return False
    if part.has("other") and not part.has(*DAYS_OFF):
        said.are_others = of == "peak" and bool(said.off) and not said.row
        return (of != "peak" or said.are_others) and not part.has("D", "T", "except")
    if part.has(*DAYS_OFF):
        return _is_ruled(part) and _rest(part, of, said)
    said.row += [word for word in part.words if word.role == "Z"]
    if part.has("D"):
        if of == "offpeak":
            return False
        said.days += [word.text for word in part.words if word.role == "D"]
    if part.has("K", "P") and not (part.of and not part.has("T")):
        return False
    return not part.has("except", "incl", "other") or not part.has("peak")


def _contradicts(part: HoursPart) -> bool:
    """Whether what is denied in a part is not clear, or it denies that something changes."""
    denials = sum(word.role == "neg" for word in part.words)
    kept = any(word.role == "stay" and re.search("不|\\bno|n't", word.text) for word in part.words)
    return denials > 1 or kept or (denials > 0 and part.has("incl"))


def _windows(part: HoursPart, said: CollectedHours, note: TariffNote) -> bool:
    """Windows of one class, with days that are left out or included."""
    if _all_but(part) and (part.of == "offpeak" or (part.of is None and not part.has(*DAYS_OFF))):
        said.row += [word for word in part.words if word.role in ("H", "Z")]
        days = {weekdays_of(note.values["D"][int(word.text[1:])]) for word in part.words if word.role == "D"}
        return days <= {EVERY_DAY} and not part.has("neg", "K", "P", "incl", *DAYS_OFF)
    if (
        part.has("neg", "K", "P")
        or (part.has("other") and not (said.holidays or said.weekends or part.has("except")))
        or (part.of is None and any(word.role == "H" for word in said.row))
    ):
        return False
    row = [word for word in part.words if word.role in ("H", "Z")]
    if part.of == "offpeak":
        said.off += [word for word in row if word.role == "H"]
        days = {weekdays_of(note.values["D"][int(word.text[1:])]) for word in part.words if word.role == "D"}
        return days <= {EVERY_DAY} and not part.has(*DAYS_OFF, "except", "incl")
    if any(word.text in TRAFFIC for word in part.words) and not part.has("price", "pay", "start"):
        return False
    said.row += row
    said.days += [word.text for word in part.words if word.role == "D"]
    if part.has("D") and not part.has(*DAYS_OFF, "except"):
        return True  # "every day, without exception"
    return not part.has(*DAYS_OFF, "except", "incl") or _rest(part, None, said)


def _all_but(part: HoursPart) -> bool:
    """Whether a part about off-peak hours names those that are not: "at all times except …"."""
    roles = [word.role for word in part.words]
    return "except" in roles and roles.index("except") < roles.index("H")


def _rest(part: HoursPart, of: str | None, said: CollectedHours) -> bool:
    """Holidays and weekends: left out, included, or of the class of the part."""
    if part.has("except"):
        ruled = "offpeak" if of != "offpeak" or _is_told_off(part) else ""
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
            said.holidays.add(ruled)
        elif word.role == "weekend":
            said.weekends.add(ruled)
        elif word.role in WEEKEND_DAYS and ruled == "offpeak":
            said.days_off.add(WEEKEND_DAYS[word.role])
        elif word.role in WEEKEND_DAYS:
            return False
    return True


def _is_ruled(part: HoursPart) -> bool:
    """Whether a part says of its days what they are: "other arrangements on holidays" does not."""
    return part.has("peak", "offpeak", "except", "incl", "neg", "other", "allday", "price", "pay", "start", "stay")


def _is_told_off(part: HoursPart) -> bool:
    """Whether the days stand before what leaves them out: "holidays excluded, off-peak all day"."""
    roles = [word.role for word in part.words]
    return roles.index("except") > min(roles.index(role) for role in DAYS_OFF if role in roles)


def _stated(said: CollectedHours, note: TariffNote) -> Iterator[Peaks]:
    whole = Pieces([], dict(note.values))
    row = [word.text for word in (said.off if said.are_others else said.row)]
    if not any(slot.startswith("Z") for slot in row):
        row += [word.text for word in note.words if word.role == "Z"] or list(_zone_of_instant(note, whole))
    windows, weekdays = windows_of(row, whole), _weekdays(said, note)
    if windows is None or weekdays is None or len(said.holidays) > 1 or _overlap(said, note):
        return
    if said.are_others:
        windows = others(windows)
    if weekdays != EVERY_DAY and not is_one_day(row, whole):
        return
    begins = [word for word in note.words if word.role == "T"]
    if len({note.at(word) for word in begins}) > 1 or (begins and not _is_beginning(note)):
        return
    since = note.at(begins[0]) if begins else None
    holidays = "CN" if said.holidays == {"offpeak"} else None
    yield Peaks(weekdays=weekdays, windows=windows, holidays=holidays, since=since, sentence=note.printed)


def _zone_of_instant(note: TariffNote, whole: Pieces) -> Iterator[str]:
    """The zone of the only instant is that of the hours, where they have none."""
    zones = set(re.findall(ZONE, note.printed))
    if len(zones) == 1:
        whole.values["Z"] = [zones.pop()]
        yield "Z0"


def _weekdays(said: CollectedHours, note: TariffNote) -> str | None:
    named = {weekdays_of(note.values["D"][int(slot[1:])]) for slot in said.days}
    if len(named) > 1:
        named -= {EVERY_DAY}
    if len(named) > 1 or None in named or len(said.weekends) > 1:
        return None
    weekdays = "".join(day for day in next(iter(named), None) or EVERY_DAY if day not in said.days_off)
    if said.weekends == {"offpeak"}:
        if named and weekdays != EVERY_DAY and not set(weekdays) <= set(WORKDAYS):
            return None  # "Monday to Saturday; weekends are off-peak"
        return "".join(day for day in weekdays if day in WORKDAYS)
    return weekdays if not said.weekends or weekdays == EVERY_DAY else None


def _overlap(said: CollectedHours, note: TariffNote) -> bool:
    """Whether a window is peak and off-peak: then one of the two was understood wrongly."""
    peak, off = (
        [minutes_of(note.values["H"][int(word.text[1:])]) for word in words if word.role == "H"]
        for words in (said.row, said.off)
    )
    return any(_covers(one, other) for one in peak if one for other in off if other)


def _covers(one: tuple[int, int], other: tuple[int, int]) -> bool:
    def minutes(window: tuple[int, int]) -> set[int]:
        start, end = window
        return set(range(start, end)) if start < end else {*range(start, 1440), *range(end)}

    return not minutes(one).isdisjoint(minutes(other))


def _is_beginning(note: TariffNote) -> bool:
    """Whether the note's instant is the one from which on its hours are peak."""
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
