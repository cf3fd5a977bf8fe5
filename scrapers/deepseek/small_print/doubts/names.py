"""Drops statements about names that a pattern or their roles read too easily: words beside them change the meaning."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeGuard

from scrapers.deepseek.small_print.lexicon import ROLE_LEXICON
from scrapers.deepseek.small_print.parsed_sentence import ParsedSentence
from scrapers.deepseek.small_print.statements import NoteStatement, Retires
from scrapers.deepseek.small_print.syntax import AT, MODEL, model_ids, tokenize
from scrapers.parse import SOME_TIME

PART_OF = re.compile(
    r"(?i:\b(?:endpoint|version|edition|variant|build|snapshot|checkpoint|app|interface|playground)s?)"
    rf" (?i:of|for) (?:(?:the|our) )?[`\"']?{MODEL}"
)
"""A thing of the model, or its next version, of which the sentence may speak instead of the model."""
UPGRADED = re.compile("升级[为到至成]")
"""What is planned to be made better goes on under its name."""
VAGUE = re.compile(rf"(?!(?i:in|within) (?:a few\b|20[0-9]{{2}}\b))(?:{SOME_TIME})")
"""A time of a plan that a date may be meant by: "at the end of July", "in Q3", 两个月后."""
UNSET = re.compile(
    r"(?i:\b(?:the|this|that) (?:exact |final |precise )?(?:date|day|time)\b[^.;,]{0,20}"
    r"\b(?:not|yet to|still to)\b[^.;,]{0,12}"
    r"\b(?:confirmed|decided|set|fixed|determined|agreed|final)\b)"
)
"""What is said of a date that is not sure."""
FOR_A_TIME = re.compile(
    r"(?i:\btemporarily\b|\bfor the time being\b|\bduring (?:the|an|this) (?:outage|incident|maintenance|migration)\b)"
    "|暂时|临时由"
)
WHICH = re.compile(r"(?i:,? (?:both of )?which\b|,? (?:who|that) (?:will|is|are)\b)")
"""A clause that may be about any of the models before it."""
OF_A_ROUTE = re.compile(
    rf"^(?i:the (?:redirection|rerouting|re-routing|switchover|forwarding) (?:of|from)) {MODEL} to {MODEL}$"
)
"""What "which" is about where nothing but a redirection stands before it."""
NO_END = re.compile(
    r"(?i:\bnot\b(?! (?:yet|go|going|only|until|before|after|a)\b)"
    r"(?!(?: [\w`'-]+){0,4} (?:availab|accept|usable|serv|support|respond|work|callab|call|us|function|resolv|process"
    r"|offer|affect|chang|need|requir|provid|continu|reachab|answer|extend|listed|valid|recogni|possible|be|fail"
    r"|migrat|mov|happen|go ahead|take|proceed|apply|hold|stand|come|occur)[a-z]*))"
)
"""A negation that says of nothing that it is no longer there."""
OF_THE_LAST = re.compile(
    rf"{MODEL}(?: ?[,、/|] ?{MODEL})+ ?[(\[](?=[^)\]]*(?:(?i:\b(?:until|till|through|only)\b)|[至止]))"
    rf"(?!(?i:both|all|each|either|together)\b|[均都皆])[^)\]]*{AT}"
)
"""A bracket with an instant behind the last of several names that only commas join."""
CELLS = re.compile(rf"\| ?({MODEL}) ?\| ?({MODEL}) ?\|")
"""Two names in neighbouring cells of a row: its head says what each is, they are no list."""
PUT_OFF = re.compile(
    r"(?i:\b(?:postpone|delay|defer|put off|pushed? (?:back|out)|formerly|originally|previously|earlier|was|had been))"
    "|推迟|延期|延后|暂缓|搁置|原定|原计划|此前|先前"
)
"""Words for a date that holds no more."""
DECIDED = re.compile(r"(?i:\b(?:decided|chosen|chose|opted|agreed|resolved) not to\b)")
"""A plan that is taken back."""
ADVISING = frozenset({"please", "move_to", "ought", "replacement", "awaits", "instead"})
"""Words with which users are told what to use."""
NEVER = re.compile(
    "并未|并没有|从未|(?:还没有?|尚未|还未|没有)(?:最终|正式)?决定(?:要|将|是否)?(?:退役|下线|停用|关停|关闭|弃用|停服|移除)"
)
"""What denies a Chinese sentence wherever it stands."""
STOPS_NOT = re.compile(r"(?i:\b(?:stop|cease)s? (?:\w+ ){0,3}not\b)")
"""A negation of what stops: "stops not being served"."""
TAKEN_BACK = re.compile(
    r"(?i: *(?:but |no,? )?(?:it|they|this|that|we) (?:won['’]t|(?:will|is|are|do|does) not|(?:is|are|do|does)n['’]t)"
    r"(?: (?!only\b)[a-z]+)?[.!])"
    "|(?:但|不,)?(?:它|这|我们)?(?:并?不会了?|不会的|并非如此|不再如此)[。.!！]"
)
"""A short sentence that takes back the one before it: "It won't." """
ENDS = ("dated", "retired")
"""State and sequel of a name that ends."""


def leave_doubtful_names(parts: Sequence[ParsedSentence]) -> None:
    """Leave unread what a note states of names where the words do not say of which, or say two ends of one."""
    text = " ".join(part.sentence.text for part in parts)
    ends = [one for part in parts for one in part.states if _is_to_come(one)]
    plans = [one for one in ends if one.state == "announced"]
    plans += [one for part in parts for one in part.states if isinstance(one, Retires) and one.state == "routed"]
    if plans and _is_half_told(parts):
        for part in parts:
            part.states = [one for one in part.states if one not in plans]
    ends = [one for part in parts for one in part.states if _is_to_come(one)]
    plans = [one for one in ends if one.state == "announced"]
    if ends and (
        (plans and _leaves_an_answer(parts, plans))
        or UNSET.search(text)
        or (plans and VAGUE.search(text))
        or PART_OF.search(text)
        or (plans and UPGRADED.search(text))
        or _has_two_ends(ends)
        or any(map(_is_which, parts))
        or any(map(_takes_back, parts, parts[1:]))
        or any(map(_is_of_the_last, parts))
        or any(map(_is_of_cells, parts))
        or any(map(_leaves_an_instant, parts))
    ):
        for part in parts:
            part.states = [one for one in part.states if not _is_to_come(one)]
            part.completes = False


def _is_half_told(parts: Sequence[ParsedSentence]) -> bool:
    """Whether a sentence with an instant is not read, or what is stated is so for a time: "temporarily routed"."""
    unread = [part for part in parts if not (part.states or part.completes)]
    ending = ("ended", "ends", "end", "the_end", "it", "use", "usable", "routed", "route")
    dated = any("T" in part.pieces.values and any(p.may_be(*ending) for p in part.pieces.pieces) for part in unread)
    return dated or any(FOR_A_TIME.search(part.sentence.text) for part in parts if part.states or part.completes)


def denies(text: str) -> bool:
    """Whether a note has a negation that no name's end explains: then its roles are not to be trusted."""
    plain = DECIDED.sub("", text)
    return any(pattern.search(plain) for pattern in (NO_END, NEVER, STOPS_NOT))


def _leaves_an_answer(parts: Sequence[ParsedSentence], plans: Sequence[Retires]) -> bool:
    """Whether advice to use another model is not read: it may be what replaces the name of a plan."""
    known = {model for one in plans for model in (*one.models, *model_ids(one.replacement or ""))}
    if any(one.replacement for one in plans):
        return False
    return any(_advises_another(part, known) for part in parts if not (part.states or part.completes))


def _advises_another(part: ParsedSentence, known: set[str]) -> bool:
    pieces = tokenize(part.sentence, ROLE_LEXICON)
    named = {model for text in pieces.values.get("M", ()) for model in model_ids(text)}
    words = {word for piece in pieces.pieces for word in piece.words}
    return bool(named - known) and bool(words & ADVISING) and not words & {"not", "nolonger", "T"}


def _is_which(part: ParsedSentence) -> bool:
    """ "X replaces A and B, which will be retired on …": which of them? Of a redirection, it is the redirection."""
    found = WHICH.search(part.sentence.text)
    if found is None or OF_A_ROUTE.search(part.sentence.text[: found.start()]):
        return False
    return len(re.findall(MODEL, part.sentence.text[: found.start()])) > 1


def _is_of_the_last(part: ParsedSentence) -> bool:
    """ "X, Y, Z (accepted until …)": is that said of Z or of all of them?"""
    several = any(_is_to_come(one) and len(one.models) > 1 for one in part.states)
    return several and OF_THE_LAST.search(part.sentence.marked) is not None


def _is_of_cells(part: ParsedSentence) -> bool:
    """Whether names of two cells of a row are stated as one list."""
    rows = [{*model_ids(first), *model_ids(second)} for first, second in CELLS.findall(part.sentence.marked)]
    return any(_is_to_come(one) and row <= set(one.models) for one in part.states for row in rows)


def _leaves_an_instant(part: ParsedSentence) -> bool:
    """Whether a plan without a date stands beside an instant that is not read: "We sunset X; the cut-off is …"."""
    states = [one.state for one in part.states if _is_to_come(one)]
    is_dated = "T" in part.pieces.values or any(piece.may_be("date") for piece in part.pieces.pieces)
    return states == ["announced"] and is_dated and not PUT_OFF.search(part.sentence.text)


def _takes_back(before: ParsedSentence, part: ParsedSentence) -> bool:
    """Whether a sentence takes back one that asks nothing."""
    return not before.sentence.asks and TAKEN_BACK.match(part.sentence.text) is not None


def _is_to_come(one: NoteStatement) -> TypeGuard[Retires]:
    return isinstance(one, Retires) and one.state in ("dated", "announced")


def _has_two_ends(ends: Sequence[Retires]) -> bool:
    """Whether a name ends at two instants: "deprecated since …, and will stop working on …"."""
    at = {(model, one.at) for one in ends if one.state == "dated" and one.then == "retired" for model in one.models}
    return len(at) > len({model for model, _ in at})


def with_last_day(stated: Sequence[NoteStatement]) -> list[NoteStatement]:
    """Where names are answered by another now and end on a day, their end, with what answers."""
    ends = {one.models: one for one in stated if isinstance(one, Retires) and (one.state, one.then) == ENDS}
    routed = [one for one in stated if isinstance(one, Retires) and one.state == "routed" and one.models in ends]
    answers = {one.models: one.replacement for one in routed}
    return [
        replace(one, replacement=one.replacement or answers[one.models])
        if isinstance(one, Retires) and one.models in answers
        else one
        for one in stated
        if one not in routed
    ]


def is_silent_of(part: ParsedSentence, stated: Sequence[NoteStatement]) -> bool:
    """Whether it names a model of which the patterns state nothing beside a name's end without a replacement."""
    ends = [one for one in stated if isinstance(one, Retires)]
    known = {model for one in ends for model in (*one.models, *model_ids(one.replacement or ""))}
    named = {model for text in part.pieces.values.get("M", ()) for model in model_ids(text)}
    return bool(ends) and not named <= known


def leave_halves(parts: Sequence[ParsedSentence]) -> None:
    """Leave an end on a day alone unread beside a date that is not read: that may say the hour."""
    if not any(piece.may_be("date") and not piece.may_be("day") for part in parts for piece in part.pieces.pieces):
        return
    days = {instant.at for part in parts for instant in part.sentence.instants if instant.day_only}
    for part in parts:
        part.states = [one for one in part.states if not (isinstance(one, Retires) and one.at in days)]


def is_less(one: NoteStatement, told: NoteStatement) -> bool:
    """Whether a statement says the same of the same names as another, but not when, or not what replaces them."""
    if not (isinstance(one, Retires) and isinstance(told, Retires)):
        return False
    is_dated = (one.state, told.state) == ("announced", "dated") and set(one.models) == set(told.models)
    return is_dated or replace(told, replacement=None) == one


def is_of_a_thing(part: ParsedSentence) -> bool:
    """Whether it tells of a thing of a model, which "it" may be: "X has a new demo. It …"."""
    pieces = [] if part.states or part.completes else tokenize(part.sentence, ROLE_LEXICON).pieces
    return any(piece.may_be("group", "foreign") for piece in pieces)
