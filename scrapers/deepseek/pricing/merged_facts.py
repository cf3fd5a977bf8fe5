"""Sentences of one page that state the same, where one of them may say less than the other."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from models.fact import Fact, value_columns
from models.facts import Promotion, Retirement
from models.mentioned import is_day_of

ENDS: dict[type[Fact], str] = {Retirement: "retires_at", Promotion: "ends_at"}
"""The column of the end of what has one."""


def merge_facts(facts: Iterable[Fact]) -> list[Fact]:
    """The facts, each once. What differs stays twice, and is no reading."""
    kept: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        same = kept.setdefault((type(fact), fact.key, fact.effective_from), [])
        for place, other in enumerate(same):
            if (both := _together(other, fact)) is not None:
                same[place] = both
                break
        else:
            same.append(fact)
    return list(_without_vague_ends([fact for same in kept.values() for fact in same]))


def _together(fact: Fact, other: Fact) -> Fact | None:
    """What two statements of one thing say; None where they differ."""
    if fact.value == other.value:
        return fact
    if type(fact) not in ENDS or fact.gone or other.gone:
        return None
    pairs = {name: (getattr(fact, name), getattr(other, name)) for name in value_columns(type(fact))}
    values = {name: _fuller(*pair) for name, pair in pairs.items()}
    if any(values[name] is None and any(pair) for name, pair in pairs.items()):
        return None
    return replace(fact, **values)


def _fuller(one: Any, two: Any) -> Any:  # noqa: ANN401 (whatever a column holds)
    """The value that says more: a date more than a plan, an instant more than its day; None where they differ."""
    if one == two or two is None:
        return one
    if one is None:
        return two
    if {one, two} == {"announced", "dated"}:
        return "dated"
    if isinstance(one, datetime) and isinstance(two, datetime):
        return two if is_day_of(one, two) else one if is_day_of(two, one) else None
    return None


def _without_vague_ends(facts: list[Fact]) -> Iterator[Fact]:
    """Without what holds from a day whose instant is stated, too."""
    ends = {
        (type(fact), fact.key): getattr(fact, ENDS[type(fact)])
        for fact in facts
        if type(fact) in ENDS and fact.effective_from is None
    }
    for fact in facts:
        start, end = fact.effective_from, ends.get((type(fact), fact.key))
        if start is None or end is None or start == end or not is_day_of(start, end):
            yield fact
