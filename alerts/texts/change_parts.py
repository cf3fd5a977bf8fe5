"""The parts of a change that has several, a line each: made of its data, never by taking its words apart."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from models.agreement import statement_words
from models.changes import Change, ChangeValue, facts_in, item_of
from models.facts import Fact, Notice, describe
from models.kinds import Thing

BREAK = "\n  "
NO_CORRECTION = "no fact is believed otherwise than before"


def model_text(change: Change) -> str:
    """The prices and versions that a model came or went with, a line for each."""
    sides = ((change.facts_before, change.said_before), (change.facts_after, change.said_after))
    return " → ".join(side for facts, said in sides if (side := BREAK.join(_items(facts)) or said))


def _items(facts: Sequence[Fact]) -> list[str]:
    items = dict[tuple[object, ...], list[Fact]]()
    for fact in facts:
        items.setdefault((fact.table, *(item_of([fact]) or {}).values()), []).append(fact)
    return [text for its in items.values() if (text := describe(its))]


def agreement_text(change: Change) -> str:
    """The statements of sources about one thing, before and now, a line for each."""
    data = change.data
    sides = (
        _statements(change, data.value_before, change.said_before),
        _statements(change, data.value_after, change.said_after),
    )
    return f"{BREAK}now ".join(side for side in sides if side)


def _statements(change: Change, value: ChangeValue | None, said: str | None) -> str | None:
    """The statements of a family; one that is only checked is said in one line, by its item."""
    stated = [] if change.data.item is not None else statement_words(facts_in(value))
    return f"{change.data.fact}: {BREAK.join(stated)}" if stated else said


def correction_lines(value: ChangeValue | None) -> list[str]:
    """The facts that an undone decision corrects, a line for each; texts of notes are left out."""
    found: Sequence[Any] = () if value is None or isinstance(value, Mapping) else value
    return [correction_line(one) for one in found if one["fact"] != Notice.table] or [NO_CORRECTION]


def correction_line(found: Mapping[str, Any]) -> str:
    """`deepseek-chat: from 2026-05-08 01:00 UTC retirement none → dated 2026-07-24 15:59 UTC`."""
    kind = found["fact"].replace("_", " ")
    since = f"from {datetime.fromisoformat(found['effective_from']):%Y-%m-%d %H:%M} UTC"
    return f"{found['subject']}: {since} {kind} {found['said_before'] or 'none'} → {found['said_after'] or 'none'}"


PARTS = {Thing.MODEL: model_text, Thing.AGREEMENT: agreement_text}
"""By what a change is about, how its parts are said."""
