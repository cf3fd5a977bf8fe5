"""Merging of facts that several sentences of one page state, some of them in less detail."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from models.facts import Fact, Promotion, Retirement, value_columns
from models.readings import is_same_day_without_time

ENDS: dict[type[Fact], str] = {Retirement: "retires_at", Promotion: "ends_at"}
"""The column of the end, for facts that have one."""


def merge_facts(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts, each once. Contradicting ones are both kept, which makes the reading invalid."""
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
    """Return the fact that two statements of one thing state together; None if they differ."""
    if fact.value == other.value:
        return fact
    if type(fact) not in ENDS or fact.gone or other.gone:
        return None
    pairs = {name: (getattr(fact, name), getattr(other, name)) for name in value_columns(type(fact))}
    values = {name: _fuller(*pair) for name, pair in pairs.items()}
    if any(values[name] is None and any(pair) for name, pair in pairs.items()):
        return None
    return replace(fact, **values)


def _fuller(first: Any, second: Any) -> Any:  # noqa: ANN401 (whatever a column holds)
    """Return the more precise value: a date before a plan, an instant before its day; None if they differ."""
    if first == second or second is None:
        return first
    if first is None:
        return second
    if {first, second} == {"announced", "dated"}:
        return "dated"
    if isinstance(first, datetime) and isinstance(second, datetime):
        return (
            second
            if is_same_day_without_time(first, second)
            else first
            if is_same_day_without_time(second, first)
            else None
        )
    return None


def _without_vague_ends(facts: list[Fact]) -> Iterator[Fact]:
    """Drop facts that hold from a day whose instant is stated, too."""
    ends = {
        (type(fact), fact.key): getattr(fact, ENDS[type(fact)])
        for fact in facts
        if type(fact) in ENDS and fact.effective_from is None
    }
    for fact in facts:
        start, end = fact.effective_from, ends.get((type(fact), fact.key))
        if start is None or end is None or start == end or not is_same_day_without_time(start, end):
            yield fact
