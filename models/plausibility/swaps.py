"""Doubts about amounts and versions that changed places with others. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from models.facts import FactKey, ModelVersion, Price, meter_text
from models.plausibility.case import Case, Doubt, doubt, in_effect
from models.plausibility.prices import StatedPrices, prices_at
from models.readings import KeptFacts

Slot = tuple[datetime, FactKey, str]
"""The place of an amount: the instant from which it holds, the key of its price, and amount or list price."""
PlacedPrices = Mapping[tuple[datetime, FactKey], Price]
"""Prices by the instant from which they hold, and their keys."""
TableLine = tuple[str, ...]
"""The common part of the keys of a column or a row of the table."""

FEWEST_IN_COLUMN, FEWEST_IN_ROW = 3, 2
"""The lengths from which an equal column or row is no coincidence."""
MOST_REPEATED = Decimal("0.5")
"""The greatest plausible share of lines of a table that repeat other present ones."""


def exchanges(case: Case, prices: StatedPrices) -> Iterator[Doubt]:
    """Yield doubts about amounts that only changed places, and about columns and rows that equal another former one."""
    moved = _moved_places(prices)
    if not moved:
        return
    lines = [(name, fewest) for name, fewest in LINES if _may_have_changed(prices, moved, name, fewest)]
    yield from _only_changed_places(prices, moved)
    if not lines and not case.reading.unread:
        return
    now, believed = _places(prices.at), case.beliefs[Price].keys()
    was = {(at, price.key): price for at in prices.at for price in prices_at(case, at, believed)}
    before, after = _amounts(was), _amounts(now)
    changed = [slot for slot in after if slot in before and before[slot] != after[slot]]
    if case.reading.unread:
        yield from (_moved(now[at, key]) for at, key, which in changed if _is_unread(case, key, before[at, key, which]))
        kept = [(slot[1], before[slot]) for slot in before if _is_kept(case, slot[1]) and before[slot] is not None]
        new = [slot for slot in after if slot not in before and (slot[0], slot[1]) in moved]
        for at, key, which in (*changed, *new):
            if any(after[at, key, which] == amount and _may_hold(case, key, other) for other, amount in kept):
                yield _moved(now[at, key])
    for name, fewest in lines:
        yield from _copies(case, was, now, name, fewest)


def _only_changed_places(prices: StatedPrices, moved: PlacedPrices) -> Iterator[Doubt]:
    """Yield doubts about the changed amounts and list prices if all of them were those of other ones before."""
    changed = list[tuple[Price, Decimal | None, Decimal | None]]()
    for (at, key), price in moved.items():
        if (was := prices.held[at].get(key)) is not None:
            changed += [(price, old, new) for old, new in zip(was[:2], (price.amount, price.list_amount), strict=True)]
    changed = [(price, old, new) for price, old, new in changed if old != new]
    # As sets: a cell that several models share is the price of each.
    if {old for _, old, _ in changed} == {new for _, _, new in changed}:
        yield from (_moved(price) for price, _, _ in changed)


def _places(prices: Mapping[datetime, Iterable[Price]]) -> PlacedPrices:
    return {(at, price.key): price for at, each in prices.items() for price in each if not price.gone}


def _moved_places(prices: StatedPrices) -> PlacedPrices:
    """Return the prices that differ from what is believed. Of two statements of a place the last one counts."""
    moved = _places(prices.moved)
    if all(price.effective_from is None for each in prices.at.values() for price in each):
        return moved
    return {place: price for place, price in _places(prices.at).items() if moved.get(place) is price}


def _may_hold(case: Case, key: FactKey, other: FactKey) -> bool:
    """Return True if a price that becomes equal to one whose cell is not understood is a sign of a moved cell.

    In a list of many models, of which some cost the same, it is one for the same meter.
    """
    return case.rules.prices_differ or key[1] == other[1] or (Price in case.reading.listed_kinds and key[2] == other[2])


def _is_unread(case: Case, key: FactKey, amount: Decimal | None) -> bool:
    """Return True if the former amount is in a cell or row that was not understood and keeps a price."""
    texts = [part.text for part in case.reading.unread if any(_keeps_near(case, keep, key) for keep in part.keeps)]
    number = rf"(?<![0-9.]){re.escape(f'{amount:f}')}(?![0-9.])" if amount is not None else "(?!)"
    return any(re.search(number, text) for text in texts)


def _keeps_near(case: Case, keep: KeptFacts, key: FactKey) -> bool:
    """Return True if a kept price may have changed places with that of a key."""
    return keep.fact is Price and (case.rules.prices_differ or dict(keep.columns).get("model", key[1]) == key[1])


def _is_kept(case: Case, key: FactKey) -> bool:
    """Return True if the cell of a price was not understood: its former amount may now be in another cell."""
    return any(keep.covers(Price, key) for part in case.reading.unread for keep in part.keeps)


def _amounts(prices: PlacedPrices) -> dict[Slot, Decimal | None]:
    return {
        (at, key, which): amount
        for (at, key), price in prices.items()
        for which, amount in (("amount", price.amount), ("list", price.list_amount))
    }


def _moved(price: Price) -> Doubt:
    return doubt(
        price, f"{price.model}: {meter_text(price)} {price.band} {price.currency} is what stood in another place"
    )


def _column(price: Price) -> tuple[TableLine, TableLine]:
    return (price.model, price.mode, str(price.above)), (price.meter, price.band, price.currency)


def _row(price: Price) -> tuple[TableLine, TableLine]:
    return (price.meter, price.band, price.currency, price.mode, str(price.above)), (price.model,)


def _may_have_changed(
    prices: StatedPrices, moved: PlacedPrices, name: Callable[[Price], tuple[TableLine, TableLine]], fewest: int
) -> bool:
    """Return False if no line of the table with so many prices has moved as a whole."""
    counts = Counter((at, name(price)[0]) for (at, _), price in moved.items())
    lines = {line for line, count in counts.items() if count >= fewest}
    for at, price in ((at, price) for at, each in prices.at.items() for price in each if not price.gone):
        if not lines:
            return False
        if (at, price.key) not in moved:
            lines.discard((at, name(price)[0]))
    return bool(lines)


def _copies(
    case: Case,
    was: PlacedPrices,
    now: PlacedPrices,
    name: Callable[[Price], tuple[TableLine, TableLine]],
    fewest: int,
) -> Iterator[Doubt]:
    """Yield doubts about the amounts of columns or rows that equal another former one."""
    before, after = _lines(was, name), _lines(now, name)
    copies: dict[tuple[datetime, TableLine], list[tuple[datetime, TableLine]]] = {}
    for line, present in after.items():
        if len(present) >= fewest and _all_changed(before.get(line, {}), present):
            copies[line] = [other for other, amounts in before.items() if other != line and amounts == present]
    # Where most of a table repeats itself, it is no table of prices, whatever still stands in it.
    repeated = {line for line, others in copies.items() if any(after.get(other) == before[other] for other in others)}
    may_repeat = not case.rules.prices_differ and len(repeated) <= len(after) * MOST_REPEATED
    for line, others in copies.items():
        stands = line in repeated and (name is _column or all(line[1][:3] == other[1][:3] for other in others))
        if others and not (may_repeat and stands):
            yield from (_moved(price) for (at, _), price in now.items() if (at, name(price)[0]) == line)


def _all_changed(old: Mapping[TableLine, Decimal | None], now: Mapping[TableLine, Decimal | None]) -> bool:
    return old.keys() == now.keys() and all(now[place] != old[place] for place in now)


def _lines(
    prices: PlacedPrices, name: Callable[[Price], tuple[TableLine, TableLine]]
) -> dict[tuple[datetime, TableLine], dict[TableLine, Decimal | None]]:
    lines: dict[tuple[datetime, TableLine], dict[TableLine, Decimal | None]] = defaultdict(dict)
    for (at, _), price in prices.items():
        line, place = name(price)
        lines[at, line][place] = price.amount
    return lines


LINES = ((_column, FEWEST_IN_COLUMN), (_row, FEWEST_IN_ROW))
"""The names of the lines of a table, with the fewest prices of each."""


def swapped(case: Case) -> Iterator[Doubt]:
    """Yield a doubt for each version or limit that was stated for another name."""
    known = in_effect(ModelVersion, case.beliefs[ModelVersion], case.moment)
    before = {fact.model: fact for fact in known if isinstance(fact, ModelVersion)}
    stated = case.reading.by_kind[ModelVersion]
    now = {fact.model: fact for fact in stated if fact.effective_from is None and not fact.gone}
    for model, fact in now.items():
        if model in before:
            others = [(other, now.get(other.model)) for other in before.values() if other.model != model]
            yield from (doubt(fact, why) for why in _taken(case, before[model], fact, others))


def _taken(
    case: Case, own: ModelVersion, now: ModelVersion, others: Sequence[tuple[ModelVersion, ModelVersion | None]]
) -> Iterator[str]:
    """Yield reasons for each part of a value that others had; if models may be alike, only if none still has it."""
    for place, (was, new) in enumerate(zip(own.value or (), now.value or (), strict=True)):
        holders = [(other, later) for other, later in others if new == _part(other, place)]
        stands = any(_part(later, place) == new for _, later in holders)
        if new is not None and new != was and (case.rules.prices_differ or not stands):
            yield from (f"{now.model}: {new} stood behind {other.model}" for other, _ in holders)


def _part(fact: ModelVersion | None, place: int) -> object:
    return fact.value[place] if fact is not None and fact.value is not None else None
