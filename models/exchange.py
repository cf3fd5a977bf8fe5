"""What stands beside another name than before: amounts and versions that changed their places. Pure."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal

from models.doubt import Case, Doubt, doubt, in_force
from models.fact import FactKey
from models.facts import ModelVersion, Price
from models.leaps import prices_at, unannounced

Slot = tuple[datetime, FactKey, str]
"""Where an amount stands: the instant from which it holds, its price, and which of the two amounts of a cell it is."""
Line = tuple[str, ...]
"""What the amounts of a column or a row of the table have in common."""


def exchanges(case: Case, prices: Iterable[Price]) -> Iterator[Doubt]:
    """Amounts that changed only their places, and whole columns or rows that say what another one did."""
    stated = unannounced(case, prices)
    was = {(at, price.key): price for at in stated for price in prices_at(case, at)}
    now = {(at, price.key): price for at, its in stated.items() for price in its if not price.gone}
    before, after = _amounts(was), _amounts(now)
    changed = [slot for slot in after if slot in before and before[slot] != after[slot]]
    # As sets: a cell that several models share is the price of each.
    if {before[slot] for slot in changed} == {after[slot] for slot in changed}:
        yield from (_moved(now[at, key]) for at, key, _ in changed)
    yield from (_moved(now[at, key]) for at, key, which in changed if _is_unread(case, before[at, key, which]))
    kept = {before[slot] for slot in before if _is_kept(case, slot[1])} - {None}
    yield from (_moved(now[slot[0], slot[1]]) for slot in changed if after[slot] in kept)
    for name, fewest in ((_column, 3), (_row, 2)):
        yield from _copies(was, now, name, fewest)


def _is_unread(case: Case, amount: Decimal | None) -> bool:
    """Whether the amount of before stands in a cell or a row that was not understood and keeps a price."""
    parts = [part.text for part in case.reading.unread if any(keep.fact is Price for keep in part.keeps)]
    number = rf"(?<![0-9.]){re.escape(f'{amount:f}')}(?![0-9.])" if amount is not None else "(?!)"
    return any(re.search(number, text) for text in parts)


def _is_kept(case: Case, key: FactKey) -> bool:
    """Whether the cell of a price was not understood: what stood in it may stand in another cell now."""
    return any(keep.covers(Price, key) for part in case.reading.unread for keep in part.keeps)


def _amounts(prices: Mapping[tuple[datetime, FactKey], Price]) -> dict[Slot, Decimal | None]:
    return {
        (at, key, which): amount
        for (at, key), price in prices.items()
        for which, amount in (("amount", price.amount), ("list", price.list_amount))
    }


def _moved(price: Price) -> Doubt:
    return doubt(price, f"{price.model}: {price.meter} {price.band} {price.currency} is what stood in another place")


def _column(price: Price) -> tuple[Line, Line]:
    return (price.model,), (price.meter, price.band, price.currency)


def _row(price: Price) -> tuple[Line, Line]:
    return (price.meter, price.band, price.currency), (price.model,)


def _copies(
    was: Mapping[tuple[datetime, FactKey], Price],
    now: Mapping[tuple[datetime, FactKey], Price],
    name: Callable[[Price], tuple[Line, Line]],
    fewest: int,
) -> Iterator[Doubt]:
    before, after = _lines(was, name), _lines(now, name)
    for line, its in after.items():
        others = [amounts for other, amounts in before.items() if other != line]
        if len(its) >= fewest and _all_changed(before.get(line, {}), its) and its in others:
            yield from (_moved(price) for (at, _), price in now.items() if (at, name(price)[0]) == line)


def _all_changed(old: Mapping[Line, Decimal | None], now: Mapping[Line, Decimal | None]) -> bool:
    return old.keys() == now.keys() and all(now[place] != old[place] for place in now)


def _lines(
    prices: Mapping[tuple[datetime, FactKey], Price], name: Callable[[Price], tuple[Line, Line]]
) -> dict[tuple[datetime, Line], dict[Line, Decimal | None]]:
    found: dict[tuple[datetime, Line], dict[Line, Decimal | None]] = defaultdict(dict)
    for (at, _), price in prices.items():
        line, place = name(price)
        found[at, line][place] = price.amount
    return found


def swapped(case: Case) -> Iterator[Doubt]:
    """A version, or a limit, that stood behind another name."""
    known = in_force(ModelVersion, case.of(ModelVersion), case.moment)
    before = {fact.model: fact for fact in known if isinstance(fact, ModelVersion)}
    for fact in case.reading.facts:
        undated = isinstance(fact, ModelVersion) and fact.effective_from is None and not fact.gone
        if isinstance(fact, ModelVersion) and undated and fact.model in before:
            others = [other for model, other in before.items() if model != fact.model]
            yield from (doubt(fact, why) for why in _taken(before[fact.model], fact, others))


def _taken(own: ModelVersion, now: ModelVersion, others: Iterable[ModelVersion]) -> Iterator[str]:
    for other in others:
        for was, its, new in zip(own.value or (), other.value or (), now.value or (), strict=True):
            if new is not None and new == its != was:
                yield f"{now.model}: {new} stood behind {other.model}"
