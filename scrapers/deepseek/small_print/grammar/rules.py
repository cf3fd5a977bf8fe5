"""Sentences whose wording is known as a whole, and their statements; both languages use the same group names.

They are prices with their dates, versions, mergers and temporary addresses. Retirements, promotions and peak hours are
read word by word.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from scrapers.deepseek.small_print.statements import (
    EndpointEnds,
    NoteStatement,
    PricesHold,
    Retires,
    Upgraded,
)
from scrapers.deepseek.small_print.syntax import MODELS, NAME, Sentence, model_ids, model_names

Make = Callable[[re.Match[str], Sentence], Iterator[NoteStatement]]

METERS = {
    "input_cache_hit": re.compile(r"cache hit|缓存命中", re.IGNORECASE),
    "input_cache_miss": re.compile(r"cache miss|缓存未命中", re.IGNORECASE),
    "output": re.compile(r"\boutput\b|输出", re.IGNORECASE),
}
THEM = f"(?P<models>{MODELS})"
VERSION = r"(?P<version>DeepSeek[- ](?:Coder[- ])?[VR][0-9]+(?:\.[0-9]+)*(?:-[A-Za-z0-9]+)*)"
LOOKS_BACK = re.compile(
    r"(?:This|The) (?:price )?(?:adjustment|change|reduction)\b|(?:该|此|本)(?:次|项)?(?:价格)?调整"
)
MERGED = re.compile(
    r"(?:\b(?:has|have) been merged (?:and upgraded )?into (?:a|the) new model,? |已经?合并(?:升级)?为新模型,? ?)"
    rf"(?P<model>{NAME.pattern})"
)
NEW_MODEL = re.compile(rf"(?:new model(?:,| is| called)? ?|新模型为 ?)(?P<model>{NAME.pattern})")


@dataclass(frozen=True)
class SentenceRule:
    """A pattern, its statement, and words beside it that change the sentence's meaning."""

    pattern: re.Pattern[str]
    make: Make
    unless: re.Pattern[str] | None = None

    def read(self, sentence: Sentence) -> Iterator[NoteStatement]:
        yield from (stated for _, stated in self.matches(sentence))

    def matches(self, sentence: Sentence) -> Iterator[tuple[re.Match[str], NoteStatement]]:
        """Yield each statement with the words that it was read from."""
        for match in self.pattern.finditer(sentence.marked):
            if not sentence.asks and not (self.unless and self.unless.search(sentence.clause(match))):
                yield from ((match, stated) for stated in self.make(match, sentence))


def rule(pattern: str, make: Make, unless: re.Pattern[str] | None = None) -> SentenceRule:
    return SentenceRule(re.compile(f"(?i:{pattern})"), make, unless)


def merged(match: re.Match[str], sentence: Sentence) -> Iterator[Retires]:
    """Yield the routing of two names to "the new model" that an earlier sentence of the note names (2024-09)."""
    model = NEW_MODEL.search(sentence.before)
    yield Retires(model_ids(match["models"]), "routed", replacement=model["model"] if model else None)


def merged_before(match: re.Match[str], sentence: Sentence) -> Iterator[Retires]:
    """Yield the routing to the new model of an earlier sentence of the note; nothing without one."""
    if model := MERGED.search(sentence.before):
        yield Retires(model_ids(match["models"]), "routed", replacement=model["model"])


def prices_hold(match: re.Match[str], sentence: Sentence) -> Iterator[PricesHold]:
    """Yield from or until when prices hold; nothing if the sentence is about one model's price."""
    about = sentence.marked
    if LOOKS_BACK.match(about):
        about = f"{sentence.before} {about}"
    if not model_names(about):
        yield PricesHold(_at(match, sentence, "at"), _at(match, sentence, "until"), meters_of(about))


def meters_of(text: str) -> tuple[str, ...]:
    """Return the meters that a text names; none means all of them."""
    return tuple(meter for meter, words in METERS.items() if words.search(text))


def endpoint_ends(match: re.Match[str], sentence: Sentence) -> Iterator[EndpointEnds]:
    if at := _at(match, sentence, "at"):
        yield EndpointEnds(match["endpoint"].rstrip("./"), at)


def upgraded(match: re.Match[str], sentence: Sentence) -> Iterator[Upgraded]:
    yield Upgraded(model_ids(match["models"]), match["version"])


def group(match: re.Match[str], name: str) -> str | None:
    """Return the text of a pattern's group; None also if the pattern has no such group."""
    return match.groupdict().get(name)


def _at(match: re.Match[str], sentence: Sentence, *groups: str) -> datetime | None:
    found = (sentence.at(group(match, name)) for name in groups)
    return next((at for at in found if at is not None), None)
