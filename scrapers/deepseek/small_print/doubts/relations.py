"""Withdrawal of statements about names whose sentence relates two models: a replacement, "the former", a mode.

`B, which replaced A, ends on …` is about B alone, and A has not replaced it. `Of A and B, the former ends on …` is
about one of them. `In thinking mode A is answered by B` does not hold in the other mode.
"""

import re
from collections.abc import Sequence

from scrapers.deepseek.small_print.parsed_sentence import ParsedSentence
from scrapers.deepseek.small_print.statements import NoteStatement, Retires
from scrapers.deepseek.small_print.syntax import MODEL, model_ids

_THE = "(?:the |our |its )?"
_SUCCESSOR = "(?:successor|replacement|substitute|alternative|heir|follow-?up|upgrade)s?"
_REPLACED = "(?:replaced|superseded|succeeded|supplanted|took over from|took the place of|taken over from)"
_REPLACING = "(?:replacing|superseding|succeeding|supplanting|taking over from|taking the place of)"
_PASSIVE = r"\b(?:is|are|was|were|be|been|being|gets?|got)(?: (?:now|then|later|already|also|fully|entirely|\w+ly))? "
_TAKES = "(?:取代|接替|替代|顶替|替换|代替|接手|接管)"
SUCCEEDED = re.compile(
    rf"\b(?i:{_SUCCESSOR} (?:to|of|for)|which (?:replaces|supersedes|succeeds)) {_THE}(?P<model>{MODEL})"
    rf"|{_TAKES}了?(?P<taken>{MODEL})(?:的|之?后|以后|,?并)"
    rf"|(?P<of>{MODEL})的?(?:替代品|替代者|替代模型|继任者?|后继者?|后继模型|接班者?|升级版)"
)
"""A model that another one followed: it replaces no other model."""
REPLACED = re.compile(
    rf"(?P<passive>(?i:{_PASSIVE}))?\b(?i:{_REPLACED}|{_REPLACING}) {_THE}(?P<model>{MODEL})(?! (?:with|by)\b)"
    rf"|{_TAKES}了(?P<taken>{MODEL})"
)
"""A model that was replaced in the past: an end in the same sentence is that of its successor."""
ONE_OF = re.compile(r"\b(?i:the (?:former|latter)|one of (?:them|the two|these))\b|前者|后者|其中(?:之)?一|二者之一")
"""Words for one of several names of the sentence."""
BEHIND = re.compile(rf"(?:是|为)(?:目前|现在|如今|现今|当前)?{MODEL}(?:的?(?:背后|底层|幕后))")
"""A model that runs behind another name: that name is answered by it."""
IN_CASE = re.compile(rf"(?:[改换切迁替转][换移为到成至用往]+){MODEL}(?:的时候|时|之时)[,，]")
"""A clause that states a condition of the rest."""
IN_MODE = re.compile(
    r"(?i:(?:^|[,;:(] ?)(?:in|with|under|for) (?:the )?(?:non-)?thinking(?: mode)?(?: on| off| enabled)?,? ?)"
    rf"{_THE}{MODEL}"
    rf"|(?:非?思考|推理)(?:模式)?(?:下|时|中),?的?{MODEL}"
)
"""A mode of the request that limits the sentence."""


def withdraw_doubtful_relations(parts: Sequence[ParsedSentence]) -> None:
    """Withdraw statements about a name that rest on a relation of two models."""
    past = {item for part in parts for item in _replaced(part)}
    followed = past | {item for part in parts for item in _named(SUCCEEDED, part)}
    text = " ".join(part.sentence.marked for part in parts)
    for part in parts:
        kept = [item for item in part.states if not _is_doubtful(item, text, past, followed)]
        if len(kept) < len(part.states):
            part.states, part.completes = kept, False


def _is_doubtful(statement: NoteStatement, text: str, past: set[str], followed: set[str]) -> bool:
    if not isinstance(statement, Retires):
        return False
    is_to_come = statement.state in ("dated", "announced")
    return (
        (statement.replacement is not None and not followed.isdisjoint(model_ids(statement.replacement)))
        or (is_to_come and not past.isdisjoint(statement.models))
        or IN_CASE.search(text) is not None
        or (is_to_come and len(statement.models) > 1 and ONE_OF.search(text) is not None)
        or (statement.state == "routed" and (IN_MODE.search(text) or BEHIND.search(text)) is not None)
    )


def _replaced(part: ParsedSentence) -> set[str]:
    """Return the ids of the models that the sentence says were replaced, in the active voice."""
    return {
        model
        for match in REPLACED.finditer(part.sentence.marked)
        if not match["passive"]
        for model in model_ids(match["model"] or match["taken"])
    }


def _named(pattern: re.Pattern[str], part: ParsedSentence) -> set[str]:
    return {
        model
        for match in pattern.finditer(part.sentence.marked)
        for name in match.groupdict().values()
        if name
        for model in model_ids(name)
    }
