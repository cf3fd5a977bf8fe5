"""Comparison of the labels of DeepSeek's tables, and the format of its amounts.

A line break inside a label came and went in 2026, in Chinese without any space: labels are compared without blanks,
dashes and case.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar
from unicodedata import normalize

RAISED = re.compile("[\u00b9\u00b2\u00b3\u2070-\u2079]+")
"""Note markers that are superscript digits: normalising would make them digits of the label."""
DASH = re.compile("[\u2010-\u2015\u2212]")
BETWEEN = re.compile(r"[\s\u00ad-]+")
NUMBER = (
    r"((?:[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3}|0|[1-9][0-9]{0,11})(?:\.[0-9]{1,20})?|(?<![0-9])\.[0-9]{1,20})"
    r"(?![0-9]|[.,][0-9])"
)
"""Also without the zero before the point (.14), and with commas between thousands. A longer number is no amount."""
LONGEST_LABEL = 100
"""Longer texts of cells are no labels, and are not remembered."""
LabelValue = TypeVar("LabelValue")


def unify_label(label: str) -> str:
    """Return a label with one kind of dash, plain letters and brackets, and single spaces."""
    if label.isascii():
        return " ".join(label.split())
    return " ".join(DASH.sub("-", normalize("NFKC", RAISED.sub("", label))).split())


def compact_label(label: str) -> str:
    """Return a label in the form in which labels are compared."""
    return _compact(label) if len(label) <= LONGEST_LABEL else _compact.__wrapped__(label)


@lru_cache(maxsize=1024)
def _compact(label: str) -> str:
    if label.isascii():
        return "".join(label.split()).replace("-", "").lower()
    return BETWEEN.sub("", unify_label(label).casefold())


def label_set(*texts: str) -> frozenset[str]:
    return frozenset(map(compact_label, texts))


def by_label(values: Mapping[str, LabelValue]) -> dict[str, LabelValue]:
    """Return values by their compact labels."""
    return {compact_label(label): value for label, value in values.items()}


def amount_pattern(before: str, behind: str) -> str:
    """Return a regular expression (one group) for an amount with its currency before or behind the number, or both."""
    beside = rf"(?=(?<![A-Za-z])(?i:{before}) ?\.?[0-9]|[0-9.][0-9.,]* ?(?i:{behind}))"
    return rf"(?<![0-9$\u00a5\uffe5])(?<![0-9][.,]){beside}(?:(?i:{before}) ?)?{NUMBER}(?: ?(?i:{behind}))?"


def decimal_of(number: str) -> Decimal:
    """Return the digits of a number as printed."""
    return Decimal(number.replace(",", ""))
