"""The words of a note that state something about the tariff, in any order.

Headlines, reasons and thanks are dropped; every remaining word has to be known.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from scrapers.deepseek.small_print.tariff_roles.note import (
    HEAD,
    UNKNOWN,
    VALUES,
    Bit,
    NoteLine,
    RoleWord,
    TariffNote,
    divide_note,
)

CHANGES = "x"
"""The role of words that may change the meaning of all others."""
POSTPONED, PARTIAL = "postpone", "part"
MOVED = {POSTPONED: "extend"}
"""Something put off to an instant is extended."""
IDLE = frozenset({"", "and", "or", "but", "be", "been", "on", "by", "to", "pay", UNKNOWN})
"""Roles of words that state nothing about a tariff by themselves."""
NO_HEADLINE = frozenset({"neg", "holiday", "weekend", "except", "incl", "peak", "offpeak", "only"})
NO_REASON = frozenset({"holiday", "weekend", "except", "peak", "offpeak"})
SCOPES = re.compile(
    "(?i:for|to|with|in|on|via|only|when|whenever|where|who|which|during|throughout|by|under|per|at|within"
    "|through|inside|among|unless|outside"
    "|except|those|whose)$|对|限|仅|针对|面向|在|由|当|凡|只|用于|适用|非|除"
)
REASONS = re.compile(
    "(?i:(?:to (?:celebrate|mark|thank|honou?r|commemorate|welcome|help|give|keep|ease|smooth|balance|reward|encourage)"
    "|in (?:honou?r|celebration|recognition|gratitude) ?(?:of|for)?|as a (?:thank|token|gift)|because|since"
    "|given|due to"
    "|thanks to|so that|in order to|owing to|in response to|following (?:your|community|(?:an?|our|the) (?:recent "
    "|careful |thorough )?(?:review|change|increase|analysis|evaluation|rise|revision|drop|reduction|assessment)))\\b)"
    "|关于.*(?:如何|怎么|怎样)|为(?:了|便于|方便|庆祝|感谢|回馈|答谢|迎接|纪念|更好|方便|帮助|鼓励|平衡|缓解"
    "|保障)|由于|因为?|经(?:过)?|鉴于|随着|值此|适逢|恰逢"
)
BETWEEN_HAN = re.compile("(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
HEDGES = re.compile(
    "(?i:(?:may|might|possibly|probably|perhaps|maybe|tentatively|reportedly|if)\\b)|可能|或将|据传|如果|预计"
)
"""Words of a reason that may apply to its consequence."""
THANKS = re.compile(
    "(?i:thank|thanks|enjoy|happy|see|check|visit|build|try|plan|please|sign|don't miss|hurry|come|read|refer|learn"
    "|questions|no action|we thank|we appreciate|we look forward|have fun|stay tuned|go|grab|act|get|make the most|code"
    "|cheers|what are you|ready|time to|spread|schedule your|shift your|move your|run your|why wait)\\b"
    "|感谢|谢谢|请|欢迎|敬请|快|尽情|放心|赶紧|赶快|抓紧|祝|期待|有疑问|如有疑问|别错过|不要错过|建议(?:您"
    "|用户)?(?:合理|提前|错峰)"
)
CLAUSES = re.compile(
    "(?:and |but |so )?(?:as|which|so|you|we|it|they|that|because|since|this|although|though|i|there|let"
    "|just|yes|hello|hi"
    "|dear|thus|therefore|what|if you)\\b|(?:所以|因此|以便|这样|我们|您|大家|亲)"
)
"""Beginnings of remarks beside the tariff."""


def has_doubts(text: str, *, of_all: bool = True) -> bool:
    """Return True if words may change what a text says of a tariff; `of_all`: or limit it to some tokens."""
    note = divide_note(text)
    return relevant_note(note) is None or (of_all and note.has(PARTIAL))


def relevant_note(note: TariffNote) -> TariffNote | None:
    """Return the note without idle words; None if a word in it may change the meaning of the rest."""
    if any(line.asks and line.has(*VALUES) for line in note.lines):
        return None
    if any(_limits(line) for line in note.lines):
        return None
    if any(line.has(POSTPONED) and not _is_dated(note.lines[place:]) for place, line in enumerate(note.lines)):
        return None
    lines = [line for line in note.lines if not line.asks]
    first = next((place for place, line in enumerate(lines) if line.has(*VALUES)), 0)
    kept = [_kept(line, place < first) for place, line in enumerate(lines)]
    if any(line is None for line in kept):
        return None
    return TariffNote([line for line in kept if line and line.bits], note.sentence, note.values)


def _limits(line: NoteLine) -> bool:
    """Return True if a line exempts somebody or something unknown: "Some users are exempt." """
    return not line.has(*VALUES) and line.has("except", "only") and line.has(UNKNOWN)


def _is_dated(lines: Sequence[NoteLine]) -> bool:
    """Return True if the first line, or one behind it, states the instant to which something was put off."""
    return lines[0].has("T") or any(line.has("T") and line.words[0].role == "newer" for line in lines)


def _kept(line: NoteLine, is_before: bool) -> NoteLine | None:
    """Return a line without idle bits, empty if all of it may be dropped; None if it may change the whole note."""
    if not line.has(*VALUES, *NO_HEADLINE, CHANGES) and line.has(UNKNOWN) and _may_go(line, is_before):
        return NoteLine()
    bits: list[Bit] = []
    for bit in line.bits:
        leads = not any(word.role in VALUES for part in bits for word in part)
        if any(word.role in VALUES and word.role != "Z" for word in bit):
            bits.append(bit)
        elif REASONS.match(_text(bit)) and not any(word.role in NO_REASON or HEDGES.match(word.text) for word in bit):
            continue
        elif any(word.role == "Z" for word in bit) or not _is_left_out(bit, leads):
            bits.append(bit)
    if any(word.role == CHANGES for bit in bits for word in bit):
        return None
    return NoteLine([tuple(replace(word, role=MOVED.get(word.role, word.role)) for word in bit) for bit in bits])


def _may_go(line: NoteLine, is_before: bool) -> bool:
    """Return True if a line without a statement about the tariff is a headline, thanks, or a remark."""
    if _scoped(line.words):
        return False
    return is_before or bool(THANKS.match(_text(line.words))) or all(_is_idle(bit) for bit in line.bits)


def _is_left_out(bit: Bit, leads: bool) -> bool:
    """Return True if a bit without a value, partly unknown, changes nothing."""
    if not any(word.role == UNKNOWN for word in bit) or _scoped(bit) or any(word.role == CHANGES for word in bit):
        return False
    if leads and bit[-1] is HEAD and not any(word.role in NO_HEADLINE for word in bit):
        return True
    return all(word.role in IDLE for word in bit) and (leads or bool(THANKS.match(_text(bit))) or _is_idle(bit))


def _is_idle(bit: Bit) -> bool:
    """Return True if a bit is a clause of its own and names nobody."""
    named = any(word.role == UNKNOWN and word.text[:1].isupper() for word in bit)
    return all(word.role in IDLE for word in bit) and not named and bool(CLAUSES.match(_text(bit)))


def _text(words: Iterable[RoleWord]) -> str:
    return BETWEEN_HAN.sub("", " ".join(word.text for word in words))


def _scoped(words: Sequence[RoleWord]) -> bool:
    return bool(words) and bool(SCOPES.match(words[0].text))
