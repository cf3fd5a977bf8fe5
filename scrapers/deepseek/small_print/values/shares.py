"""Shares of a price: the percentage off, and the fraction that is left to pay."""

import re
from decimal import Decimal

DIGITS = "零一二三四五六七八九"
NUMBER = r"(?<![0-9.$¥/])[0-9]{1,3}(?:\.[0-9]{1,3})?"
FOLD = rf"(?:{NUMBER} ?折(?![叠扣])|[一二三四五六七八九][一二三四五六七八九]?折(?![叠扣])|半价|对折)"
SHARE = rf"(?:{FOLD}|(?i:\bhalf[- ]?price\b|\bhalf[- ]off\b|\b50/50 off\b))"
"""A reduction in a word of its own: 2.5 折, 五折, 半价, half price."""
PERCENT = rf"{NUMBER} ?(?:%|％|(?i: percent\b| per cent\b|-percent\b)|个百分点)|百分之[一二三四五六七八九十]{{1,3}}"
"""A percentage; only words beside it say of what."""
FRACTIONS = {
    "a quarter": "1/4",
    "one quarter": "1/4",
    "one-quarter": "1/4",
    "half": "1/2",
    "a half": "1/2",
    "one half": "1/2",
    "one-half": "1/2",
    "a tenth": "1/10",
    "one tenth": "1/10",
    "one-tenth": "1/10",
    "一半": "1/2",
    "四分之一": "1/4",
    "十分之一": "1/10",
}
FRACTION = rf"(?:(?<![0-9/.])[1-9][0-9]?/[1-9][0-9]?(?![0-9/])|(?i:\b(?:{'|'.join(FRACTIONS)})\b)|一半|[一四十]分之一)"
FIRST_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def percent_off(text: str) -> Decimal:
    """Return the percentage off; 折 is what is left to pay, in tenths: 2.5 折 is 75% off, 85 折 is 8.5 折."""
    if re.search("(?i:half)|半价|对折", text):
        return Decimal(50)
    number = FIRST_NUMBER.match(text)
    tenths = Decimal(number[0] if number else "".join(str(DIGITS.index(digit)) for digit in text.rstrip("折 ")))
    return whole(100 - 10 * (tenths if tenths < 10 else tenths / 10))


def percent(text: str) -> Decimal:
    """Return the number of a `PERCENT` text."""
    number = FIRST_NUMBER.match(text)
    return whole(Decimal(number[0])) if number else Decimal(_spelt(text.removeprefix("百分之")))


def _spelt(text: str) -> int:
    """Return a Chinese number: 七十五 is 75."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return DIGITS.index(text) if len(text) == 1 else 0
    return 10 * (DIGITS.index(tens) if tens else 1) + (DIGITS.index(ones) if len(ones) == 1 else 0)


def kept(text: str) -> Decimal:
    """Return the percentage of the price that a fraction leaves."""
    over, under = FRACTIONS.get(text.lower(), text).split("/")
    return 100 * Decimal(over) / Decimal(under)


def whole(number: Decimal) -> Decimal:
    """Return 75 instead of 75.0."""
    return number.to_integral_value() if number == number.to_integral_value() else number
