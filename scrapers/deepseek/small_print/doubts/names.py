"""Withdrawal of statements about names that other words of the note contradict or qualify."""

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
"""A part of the model, or its next version, which may be the subject instead of the model."""
UPGRADED = re.compile("升级[为到至成]")
"""A planned upgrade of a model, which keeps its name."""
VAGUE = re.compile(rf"(?!(?i:in|within) (?:a few\b|20[0-9]{{2}}\b))(?:{SOME_TIME})")
"""A vague time that may repeat the date of a plan: "at the end of July", "in Q3", 两个月后."""
UNSET = re.compile(
    r"(?i:\b(?:the|this|that) (?:exact |final |precise )?(?:date|day|time)\b[^.;,]{0,20}"
    r"\b(?:not|yet to|still to)\b[^.;,]{0,12}"
    r"\b(?:confirmed|decided|set|fixed|determined|agreed|final)\b)"
)
"""Words about a date that is not certain."""
FOR_A_TIME = re.compile(
    r"(?i:\btemporarily\b|\bfor the time being\b|\bduring (?:the|an|this) (?:outage|incident|maintenance|migration)\b)"
    "|暂时|临时由"
)
WHICH = re.compile(r"(?i:,? (?:both of )?which\b|,? (?:who|that) (?:will|is|are)\b)")
"""A clause that may be about any of the models before it."""
OF_A_ROUTE = re.compile(
    rf"^(?i:the (?:redirection|rerouting|re-routing|switchover|forwarding) (?:of|from)) {MODEL} to {MODEL}$"
)
"""The antecedent of "which" if only a redirection stands before it."""
NO_END = re.compile(
    r"(?i:\bnot\b(?! (?:yet|go|going|only|until|before|after|a)\b)"
    r"(?!(?: [\w`'-]+){0,4} (?:availab|accept|usable|serv|support|respond|work|callab|call|us|function|resolv|process"
    r"|offer|affect|chang|need|requir|provid|continu|reachab|answer|extend|listed|valid|recogni|possible|be|fail"
    r"|migrat|mov|happen|go ahead|take|proceed|apply|hold|stand|come|occur)[a-z]*))"
)
"""A negation that does not mean that something ends."""
OF_THE_LAST = re.compile(
    rf"{MODEL}(?: ?[,、/|] ?{MODEL})+ ?[(\[](?=[^)\]]*(?:(?i:\b(?:until|till|through|only)\b)|[至止]))"
    rf"(?!(?i:both|all|each|either|together)\b|[均都皆])[^)\]]*{AT}"
)
"""A bracket with an instant behind the last of several names separated by commas."""
CELLS = re.compile(rf"\| ?({MODEL}) ?\| ?({MODEL}) ?\|")
"""Two names in neighbouring cells of a row: they are no list."""
PUT_OFF = re.compile(
    r"(?i:\b(?:postpone|delay|defer|put off|pushed? (?:back|out)|formerly|originally|previously|earlier|was|had been))"
    "|推迟|延期|延后|暂缓|搁置|原定|原计划|此前|先前"
)
"""Words for a date that no longer holds."""
DECIDED = re.compile(r"(?i:\b(?:decided|chosen|chose|opted|agreed|resolved) not to\b)")
"""A plan that is withdrawn."""
ADVISING = frozenset({"please", "move_to", "ought", "replacement", "awaits", "instead"})
"""Words of advice to users."""
NEVER = re.compile(
    "并未|并没有|从未|(?:还没有?|尚未|还未|没有)(?:最终|正式)?决定(?:要|将|是否)?(?:退役|下线|停用|关停|关闭|弃用|停服|移除)"
)
"""Words that negate a Chinese sentence anywhere in it."""
STOPS_NOT = re.compile(r"(?i:\b(?:stop|cease)s? (?:\w+ ){0,3}not\b)")
"""A negation of a verb of stopping: "stops not being served"."""
AUXILIARY = "will|would|do|does|did|can|could|may|might|shall|should|must|to|is|are|be|and|or|longer"
NOT_A_NOUN = re.compile(
    rf"(?i:(?:^|(?<=\s)(?!(?:{AUXILIARY})\s)\S+\s)not (?:(?:the|its|our|any|official|api|model) )*"
    r"(?:support|services?|access|availability|hosting|life(?:time|span|cycle)?)\b"
    r"|\bnot be (?:superseded|succeeded|replaced)\b)"
)
"""A negation before a noun: "not support for it ends"; or one that leaves a successor in doubt."""
TAKEN_BACK = re.compile(
    r"(?i: *(?:but |no,? )?(?:it|they|this|that|we) (?:won['’]t|(?:will|is|are|do|does) not|(?:is|are|do|does)n['’]t)"
    r"(?: (?!only\b)[a-z]+)?[.!])"
    "|(?:但|不,)?(?:它|这|我们)?(?:并?不会了?|不会的|并非如此|不再如此)[。.!！]"
)
"""A short sentence that withdraws the one before it: "It won't." """
ENDS = ("dated", "retired")
"""State and sequel of a name that ends."""


def withdraw_doubtful_names(parts: Sequence[ParsedSentence]) -> None:
    """Withdraw statements about names if it is unclear which name is meant, or two ends are stated for one."""
    text = " ".join(part.sentence.text for part in parts)
    ends = [statement for part in parts for statement in part.states if _is_to_come(statement)]
    plans = [statement for statement in ends if statement.state == "announced"]
    plans += [
        statement
        for part in parts
        for statement in part.states
        if isinstance(statement, Retires) and statement.state == "routed"
    ]
    if plans and _is_half_read(parts):
        for part in parts:
            part.states = [statement for statement in part.states if statement not in plans]
    ends = [statement for part in parts for statement in part.states if _is_to_come(statement)]
    plans = [statement for statement in ends if statement.state == "announced"]
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
            part.states = [statement for statement in part.states if not _is_to_come(statement)]
            part.completes = False


def _is_half_read(parts: Sequence[ParsedSentence]) -> bool:
    """Return True if a sentence with an instant is unread, or a statement is temporary: "temporarily routed"."""
    unread = [part for part in parts if not (part.states or part.completes)]
    ending = ("ended", "ends", "end", "the_end", "it", "use", "usable", "routed", "route")
    dated = any("T" in part.pieces.values and any(p.may_be(*ending) for p in part.pieces.pieces) for part in unread)
    return dated or any(FOR_A_TIME.search(part.sentence.text) for part in parts if part.states or part.completes)


def has_stray_negation(text: str) -> bool:
    """Return True if a note has a negation that is not part of a name's end: then its roles are unreliable."""
    plain = DECIDED.sub("", text)
    return any(pattern.search(plain) for pattern in (NO_END, NEVER, STOPS_NOT, NOT_A_NOUN))


def _leaves_an_answer(parts: Sequence[ParsedSentence], plans: Sequence[Retires]) -> bool:
    """Return True if advice to use another model is unread: it may be the replacement."""
    known_models = {
        model for statement in plans for model in (*statement.models, *model_ids(statement.replacement or ""))
    }
    if any(statement.replacement for statement in plans):
        return False
    return any(_advises_another(part, known_models) for part in parts if not (part.states or part.completes))


def _advises_another(part: ParsedSentence, known_models: set[str]) -> bool:
    pieces = tokenize(part.sentence, ROLE_LEXICON)
    named = {model for text in pieces.values.get("M", ()) for model in model_ids(text)}
    grammar_words = {word for piece in pieces.pieces for word in piece.words}
    return (
        bool(named - known_models) and bool(grammar_words & ADVISING) and not grammar_words & {"not", "nolonger", "T"}
    )


def _is_which(part: ParsedSentence) -> bool:
    """Return True for an ambiguous "which": "X replaces A and B, which will be retired on …"."""
    match = WHICH.search(part.sentence.text)
    if match is None or OF_A_ROUTE.search(part.sentence.text[: match.start()]):
        return False
    return len(re.findall(MODEL, part.sentence.text[: match.start()])) > 1


def _is_of_the_last(part: ParsedSentence) -> bool:
    """Return True for a bracket that may be about the last name or all: "X, Y, Z (accepted until …)"."""
    several = any(_is_to_come(statement) and len(statement.models) > 1 for statement in part.states)
    return several and OF_THE_LAST.search(part.sentence.marked) is not None


def _is_of_cells(part: ParsedSentence) -> bool:
    """Return True if names from two cells of a row are stated as one list."""
    rows = [{*model_ids(first), *model_ids(second)} for first, second in CELLS.findall(part.sentence.marked)]
    return any(_is_to_come(statement) and row <= set(statement.models) for statement in part.states for row in rows)


def _leaves_an_instant(part: ParsedSentence) -> bool:
    """Return True if a plan without a date is beside an unread instant: "We sunset X; the cut-off is …"."""
    states = [statement.state for statement in part.states if _is_to_come(statement)]
    is_dated = "T" in part.pieces.values or any(piece.may_be("date") for piece in part.pieces.pieces)
    return states == ["announced"] and is_dated and not PUT_OFF.search(part.sentence.text)


def _takes_back(before: ParsedSentence, part: ParsedSentence) -> bool:
    """Return True if a sentence withdraws one that asks nothing."""
    return not before.sentence.asks and TAKEN_BACK.match(part.sentence.text) is not None


def _is_to_come(statement: NoteStatement) -> TypeGuard[Retires]:
    return isinstance(statement, Retires) and statement.state in ("dated", "announced")


def _has_two_ends(ends: Sequence[Retires]) -> bool:
    """Return True if a name ends at two instants: "deprecated since …, and will stop working on …"."""
    at = {
        (model, statement.at)
        for statement in ends
        if statement.state == "dated" and statement.then == "retired"
        for model in statement.models
    }
    return len(at) > len({model for model, _ in at})


def with_last_day(stated: Sequence[NoteStatement]) -> list[NoteStatement]:
    """Return, for names that are routed now and end on a day, their end with the model that answers."""
    ends = {
        statement.models: statement
        for statement in stated
        if isinstance(statement, Retires) and (statement.state, statement.then) == ENDS
    }
    routed = [
        statement
        for statement in stated
        if isinstance(statement, Retires) and statement.state == "routed" and statement.models in ends
    ]
    answers = {statement.models: statement.replacement for statement in routed}
    return [
        replace(statement, replacement=statement.replacement or answers[statement.models])
        if isinstance(statement, Retires) and statement.models in answers
        else statement
        for statement in stated
        if statement not in routed
    ]


def leaves_models_out(part: ParsedSentence, stated: Sequence[NoteStatement]) -> bool:
    """Return True if a sentence names a model that no statement covers beyond an end without replacement."""
    ends = [statement for statement in stated if isinstance(statement, Retires)]
    known_models = {
        model for statement in ends for model in (*statement.models, *model_ids(statement.replacement or ""))
    }
    named = {model for text in part.pieces.values.get("M", ()) for model in model_ids(text)}
    return bool(ends) and not named <= known_models


def withdraw_half_dated_ends(parts: Sequence[ParsedSentence]) -> None:
    """Withdraw an end on a day alone beside an unread date, which may state the hour."""
    if not any(piece.may_be("date") and not piece.may_be("day") for part in parts for piece in part.pieces.pieces):
        return
    days = {instant.at for part in parts for instant in part.sentence.instants if instant.day_only}
    for part in parts:
        part.states = [
            statement for statement in part.states if not (isinstance(statement, Retires) and statement.at in days)
        ]


def is_less_detailed(statement: NoteStatement, fuller: NoteStatement) -> bool:
    """Return True if a statement says the same of the same names as another, but without date or replacement."""
    if not (isinstance(statement, Retires) and isinstance(fuller, Retires)):
        return False
    is_dated = (statement.state, fuller.state) == ("announced", "dated") and set(statement.models) == set(fuller.models)
    return is_dated or replace(fuller, replacement=None) == statement


def is_about_a_part(part: ParsedSentence) -> bool:
    """Return True if a sentence is about a thing of a model, which "it" may be: "X has a new demo. It …"."""
    pieces = [] if part.states or part.completes else tokenize(part.sentence, ROLE_LEXICON).pieces
    return any(piece.may_be("group", "foreign") for piece in pieces)
