"""Segments of a note by roles: the names, instants and events of each, in any order.

Every segment either means nothing, or each of its words has a role or is known to change nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scrapers.deepseek.small_print.grammar import IN_ORDER
from scrapers.deepseek.small_print.lexicon import UNKNOWN
from scrapers.deepseek.small_print.retirement_roles.chunks import chunk_words
from scrapers.deepseek.small_print.syntax import Pieces, Segment, Sentence, model_ids, word_set

ENDS = word_set("ended ends ending end the_end undone gone fails")
ROUTES = word_set("route routed takes_over points arrow shift")
EVENTS = ENDS | ROUTES | word_set("denied kept cancelled postponed extended in_place_of moved moved_to correct_date")
ADVICE = word_set("please ought move_to awaits")
SILENT = word_set(
    "will be can adjusted been now then and but to of on by from it we you can requests support use "
    "planned takes_place announce replacement usable served V was after_all corrected no_action with "
    "after please move_to intact replaced succeed replaces before other told awaits reason instead enjoy "
    "powers mention follows unset as_planned"
)
"""Words that may stand beside an event without changing it."""
MODE = frozenset({"mode"})
"""A mode of the answering model; an end in one mode alone is no end."""
HISTORY = word_set("history released")
"""Words for the past of a name; its dates are of no end."""
ASIDE = HISTORY | {"number"}
IN_ADVICE = frozenset({"ought", "before_then", "or", "main_address"})
WHEN_TOLD = frozenset({"hedge", "number", UNKNOWN, "before_then", "document", "post_before", "scope"})
"""Words on when a date will be announced: "at least 30 days ahead"."""
IN_CORRECTIONS = frozenset({"untrue", "report"})
SLOT = re.compile("(?P<role>[XA]?)(?P<slot>[MUT][0-9]+)(?P<when>[a-z]?)")


@dataclass(frozen=True)
class Name:
    """A group of models or an address, as printed."""

    role: str
    """`subject`, `answer`, or "" if no word decides."""
    text: str
    is_address: bool

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self.text.split(", ")) if self.is_address else model_ids(self.text)


@dataclass(frozen=True)
class RoleInstant:
    """An instant and the letter of its role: [f]rom, [u]ntil, [b]efore, [a]fter, [o]n, [m]oved to, [x] replaced.

    The instant of an announcement is not one.
    """

    role: str
    at: datetime


@dataclass(frozen=True)
class SegmentRoles:
    """A segment by roles."""

    words: frozenset[str]
    names: tuple[Name, ...]
    whens: tuple[RoleInstant, ...]
    sentence: int
    """Index of its sentence in the note."""
    in_order: bool = False
    """True if its sentence pairs several things in their order."""

    def has(self, *words: str) -> bool:
        return not self.words.isdisjoint(words)

    @property
    def events(self) -> frozenset[str]:
        return EVENTS & self.words

    @property
    def advises(self) -> bool:
        """Return True if it gives users advice and states no event."""
        return self.has(*ADVICE) and not self.events

    def is_whole(self, corrects: bool) -> bool:
        """Return True if each word has a role or changes nothing. `corrects`: the note corrects another date."""
        rest = self.words - EVENTS - SILENT
        if self.events & ROUTES:
            rest -= MODE
        if self.advises:
            rest -= IN_ADVICE | MODE
        if self.has("cancelled", "was", "told"):
            rest -= {"document"}
        if corrects and self.names:
            rest -= IN_CORRECTIONS
        if self.has("announce") and not (self.names or self.whens):
            rest -= WHEN_TOLD
        if self.names and all(name.is_address for name in self.names):
            rest -= {"region"}
        if self.is_address_of_users:
            rest -= {"cond"}
        if not (self.events or self.whens):
            rest -= ASIDE if self.names else ASIDE | MODE
            if self.has(*HISTORY):
                rest -= {"date", UNKNOWN}
        return not rest

    @property
    def is_address_of_users(self) -> bool:
        """Return True if it only addresses users: "If you still use X, …"."""
        return bool(self.names) and not (self.events or self.whens) and self.has("you", "use", "requests", "usable")


def segment_roles(segment: Segment, pieces: Pieces, sentence: Sentence, place: int) -> SegmentRoles:
    words, names, whens = set[str](), list[Name](), list[RoleInstant]()
    for word in chunk_words(segment):
        slot = SLOT.fullmatch(word)
        if slot is None:
            words.add(word)
        elif slot["slot"][0] == "T":
            at = sentence.at(pieces.value(slot["slot"]))
            if at is not None and slot["when"] != "n":
                whens.append(RoleInstant(slot["when"], at))
        else:
            role = {"X": "subject", "A": "answer"}.get(slot["role"], "")
            names.append(Name(role, pieces.value(slot["slot"]), slot["slot"][0] == "U"))
    if words & HISTORY and not words & EVENTS:
        whens = []
    slots = [word.strip("XA")[0] for word in chunk_words(segment) if SLOT.fullmatch(word)]
    each_its_own = (
        words <= {"and"}
        and len(names) > 1
        and "".join(slots).replace("U", "M") in ("MT" * len(names), "TM" * len(names))
    )
    in_order = IN_ORDER.search(sentence.marked) is not None or each_its_own
    named = _joined(names, is_list=words <= {"and"})
    return SegmentRoles(frozenset(words), tuple(named), tuple(whens), place, in_order)


def _joined(named: Sequence[Name], *, is_list: bool) -> list[Name]:
    """Join addresses, and models of a list, to one group."""
    if (
        len(named) > 1
        and len({(name.is_address, name.role) for name in named}) == 1
        and (is_list or named[0].is_address)
    ):
        return [replace(named[0], text=", ".join(name.text for name in named))]
    return list(named)


def all_words(of: Sequence[SegmentRoles]) -> Iterator[str]:
    for reading in of:
        yield from reading.words
