"""From a sentence that a pattern knows to what it states; the patterns of both languages use the same group names.

These are the statements whose wording is still known as a whole: prices and their dates, versions, mergers,
temporary addresses. What becomes of names, promotions and peak hours is read word by word.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from scrapers.deepseek.plausibility import METERS
from scrapers.deepseek.small_print.clauses import NAME, Sentence, model_ids, names
from scrapers.deepseek.small_print.statements import (
    EndpointEnds,
    PricesHold,
    Retires,
    Statement,
    Upgraded,
)

Make = Callable[[re.Match[str], Sentence], Iterator[Statement]]

METER_NAMES = dict(zip(METERS, ("cache hit|缓存命中", "cache miss|缓存未命中", r"\boutput\b|输出"), strict=True))
"""What sentences call each meter, as a pattern."""
LOOKS_BACK = re.compile(
    r"(?:This|The) (?:price )?(?:adjustment|change|reduction)\b|(?:该|此|本)(?:次|项)?(?:价格)?调整"
)
MERGED = re.compile(
    r"(?:\b(?:has|have) been merged (?:and upgraded )?into (?:a|the) new model,? |已经?合并(?:升级)?为新模型,? ?)"
    rf"(?P<model>{NAME.pattern})"
)
NEW_MODEL = re.compile(rf"(?:new model(?:,| is| called)? ?|新模型为 ?)(?P<model>{NAME.pattern})")


@dataclass(frozen=True)
class Rule:
    """A pattern, what it makes, and the words beside it that give the sentence another meaning."""

    pattern: re.Pattern[str]
    make: Make
    unless: re.Pattern[str] | None = None

    def read(self, sentence: Sentence) -> Iterator[Statement]:
        yield from (stated for _, stated in self.matches(sentence))

    def matches(self, sentence: Sentence) -> Iterator[tuple[re.Match[str], Statement]]:
        """Each statement with the words that it was read from."""
        for match in self.pattern.finditer(sentence.marked):
            if not sentence.asks and not (self.unless and self.unless.search(sentence.clause(match))):
                yield from ((match, stated) for stated in self.make(match, sentence))


def rule(pattern: str, make: Make, unless: re.Pattern[str] | None = None) -> Rule:
    return Rule(re.compile(f"(?i:{pattern})"), make, unless)


def merged(match: re.Match[str], sentence: Sentence) -> Iterator[Retires]:
    """Both names reach "the new model", which an earlier sentence of the note has named (2024-09)."""
    model = NEW_MODEL.search(sentence.before)
    yield Retires(model_ids(match["models"]), "routed", replacement=model["model"] if model else None)


def merged_before(match: re.Match[str], sentence: Sentence) -> Iterator[Retires]:
    """The new model is known only by an earlier sentence of the note; without one nothing is stated."""
    if model := MERGED.search(sentence.before):
        yield Retires(model_ids(match["models"]), "routed", replacement=model["model"])


def prices_hold(match: re.Match[str], sentence: Sentence) -> Iterator[PricesHold]:
    """Nothing where the sentence is about one model's price."""
    about = sentence.marked
    if LOOKS_BACK.match(about):
        about = f"{sentence.before} {about}"
    if not names(about):
        yield PricesHold(_at(match, sentence, "at"), _at(match, sentence, "until"), meters_of(about))


def meters_of(text: str) -> tuple[str, ...]:
    """The meters that a text names; none are all of them."""
    return tuple(meter for meter, name in METER_NAMES.items() if re.search(name, text, re.IGNORECASE))


def endpoint_ends(match: re.Match[str], sentence: Sentence) -> Iterator[EndpointEnds]:
    if at := _at(match, sentence, "at"):
        yield EndpointEnds(match["endpoint"].rstrip("./"), at)


def upgraded(match: re.Match[str], sentence: Sentence) -> Iterator[Upgraded]:
    yield Upgraded(model_ids(match["models"]), match["version"])


def group(match: re.Match[str], name: str) -> str | None:
    """What a pattern's group holds; None also where the pattern has no such group."""
    return match.groupdict().get(name)


def _at(match: re.Match[str], sentence: Sentence, *groups: str) -> datetime | None:
    found = (sentence.at(group(match, name)) for name in groups)
    return next((at for at in found if at is not None), None)
