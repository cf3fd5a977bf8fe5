"""What stands beside another name than before: amounts and versions that changed their places. Pure."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from models.facts import FactKey, ModelVersion, Price, meter_text
from models.plausibility.case import Case, Doubt, doubt, in_force
from models.plausibility.prices import prices_at, unannounced
from models.readings import KeptFacts

Slot = tuple[datetime, FactKey, str]
"""Where an amount stands: the instant from which it holds, its price, and which of the two amounts of a cell it is."""
Line = tuple[str, ...]
"""What the amounts of a column or a row of the table have in common."""

FEWEST_IN_COLUMN, FEWEST_IN_ROW = 3, 2
"""A shorter column or row may say what another one did by chance."""
MOST_REPEATED = Decimal("0.5")
"""A larger share of the lines of a table does not come to repeat others that stand."""


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
    yield from (_moved(now[at, key]) for at, key, which in changed if _is_unread(case, key, before[at, key, which]))
    kept = [(slot[1], before[slot]) for slot in before if _is_kept(case, slot[1]) and before[slot] is not None]
    for at, key, which in changed:
        if any(after[at, key, which] == amount and _may_hold(case, key, other) for other, amount in kept):
            yield _moved(now[at, key])
    for name, fewest in ((_column, FEWEST_IN_COLUMN), (_row, FEWEST_IN_ROW)):
        yield from _copies(case, was, now, name, fewest)


def _may_hold(case: Case, key: FactKey, other: FactKey) -> bool:
    """Whether one price coming to equal another one says that a cell moved."""
    return case.rules.prices_differ or key[1] == other[1]


def _is_unread(case: Case, key: FactKey, amount: Decimal | None) -> bool:
    """Whether the amount of before stands in a cell or a row that was not understood and keeps a price."""
    texts = [part.text for part in case.reading.unread if any(_keeps_near(case, keep, key) for keep in part.keeps)]
    number = rf"(?<![0-9.]){re.escape(f'{amount:f}')}(?![0-9.])" if amount is not None else "(?!)"
    return any(re.search(number, text) for text in texts)


def _keeps_near(case: Case, keep: KeptFacts, key: FactKey) -> bool:
    """Whether a price is kept whose cell may have changed places with that of a key."""
    return keep.fact is Price and (case.rules.prices_differ or dict(keep.columns).get("model", key[1]) == key[1])


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
    return doubt(
        price, f"{price.model}: {meter_text(price)} {price.band} {price.currency} is what stood in another place"
    )


def _column(price: Price) -> tuple[Line, Line]:
    return (price.model, price.mode, str(price.above)), (price.meter, price.band, price.currency)


def _row(price: Price) -> tuple[Line, Line]:
    return (price.meter, price.band, price.currency, price.mode, str(price.above)), (price.model,)


def _copies(
    case: Case,
    was: Mapping[tuple[datetime, FactKey], Price],
    now: Mapping[tuple[datetime, FactKey], Price],
    name: Callable[[Price], tuple[Line, Line]],
    fewest: int,
) -> Iterator[Doubt]:
    """The amounts of columns or rows that say what another one did."""
    before, after = _lines(was, name), _lines(now, name)
    copies: dict[tuple[datetime, Line], list[tuple[datetime, Line]]] = {}
    for line, its in after.items():
        if len(its) >= fewest and _all_changed(before.get(line, {}), its):
            copies[line] = [other for other, amounts in before.items() if other != line and amounts == its]
    # Where most of a table repeats itself, it is no table of prices, whatever still stands in it.
    repeated = {line for line, others in copies.items() if any(after.get(other) == before[other] for other in others)}
    may_repeat = not case.rules.prices_differ and len(repeated) <= len(after) * MOST_REPEATED
    for line, others in copies.items():
        stands = line in repeated and (name is _column or all(line[1][:3] == other[1][:3] for other in others))
        if others and not (may_repeat and stands):
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
    stated = [fact for fact in case.reading.facts if isinstance(fact, ModelVersion)]
    now = {fact.model: fact for fact in stated if fact.effective_from is None and not fact.gone}
    for model, fact in now.items():
        if model in before:
            others = [(other, now.get(other.model)) for other in before.values() if other.model != model]
            yield from (doubt(fact, why) for why in _taken(case, before[model], fact, others))


def _taken(
    case: Case, own: ModelVersion, now: ModelVersion, others: Sequence[tuple[ModelVersion, ModelVersion | None]]
) -> Iterator[str]:
    """Each part of a value that others had; where models may be alike, only what none of those others has any more."""
    for place, (was, new) in enumerate(zip(own.value or (), now.value or (), strict=True)):
        holders = [(other, later) for other, later in others if new == _part(other, place)]
        stands = any(_part(later, place) == new for _, later in holders)
        if new is not None and new != was and (case.rules.prices_differ or not stands):
            yield from (f"{now.model}: {new} stood behind {other.model}" for other, _ in holders)


def _part(fact: ModelVersion | None, place: int) -> object:
    return fact.value[place] if fact is not None and fact.value is not None else None
