"""Sentences that give a model of the page another price than its table: then one of the two is wrong."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from models.facts import Price
from scrapers.deepseek.small_print.clauses import model_ids
from scrapers.deepseek.small_print.instants import instants
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
            known = {str(number) for price in stated if (price.model, price.meter) == key for number in _numbers(price)}
            if known and amount not in known:
                raise PageChanged("a sentence gives another price than the table", sentence)


def _numbers(price: Price) -> Iterator[Decimal]:
    yield from (number for number in (price.amount, price.list_amount) if number is not None)


def _said(sentence: str, priced: re.Pattern[str]) -> Iterator[tuple[tuple[str, str], str]]:
    """Model, meter and amount, where a sentence is about just one of each, now."""
    models, amounts = model_ids(sentence), list(priced.finditer(sentence))
    meters = [meter for meter, pattern in METERS.items() if pattern.search(sentence)]
    if len(models) == len(amounts) == len(meters) == 1 and not OTHERWISE.search(sentence) and not instants(sentence):
        yield (models[0], meters[0]), next(number for number in amounts[0].groups() if number is not None)
