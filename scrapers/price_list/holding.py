"""The days and the prompts that the prices of a page hold for: those that fit together, with their instants."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from models.facts import STANDARD, FactKey, Price, Promotion, gone
from models.readings import KeptFacts
from scrapers.page import PageChanged
from scrapers.parse import UnreadValues
from scrapers.price_list.cells import Holds
from scrapers.price_list.layout import PriceList

CHEAPER, DEARER = frozenset({"batch", "flex"}), frozenset({"fast", "priority"})
"""The modes that never cost more than standard, and those that never cost less."""


@dataclass(frozen=True)
class DatedPrice:
    """A price, the days from and through which it holds, and the line of its table on the page."""

    price: Price
    holds: Holds
    table: int


def without_unread(source: str, layout: PriceList, stated: Sequence[DatedPrice], odd: UnreadValues) -> list[DatedPrice]:
    """Return the prices without those of a cell, row or model that was not read whole: they stay as believed.

    Tiers that do not meet (up to 100K, over 200K) are not read either, nor are days that do not (through March 31, from
    April 2), and amounts of a mode that are not in keeping with the standard ones (`CHEAPER`, `DEARER`).
    """
    tiers: dict[tuple[object, ...], list[Holds]] = defaultdict(list)
    for dated in stated:
        price = dated.price
        tiers[price.model, price.mode, price.meter].append(dated.holds)
    for (model, mode, meter), holds in tiers.items():
        tiers_meet = _tiers_meet(holds, layout.longest_tier_may_end)
        for what, meet in (("tiers of prompts", tiers_meet), ("days", _days_meet(holds))):
            if not meet:
                keeps = KeptFacts.of(Price, source=source, model=str(model), mode=str(mode), meter=str(meter))
                odd.add(f"{model} {mode} {meter}", f"{what} that do not meet", [keeps])
    _report_odd_modes(source, stated, odd)
    keeps = [keep for unread in odd.named for keep in unread.keeps if keep.columns_named("model")]
    return [dated for dated in stated if not any(keep.covers(Price, dated.price.key) for keep in keeps)]


def _report_odd_modes(source: str, stated: Iterable[DatedPrice], odd: UnreadValues) -> None:
    """Report a mode that is dearer than standard although it never is, or cheaper: a row may be another model's."""
    amounts: dict[tuple[str, str, int], dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    for price in (dated.price for dated in stated):
        listed = (price.amount, price.list_amount)
        amounts[price.model, price.meter, price.above][price.mode] += [each for each in listed if each is not None]
    for (model, meter, above), by_mode in amounts.items():
        for mode in sorted(CHEAPER | DEARER) if by_mode.get(STANDARD) else ():
            standard, own = by_mode[STANDARD], by_mode.get(mode) or by_mode[STANDARD]
            if (mode in CHEAPER and max(own) > max(standard) > 0) or (mode in DEARER and min(own) < min(standard)):
                both = f"{', '.join(map(str, own))} beside the standard {', '.join(map(str, standard))}"
                keeps = [
                    KeptFacts.of(Price, source=source, model=model, meter=meter, above=above, mode=name)
                    for name in (mode, STANDARD)
                ]
                odd.add(f"{model} {mode} {meter}", both, keeps)


def _tiers_meet(holds: Sequence[Holds], longest_may_end: bool) -> bool:
    """Return True if each stated upper end of a tier is the lower end of another one, and the other way round, and the
    lowest tier is among them. The upper end of the last tier may be the end of all if the layout says so.
    """
    ends, starts = {held.up_to for held in holds if held.up_to}, {held.above for held in holds if held.above}
    ends_there = longest_may_end and len(ends) == 1 and not starts
    return (not ends or ends == starts or ends_there) and any(not held.above for held in holds)


def _days_meet(holds: Iterable[Holds]) -> bool:
    """Return True if prices end and start on the same days, or only end, or only start."""
    dated = list(holds)
    ends = {held.ends + timedelta(days=1) for held in dated if held.ends}
    starts = {held.starts for held in dated if held.starts}
    return not ends or not starts or ends == starts


def in_time(stated: Sequence[DatedPrice], layout: PriceList) -> tuple[list[Price], list[Promotion]]:
    """Return prices with the instants at which they begin, and an end without a successor as a promotion.

    A price that holds through a day is the present one, and needs no end if another one starts on the day after: once
    that day has passed, what is dated outranks it.
    """
    starts: dict[FactKey, set[date | None]] = defaultdict(set)
    for dated in stated:
        starts[dated.price.key].add(dated.holds.starts)
    prices, promotions = list[tuple[Price, int]](), dict[str, Promotion]()
    for dated in stated:
        begins = dated.holds.starts and _midnight(dated.holds.starts, layout)
        prices.append((replace(dated.price, effective_from=begins), dated.table))
        after = dated.holds.ends and dated.holds.ends + timedelta(days=1)
        if after and after not in starts[dated.price.key]:
            promotions[dated.price.model] = _promotion(dated.price, _midnight(after, layout))
    return _merged(prices), [fact for said in promotions.values() for fact in _until_its_end(said)]


def _until_its_end(promotion: Promotion) -> Iterator[Promotion]:
    yield promotion
    if promotion.ends_at:
        yield gone(promotion, promotion.ends_at)


def _midnight(day: date, layout: PriceList) -> datetime:
    return datetime.combine(day, time(0), layout.zone).astimezone(UTC)


def _promotion(price: Price, ends: datetime) -> Promotion:
    return Promotion(
        source=price.source,
        model=price.model,
        percent_off=None,
        starts_at=None,
        ends_at=ends,
        after_end=None,
        locator=price.locator,
    )


def _merged(stated: Iterable[tuple[Price, int]]) -> list[Price]:
    """Return each price once. Raises PageChanged for one that is stated twice in a table, or differently in two."""
    found = dict[tuple[object, ...], tuple[Price, int]]()
    for price, table in stated:
        key = (*price.key, price.effective_from)
        other, its_table = found.setdefault(key, (price, table))
        if other is not price and (its_table == table or other.value != price.value):
            both = f"{other.locator}: {other.amount} and {price.locator}: {price.amount}"
            raise PageChanged("a price is stated twice", both)
    return [price for price, _ in found.values()]
