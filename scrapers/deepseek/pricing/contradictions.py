"""Refusal of a page whose sentences give a model another price or discount than its table: one of the two is wrong."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from models.facts import Price, amount_text
from scrapers.deepseek.pricing.label_text import decimal_of
from scrapers.deepseek.pricing.labels import PageLabels
from scrapers.deepseek.pricing.sections import PageSections
from scrapers.deepseek.small_print import Discounts, ReducedModels, is_elsewhere, model_ids, standard
from scrapers.page import PageChanged
from scrapers.parse import find_instants

METERS = {
    "input_cache_hit": re.compile(r"cache[- ]hit|缓存命中", re.IGNORECASE),
    "input_cache_miss": re.compile(r"cache[- ]miss|缓存未命中", re.IGNORECASE),
    "output": re.compile(r"\boutput\b|输出", re.IGNORECASE),
}
OTHERWISE = re.compile(
    r"\b(?:was|were|had|used to|from|original(?:ly)?|initial(?:ly)?|previous(?:ly)?|former(?:ly)?|earlier|ago|yesterday"
    r"|last (?:year|month|week|quarter)|back then|at (?:launch|first|release)|historic\w*|past|once|old|before|until"
    r"|than|instead|versus|vs|compared|unlike|list|full|not|no|save[sd]?|less|more)\b"
    r"|原|曾|以前|之前|此前|过去|当初|起初|最初|早先|上线时|发布时|去年|上月|上个月|上周|昨天|旧|往期|历史|相比|相较|不"
    r"|节省",
    re.IGNORECASE,
)
"""Words beside which an amount is of the past, or compared with another one."""
TOKENS = r"(?:1 ?M|(?:1 ?)?million|百万|100 ?万) ?(?:input|output|输入|输出)? ?tokens"
"""The unit of the tables in sentences: "1M output tokens"."""
SENTENCE = re.compile(r"(?<=[.!?;]) |(?<=[。！？；])")


def refuse_other_prices(texts: Iterable[str], prices: Iterable[Price], page_labels: PageLabels) -> None:
    """Raise PageChanged for a sentence that prices one meter of one model differently from every table."""
    stated, priced = list(prices), _priced(page_labels.amount)
    for sentence in (sentence for text in texts for sentence in SENTENCE.split(text)):
        for key, amount in _stated_amounts(sentence, priced):
            amounts = {number for price in stated if (price.model, price.meter) == key for number in _numbers(price)}
            if amounts and amount not in amounts:
                raise PageChanged("a sentence gives another price than the table", sentence)


@lru_cache(maxsize=8)
def _priced(amount: str) -> re.Pattern[str]:
    """Return the pattern of a price of tokens in a sentence, of the pattern of an amount."""
    return re.compile(rf"{amount} ?(?:/|per|每)? ?{TOKENS}|每 ?{TOKENS}[^0-9,。]{{0,9}}{amount}", re.IGNORECASE)


def _numbers(price: Price) -> Iterator[Decimal]:
    yield from (number for number in (price.amount, price.list_amount) if number is not None)


def refuse_other_discounts(
    parts: PageSections, prices: Iterable[Price], reduced: ReducedModels, moment: datetime
) -> None:
    """Raise PageChanged for a note on a running promotion with another percentage than the cells of its model."""
    stated = list(prices)
    for placed in parts.said:
        discount = placed.statement
        if (
            not isinstance(discount, Discounts)
            or discount.percent_off is None
            or (discount.ends_at and discount.ends_at <= moment)
        ):
            continue
        for model in discount.models or reduced:
            printed = {percent for percent in reduced.get(model, ()) if percent is not None}
            other = next(
                (price for price in stated if price.model == model and not _leads(price, discount.percent_off)), None
            )
            if other is not None or printed - {discount.percent_off}:
                cells = f"{model}: {_cells(other, printed)}"
                raise PageChanged(
                    "a note gives another discount than the table", f"{parts.note_of(discount)} / {cells}"
                )


def _leads(price: Price, percent: Decimal) -> bool:
    """Return True if the percentage leads from list price to price, within the rounding of the printed digits."""
    if price.list_amount is None or price.amount is None:
        return True
    left = (100 - percent) / 100
    slack = _half_a_digit(price.amount) + left * _half_a_digit(price.list_amount)
    slack += price.list_amount * _half_a_digit(percent) / 100
    return abs(price.list_amount * left - price.amount) <= slack


def _half_a_digit(number: Decimal) -> Decimal:
    """Return half a unit of the last digit: the most by which it may have been rounded."""
    return Decimal(5).scaleb(min(int(number.as_tuple().exponent), 0) - 1)


def _cells(price: Price | None, percents: Iterable[Decimal]) -> str:
    named = ", ".join(f"{percent} % off" for percent in sorted(percents))
    amounts = price and f"{price.meter} {amount_text(price)}"
    return "; ".join(filter(None, (amounts, named)))


def _stated_amounts(sentence: str, priced: re.Pattern[str]) -> Iterator[tuple[tuple[str, str], Decimal]]:
    """Yield model, meter and amount of a sentence about exactly one of each, for everybody and now."""
    text = standard(sentence)
    meters = [meter for meter, pattern in METERS.items() if pattern.search(text)]
    if len(meters) != 1:
        return
    models, amounts = model_ids(text), list(priced.finditer(text))
    if not len(models) == len(amounts) == 1:
        return
    if not (OTHERWISE.search(text) or is_elsewhere(text) or find_instants(sentence)):
        yield (models[0], meters[0]), decimal_of(next(number for number in amounts[0].groups() if number is not None))
