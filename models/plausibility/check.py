"""The judgement of a reading: the facts to keep, the reading to record, and the doubts. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models.bitemporal import value_at
from models.facts import Price
from models.leaderboards import EVERY_BOARD, BoardConventions
from models.plausibility.announced_prices import unconfirmed_plans
from models.plausibility.case import Believed, Case, Doubt, Unstated
from models.plausibility.expected import has_come
from models.plausibility.left_out import filled
from models.plausibility.omissions import Omissions, Stands, omissions
from models.plausibility.prices import disorder, leaps
from models.plausibility.rules import EVERY_VENDOR, Plausibility
from models.plausibility.scores import board_doubts
from models.plausibility.silence import silences, withdrawals
from models.plausibility.swaps import exchanges, swapped
from models.plausibility.versions import versions
from models.readings import BEGINNING, Reading

FAR = timedelta(days=3)
"""The time without a readable page after which a plan that is no longer stated counts as withdrawn."""


@dataclass(frozen=True)
class Judgement:
    """A reading as it can be recorded, the facts that it keeps without stating them, and the doubts about it."""

    reading: Reading
    stands: Sequence[Stands] = ()
    doubts: Sequence[Doubt] = ()


def judge(
    held: Believed,
    reading: Reading,
    moment: datetime,
    previous: datetime | None,
    *,
    gap: timedelta = timedelta(0),
    cadence: timedelta = timedelta(days=365),
    unsaid: Callable[[], Unstated] = frozenset,
    rules: Plausibility = EVERY_VENDOR,
    boards: BoardConventions = EVERY_BOARD,
) -> Judgement:
    """Return the judgement of a reading at `moment`, given what is believed.

    `previous` is the moment of the last recorded reading, `gap` the longest time since then without a readable page.
    After more than twice the cadence any change is plausible, but a withdrawn plan only after FAR: captures that are
    months apart have no second reading soon. `unsaid` returns the facts that the previous page did not state; it is
    called if the end of a fact has come since then. `rules` and `boards` are those of the source.
    """
    if BEGINNING in reading.since.values():
        return Judgement(reading)
    reading = filled(held, reading, moment)
    case = Case(held, reading, moment, previous or moment, rules=rules, boards=boards)
    if previous is None:
        omitted = Omissions(doubts=list(unconfirmed_plans(case)))
    else:
        omitted = omissions(replace(case, unsaid=unsaid()) if has_come(case) else case)
    kept = omitted.apply(reading)
    stated = kept.with_kept(held, moment)
    prices = [fact for fact in stated.facts if isinstance(fact, Price)]
    case = replace(case, reading=stated)
    believed = case.of(Price)
    unlikely = [
        doubt for doubt in disorder(prices, rules) if value_at(believed.get(doubt.key, ()), moment) != doubt.value
    ]
    doubts_found = [*omitted.doubts, *unlikely]
    if previous is not None:
        doubts_found += _unlikely(case, prices, omitted, gap, cadence)
    return Judgement(kept, omitted.stands, list({doubt.statement: doubt for doubt in doubts_found}.values()))


def _unlikely(
    case: Case, prices: Sequence[Price], omitted: Omissions, gap: timedelta, cadence: timedelta
) -> Iterator[Doubt]:
    """Yield the doubts that follow from a comparison with earlier readings."""
    on_time = gap <= 2 * cadence
    if on_time:
        yield from (*leaps(case, prices), *exchanges(case, prices), *swapped(case), *versions(case))
        yield from board_doubts(case)
    silent = [*withdrawals(case)] if on_time or gap <= FAR else []
    silent += silences(case) if on_time else []
    yield from (doubt for doubt in silent if (doubt.fact, doubt.key) not in omitted.keys)


def doubts(
    held: Believed, reading: Reading, moment: datetime, previous: datetime | None, rules: Plausibility = EVERY_VENDOR
) -> Sequence[Doubt]:
    """Return the doubts of `judge` for a source that is read on time; none if the reading is plausible."""
    return judge(held, reading, moment, previous, rules=rules).doubts
