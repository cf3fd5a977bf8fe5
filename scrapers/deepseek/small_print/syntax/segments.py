"""Sentences divided into clauses and segments; segments that change no meaning may be dropped.

A segment is the text between commas, colons and brackets. A segment that is dropped has unknown words, and nothing that
could change the meaning of the rest: no date, negation, condition, rumour or scope.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from scrapers.deepseek.small_print.lexicon import UNKNOWN
from scrapers.deepseek.small_print.syntax.sentences import Sentence
from scrapers.deepseek.small_print.syntax.tokens import Piece, Pieces, Vocabulary, word_set

HARD = word_set(
    "T H D S P K U date foreign group untrue not nolonger hedge cond report was cancelled postponed refuse only ended "
    'ends end ending the_end requests routed served fails ask peak offpeak weekend sat sun holiday off left_out "'
)
"""Words that change a meaning anywhere."""
ADVICE_HARD = word_set(
    "H D S P K date untrue not nolonger cond report was cancelled postponed refuse hedge ask peak holiday"
)
SCOPE = frozenset({"scope", "of", "on", "by", "before", "until", "from", "only", "with_them", "but_for", "not"})
"""Words that, first in a segment, limit it to some users or places: "for free users", "in the app"."""
OPENERS = frozenset({"as", "作为", "受", "由于", "为", "应", "因", "根据", "按照", "被", "由", "以便"})
"""Reasons only at the beginning of a segment."""
ADVICE_BEGINS = ("please", "users should", "developers should", "customers should", "you should", "we recommend", "请")
"""Advice that needs no punctuation before it: "… will be retired on ⟦0⟧ | so please use …"."""
KEPT = 4096
LONGEST_CLAUSE = 60
"""Pieces of a clause at most, for reading it by grammars and in parts."""
END_OF_SEGMENT = frozenset({",", ":", "."})


NO_NOUNS = re.compile(r"(?<![^ ])n ")
ORDERS = (
    (re.compile(r"(?<![^ ])(?:that_name |the_following |n )+(?=M[0-9])"), ""),
    (re.compile(r"(M[0-9]+) (?:that_name )+"), r"\1 "),
    (re.compile("(?<![^ ])(?:that_name )+"), "it "),
    (re.compile("(?<![^ ])it (?:of )?it "), "it "),
    (re.compile("^(?:n )*n of "), ""),
    (re.compile("(?<![^ ])n you "), "? "),
    (re.compile("from (?:n )+(?=ends)"), ""),
    (re.compile(r"(M[0-9]+) from (?:n )+(?=on|by|from|after|T|V|$)"), r"\1 "),
    (NO_NOUNS, ""),
    (re.compile(r"(?:(?:on|from) )?(T[0-9]+) post_after "), r"after \1 "),
    (re.compile(r"(?:(?:on|from) )?(T[0-9]+) post_before "), r"before \1 "),
    (re.compile(r"(?:(?:from|on) )?(T[0-9]+) onward "), r"from \1 "),
    (
        re.compile(
            r"(?<![^ ])(?:to )?(M[0-9]+|it) of requests (?=will|be|now|from|after|on|V|not|routed|to|by|fails|T)"
        ),
        r"requests \1 ",
    ),
    (re.compile(r"(?<!to )(?<!of )(?<!requests )(M[0-9]+|it) requests (?=will|be|to|from|after|now)"), r"requests \1 "),
    (re.compile(r"(?<![^ ])(?:use|usable|support|of) (M[0-9]+|it) (?:of )?requests "), r"requests \1 "),
    (re.compile(r"requests (?:(?:to|of|from|on|with|use|usable|by) )+(M[0-9]+|it) "), r"requests \1 "),
    (re.compile(r"(?<![^ ])to (M[0-9]+|it) requests "), r"requests \1 "),
    (re.compile("requests requests "), "requests "),
    (re.compile(r"support (?:(?:of|to|for) )(M[0-9]+|it) "), r"\1 support "),
    (re.compile(r"(?:to )?(M[0-9]+) of (?:support|usable|served) "), r"\1 support "),
    (re.compile(r"V V "), "V "),
    (re.compile(r"(?:will )?on post_after (?=ends|ended|end|be)"), "will V "),
    (re.compile(r"(?<![^ ])fails (?:with |of |on )?fails "), "fails "),
    (re.compile(r"requests (M[0-9]+|it) of requests "), r"requests \1 "),
    (re.compile(r"^of requests "), "requests "),
    (
        re.compile(r"(?<![^ ])post_after (?=(?:(?:it|M[0-9]+|requests|will|be) )*(?:nolonger|not|ends|ended|fails) )"),
        "then ",
    ),
    (re.compile(r"from (T[0-9]+) on (?!T)"), r"from \1 "),
    (re.compile(r"and $"), ""),
)
TWICE = re.compile(r"(T[0-9]+) (?:(?:and|or|be) )?(T[0-9]+) ")


@dataclass(frozen=True)
class Segment:
    """Pieces between two punctuation marks, and whether a colon ends them."""

    pieces: tuple[Piece, ...]
    heading: bool = False

    @cached_property
    def words(self) -> frozenset[str]:
        """All grammar words that a piece of it may be."""
        return frozenset[str]().union(*(piece.words for piece in self.pieces))

    @property
    def known(self) -> bool:
        return UNKNOWN not in self.words

    def has(self, *words: str) -> bool:
        return not self.words.isdisjoint(words)

    @cached_property
    def first(self) -> Piece | None:
        """Return its first piece with a meaning."""
        return next(
            (piece for piece in self.pieces if "" not in piece.words and not piece.may_be("and", "but", "n")), None
        )

    @property
    def advises(self) -> bool:
        """Return True if it gives users advice, and nothing else."""
        return self.first is not None and self.first.may_be("please") and not self.has(*ADVICE_HARD)

    @cached_property
    def idle(self) -> bool:
        """Return True if the sentence means the same without it."""
        first = self.first
        if first is None:
            return not self.has("M")
        if first.may_be("please"):
            return self.advises and not self.has("T")
        if first.may_be("until") and self.has("released") and not self.has(*HARD):
            return True
        if self.has("billed") and self.has("price", "it") and not self.has(*HARD):
            return True
        if self.heading or self.has(*HARD):
            return False
        lead = first.may_be("reason", "now") or not first.may_be(*SCOPE)
        return lead and (first.may_be("reason", "billed", "now") or not self.known)

    @property
    def aside(self) -> bool:
        """Return True if it cannot state a time: it has no meaning, gives a reason or advises users."""
        return self.idle and (self.first is None or self.first.may_be("please", "reason", "billed"))


def clauses(whole: Pieces) -> list[list[Segment]]:
    """Return the clauses of a sentence; a semicolon ends a clause."""
    complete: list[list[Segment]] = []
    part: list[Piece] = []
    for piece in (*whole.pieces, Piece(frozenset({";"}), ";")):
        if ";" in piece.words:
            complete.append(list(segments(part)))
            part = []
        else:
            part.append(piece)
    return [clause for clause in complete if clause]


def segments(pieces: Sequence[Piece]) -> Iterator[Segment]:
    part: list[Piece] = []
    for piece in pieces:
        if piece.words & END_OF_SEGMENT:
            if part:
                yield from _without_tail(Segment(tuple(part), ":" in piece.words))
            part = []
        else:
            part.append(piece)
    if part:
        yield from _without_tail(Segment(tuple(part)))


def _without_tail(segment: Segment) -> Iterator[Segment]:
    """Cut a segment where a reason or a price clause begins: "… will be retired on ⟦0⟧ | due to low usage"."""
    for place, piece in enumerate(segment.pieces):
        if _ends_a_reason(segment.pieces[:place], piece):
            yield Segment(segment.pieces[:place], False)
            yield from _without_tail(Segment(segment.pieces[place:], segment.heading))
            return
        if place and (_opens_a_tail(piece, segment.pieces[place - 1]) or _opens_advice(segment.pieces[:place], piece)):
            yield Segment(segment.pieces[:place], False)
            yield Segment(segment.pieces[place:], segment.heading)
            return
    yield segment


def _ends_a_reason(before: Sequence[Piece], piece: Piece) -> bool:
    """Return True if "we" begins the consequence of a reason: "As part of the release | we will retire …"."""
    if piece.text != "we" or len(before) < 2:
        return False
    reason = Segment(tuple(before))
    return reason.first is not None and reason.first.may_be("reason") and not reason.has(*HARD)


def _opens_a_tail(piece: Piece, before: Piece) -> bool:
    if piece.may_be("reason"):
        return piece.text not in OPENERS and not piece.may_be("")
    return piece.may_be("billed") and before.may_be("and")


def _opens_advice(before: Sequence[Piece], piece: Piece) -> bool:
    """Return True if advice begins without punctuation before it."""
    tells = piece.may_be("please") and piece.text.startswith(ADVICE_BEGINS)
    return tells and any(other.may_be("ends", "ended", "end", "the_end", "routed") for other in before)


def text_of(clause: Sequence[Segment], vocabulary: Vocabulary) -> str:
    """Return a clause as grammar words of one vocabulary, each followed by a space."""
    grammar_words = (piece.read(vocabulary) for segment in clause for piece in segment.pieces)
    return "".join(f"{word} " for word in grammar_words if word)


def too_long(clause: Sequence[Segment]) -> bool:
    """Return True if a clause has more pieces than a person would write: patterns would take long."""
    return sum(len(segment.pieces) for segment in clause) > LONGEST_CLAUSE


def normalize_order(text: str, whole: Pieces, sentence: Sentence) -> str:
    """Return the text with one order for what has two ("⟦0⟧ 起", "M 的请求"), and each instant once."""
    text = _in_one_order(text)

    def once(match: re.Match[str]) -> str:
        first, second = (sentence.instants[int(whole.value(slot))].at for slot in match.groups())
        return f"{match[1]} " if first == second else match[0]

    return TWICE.sub(once, text)


@lru_cache(maxsize=KEPT)
def _in_one_order(text: str) -> str:
    for pattern, put in ORDERS:
        text = pattern.sub(put, text)
    return text


def needed_segments(clause: Sequence[Segment]) -> list[Segment]:
    """Return the segments that a meaning depends on."""
    return [segment for segment in clause if not segment.idle]


def halves(clause: Sequence[Segment]) -> Iterator[tuple[list[Segment], list[Segment]]]:
    """Yield a clause cut in two, at each comma and each "and" or "but"."""
    for place, segment in enumerate(clause):
        if place:
            yield list(clause[:place]), list(clause[place:])
        for cut in range(1, len(segment.pieces) - 1):
            if segment.pieces[cut].may_be("and", "but"):
                before, after = Segment(segment.pieces[:cut]), Segment(segment.pieces[cut + 1 :], segment.heading)
                yield [*clause[:place], before], [after, *clause[place + 1 :]]


def present_in(clause: Sequence[Segment]) -> frozenset[str]:
    """Return every grammar word that a piece of the clause may be."""
    return frozenset[str]().union(*(segment.words for segment in clause))


def _no_other(segment: Segment) -> bool:
    """Return True for "No other window is peak." """
    pairs = zip(segment.pieces, segment.pieces[1:], strict=False)
    return segment.has("peak") and any(piece.may_be("not") and after.may_be("other") for piece, after in pairs)


def is_doubted(clause: Sequence[Segment]) -> bool:
    """Return True if a clause withdraws an earlier statement: "This has been postponed.", "That is not final." """
    return any(segment.has("postponed", "untrue") or _takes_back(segment) for segment in clause)


def _takes_back(segment: Segment) -> bool:
    if segment.has("other", "offpeak") and segment.has("not", "nolonger"):
        return not _no_other(segment)
    return segment.has("cancelled") and segment.has("been", "was") and not segment.has("M", "T", "the_end", "S")
