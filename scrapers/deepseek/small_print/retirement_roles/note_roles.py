"""The segments of a note by their roles: those that state something about names, and those that change nothing.

Every segment either means nothing, or each of its words has a role or is known to change nothing.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import zip_longest

from scrapers.deepseek.small_print.lexicon import ROLE_LEXICON, UNKNOWN
from scrapers.deepseek.small_print.retirement_roles.context import is_context
from scrapers.deepseek.small_print.retirement_roles.segment_roles import (
    ENDS,
    MODE,
    ROUTES,
    SILENT,
    SegmentRoles,
    segment_roles,
)
from scrapers.deepseek.small_print.syntax import Pieces, Segment, Sentence, clauses, tokenize, too_long, word_set

CONNECTIVES = word_set(
    "that which who whom because since so while as when where whereas although though therefore therein and but "
    "因为 因此 所以 故 但 但是 不过 并且 而且 且 而 虽然 虽"
)
"""Words that may begin a clause of its own."""
PRONOUNS = frozenset({"it", "they", "this", "these", "它", "它们", "其"})
STAGES = {"preview": "preview", "beta": "beta", "Beta": "beta", "预览": "preview", "预览版": "preview", "exp": "exp"}
"""Words for a stage of a model, by the text that its name then contains."""
SERVING = word_set("use usable served kept")
NO = word_set("no nope 不会 不是 不 没有 不用")
YES = word_set("yes right correct indeed 会 是 是的 对 对的 没错")
VERSION = re.compile(r"(?:release )?v?[0-9]+(?:\.[0-9]+)+")


def note_roles(sentences: Sequence[Sentence]) -> list[SegmentRoles] | None:
    """Return the meaningful parts of a note; None if one says more than its roles do."""
    roles: list[SegmentRoles] | None = []
    all_pieces = _without_stages([tokenize(sentence, ROLE_LEXICON) for sentence in sentences])
    all_instants = {pieces.value(piece.text) for pieces in all_pieces for piece in pieces.pieces if "T" in piece.words}
    corrects = any(piece.may_be("correct_date") for pieces in all_pieces for piece in pieces.pieces)
    for place, (sentence, pieces) in enumerate(zip(sentences, all_pieces, strict=True)):
        all_segments = _segments(pieces, place, later=len(all_instants) > 1)
        of_sentence = [segment for segment in all_segments if not is_context(segment)]
        for segment, after in zip_longest(of_sentence, of_sentence[1:]):
            if too_long([segment]):
                return None
            if place and sentences[place - 1].asks and _texts([segment]) and set(_texts([segment])) <= NO:
                if all_pieces[place - 1].values.keys() & {"M", "U"}:
                    return None
                continue
            read = partial(segment_roles, pieces=pieces, sentence=sentence, place=place)
            if sentence.asks:
                of_segment = _asked(read(segment), is_so=_is_yes(all_pieces[place + 1 : place + 2]))
            else:
                praise = _praise(segment, after, read(segment))
                of_segment = [praise] if praise else _parts(segment, read, corrects)
                if (
                    of_segment is None
                    and _goes_on_by_name(all_pieces)
                    and (mention := _mention(segment, read(segment)))
                ):
                    of_segment = [mention]
            if of_segment is None:
                return None
            roles = _with(of_segment, roles)
            if roles is None:
                return None
    return _with_recommended(roles)


def _asked(question: SegmentRoles, *, is_so: bool) -> list[SegmentRoles] | None:
    """Return the content of a question, and if the answer is yes, its statement."""
    if question.has("cond", "foreign", "group", "report", "hedge", "untrue", "scope"):
        return None
    question_words = question.words - {"ask", "?"}
    asked = replace(question, words=question_words)
    if is_so and asked.is_whole(corrects=False) and not question.has("?"):
        return [asked]
    allowed = SERVING | ENDS | {"was"} if "was" in question_words else SERVING
    return [SegmentRoles(question_words & allowed, question.names, (), question.sentence)] if question.names else []


def _is_yes(answer: Sequence[Pieces]) -> bool:
    return not YES.isdisjoint(_texts(answer)[:1])


def _texts(of: Sequence[Pieces | Segment]) -> list[str]:
    """Return the texts of pieces without the mark of an answer."""
    return [piece.text for part in of for piece in part.pieces if piece.text not in ("a", "答", ":", ",")]


def _without_stages(of_note: Sequence[Pieces]) -> list[Pieces]:
    """Drop "preview" beside a preview: the whole model ends."""
    named = " ".join(name for pieces in of_note for kind in "MU" for name in pieces.values.get(kind, ())).lower()
    present = {stage for stage, name in STAGES.items() if name in named}
    return [
        Pieces(
            [replace(piece, words=frozenset({""})) if piece.text in present else piece for piece in pieces.pieces],
            pieces.values,
        )
        for pieces in of_note
    ]


def _with(more: Sequence[SegmentRoles], before: Sequence[SegmentRoles]) -> list[SegmentRoles] | None:
    """Return the readings with more; a bare name continues a list, and a mode belongs to the answering model."""
    merged = list(before)
    for reading in more:
        last = merged[-1] if merged else None
        if last and last.sentence != reading.sentence and not last.has("number"):
            last = None
        if reading.words == MODE and not reading.names:
            if last is None or not last.events & ROUTES:
                return None
            continue
        is_answer = last and last.has("replacement") and not any(name.role == "answer" for name in last.names)
        if is_answer and len(reading.names) == 1 and not (reading.words or reading.whens):
            merged.append(replace(reading, names=(replace(reading.names[0], role="answer"),)))
            continue
        bare = [*last.names[-1:], *reading.names] if last and not reading.whens else []
        if last and not reading.words and len(last.names) == 1 and [name.role for name in bare] == ["", ""]:
            text = ", ".join(name.text for name in bare)
            merged[-1] = replace(last, names=(replace(bare[0], text=text),))
            continue
        merged.append(reading)
    return merged


def _with_recommended(readings: Sequence[SegmentRoles]) -> list[SegmentRoles]:
    """Return the readings with the recommended model as the one that answers."""
    done = list(readings)
    for place, reading in enumerate(done[:-1]):
        if reading.has("praised"):
            named = tuple(replace(name, role="answer") for name in reading.names)
            done[place] = SegmentRoles(frozenset(), named, (), reading.sentence)
    return done


def _praise(segment: Segment, after: Segment | None, reading: SegmentRoles) -> SegmentRoles | None:
    """Return the reading of a model that is praised before "move there"."""
    alone = len(reading.names) == 1 and not reading.events and not reading.whens and after is not None
    rest = reading.words - SILENT - {UNKNOWN}
    if alone and after and after.has("awaits") and not after.has("M", "U") and not rest and not reading.names[0].role:
        return replace(reading, words=frozenset({"praised"}))
    return None


def _segments(pieces: Pieces, sentence: int, *, later: bool) -> Iterator[Segment]:
    """Yield the segments of a sentence, without the head of an entry (version, date) before the first."""
    is_head = sentence == 0 and later
    for segment in (segment for clause in clauses(pieces) for segment in clause):
        only = {word for piece in segment.pieces for word in piece.words}
        if is_head and (only <= {"T", ""} or VERSION.fullmatch(" ".join(piece.text for piece in segment.pieces))):
            is_head = "T" not in only
            continue
        is_head = False
        yield segment


def _parts(segment: Segment, read: Callable[[Segment], SegmentRoles], corrects: bool) -> list[SegmentRoles] | None:
    """Return the segment as one reading, or cut where a clause may begin; None if a part is not understood."""
    if is_context(segment):
        return []
    whole = read(segment)
    if whole.is_whole(corrects):
        return [whole]
    if segment.advises and not (segment.has("M", "U", "T") or whole.events):
        return []
    for cut, piece in enumerate(segment.pieces):
        if not cut or not (piece.text in CONNECTIVES or piece.may_be("and", "but", "reason")):
            continue
        before, after = Segment(segment.pieces[:cut]), Segment(segment.pieces[cut:], segment.heading)
        before_is_context = is_context(before)
        first = [] if before_is_context else [read(before)]
        if not all(reading.is_whole(corrects) for reading in first):
            continue
        if before_is_context and piece.text in CONNECTIVES:
            after = Segment(segment.pieces[cut + 1 :], segment.heading)
        rest = _parts(after, read, corrects)
        if rest is not None:
            return first + rest
    return None


def _mention(segment: Segment, reading: SegmentRoles) -> SegmentRoles | None:
    """Return the reading of a part that only mentions a name, with unknown words: "X is entering its final weeks"."""
    pieces = [piece for piece in segment.pieces if not piece.may_be("", "n")]
    names_first = len(pieces) > 1 and pieces[0].may_be("M") and pieces[1].may_be("be", "been", "will", "stay")
    speaks = names_first or (bool(pieces) and pieces[0].may_be("we") and segment.has("M"))
    alone = len(reading.names) == 1 and not reading.names[0].role and not (reading.events or reading.whens)
    if not (speaks and alone) or reading.words - SILENT - {UNKNOWN, "history", "number"} or segment.has("route"):
        return None
    return SegmentRoles(frozenset({"mention"}), reading.names, (), reading.sentence)


def _goes_on_by_name(all_pieces: Sequence[Pieces]) -> bool:
    """Return True if every later part repeats the name: no "it" that may be another thing."""
    pieces = [piece for of_sentence in all_pieces for piece in of_sentence.pieces]
    return not any(piece.text in PRONOUNS for piece in pieces) or any(piece.may_be("that_name") for piece in pieces)
