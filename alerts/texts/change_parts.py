"""The parts of a change that has several, and what a route does to a bill, a line each.

They are made of data, never by taking words apart.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.agreement import statement_words
from models.changes import Change, ChangeValue, facts_in, item_of
from models.facts import Fact, Notice, Price, amounts_text, describe, meter_text, unit_text
from models.kinds import Thing

BREAK = "\n  "
NO_CORRECTION = "no believed fact changed"


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


@dataclass(frozen=True)
class BilledName:
    """The name that is billed for a name, and its prices; the name itself if it does not route."""

    name: str
    prices: tuple[Price, ...]


def billed_lines(
    model: str, before: BilledName, after: BilledName, when: str, is_cancelled: bool = False
) -> Iterator[str]:
    """Yield what a route that begins, ends or stays does to the bill of a name; nothing if it never routed.

    `when` is the instant from which the second one is billed. With `is_cancelled` the first one was only announced.
    """
    if before.name == after.name:
        moves = list(_moves(before.prices, after.prices)) if after.name != model else []
        if moves:
            yield BREAK.join([f"Billed as {after.name}, as before, at other prices from {when}:", *moves])
        elif after.name != model:
            yield f"Billed as {after.name}, as before: this does not change your bill."
        return
    if is_cancelled:
        stays = "itself" if after.name == model else after.name
        yield f"It will not be billed as {before.name} from {when}: it stays billed as {stays}."
        return
    if after.name == model and not after.prices:
        yield f"Not billed as {before.name} from {when}: no price is known for {model} from then on."
        return
    start = f"Billed as {after.name}" if after.name != model else f"Not billed as {before.name}, but as itself"
    moves = list(_moves(before.prices, after.prices))
    if not moves:
        what = "at the same prices" if after.prices else "no price of it is known"
        yield f"{start} from {when}: {what}."
        return
    yield BREAK.join([f"{start} from {when}:", *moves])


def _moves(before: Sequence[Price], after: Sequence[Price]) -> Iterator[str]:
    """Yield the prices of each meter before and after; nothing if none differs."""
    sides = [_by_meter(prices) for prices in (before, after)]
    if {key: amounts_text(prices) for key, prices in sides[0].items()} == {
        key: amounts_text(prices) for key, prices in sides[1].items()
    }:
        return
    keys = list(dict.fromkeys([*sides[1], *sides[0]]))
    amounts = [[amounts_text(side[key]) if key in side else "no price" for side in sides] for key in keys]
    widths = [max(map(len, column)) for column in zip(*amounts, strict=True)]
    longest = max(len(meter) for meter, _ in keys)
    for (meter, unit), (old, new) in zip(keys, amounts, strict=True):
        yield f"{meter:{longest}}  {old:{widths[0]}} → {new:{widths[1]}}  {unit}"


def _by_meter(prices: Sequence[Price]) -> dict[tuple[str, str], list[Price]]:
    meters = defaultdict[tuple[str, str], list[Price]](list)
    for price in prices:
        meters[meter_text(price), unit_text(price)].append(price)
    return meters
