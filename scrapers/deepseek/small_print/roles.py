"""The segments of a note by roles: which names, instants and events each holds, in any order.

Every segment either means nothing, or each of its words has a role or is known to change nothing.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from scrapers.deepseek.small_print.clauses import Sentence, model_ids
from scrapers.deepseek.small_print.phrases import OF_ROLES
from scrapers.deepseek.small_print.role_words import words_of
from scrapers.deepseek.small_print.segments import Segment, clauses, too_long
from scrapers.deepseek.small_print.tokens import Pieces, taken_apart, word_set

ENDS = word_set("ended ends ending end the_end undone gone fails")
ROUTES = word_set("route routed takes_over points arrow shift")
EVENTS = ENDS | ROUTES | word_set("denied kept cancelled postponed extended in_place_of moved moved_to correct_date")
ADVICE = word_set("please ought move_to awaits")
SILENT = word_set(
    "will be can adjusted been now then and but to of on by from it we you can requests support use "
    "planned takes_place announce replacement usable served V was after_all corrected no_action with "
    "after please move_to intact replaced succeed replaces before other told awaits reason instead enjoy"
)
"""Words that may stand beside an event."""
CONNECTIVES = word_set(
    "that which who whom because since so while as when where whereas although though therefore therein and but "
    "因为 因此 所以 故 但 但是 不过 并且 而且 且 而 虽然 虽"
)
"""Words with which a clause of its own may begin."""
ALTHOUGH = frozenset({"while", "although", "though", "even though", "虽然", "虽", "尽管"})
REASON_HARD = word_set("cond report untrue ask date foreign T M U")
"""Words that change a meaning in a clause that gives a reason."""
CONTEXT_HARD = word_set(
    "T H D S P K U M date foreign group untrue not nolonger hedge cond report was cancelled postponed refuse only "
    "ended ends end ending the_end routed route fails ask peak offpeak off left_out will scope extended kept stay "
    "continue served takes_over replaced replaces replacement succeed please move_to ought"
)
"""Words that change a meaning in a clause without a name."""
HAPPENS = word_set(
    "extended moved_to kept stay continue usable cancelled replaced replaces replacement after_all takes_over"
)
"""Words for events that a segment may tell which the patterns leave out."""
LONG_HEADING = 4
"""Pieces of a heading that is a clause; a shorter one may name what the rest is about."""
MODE = frozenset({"mode"})
"""A mode of the model that answers; what ends in one mode alone is no end."""
IN_ORDER = re.compile("(?i:respectively|in that order)|分别|依次|先后")
IN_ADVICE = frozenset({"ought", "before_then"})
IN_CORRECTIONS = frozenset({"untrue", "report"})
VERSION = re.compile(r"(?:release )?v?[0-9]+(?:\.[0-9]+)+")
SLOT = re.compile("(?P<role>[XA]?)(?P<slot>[MUT][0-9]+)(?P<when>[a-z]?)")


@dataclass(frozen=True)
class Name:
    """A group of models or an address, as printed."""

    role: str
    """`subject`, `answer`, or "" where no word beside it says."""
    text: str
    is_address: bool

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self.text.split(", ")) if self.is_address else model_ids(self.text)


@dataclass(frozen=True)
class When:
    """An instant and the letter of its role: [f]rom, [u]ntil, [b]efore, [a]fter, [o]n, [m]oved to, [x] in its place.

    The instant of an announcement is none.
    """

    role: str
    at: datetime


@dataclass(frozen=True)
class Reading:
    """A segment by roles."""

    words: frozenset[str]
    names: tuple[Name, ...]
    whens: tuple[When, ...]
    sentence: int
    """The place of its sentence in the note."""
    in_order: bool = False
    """Whether its sentence says that several things go together in their order."""

    def has(self, *words: str) -> bool:
        return not self.words.isdisjoint(words)

    @property
    def events(self) -> frozenset[str]:
        return EVENTS & self.words

    @property
    def advises(self) -> bool:
        """Whether it tells users what to do, and no event."""
        return self.has(*ADVICE) and not self.events

    def is_whole(self, corrects: bool) -> bool:
        """Whether each of its words has a role, or changes nothing. `corrects`: the note corrects another date."""
        rest = self.words - EVENTS - SILENT
        if self.events & ROUTES:
            rest -= MODE
        if self.advises:
            rest -= IN_ADVICE
        if corrects and self.names:
            rest -= IN_CORRECTIONS
        if self.is_address_of_users:
            rest -= {"cond"}
        return not rest

    @property
    def is_address_of_users(self) -> bool:
        """Whether it says only whom the note is for: "If you still use X, …"."""
        return bool(self.names) and not (self.events or self.whens) and self.has("you", "use", "requests", "usable")


def readings(sentences: Sequence[Sentence]) -> list[Reading] | None:
    """The parts of a note that mean something; None where one says more than its roles do."""
    found: list[Reading] = []
    all_pieces = [taken_apart(sentence, OF_ROLES) for sentence in sentences]
    all_instants = {pieces.value(piece.text) for pieces in all_pieces for piece in pieces.pieces if "T" in piece.words}
    corrects = any(piece.may_be("correct_date") for pieces in all_pieces for piece in pieces.pieces)
    for place, (sentence, pieces) in enumerate(zip(sentences, all_pieces, strict=True)):
        for segment in _segments(pieces, place, later=len(all_instants) > 1):
            if _is_context(segment) and not (sentence.asks and segment.has("M", "U", "T")):
                continue
            if sentence.asks or too_long([segment]):
                return None
            of_segment = _parts(segment, partial(_reading, pieces=pieces, sentence=sentence, place=place), corrects)
            if of_segment is None:
                return None
            for reading in of_segment:
                _add(reading, found)
    return found


def _add(reading: Reading, to: list[Reading]) -> None:
    """Add a reading; a bare name that goes on with a list, and the mode of a model that answers, belong to the last."""
    last = to[-1] if to else None
    if last and last.sentence == reading.sentence and not reading.whens:
        if reading.words == MODE and not reading.names and last.events & ROUTES:
            return
        bare = [*last.names[-1:], *reading.names]
        if not reading.words and len(bare) == 2 and len(last.names) == 1 and bare[0].role == bare[1].role == "":
            text = ", ".join(name.text for name in bare)
            to[-1] = replace(last, names=(Name("", text, bare[0].is_address),))
            return
    to.append(reading)


def _segments(pieces: Pieces, sentence: int, *, later: bool) -> Iterator[Segment]:
    """The segments of a sentence. The first of a note may be the head of an entry: its version, its date."""
    is_head = sentence == 0 and later
    for segment in (segment for clause in clauses(pieces) for segment in clause):
        only = {word for piece in segment.pieces for word in piece.words}
        if is_head and (only <= {"T", ""} or VERSION.fullmatch(" ".join(piece.text for piece in segment.pieces))):
            is_head = "T" not in only
            continue
        is_head = False
        yield segment


def _parts(segment: Segment, read: Callable[[Segment], Reading], corrects: bool) -> list[Reading] | None:
    """The segment as one reading, or cut where a clause of its own may begin: each part has to be understood."""
    if _is_context(segment):
        return []
    whole = read(segment)
    if whole.is_whole(corrects):
        return [whole]
    for cut, piece in enumerate(segment.pieces):
        if not cut or not (piece.text in CONNECTIVES or piece.may_be("and", "but", "reason")):
            continue
        before, after = Segment(segment.pieces[:cut]), Segment(segment.pieces[cut:], segment.heading)
        is_context = _is_context(before)
        first = [] if is_context else [read(before)]
        if not all(reading.is_whole(corrects) for reading in first):
            continue
        if is_context and piece.text in CONNECTIVES:
            after = Segment(segment.pieces[cut + 1 :], segment.heading)
        rest = _parts(after, read, corrects)
        if rest is not None:
            return first + rest
    return None


def _is_context(segment: Segment) -> bool:
    """Whether a part says nothing of what becomes of a name: a greeting, a reason, how something is told."""
    if segment.has("M", "U", "T"):
        return False
    first = segment.first
    if first is None:
        return True
    if segment.pieces[0].text in ALTHOUGH and segment.has("we", "you", "it"):
        return not segment.has(*REASON_HARD, "extended", "postponed", "cancelled")
    if first.may_be("reason") and first.text not in ("following",):
        return not segment.has(*REASON_HARD)
    if segment.idle and not segment.has("scope", *ADVICE, *HAPPENS):
        return True
    if segment.heading and not segment.has("we", "you", "it") and len(segment.pieces) < LONG_HEADING:
        return False
    return not segment.has(*CONTEXT_HARD) and not first.may_be("scope", "of", "on", "until") and not segment.known


def _reading(segment: Segment, pieces: Pieces, sentence: Sentence, place: int) -> Reading:
    words, names, whens = set[str](), list[Name](), list[When]()
    for word in words_of(segment):
        slot = SLOT.fullmatch(word)
        if slot is None:
            words.add(word)
        elif slot["slot"][0] == "T":
            at = sentence.at(pieces.value(slot["slot"]))
            if at is not None and slot["when"] != "n":
                whens.append(When(slot["when"], at))
        else:
            role = {"X": "subject", "A": "answer"}.get(slot["role"], "")
            names.append(Name(role, pieces.value(slot["slot"]), slot["slot"][0] == "U"))
    return Reading(
        frozenset(words), tuple(_joined(names)), tuple(whens), place, IN_ORDER.search(sentence.text) is not None
    )


def _joined(named: Sequence[Name]) -> list[Name]:
    """With addresses that stand side by side as one group, as models do."""
    if len(named) > 1 and all(name.is_address and not name.role for name in named):
        return [Name("", ", ".join(name.text for name in named), is_address=True)]
    return list(named)


def all_words(of: Sequence[Reading]) -> Iterator[str]:
    for reading in of:
        yield from reading.words
