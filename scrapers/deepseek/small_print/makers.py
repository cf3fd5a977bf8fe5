"""From a sentence that a pattern knows to what it states; the patterns of both languages use the same group names.

The rule for dates in an unknown shape: where a sentence announces an end (of a name, of a discount) without an instant
in its place, and the clause still holds an instant or digits that look like a date, the page is refused. Then "without
a date" would be wrong. Vague dates are no dates.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from scrapers.deepseek.small_print.clauses import NAME, Sentence, model_ids, names
from scrapers.deepseek.small_print.instants import looks_dated
from scrapers.deepseek.small_print.statements import (
    Discounts,
    EndpointEnds,
    FreeUntil,
    PricesHold,
    Retires,
    Statement,
    Upgraded,
)
from scrapers.page import PageChanged

Make = Callable[[re.Match[str], Sentence], Iterator[Statement]]

METERS = {
    "input_cache_hit": re.compile(r"cache hit|缓存命中", re.IGNORECASE),
    "input_cache_miss": re.compile(r"cache miss|缓存未命中", re.IGNORECASE),
    "output": re.compile(r"\boutput\b|输出", re.IGNORECASE),
}
LOOKS_BACK = re.compile(
    r"(?:This|The) (?:price )?(?:adjustment|change|reduction)\b|(?:该|此|本)(?:次|项)?(?:价格)?调整"
)
SHARES = {"a quarter": "1/4", "one quarter": "1/4", "half": "1/2", "a half": "1/2", "a tenth": "1/10", "一半": "1/2"}
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
        for match in self.pattern.finditer(sentence.marked):
            if not sentence.asks and not (self.unless and self.unless.search(sentence.clause(match))):
                yield from self.make(match, sentence)


def rule(pattern: str, make: Make, unless: re.Pattern[str] | None = None) -> Rule:
    return Rule(re.compile(f"(?i:{pattern})"), make, unless)


def retires(match: re.Match[str], sentence: Sentence) -> Iterator[Retires]:
    yield _retires(match, sentence, "retired")


def will_be_routed(match: re.Match[str], sentence: Sentence) -> Iterator[Retires]:
    yield _retires(match, sentence, "routed")


def cancelled(match: re.Match[str], sentence: Sentence) -> Iterator[Retires]:
    yield Retires(model_ids(match["models"]), "cancelled")


def routed(match: re.Match[str], sentence: Sentence) -> Iterator[Retires]:
    yield Retires(model_ids(match["models"]), "routed", replacement=match["replacement"])


def merged(match: re.Match[str], sentence: Sentence) -> Iterator[Retires]:
    """Both names reach "the new model", which an earlier sentence of the note has named (2024-09)."""
    model = NEW_MODEL.search(sentence.before)
    yield Retires(model_ids(match["models"]), "routed", replacement=model["model"] if model else None)


def merged_before(match: re.Match[str], sentence: Sentence) -> Iterator[Retires]:
    """The new model is known only by an earlier sentence of the note; without one nothing is stated."""
    if model := MERGED.search(sentence.before):
        yield Retires(model_ids(match["models"]), "routed", replacement=model["model"])


def discounts(match: re.Match[str], sentence: Sentence) -> Iterator[Discounts]:
    yield Discounts(_models(match), _percent_off(match), _end(match, sentence))


def becomes_permanent(match: re.Match[str], sentence: Sentence) -> Iterator[Discounts]:
    """Permanent only if the share of the price that stays is the one that is paid now."""
    off, kept = _percent_off(match), _kept(match["kept"])
    then = "permanent" if off is not None and off + kept == 100 else None
    yield Discounts(_models(match), off, _end(match, sentence), then)


def prices_hold(match: re.Match[str], sentence: Sentence) -> Iterator[PricesHold]:
    """Nothing where the sentence is about one model's price."""
    about = sentence.marked
    if LOOKS_BACK.match(about):
        about = f"{sentence.before} {about}"
    if not names(about):
        meters = tuple(meter for meter, words in METERS.items() if words.search(about))
        yield PricesHold(_at(match, sentence, "at"), _at(match, sentence, "until"), meters)


def free_until(match: re.Match[str], sentence: Sentence) -> Iterator[FreeUntil]:
    if at := _at(match, sentence, "at"):
        calls = tuple(
            call.lower() for call in ("Search", "Fetch") if re.search(rf"(?<![A-Za-z]){call}(?![A-Za-z])", match[0])
        )
        yield FreeUntil(calls, at)


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


def _end(match: re.Match[str], sentence: Sentence) -> datetime | None:
    """Raises PageChanged for a date in an unknown shape."""
    at = _at(match, sentence, "at", "beside", "after", "lead")
    clause = sentence.clause(match)
    if at is None and ("⟦" in clause or looks_dated(clause)):
        raise PageChanged("a date in an unknown shape", sentence.text)
    return at


def _retires(match: re.Match[str], sentence: Sentence, then: str) -> Retires:
    at = _end(match, sentence)
    models, replacement = model_ids(match["models"]), group(match, "replacement")
    if at is None:
        return Retires(models, "announced", replacement=replacement)
    return Retires(models, "dated", at, then, replacement)


def _models(match: re.Match[str]) -> tuple[str, ...]:
    return model_ids(group(match, "models") or "")


def _percent_off(match: re.Match[str]) -> Decimal | None:
    """折 is what is left to pay, in tenths: 2.5 折 is 75% off; 85 折 is 8.5 折."""
    if percent := group(match, "percent"):
        return _whole(Decimal(percent))
    if fold := group(match, "fold"):
        tenths = Decimal(fold) if Decimal(fold) < 10 else Decimal(fold) / 10
        return _whole(100 - 10 * tenths)
    return None


def _whole(number: Decimal) -> Decimal:
    """75 instead of 75.0."""
    return number.to_integral_value() if number == number.to_integral_value() else number


def _kept(share: str) -> Decimal:
    over, under = SHARES.get(share.lower(), share).split("/")
    return 100 * Decimal(over) / Decimal(under)
