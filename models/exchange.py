"""What stands beside another name than before: amounts and versions that changed their places. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from models.doubt import Case, Doubt, doubt, in_force
from models.fact import FactKey
from models.facts import ModelVersion, Price
from models.leaps import prices_at, unannounced

FEWEST = 3
"""Amounts that a model has to share with another one before it looks like a copy of it."""
Column = dict[tuple[str, str, str], Decimal | None]
"""What one model costs: meter, band, currency → amount."""


def exchanges(case: Case, prices: Iterable[Price]) -> Iterator[Doubt]:
    """Amounts that changed only their places, and models that cost all that another one did."""
    for instant, stated in unannounced(case, prices).items():
        was = {price.key: price for price in prices_at(case, instant)}
        now = {price.key: price for price in stated if not price.gone}
        changed = [key for key, price in now.items() if key in was and was[key].amount != price.amount]
        if sorted(str(was[key].amount) for key in changed) == sorted(str(now[key].amount) for key in changed):
            yield from (_moved(now[key]) for key in changed)
        yield from _copies(was, now)


def _moved(price: Price) -> Doubt:
    return doubt(price, f"{price.model}: {price.meter} {price.band} {price.currency} is what stood in another place")


def _copies(was: dict[FactKey, Price], now: dict[FactKey, Price]) -> Iterator[Doubt]:
    before, after = _columns(was.values()), _columns(now.values())
    for model, column in after.items():
        for other, its in before.items():
            if model != other and len(column) >= FEWEST and column == its and before.get(model, its) != its:
                yield from (_moved(price) for price in now.values() if price.model == model)


def _columns(prices: Iterable[Price]) -> dict[str, Column]:
    found: dict[str, Column] = defaultdict(dict)
    for price in prices:
        found[price.model][price.meter, price.band, price.currency] = price.amount
    return found


def swapped(case: Case) -> Iterator[Doubt]:
    """A version, or a limit, that stood behind another name."""
    known = in_force(ModelVersion, case.of(ModelVersion), case.moment)
    before = {fact.model: fact for fact in known if isinstance(fact, ModelVersion)}
    for fact in case.reading.facts:
        if isinstance(fact, ModelVersion) and fact.effective_from is None and fact.model in before:
            others = [other for model, other in before.items() if model != fact.model]
            yield from (doubt(fact, why) for why in _taken(before[fact.model], fact, others))


def _taken(own: ModelVersion, now: ModelVersion, others: Iterable[ModelVersion]) -> Iterator[str]:
    for other in others:
        for was, its, new in zip(own.value or (), other.value or (), now.value or (), strict=True):
            if new is not None and new == its != was:
                yield f"{now.model}: {new} stood behind {other.model}"
