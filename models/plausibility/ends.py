"""Doubts about the ends of many models that moved at once, and about ends that changed places or come late. Pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from models.bitemporal import value_at
from models.facts import FactKey, FactValue, Retirement, key_words
from models.plausibility.case import Case, Doubt
from models.readings import names_model

ENDING = ("dated", "earliest", "retired")
"""The states of a name that ends on a known day."""
MOST_ENDS_MOVED, ENDS_FOR_ONE_MOVED = 3, 4
"""So many ends may move at once, or one for each so many."""


def moved_ends(case: Case) -> Iterator[Doubt]:
    """Yield a doubt for each end in a list that moved with too many others, or to what stood behind another name.

    So does an end that is new, and one that is gone while a row is not understood.
    """
    if Retirement not in case.reading.listed_kinds:
        return
    before = {key: value_at(spans, case.moment) for key, spans in case.beliefs[Retirement].items()}
    now = _stated(case)
    changed = {key: _end(value) for key, value in now.items() if _end(before.get(key)) != _end(value)}
    known = [value for value in before.values() if value is not None]
    moved = [key for key in changed if before.get(key) is not None]
    many = len(moved) > max(MOST_ENDS_MOVED, len(known) // ENDS_FOR_ONE_MOVED)
    # What is only kept, because its row is not understood or not there, may stand behind another name now.
    left = {
        _end(value)
        for key, value in before.items()
        if _end(value) != _end(now.get(key)) or any(keep.covers(Retirement, key) for keep in case.reading.keeps)
    }
    is_unread = any(keep.fact is Retirement for part in case.reading.unread for keep in part.keeps)
    for key, new in changed.items():
        if (many and key in moved) or (is_unread if new is None else new in left):
            why = "changed with many others" if many else "is what may stand behind another name"
            yield Doubt(Retirement, key, now[key], f"{key_words(Retirement, key)}: its end {why}")


def late_ends(case: Case) -> Iterator[Doubt]:
    """Yield a doubt for each new end in a list that lies before the last reading, or whose replacement ends earlier.

    An end is announced before it comes. A list whose columns or sections changed places says otherwise.
    """
    if Retirement not in case.reading.listed_kinds:
        return
    before = {key: value_at(spans, case.moment) for key, spans in case.beliefs[Retirement].items()}
    if not before:
        return
    for key, value in _stated(case).items():
        if value is None or value[0] not in ENDING or value[1] is None or _end(before.get(key)) == _end(value):
            continue
        _, end, replacement = value[:3]
        name = key_words(Retirement, key)
        if end < case.previous:
            yield Doubt(Retirement, key, value, f"{name}: its end was before it was announced")
        elif replacement is not None and _names_one_that_ends(before, replacement, end):
            yield Doubt(Retirement, key, value, f"{name}: {replacement}, which is recommended instead, ends no later")


def exchanged_replacements(case: Case) -> Iterator[Doubt]:
    """Yield a doubt for each two names in a list whose replacements changed places."""
    if Retirement not in case.reading.listed_kinds:
        return
    before = {key: value_at(spans, case.moment) for key, spans in case.beliefs[Retirement].items()}
    moves = {
        key: (was[2], value[2])
        for key, value in _stated(case).items()
        if value is not None and (was := before.get(key)) is not None and was[2] != value[2]
    }
    for key, (old, new) in moves.items():
        if (new, old) in moves.values():
            why = f"{key_words(Retirement, key)}: its replacement changed places with that of another name"
            yield Doubt(Retirement, key, _stated(case)[key], why)


def _names_one_that_ends(before: Mapping[FactKey, FactValue], replacement: str, end: datetime) -> bool:
    """Return True if a replacement names a model that is believed to end by that instant."""
    return any(
        names_model(replacement, key[1])
        for key, value in before.items()
        if value is not None and value[0] in ENDING and value[1] is not None and value[1] <= end
    )


def _stated(case: Case) -> dict[FactKey, FactValue]:
    """Return the value of each retirement that the page states for now; None for a listed name without one."""
    stated: dict[FactKey, FactValue] = {}
    facts = [fact for fact in case.reading.facts if isinstance(fact, Retirement)]
    for fact in sorted(
        facts, key=lambda fact: fact.effective_from or case.moment.min.replace(tzinfo=case.moment.tzinfo)
    ):
        if fact.effective_from is None or fact.effective_from <= case.moment:
            stated[fact.key] = fact.value
    for key in case.beliefs[Retirement].keys() - stated.keys():
        if not any(keep.covers(Retirement, key) for keep in case.reading.keeps):
            stated[key] = None
    return stated


def _end(value: FactValue) -> tuple[object, ...] | None:
    """Return the state and the day of a value; a day that has come is the same end as before."""
    if value is None:
        return None
    return ("dated" if value[0] == "retired" and value[1] is not None else value[0], value[1])
