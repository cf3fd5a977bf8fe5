"""Advice on the model to call instead of a name: "please migrate to …", "we recommend … as its replacement"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scrapers.deepseek.small_print.statements import NoteStatement, Retires
from scrapers.deepseek.small_print.syntax import (
    SCOPE,
    Pieces,
    Segment,
    Sentence,
    Vocabulary,
    model_ids,
    model_names,
    normalize_order,
    text_of,
    too_long,
)

ADVICE = Vocabulary(
    "T M it that_name not nolonger move_to replacement replaces please you ought routed route requests before by "
    "from on after "
    "onward post_after post_before until then to of be and but now we will can n"
)
MOVE = "(?:(?:move_to|routed|route|to) )+"
WHEN = "(?:(?:then|now) |(?:before|by|from|after|on|to) (?:T[0-9]+ |then )|before )?"
MODEL = "(?P<r>M[0-9]+) "
OF_IT = "(?:(?:of|it|to|M[0-9]+) )*"
YOU = "(?:(?:and|but|then|now|we|please|you|ought|can|to) )*"
TELLS = re.compile("(?<![^ ])(?:please|ought|replacement|replaces) ")
PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        f"{YOU}{WHEN}{YOU}{MOVE}{WHEN}(?:from (?:M[0-9]+|it) )?(?:to )?{MODEL}{WHEN}",
        f"{YOU}{WHEN}{YOU}(?:(?:move_to|route|routed) )?(?:requests )?it (?:requests )?to {MODEL}{WHEN}",
        f"(?:please )?(?:you of M[0-9]+ )(?:please |ought )+{MOVE}{MODEL}{WHEN}",
        f"{YOU}(?:use |move_to )?{MODEL}(?:to )?{OF_IT}replacement {OF_IT}{WHEN}",
        f"{YOU}{OF_IT}replacement {OF_IT}(?:will )?be {MODEL}",
        f"{MODEL}(?:will )?be {OF_IT}replacement {OF_IT}",
        f"{MODEL}(?:(?:will|then|now) )*replaces {OF_IT}{WHEN}",
    )
)


@dataclass(frozen=True)
class Advice:
    """The model that users are told to call, and the names that it replaces, if they are named."""

    model: str
    """As printed."""
    instead_of: tuple[str, ...]


def read_advice(segments: Sequence[Segment], whole: Pieces, sentence: Sentence) -> Advice | None:
    """Return the advice of segments; None for none, and for a choice of several models."""
    given = [
        advice
        for place, segment in enumerate(segments)
        if (advice := _advised(segment, whole, sentence)) and not (place and _narrows(segments[place - 1]))
    ]
    if any(segment.has("cond") for segment in segments):
        return None
    return given[0] if len({advice.model for advice in given}) == 1 else None


def _narrows(before: Segment) -> bool:
    """Return True if the text before advice limits it: "For vision tasks, use …", "Image users: use …"."""
    first = before.first
    if first is None or first.may_be("please", "reason") or before.has("M", "U", "T"):
        return False
    return not before.known or first.may_be(*SCOPE)


def advises(segments: Sequence[Segment], whole: Pieces, sentence: Sentence) -> bool:
    """Return True if each segment is such advice and nothing else."""
    return all(_advised(segment, whole, sentence) for segment in segments)


def _advised(segment: Segment, whole: Pieces, sentence: Sentence) -> Advice | None:
    if too_long([segment]) or not segment.has("M"):
        return None
    text = normalize_order(text_of([segment], ADVICE), whole, sentence)
    for pattern in PATTERNS:
        match = pattern.fullmatch(text)
        if match and (segment.advises or TELLS.search(text)):
            model, others = whole.value(match["r"]), set(re.findall("M[0-9]+", text)) - {match["r"]}
            instead_of = tuple(name for slot in sorted(others) for name in model_ids(whole.value(slot)))
            return Advice(model, instead_of) if len(model_names(model)) == 1 else None
    return None


def with_advice(stated: NoteStatement, advice: Advice) -> NoteStatement:
    """Return a name's end with the advised replacement, if it has none yet."""
    if not isinstance(stated, Retires) or stated.replacement is not None:
        return stated
    is_open = stated.state == "announced" or (stated.state, stated.then) == ("dated", "retired")
    is_other = not set(model_ids(advice.model)) & set(stated.models) and set(advice.instead_of) <= set(stated.models)
    return replace(stated, replacement=advice.model) if is_open and is_other else stated
