"""What a clause says of a reduced price: of which models, how much is taken off, until when, and what follows."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from scrapers.deepseek.small_print.clauses import Sentence, model_ids
from scrapers.deepseek.small_print.segments import Segment, needed, normal, text_of
from scrapers.deepseek.small_print.shares import kept, percent, percent_off
from scrapers.deepseek.small_print.statements import Discounts
from scrapers.deepseek.small_print.tokens import Pieces, Vocabulary, word_set

OFFERED = Vocabulary(
    "T M date S K P not nolonger only list return then until ends the_end extended enjoy been now off "
    "offer price adjusted becomes billed usable stay will be we you can after post_after before post_before "
    "from on runs with to by of it and n"
)
ALLOWED = word_set(
    "off offer price billed be now until on ends the_end extended runs usable enjoy you we can of to with been "
    "will stay and by before it"
)
"""Words around a discount that change nothing about it, whatever their order."""
THEN_ALLOWED = ALLOWED | {"adjusted", "becomes", "list", "after", "post_after"}
SHARE = re.compile(
    r"(?<!S)P([0-9]+) (?:(?:of|offer|price) )*off (?:off )*|off (?:(?:of|by|to|price|be|enjoy) )*P([0-9]+) (?:off )*"
)


def _share(match: re.Match[str]) -> str:
    return f"SP{match[1] or match[2]} "


TIDY: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (SHARE, _share),
    (re.compile(r"(S[P0-9]+) (?:(?:of|off|from) )*list (?:price )?(?!K)"), r"\1 "),
    (re.compile(r"list (?:price )?(?:of )?(S[P0-9]+) "), r"\1 "),
    (re.compile(r"(S[P0-9]+) (?:/ )?(?:or )?(?:of )?(?:off )?(S[P0-9]+ )(?=\2|$|(?!S))"), r"\1 \2"),
)
END = re.compile(
    r"(?:until |before |(?:ends|the_end) (?:(?:on|until|be|of|from|by|offer|off|S[P0-9]+|M[0-9]+) )*"
    r"|extended (?:to |until |on )|runs (?:to|until) )(?P<at>T[0-9]+) "
    r"|(?:(?:on|until) )?(?P<then>T[0-9]+) (?:ends|the_end|until) |offer (?:be )?(?P<of>T[0-9]+) "
    r"|extended (?:(?:of|on|off|offer|S[P0-9]+|M[0-9]+) )*to (?P<to>T[0-9]+) "
)
FUTURE = re.compile(
    "will (?!(?:be )?(?:extended|ends|runs|stay|until|on T[0-9]+ (?:ends|until)|now ends"
    "|M[0-9]+ (?:of )?S[P0-9]+ (?:(?:off|offer) )*(?:extended|ends)))"
)
PAST = re.compile("been (?!extended|now extended)")
GOES_ON = re.compile(
    "(?:(?:it|offer|off|S[P0-9]+|price|of|now|will|be|been|stay|usable|extended|runs|the_end|we) )*"
    "(?:ends (?:(?:on|from|by) )?|until |extended (?:to|until) |the_end (?:be )?)(?P<at>T[0-9]+) "
    "|(?:(?:it|offer|off|now|will|of|be) )*(?:on )?(?P<then>T[0-9]+) ends "
)


def promotions(clause: Sequence[Segment], whole: Pieces, sentence: Sentence) -> list[Discounts]:
    """What a clause states of reduced prices."""
    parts = needed(clause)
    tail = [part for part in parts if _returns(part)]
    text = offered(_without(parts, tail), whole, sentence)
    stated = list(_discounts(text, whole, sentence))
    if any(part.idle and not part.aside for part in clause):
        stated = [one for one in stated if one.models]
    return [replace(one, then="list_price") if tail and one.then is None else one for one in stated]


def offered(parts: Sequence[Segment], whole: Pieces, sentence: Sentence) -> str:
    """A clause in the words of a promotion; each share is one word."""
    text = normal(text_of(parts, OFFERED), whole, sentence)
    for pattern, put in TIDY:
        text = pattern.sub(put, text)
    return text


def moved_end(text: str) -> str | None:
    """The instant of "It now ends on ⟦0⟧" and its like, which say it of the promotion of the sentence before."""
    match = GOES_ON.fullmatch(text)
    return (match["at"] or match["then"]) if match else None


def _without(parts: Sequence[Segment], tail: Sequence[Segment]) -> list[Segment]:
    return [part for part in parts if part not in tail]


def _returns(part: Segment) -> bool:
    """Whether a segment says that the list price comes back."""
    comes_back = part.has("list") and (part.has("return") or part.has("then")) and not part.has("S", "K", "P", "M")
    return comes_back and not part.has("not", "cond", "hedge", "T", "date", "report", "was")


def _discounts(text: str, whole: Pieces, sentence: Sentence) -> Iterator[Discounts]:
    words = text.split()
    shares = {_percent(word, whole) for word in words if re.fullmatch("S[P0-9]+", word)}
    models, instants = (list(dict.fromkeys(re.findall(rf"{slot}[0-9]+", text))) for slot in "MT")
    fractions = re.findall("K[0-9]+", text)
    if len(shares) > 1 or len(models) > 1 or len(instants) > 1 or len(fractions) > 1:
        return
    rest = {word for word in words if not re.fullmatch("(?:S|SP|M|T|K)[0-9]+", word)}
    off, at = next(iter(shares), None), _end(text, whole, sentence)
    named = model_ids(whole.value(models[0])) if models else ()
    if instants and at is None:
        return
    if fractions:
        if rest <= THEN_ALLOWED and off and named and "list" in rest and rest & {"after", "post_after"}:
            stays = kept(whole.value(fractions[0])) + off == 100
            yield Discounts(named, off, at, "permanent" if stays else None)
    elif rest <= ALLOWED and not FUTURE.search(text) and not PAST.search(text) and _enough(rest, off, named, at):
        yield Discounts(named, off, at)


def _enough(rest: set[str], off: Decimal | None, named: tuple[str, ...], at: datetime | None) -> bool:
    """Whether it is said what is reduced: a share of a model, or an end of a discount."""
    if at is None:
        return bool(named and off) and not rest & {"until", "ends", "the_end", "before"}
    return bool(off or "off" in rest)


def _end(text: str, whole: Pieces, sentence: Sentence) -> datetime | None:
    match = END.search(text)
    slot = match and (match["at"] or match["then"] or match["of"] or match["to"])
    return sentence.at(whole.value(slot)) if slot else None


def _percent(word: str, whole: Pieces) -> Decimal:
    return percent(whole.value(word[1:])) if word.startswith("SP") else percent_off(whole.value(word))


def shares_of(whole: Pieces) -> Iterator[Decimal]:
    """Every share that a sentence prints, as per cent off."""
    text = "".join(f"{word} " for piece in whole.pieces if (word := piece.read(OFFERED)))
    for pattern, put in TIDY:
        text = pattern.sub(put, text)
    yield from (_percent(word, whole) for word in text.split() if re.fullmatch("S[P0-9]+", word))
