"""Reduced prices in a clause: the models, the share, the end, and the price afterwards."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from scrapers.deepseek.small_print.grammar.after_promotions import (
    ABOUT_IT,
    OFFERED,
    instant_of,
    list_price_returns,
    list_price_stays_away,
    never_extended,
)
from scrapers.deepseek.small_print.statements import Discounts
from scrapers.deepseek.small_print.syntax import (
    Pieces,
    Segment,
    Sentence,
    model_ids,
    needed_segments,
    normalize_order,
    text_of,
    word_set,
)
from scrapers.deepseek.small_print.values import kept, percent, percent_off

ALLOWED = word_set(
    "off offer price billed be now until on ends the_end extended runs usable enjoy you we can of to with been "
    "will stay and by before it again moved token released"
)
"""Words around a discount that change nothing about it, in any order."""
FOR_GOOD = (ALLOWED - {"before", "until"}) | {"forever", "made", "becomes", "adjusted", "list", "from"}
"""Words around a discount that becomes the price."""
THEN_ALLOWED = ALLOWED | {"adjusted", "becomes", "list", "after", "post_after"}
SHARE = re.compile(
    r"(?<!S)P([0-9]+) (?:(?:of|offer|price) )*off (?:off )*|(?<!S)P([0-9]+) offer (?=of M|on M|M)"
    r"|off (?:(?:of|by|price|be|enjoy) )*P([0-9]+) (?:off )*"
)
CUT_TO = re.compile("off (?:be )?to P([0-9]+) (?:of )?(?:it )?(?:list )?(?:price )?|list (?:price )?of P([0-9]+) ")
"""The share that is left to pay: "cut to 25% of the list price"."""


def _share(match: re.Match[str]) -> str:
    return f"SP{match[1] or match[2] or match[3]} "


OF_THE_LIST = re.compile(
    "(?:(?:on|to|adjusted|becomes) )*(?:([KP])([0-9]+) of (?:it )?list (?:price )?|list (?:price )?of ([KP])([0-9]+) )"
)


def _left_to_pay(match: re.Match[str]) -> str:
    kind, number = match[1] or match[3], match[2] or match[4]
    return f"S{'L' if kind == 'P' else 'K'}{number} "


TIDY: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (CUT_TO, lambda match: f"SL{match[1] or match[2]} "),
    (SHARE, _share),
    (re.compile("(?:becomes|adjusted|be now|now be|been) (?:(?:of|to|be|now) )*list (?:price )?(?!K|S|P)"), "forever "),
    (re.compile("becomes (?:price )?forever "), "forever "),
    (re.compile(r"(S[PKL0-9]+) (?:(?:of|off|from) )*list (?:price )?(?!K)"), r"\1 "),
    (re.compile(r"list (?:price )?(?:of )?(S[PKL0-9]+) "), r"\1 "),
    (re.compile(r"(S[PKL0-9]+) (?:/ )?(?:or )?(?:of )?(?:off )?(S[PKL0-9]+ )(?=\2|$|(?!S))"), r"\1 \2"),
)
END = re.compile(
    r"(?:until |before |(?:ends|the_end) (?:(?:on|until|be|of|from|by|offer|off|S[PKL0-9]+|M[0-9]+) )*"
    r"|extended (?:to |until |on )|runs (?:to|until) )(?P<at>T[0-9]+) "
    r"|(?:(?:on|until) )?(?P<then>T[0-9]+) (?:ends|the_end|until) |offer (?:be )?(?P<of>T[0-9]+) "
    r"|extended (?:(?:of|on|off|offer|S[PKL0-9]+|M[0-9]+) )*to (?P<to>T[0-9]+) "
)
FUTURE = re.compile(
    "will (?!(?:be )?(?:extended|ends|runs|stay|until|on T[0-9]+ (?:ends|until)|now ends"
    "|M[0-9]+ (?:of )?S[PKL0-9]+ (?:(?:off|offer) )*(?:extended|ends)))"
)
PAST = re.compile("been (?!extended|now extended)")
TWO_ENDS = re.compile(
    r"(?:from|to) (?P<old>T[0-9]+) (?:(?:will|be|been|now|of) )*(?:moved|extended|adjusted|to|until) "
    r"(?:(?:to|until|be|on) )*(?P<new>T[0-9]+) "
)


def read_promotions(clause: Sequence[Segment], whole: Pieces, sentence: Sentence) -> list[Discounts]:
    """Return the reduced prices that a clause states."""
    parts = [part for part in needed_segments(clause) if not never_extended(part, whole, sentence)]
    if any(part.idle and not part.aside and part.has(*ABOUT_IT, "return", "then") for part in clause):
        return []
    parts = [half for part in parts for half in _cut(part)]
    tail, for_good = (
        [part for part in parts if list_price_returns(part)],
        any(part.has("forever", "becomes") for part in parts),
    )
    left_out = [part for part in parts if part in tail or (for_good and list_price_stays_away(part))]
    text = offered([part for part in parts if part not in left_out], whole, sentence)
    if (tail or for_good) and "K0" not in text:
        text = re.sub("^(?:and )?after |post_after $", "", text)
    stated = list(_discounts(text, whole, sentence))
    if any(part.idle and not part.aside for part in clause):
        stated = [statement for statement in stated if statement.models]
    return _with_tail(stated, tail, whole, sentence) if tail else stated


def _cut(part: Segment) -> Iterator[Segment]:
    """Split a segment that ends with the return of the list price: "… ends on T and the list price returns"."""
    for place, piece in enumerate(part.pieces):
        if (
            place
            and piece.may_be("and", "then", "but")
            and list_price_returns(after := Segment(part.pieces[place:], part.heading))
        ):
            yield from (Segment(part.pieces[:place]), after)
            return
    yield part


def _with_tail(
    stated: Sequence[Discounts], tail: Sequence[Segment], whole: Pieces, sentence: Sentence
) -> list[Discounts]:
    """Return promotions followed by the list price; the instant at which it returns is the end."""
    at, is_plain = instant_of(tail, whole, sentence)
    if not is_plain or any(
        statement.then == "permanent" or (at and statement.ends_at not in (None, at)) for statement in stated
    ):
        return []
    return [replace(statement, ends_at=statement.ends_at or at, then="list_price") for statement in stated]


def offered(parts: Sequence[Segment], whole: Pieces, sentence: Sentence) -> str:
    """Return a clause in the grammar words of a promotion; each share is one word."""
    text = normalize_order(text_of(parts, OFFERED), whole, sentence)
    if not re.search("(?<![^ ])(?:off|S[0-9]+|after|post_after) ", text):
        text = OF_THE_LIST.sub(_left_to_pay, text)
    for pattern, put in TIDY:
        text = pattern.sub(put, text)
    return _moved(text, whole, sentence)


def _moved(text: str, whole: Pieces, sentence: Sentence) -> str:
    """Return the text with one end if it is moved from one instant to a later one."""
    match = TWO_ENDS.search(text)
    if not match or not re.search("(?<![^ ])(?:moved|extended|adjusted) ", text):
        return text
    old, new = (sentence.at(whole.value(match[slot])) for slot in ("old", "new"))
    if not (old and new and old < new):
        return text
    before = re.sub("(?:(?:will|been) )*(?:be )?(?:now )?(?:moved |extended |adjusted )+", "", text[: match.start()])
    return f"{before}extended to {match['new']} {text[match.end() :]}"


def _discounts(text: str, whole: Pieces, sentence: Sentence) -> Iterator[Discounts]:
    grammar_words = text.split()
    shares = {_percent(word, whole) for word in grammar_words if re.fullmatch("S[PKL0-9]+", word)}
    models, instants = (list(dict.fromkeys(re.findall(rf"{slot}[0-9]+", text))) for slot in "MT")
    fractions = re.findall("K[0-9]+", text)
    if len(shares) > 1 or len(models) > 1 or len(instants) > 1 or len(fractions) > 1:
        return
    rest = {word for word in grammar_words if not re.fullmatch("(?:S|SP|SK|SL|M|T|K)[0-9]+", word)}
    off, at = next(iter(shares), None), _end(text, whole, sentence)
    named = model_ids(whole.value(models[0])) if models else ()
    if (instants and at is None) or re.search("until S", text):  # "up to 50% off" is not known
        return
    if fractions:
        if rest <= THEN_ALLOWED and off and named and "list" in rest and rest & {"after", "post_after"}:
            stays = kept(whole.value(fractions[0])) + off == 100
            yield Discounts(named, off, at, "permanent" if stays else None)
    elif "forever" in rest:
        if (
            rest <= FOR_GOOD
            and off
            and named
            and not PAST.search(re.sub("been (?=forever|becomes|adjusted)", "", text))
        ):
            yield Discounts(named, off, at, "permanent")
    elif rest <= ALLOWED and not FUTURE.search(text) and not PAST.search(text) and _enough(rest, off, named, at):
        yield Discounts(named, off, at)


def _enough(rest: set[str], off: Decimal | None, named: tuple[str, ...], at: datetime | None) -> bool:
    """Return True if the clause says what is reduced: a share of a model, or the end of a discount."""
    if at is None:
        return bool(named and off) and not rest & {"until", "ends", "the_end", "before"}
    return bool(off or "off" in rest)


def _end(text: str, whole: Pieces, sentence: Sentence) -> datetime | None:
    match = END.search(text)
    slot = match and (match["at"] or match["then"] or match["of"] or match["to"])
    return sentence.at(whole.value(slot)) if slot else None


def _percent(word: str, whole: Pieces) -> Decimal:
    """Return the percentage off: SP0 is "75% off", SL0 "25% of the list price", SK0 "a quarter of the list price"."""
    match word[:2]:
        case "SP":
            return percent(whole.value(word[1:]))
        case "SL":
            return 100 - percent(whole.value(f"P{word[2:]}"))
        case "SK":
            return 100 - kept(whole.value(word[1:]))
        case _:
            return percent_off(whole.value(word))


def shares_of(whole: Pieces) -> Iterator[Decimal]:
    """Yield every share that a sentence prints, as a percentage off."""
    text = "".join(f"{word} " for piece in whole.pieces if (word := piece.read(OFFERED)))
    for pattern, put in TIDY:
        text = pattern.sub(put, text)
    yield from (_percent(word, whole) for word in text.split() if re.fullmatch("S[PKL0-9]+", word))
