"""A note about hours divided into parts of one class each, peak or off-peak."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from scrapers.deepseek.small_print.tariff_roles.note import Bit, NoteLine, RoleWord, TariffNote

CLASSES = ("peak", "offpeak")
SUBJECTS = frozenset({"H", "D", "holiday", "weekend", "sat", "sun", "other"})
DAYS_OFF = frozenset({"holiday", "weekend", "sat", "sun"})
SAYS_MORE = frozenset({"H", "D", "T", "K", "P", "allday", "except", "incl", *DAYS_OFF})
BOTH = "both"
END_OF_BIT = RoleWord("", "|")


@dataclass
class HoursPart:
    """Words about hours of one class."""

    words: list[RoleWord] = field(default_factory=list[RoleWord])
    of: str | None = None

    def has(self, *roles: str) -> bool:
        return any(word.role in roles for word in self.words)


def parts_of(note: TariffNote) -> Iterator[HoursPart]:
    """Yield the parts in order; text without a class belongs to the part before it."""
    parts = _Parts()
    for line in note.lines:
        parts.add(line)
    yield from (part for part in parts.done if part.words)


class _Parts:
    """Parts in progress: a line with a class begins a new one."""

    def __init__(self) -> None:
        self.part = HoursPart()
        self.done = [self.part]

    def begin(self, *words: RoleWord, of: str | None = None) -> None:
        self.part = HoursPart(list(words), of)
        self.done.append(self.part)

    def add(self, line: NoteLine) -> None:
        if self.part.of and line.has(*CLASSES):
            self.begin()
        first, tail = True, None
        for bit in chain.from_iterable(map(_cut, line.bits)):
            kind = _class_of(bit)
            if kind == BOTH and not any(word.role in SUBJECTS or word.role == "neg" for word in bit):
                continue  # "Peak and off-peak pricing:"
            if _stands_alone(bit, kind, self.part) and (
                kind or not first or not any(word.role == "other" for word in bit)
            ):
                self.begin(*bit, of=kind)
                self.begin()
                tail = kind
            elif tail and _goes_on(bit, kind):
                self.begin(*bit, of=tail)
                self.begin()
            else:
                self.add_bit(bit, kind, line if first else None)
            first = False

    def add_bit(self, bit: Bit, kind: str | None, begun: NoteLine | None) -> None:
        """Add a bit; `begun` is its line, if it is the first bit of it."""
        of, days_off = self.part.of, any(word.role in DAYS_OFF for word in bit)
        if kind and of and not begun and (kind != of or (_has_subject(bit) and self.part.has("H"))):
            self.begin(*_handed_on(self.part, bit))
        elif begun and not kind and of and begun.has("H") and _is_denied(self.part):
            self.begin()
        elif begun and not kind and of and days_off:
            self.begin(of="peak" if of == "peak" else None)
        elif begun and not kind and of == "offpeak" and not begun.has("H"):
            self.begin()
        self.part.of = self.part.of or kind
        self.part.words += (*bit, END_OF_BIT)


def _class_of(bit: Bit) -> str | None:
    of = [role for role in CLASSES if any(word.role == role for word in bit)]
    return BOTH if len(of) > 1 else next(iter(of), None)


def _stands_alone(bit: Bit, kind: str | None, before: HoursPart) -> bool:
    """Return True for a bit about all other hours, or one that excludes days: "and the others are not"."""
    roles = {word.role for word in bit}
    if not kind and "other" in roles and before.has("H") and not roles & SAYS_MORE:
        return True
    if kind:
        return "other" in roles and bool(before.words) and not before.of
    return "neg" in roles and bool(roles & (DAYS_OFF | {"other"})) and "H" not in roles


def _goes_on(bit: Bit, kind: str | None) -> bool:
    """Return True if a bit continues the list before it: "everything else, i.e. nights, weekends"."""
    roles = {word.role for word in bit}
    return not kind and bool(roles & DAYS_OFF) and not roles & {"H", "except", "neg", "T", "D"}


def _is_denied(part: HoursPart) -> bool:
    """Return True if a part says that only some days are not peak: "… do not apply on holidays"."""
    return part.has("neg", "except") and part.has(*DAYS_OFF) and not part.has("H")


def _cut(bit: Bit) -> Iterator[Bit]:
    """Split at an "and" or "while" with another class on either side."""
    for place, word in enumerate(bit):
        if word.role in ("and", "but") or word.text == "other":
            before, after = (
                {word_of_part.role for word_of_part in part} & set(CLASSES) for part in (bit[:place], bit[place:])
            )
            if before and after and before != after and len(before) == 1:
                yield bit[:place]
                yield from _cut(bit[place:] if word.text == "other" else bit[place + 1 :])
                return
    yield bit


def _has_subject(bit: Bit) -> bool:
    return any(word.role in SUBJECTS for word in bit)


def _handed_on(part: HoursPart, bit: Bit) -> list[RoleWord]:
    """Remove the days at the end of a part and return them as the subject of the next bit: "holidays: off-peak"."""
    if _has_subject(bit):
        return []
    ends = [place for place, word in enumerate(part.words) if word.text == "|"]
    start = ends[-2] + 1 if len(ends) > 1 else 0
    last = part.words[start:]
    if (
        ends
        and any(word.role in DAYS_OFF | {"other"} for word in last)
        and not any(word.role in (*CLASSES, "except", "incl", "H") for word in last)
    ):
        del part.words[start:]
        return last
    return []
