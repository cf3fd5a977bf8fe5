"""Retirements in a clause: names end, are routed to another model, or stay after all."""

import re
from collections.abc import Iterator, Sequence

from scrapers.deepseek.small_print.grammar.retirement_rules import (
    ENDINGS,
    ENDS,
    HEADED,
    INSTANT,
    KEPT,
    LISTED,
    MOVED,
    NOT_THEN,
    PUT_OFF,
    PUT_OFF_BY_US,
    RESPECTIVELY,
    ROUTES,
    ROUTINGS,
    STAYS,
    UNTIL_WHEN,
    RetirementRule,
)
from scrapers.deepseek.small_print.statements import EndpointEnds, Retires
from scrapers.deepseek.small_print.syntax import (
    Pieces,
    Segment,
    Sentence,
    Vocabulary,
    model_ids,
    needed_segments,
    normalize_order,
    text_of,
    too_long,
)

API = re.compile(
    r"https?://(?!(?:www|docs?|api-docs|status|chat|platform|blog|help|support|forum|cdn|static|app|news)\.)"
    r"(?:[a-z0-9-]+\.)+deepseek\.com(?:[/:]|$)"
)
ADDRESS, STANDS_FOR = re.compile("U[0-9]+ "), "M999 "
ENDS_OF_ADDRESSES = Vocabulary(f"U {' '.join(ENDS.words)}")
BECAUSE = frozenset({"as", "because", "given", "由于", "因", "因为", "鉴于"})
IN_ORDER = re.compile("(?i:respectively|in that order)|分别|依次|先后")
IT = ("it",)
"""The models of a clause that says "it": those of the sentence before."""


def read_retirements(clause: Sequence[Segment], whole: Pieces, sentence: Sentence) -> list[Retires]:
    """Return the statements of a clause about names."""
    parts = _without_because(needed_segments(clause))
    if too_long(parts):
        return []
    stated = _retirements(parts, whole, sentence)
    if not stated and len(parts) > 1 and parts[0].heading and _is_title(parts[0]):
        stated = _retirements(parts[1:], whole, sentence)
    return [] if _is_temporary(clause) and any(_is_route(statement) for statement in stated) else stated


def _is_route(statement: Retires) -> bool:
    return "routed" in (statement.state, statement.then) or (
        statement.state == "announced" and statement.replacement is not None
    )


def _without_because(parts: Sequence[Segment]) -> Sequence[Segment]:
    """Drop the word that makes an end the reason for advice: "As X will be retired …, please …"."""
    first = parts[0].pieces if parts else ()
    if len(first) > 1 and first[0].text in BECAUSE and first[0].may_be("reason"):
        return [Segment(first[1:], parts[0].heading), *parts[1:]]
    return parts


def _is_title(segment: Segment) -> bool:
    """Return True if a heading says only that something ends: "Deprecation: …"."""
    return segment.known and all(
        piece.may_be("the_end", "ended", "ends", "ending", "planned", "n", "") for piece in segment.pieces
    )


def _retirements(parts: Sequence[Segment], whole: Pieces, sentence: Sentence) -> list[Retires]:
    ends, routes, stays = (
        normalize_order(text_of(parts, vocabulary), whole, sentence) for vocabulary in (ENDS, ROUTES, STAYS)
    )
    for number, rule in enumerate(KEPT):
        match = rule.fullmatch(stays)
        if match and (number >= UNTIL_WHEN or INSTANT.search(stays)):
            return [Retires(_models(match, whole), "cancelled")]
    if listed := LISTED.fullmatch(ends):
        return list(_listed(listed, whole, sentence))
    if two := _respectively(ends, whole, sentence) or _put_off(parts, whole, sentence):
        return two
    for text, rules in ((ends, HEADED), (ends, ENDINGS), (routes, ROUTINGS)):
        for rule in rules:
            if (match := rule.pattern.fullmatch(text)) and (stated := _retires(match, rule, whole, sentence)):
                return [stated]
    return []


def read_endpoints(clause: Sequence[Segment], whole: Pieces, sentence: Sentence) -> list[EndpointEnds]:
    """Return the end of an API address; sentences about addresses are read like those about names."""
    parts = needed_segments(clause)
    text = "" if too_long(parts) else text_of(parts, ENDS_OF_ADDRESSES)
    addresses = [whole.value(slot.strip()) for slot in ADDRESS.findall(text)]
    if len(addresses) != 1 or not API.match(addresses[0]):
        return []
    text = normalize_order(ADDRESS.sub(STANDS_FOR, text), whole, sentence)
    for rule in ENDINGS:
        match, stated = rule.pattern.fullmatch(text), INSTANT.findall(text)
        if match and len(stated) == 1 and (match["m"] or match.groupdict().get("n")) == STANDS_FOR.strip():
            at = sentence.at(whole.value(stated[0]))
            return [EndpointEnds(addresses[0].rstrip("./:"), at)] if at else []
    return []


def _retires(match: re.Match[str], rule: RetirementRule, whole: Pieces, sentence: Sentence) -> Retires | None:
    """Return the statement; None if two instants are stated, or none by a rule that needs one."""
    stated = INSTANT.findall(match[0])
    slot = next((slot for name in "rsu" if (slot := match.groupdict().get(name))), None)
    replacement = whole.value(slot) if slot else None
    if len(stated) > 1 or (not stated and rule.undated is None):
        return None
    models = _models(match, whole)
    if replacement and (set(models) & set(model_ids(replacement)) or len(model_ids(replacement)) > 1):
        return None
    if rule.undated == "routed" and "points" in match[0] and not (replacement or "").startswith("deepseek-"):
        return None  # that is a version
    if not stated:
        return Retires(models, rule.undated or "announced", replacement=replacement)
    return Retires(models, "dated", sentence.at(whole.value(stated[0])), rule.then, replacement)


def _listed(match: re.Match[str], whole: Pieces, sentence: Sentence) -> Iterator[Retires]:
    """Yield the ends of two names, each with an instant of its own."""
    for name, when in (("m", "w"), ("n", "v")):
        (slot,) = INSTANT.findall(match[when])
        yield Retires(model_ids(whole.value(match[name])), "dated", sentence.at(whole.value(slot)), "retired")


def _respectively(text: str, whole: Pieces, sentence: Sentence) -> list[Retires]:
    """Return the ends of two names with two instants, if the text pairs them in order."""
    match = RESPECTIVELY.fullmatch(text)
    models = model_ids(whole.value(match["m"])) if match else ()
    in_order = IN_ORDER.search(sentence.text)
    if not match or len(models) != 2 or not in_order or not re.search("ended|ends|end|the_end", text):
        return []
    return [
        Retires((model,), "dated", sentence.at(whole.value(slot)), "retired")
        for model, slot in zip(models, (match["w"], match["v"]), strict=True)
    ]


def _put_off(parts: Sequence[Segment], whole: Pieces, sentence: Sentence) -> list[Retires]:
    """Return an end that was put off to another instant."""
    text = normalize_order(text_of(parts, MOVED), whole, sentence)
    match = PUT_OFF.fullmatch(text) or PUT_OFF_BY_US.fullmatch(text)
    if not match and re.search("ended|ends|end|the_end", text):
        match = NOT_THEN.fullmatch(text)
    return [Retires(_models(match, whole), "dated", sentence.at(whole.value(match["v"])), "retired")] if match else []


def _is_temporary(clause: Sequence[Segment]) -> bool:
    """Return True if an unknown head of the clause may limit when requests are routed: "During the outage, …"."""
    head = next(iter(clause), None)
    return head is not None and head.idle and not head.known and not head.has("reason", "please")


def _models(match: re.Match[str], whole: Pieces) -> tuple[str, ...]:
    slot = match["m"] or match.groupdict().get("n") or ""
    return IT if slot == "it" else model_ids(whole.value(slot))
