"""Completion of statements: parts of a value that they omit and do not contradict stay as believed. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from models.bitemporal import Span, value_at
from models.facts import Fact, FactKey, FactValue, PeakHours, Retirement
from models.plausibility.case import Believed
from models.readings import Reading

HOLIDAYS = re.compile(r"holiday|假|节日", re.IGNORECASE)
DAYS = re.compile(
    r"\b(?:days?|daily|every|each|all|any|always|week\w*|workdays?|(?:mon|tue|wed|thu|fri|sat|sun)\w*)\b"
    "|[每周日天]|星期|礼拜|全年",
    re.IGNORECASE,
)
"""Words for the days of peak hours."""


def filled(held: Believed, reading: Reading, moment: datetime) -> Reading:
    """Return the reading with believed replacements and days of peak hours, if it repeats the rest without them."""
    believed: dict[tuple[type[Fact], FactKey], Sequence[Span]] = {
        (scope.fact, key): spans
        for scope, beliefs in held.items()
        if scope.fact in (Retirement, PeakHours)
        for key, spans in beliefs.items()
    }
    values = {
        (type(fact), fact.key, fact.effective_from): value_at(spans, fact.effective_from or moment)
        for fact in reading.facts
        if (spans := believed.get((type(fact), fact.key)))
    }
    facts = tuple(_filled(fact, values) for fact in reading.facts)
    return reading if facts == reading.facts else reading.keeping(facts, frozenset())


def _filled(fact: Fact, values: Mapping[tuple[type[Fact], FactKey, datetime | None], FactValue]) -> Fact:
    value = values.get((type(fact), fact.key, fact.effective_from))
    if value is None or fact.gone:
        return fact
    if isinstance(fact, Retirement):
        same = fact.replacement is None and (fact.state, fact.retires_at) == value[:2]
        return replace(fact, replacement=value[2]) if same else fact
    if isinstance(fact, PeakHours) and fact.text and (fact.time_zone, fact.windows) == (value[0], value[2]):
        weekdays = fact.weekdays if DAYS.search(fact.text) else value[1]
        silent = fact.holidays is None and weekdays == value[1] and not HOLIDAYS.search(fact.text)
        return replace(fact, weekdays=weekdays, holidays=value[3] if silent else fact.holidays)
    return fact
