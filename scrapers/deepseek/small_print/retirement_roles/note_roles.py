"""The segments of a note as readings: which of them say what becomes of names, and which change nothing.

Every segment either means nothing, or each of its words has a role or is known to change nothing.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import zip_longest

from scrapers.deepseek.small_print.lexicon import ROLE_LEXICON, UNKNOWN
from scrapers.deepseek.small_print.retirement_roles.segment_roles import (
    ADVICE,
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
AS_TOLD = re.compile(
    "(?:and |but )?(?:just |exactly )?as (?:we |you |it )?(?:have |has |had |was |were |is )?(?:been )?"
    "(?:already |previously |earlier |originally |recently |also )*(?:announced|communicated|mentioned|explained|noted"
    "|described|stated|indicated|promised|planned|agreed|notified|told|informed|outlined|discussed|published|shared"
    "|set out|laid out)(?: |$)|(?:correction|update|clarification|erratum|amendment|addendum|follow up)s? "
    "(?:to|on|of|regarding|concerning) (?:our|the|an?|my)(?: |$)"
    "|(?:as |since |because )?(?:so )?(?:many |several |enough |a lot )?(?:of )?(?:our |the )?"
    "(?:you|users|customers|developers|teams|integrators|partners) (?:have |had |still |simply )?"
    "(?:asked|requested|told us|needs? more|needed|wanted|want more|wrote|spoke|complained|let us know)(?: |$)"
    "|(?:per|under|according to|in line with|in accordance with|pursuant to|following|based on) (?:our|the) [a-z ]*"
    "(?:policy|policies|schedule|roadmap|lifecycle|life cycle|terms|guidelines)(?: |$)"
    "|(?:we (?:have |'ve )?|our team (?:has )?)+(?:heard|listened|received|read|noted|considered)(?: |$)"
    "|(?:with |this is |we )?(?:hereby |are |is )*(?:give |giving )?(?:you |our users |all users )?(?:an? )?"
    "(?:[0-9]+|thirty|sixty|ninety|three|six|two) (?:days|months|weeks)(?: '?s?)? ?(?:of )?(?:advance )?notice"
    "|(?:正|诚)?如(?:我们)?(?:此前|之前|先前|早前|前|上|上述)?(?:所)?(?:公告|通知|述|说|告知|公布|宣布|言)"
    "|(?:按照?|根据|依据)(?:我们)?(?:此前|之前|先前|早前|前)(?:的)?(?:公告|通知|说明|公布|宣布)"
)
"""How a part begins that says only that something was told before, what is corrected, or what users asked for."""
SINCE = "(?:since|with|after|following|upon|as part of|thanks to|due to|because of|now that)"
RELEASE = "(?:launch|release|rollout|roll out|arrival|introduction|debut|upgrade)"
LAUNCHED = re.compile(
    f"{SINCE} (?:[a-z]+ ){{0,4}}M[0-9]+(?: (?:series|family|generation|models?))?"
    f" (?:{RELEASE}|is out|is here|has arrived|(?:was|has been) (?:released|launched)|has launched|is available)"
    "(?: [a-z]+)?"
    f"|{SINCE} (?:the |our )?{RELEASE} of (?:the |our )?M[0-9]+(?: (?:series|family|generation|models?))?"
    "|(?:自|自从|随着|在|伴随|伴随着)? ?M[0-9]+[系列模型的正式全面 ]*(?:发布|上线|推出|面世|到来|开放)"
    " ?(?:以 ?来|之后|后|时|之际|起)?"
)
"""A part that tells only since which release something is so."""
TELLS_WHEN = re.compile(
    r"^(?:and |but )?(?:we |we'll |i'll |i |the |an? |exact |further |more |details? |with )"
    r"(?=.*\b(?:date|day|detail|timeline|timetable|schedule"
    r"|time|when|you|it|more)s?\b)"
    r".*\b(?:announce|publish|share|post(?!p)|communicate|inform|notify|let you know|tell you"
    r"|confirm|keep you)[a-z]*\b"
    "|(?:时间|日期|安排|日程|细节|详情|届时|提前|确定|另行|后续).*(?:公布|通知|公告|告知|发布|公示)(?: .{0,3})?$"
)
"""A part that says only when or how a date will be told."""
GRADUATED = re.compile(
    "(?:with|now that|since|as|because|now) (?:[a-z]+ ){1,5}(?:now |been |is |are |have |has )*"
    "(?:generally available|out of beta|left beta|graduated|moved out of beta|stable)(?: [a-z]+)?"
)
"""A part that tells only that what was tried out is there for all now."""
KEYS_STAY = re.compile(
    "(?:and )?(?:your |existing |all |the |current |old )*(?:api )?(?:keys?|credentials|tokens|accounts?)"
    " (?:[a-z]+ ){0,4}(?:valid|works?|working|accepted|unchanged|usable)(?: [a-z]+){0,6}"
)
"""A part that says only that keys stay as they are."""
NONE = frozenset({"无", "暂无", "none", "n a"})
"""What stands where a table has no replacement."""
PRONOUNS = frozenset({"it", "they", "this", "these", "它", "它们", "其"})
LONG_HEADING = 4
"""Pieces of a heading that is a clause; a shorter one may name what the rest is about."""
STAGES = {"preview": "preview", "beta": "beta", "Beta": "beta", "预览": "preview", "预览版": "preview", "exp": "exp"}
"""Words for a stage of a model, by what its name then holds."""
SERVING = word_set("use usable served kept")
NO = word_set("no nope 不会 不是 不 没有 不用")
YES = word_set("yes right correct indeed 会 是 是的 对 对的 没错")
VERSION = re.compile(r"(?:release )?v?[0-9]+(?:\.[0-9]+)+")


def note_roles(sentences: Sequence[Sentence]) -> list[SegmentRoles] | None:
    """The parts of a note that mean something; None where one says more than its roles do."""
    found: list[SegmentRoles] | None = []
    all_pieces = _without_stages([tokenize(sentence, ROLE_LEXICON) for sentence in sentences])
    all_instants = {pieces.value(piece.text) for pieces in all_pieces for piece in pieces.pieces if "T" in piece.words}
    corrects = any(piece.may_be("correct_date") for pieces in all_pieces for piece in pieces.pieces)
    for place, (sentence, pieces) in enumerate(zip(sentences, all_pieces, strict=True)):
        all_segments = _segments(pieces, place, later=len(all_instants) > 1)
        of_sentence = [segment for segment in all_segments if not _is_context(segment)]
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
                if of_segment is None and _goes_on_by_name(all_pieces) and (said := _mention(segment, read(segment))):
                    of_segment = [said]
            if of_segment is None:
                return None
            found = _with(of_segment, found)
            if found is None:
                return None
    return _with_recommended(found)


def _asked(question: SegmentRoles, *, is_so: bool) -> list[SegmentRoles] | None:
    """What a question is about, and if its answer is yes, what it asks."""
    if question.has("cond", "foreign", "group", "report", "hedge", "untrue", "scope"):
        return None
    words = question.words - {"ask", "?"}
    asked = replace(question, words=words)
    if is_so and asked.is_whole(corrects=False) and not question.has("?"):
        return [asked]
    told = SERVING | ENDS | {"was"} if "was" in words else SERVING
    return [SegmentRoles(words & told, question.names, (), question.sentence)] if question.names else []


def _is_yes(answer: Sequence[Pieces]) -> bool:
    return not YES.isdisjoint(_texts(answer)[:1])


def _texts(of: Sequence[Pieces | Segment]) -> list[str]:
    """The texts of pieces without the mark of an answer."""
    return [piece.text for part in of for piece in part.pieces if piece.text not in ("a", "答", ":", ",")]


def _without_stages(of_note: Sequence[Pieces]) -> list[Pieces]:
    """Without "preview" beside a preview: what ends is all of it."""
    named = " ".join(name for pieces in of_note for kind in "MU" for name in pieces.values.get(kind, ())).lower()
    known = {stage for stage, name in STAGES.items() if name in named}
    return [
        Pieces(
            [replace(piece, words=frozenset({""})) if piece.text in known else piece for piece in pieces.pieces],
            pieces.values,
        )
        for pieces in of_note
    ]


def _with(more: Sequence[SegmentRoles], before: Sequence[SegmentRoles]) -> list[SegmentRoles] | None:
    """The readings with more; a bare name goes on with a list, and a mode belongs to the model that answers."""
    found = list(before)
    for reading in more:
        last = found[-1] if found else None
        if last and last.sentence != reading.sentence and not last.has("number"):
            last = None
        if reading.words == MODE and not reading.names:
            if last is None or not last.events & ROUTES:
                return None
            continue
        is_answer = last and last.has("replacement") and not any(name.role == "answer" for name in last.names)
        if is_answer and len(reading.names) == 1 and not (reading.words or reading.whens):
            found.append(replace(reading, names=(replace(reading.names[0], role="answer"),)))
            continue
        bare = [*last.names[-1:], *reading.names] if last and not reading.whens else []
        if last and not reading.words and len(last.names) == 1 and [name.role for name in bare] == ["", ""]:
            text = ", ".join(name.text for name in bare)
            found[-1] = replace(last, names=(replace(bare[0], text=text),))
            continue
        found.append(reading)
    return found


def _with_recommended(found: Sequence[SegmentRoles]) -> list[SegmentRoles]:
    """With the model of which "move there" speaks as the one that answers."""
    done = list(found)
    for place, reading in enumerate(done[:-1]):
        if reading.has("praised"):
            named = tuple(replace(name, role="answer") for name in reading.names)
            done[place] = SegmentRoles(frozenset(), named, (), reading.sentence)
    return done


def _praise(segment: Segment, after: Segment | None, reading: SegmentRoles) -> SegmentRoles | None:
    """A model that is told to be good at something before "move there"."""
    alone = len(reading.names) == 1 and not reading.events and not reading.whens and after is not None
    rest = reading.words - SILENT - {UNKNOWN}
    if alone and after and after.has("awaits") and not after.has("M", "U") and not rest and not reading.names[0].role:
        return replace(reading, words=frozenset({"praised"}))
    return None


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


def _parts(segment: Segment, read: Callable[[Segment], SegmentRoles], corrects: bool) -> list[SegmentRoles] | None:
    """The segment as one reading, or cut where a clause of its own may begin: each part has to be understood."""
    if _is_context(segment):
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


def _mention(segment: Segment, reading: SegmentRoles) -> SegmentRoles | None:
    """A part that only speaks of a name, with words that nobody knows: "X is entering its final weeks"."""
    pieces = [piece for piece in segment.pieces if not piece.may_be("", "n")]
    names_first = len(pieces) > 1 and pieces[0].may_be("M") and pieces[1].may_be("be", "been", "will", "stay")
    speaks = names_first or (bool(pieces) and pieces[0].may_be("we") and segment.has("M"))
    alone = len(reading.names) == 1 and not reading.names[0].role and not (reading.events or reading.whens)
    if not (speaks and alone) or reading.words - SILENT - {UNKNOWN, "history", "number"} or segment.has("route"):
        return None
    return SegmentRoles(frozenset({"mention"}), reading.names, (), reading.sentence)


def _goes_on_by_name(all_pieces: Sequence[Pieces]) -> bool:
    """Whether every part of a note that goes on with a name says so: no "it" that may be another thing."""
    pieces = [piece for of_sentence in all_pieces for piece in of_sentence.pieces]
    return not any(piece.text in PRONOUNS for piece in pieces) or any(piece.may_be("that_name") for piece in pieces)


def _is_aside(text: str, segment: Segment) -> bool:
    """Whether a part is known to tell of something else: a release, keys that stay, a cell that has none."""
    if text in NONE:
        return True
    if LAUNCHED.fullmatch(text):
        return not segment.has("T", "not", "cond")
    aside = GRADUATED.fullmatch(text) or KEYS_STAY.fullmatch(text)
    return aside is not None and not segment.has("M", "U", "T", "not", "nolonger", "cond", "report")


def _is_context(segment: Segment) -> bool:
    """Whether a part says nothing of what becomes of a name: a greeting, a reason, how something is told."""
    text = " ".join(piece.text for piece in segment.pieces)
    if _is_aside(text, segment):
        return True
    if segment.has("M", "U", "T", "unset"):
        return False
    first = segment.first
    if first is None:
        return True
    if segment.pieces[0].text in ALTHOUGH and segment.has("we", "you", "it"):
        return not segment.has(*REASON_HARD, "extended", "postponed", "cancelled")
    if segment.has("before_then") and segment.has("stay", "continue", "after_all") and not segment.has("not", "cond"):
        return True
    if AS_TOLD.match(text) or (TELLS_WHEN.search(text) and not segment.has("not", "nolonger", "unset", "hedge")):
        return not segment.has(*REASON_HARD - {"report", "date"}, "cancelled", "group")
    if first.may_be("reason") and first.text not in ("following",):
        ends = (segment.has("then", "refuse") and segment.has(*ENDS)) or segment.pieces[-1].may_be(
            "cancelled", "postponed"
        )
        return not segment.has(*REASON_HARD) and not ends
    if segment.idle and not segment.has("scope", *ADVICE, *HAPPENS):
        return True
    if segment.heading and not segment.has("we", "you", "it") and len(segment.pieces) < LONG_HEADING:
        return False
    return not segment.has(*CONTEXT_HARD) and not first.may_be("scope", "of", "on", "until") and not segment.known
