"""Sentences that give a model of the page another price or discount than its table: then one of the two is wrong."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal

from models.changes import amount_words
from models.facts import Price
from scrapers.deepseek.labels import decimal_of
from scrapers.deepseek.parts import Parts
from scrapers.deepseek.small_print.clauses import model_ids
from scrapers.deepseek.small_print.instants import instants
from scrapers.deepseek.small_print.statements import Discounts
from scrapers.deepseek.terms import Reduced
from scrapers.deepseek.words import Words
from scrapers.page import PageChanged

METERS = {
    "input_cache_hit": re.compile(r"cache[- ]hit|缓存命中", re.IGNORECASE),
    "input_cache_miss": re.compile(r"cache[- ]miss|缓存未命中", re.IGNORECASE),
    "output": re.compile(r"\boutput\b|输出", re.IGNORECASE),
}
OTHERWISE = re.compile(
    r"\b(?:was|were|from|original|originally|previous|previously|before|until|than|instead|list|full|if|example|e\.g"
    r"|batch|not|no|save[sd]?|up to|less|more|average)\b|原|曾|此前|以前|之前|相比|如果|例如|约|不|最高|节省",
    re.IGNORECASE,
)
"""Words beside which an amount is not what the model costs now."""
SENTENCE = re.compile(r"(?<=[.!?;]) |(?<=[。！？；])")


def refuse_other_prices(texts: Iterable[str], prices: Iterable[Price], words: Words) -> None:
    """Raise PageChanged for a sentence that prices one meter of one model per unit, otherwise than every table does."""
    stated = list(prices)
    priced = re.compile(rf"{words.amount} ?(?:/|per|每)? ?{words.unit}|每 ?{words.unit} ?{words.amount}", re.IGNORECASE)
    for sentence in (sentence for text in texts for sentence in SENTENCE.split(text)):
        for key, amount in _said(sentence, priced):
            known = {number for price in stated if (price.model, price.meter) == key for number in _numbers(price)}
            if known and amount not in known:
                raise PageChanged("a sentence gives another price than the table", sentence)


def _numbers(price: Price) -> Iterator[Decimal]:
    yield from (number for number in (price.amount, price.list_amount) if number is not None)


def refuse_other_discounts(parts: Parts, prices: Iterable[Price], reduced: Reduced, moment: datetime) -> None:
    """Raise PageChanged for a note of a promotion that is on, with another per cent than the cells of its model."""
    stated = list(prices)
    for one in parts.said:
        said = one.statement
        if not isinstance(said, Discounts) or said.percent_off is None or (said.ends_at and said.ends_at <= moment):
            continue
        for model in said.models or reduced:
            printed = {percent for percent in reduced.get(model, ()) if percent is not None}
            other = next(
                (price for price in stated if price.model == model and not _leads(price, said.percent_off)), None
            )
            if other is not None or printed - {said.percent_off}:
                cells = f"{model}: {_cells(other, printed)}"
                raise PageChanged("a note gives another discount than the table", f"{parts.note_of(said)} / {cells}")


def _leads(price: Price, percent: Decimal) -> bool:
    """Whether so many per cent lead from the list price to the price, as far as their printed digits say."""
    if price.list_amount is None or price.amount is None:
        return True
    left = (100 - percent) / 100
    slack = _half_a_digit(price.amount) + left * _half_a_digit(price.list_amount)
    slack += price.list_amount * _half_a_digit(percent) / 100
    return abs(price.list_amount * left - price.amount) <= slack


def _half_a_digit(number: Decimal) -> Decimal:
    """Half of what its last digit counts: how far it may have been rounded."""
    return Decimal(5).scaleb(min(int(number.as_tuple().exponent), 0) - 1)


def _cells(price: Price | None, percents: Iterable[Decimal]) -> str:
    named = ", ".join(f"{percent} % off" for percent in sorted(percents))
    amounts = price and f"{price.meter} {amount_words(price)}"
    return "; ".join(filter(None, (amounts, named)))


def _said(sentence: str, priced: re.Pattern[str]) -> Iterator[tuple[tuple[str, str], Decimal]]:
    """Model, meter and amount, where a sentence is about just one of each, now."""
    models, amounts = model_ids(sentence), list(priced.finditer(sentence))
    meters = [meter for meter, pattern in METERS.items() if pattern.search(sentence)]
    if len(models) == len(amounts) == len(meters) == 1 and not OTHERWISE.search(sentence) and not instants(sentence):
        yield (models[0], meters[0]), decimal_of(next(number for number in amounts[0].groups() if number is not None))
