"""The plausibility check of a reading: fills in omitted parts, keeps facts that stand, and returns the doubts. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from models.bitemporal import Span, value_at, values_at
from models.facts import Fact, FactKey, FactValue, PeakHours, Price, Retirement
from models.leaderboards import EVERY_BOARD, BoardConventions
from models.plausibility.case import Believed, Case, Doubt, Unstated
from models.plausibility.contradictions import disorder, offer_of
from models.plausibility.ends import exchanged_replacements, late_ends, moved_ends
from models.plausibility.expected import has_come, unconfirmed_plans
from models.plausibility.omissions import Omissions, Stands, omissions
from models.plausibility.prices import StatedPrices, leaps
from models.plausibility.rules import EVERY_VENDOR, Plausibility
from models.plausibility.scores import board_doubts
from models.plausibility.silence import silences, withdrawals
from models.plausibility.swaps import exchanges, swapped
from models.plausibility.versions import versions
from models.readings import BEGINNING, Reading, beliefs_by_kind

HOLIDAYS = re.compile(r"holiday|假|节日", re.IGNORECASE)
"""Words for public holidays."""
DAYS = re.compile(
    r"\b(?:days?|daily|every|each|all|any|always|week\w*|workdays?|(?:mon|tue|wed|thu|fri|sat|sun)\w*)\b"
    "|[每周日天]|星期|礼拜|全年",
    re.IGNORECASE,
)
"""Words for the days of peak hours."""
FAR = timedelta(days=3)
"""The time without a readable page after which a plan that is no longer stated counts as withdrawn."""


@dataclass(frozen=True)
class Judgement:
    """A reading as it can be recorded, the facts that it keeps without stating them, and the doubts about it."""

    reading: Reading
    stands: Sequence[Stands] = ()
    doubts: Sequence[Doubt] = ()


def judge(
    believed: Believed,
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
    reading = filled(believed, reading, moment)
    case = Case(beliefs_by_kind(believed), reading, moment, previous or moment, rules=rules, boards=boards)
    if previous is None:
        omitted = Omissions(doubts=list(unconfirmed_plans(case)))
    else:
        omitted = omissions(replace(case, unsaid=unsaid()) if has_come(case) else case)
    kept = omitted.apply(reading)
    stated = kept.with_kept(believed, moment)
    case, prices = replace(case, reading=stated), stated.by_kind[Price]
    held = values_at(case.beliefs[Price], moment)
    moved = [price for price in prices if held.get(price.key) != price.value]
    doubts_found = [*omitted.doubts, *_new_disorder(case, prices, moved, held)]
    if previous is not None:
        doubts_found += _unlikely(case, partial(StatedPrices.of, case, prices, moved, held), omitted, gap, cadence)
    return Judgement(kept, omitted.stands, list({doubt.statement: doubt for doubt in doubts_found}.values()))


def doubts(
    believed: Believed,
    reading: Reading,
    moment: datetime,
    previous: datetime | None,
    rules: Plausibility = EVERY_VENDOR,
) -> Sequence[Doubt]:
    """Return the doubts of `judge` for a source that is read on time; none if the reading is plausible."""
    return judge(believed, reading, moment, previous, rules=rules).doubts


def filled(believed: Believed, reading: Reading, moment: datetime) -> Reading:
    """Return the reading with the believed rest of retirements and peak hours that it repeats in part."""
    spans_by_key: dict[tuple[type[Fact], FactKey], Sequence[Span]] = {
        (scope.fact, key): spans
        for scope, beliefs in believed.items()
        if scope.fact in (Retirement, PeakHours)
        for key, spans in beliefs.items()
    }
    if not spans_by_key:
        return reading
    values = {
        (type(fact), fact.key, fact.effective_from): value_at(spans, _told_for(fact, moment))
        for fact in reading.facts
        if (spans := spans_by_key.get((type(fact), fact.key)))
    }
    facts = tuple(_filled(fact, values) for fact in reading.facts)
    return reading if facts == reading.facts else reading.keeping(facts, frozenset())


def _told_for(fact: Fact, moment: datetime) -> datetime:
    """Return the instant whose belief may complete a fact: of an end that has come, the present one."""
    at = fact.effective_from or moment
    return max(at, moment) if isinstance(fact, Retirement) else at


def _filled(fact: Fact, values: Mapping[tuple[type[Fact], FactKey, datetime | None], FactValue]) -> Fact:
    value = values.get((type(fact), fact.key, fact.effective_from))
    if value is None or fact.gone:
        return fact
    if isinstance(fact, Retirement):
        same = fact.replacement is None and (fact.state, fact.retires_at) == value[:2]
        if same:
            return replace(fact, replacement=value[2], answers_as=value[3])
        # The page may no longer say which name has the version that answers.
        same = fact.answers_as is None and (fact.state, fact.retires_at, fact.replacement) == value[:3]
        return replace(fact, answers_as=value[3]) if same else fact
    if isinstance(fact, PeakHours) and fact.text and (fact.time_zone, fact.windows) == (value[0], value[2]):
        weekdays = fact.weekdays if DAYS.search(fact.text) else value[1]
        silent = fact.holidays is None and weekdays == value[1] and not HOLIDAYS.search(fact.text)
        return replace(fact, weekdays=weekdays, holidays=value[3] if silent else fact.holidays)
    return fact


def _new_disorder(
    case: Case, prices: Sequence[Price], moved: Sequence[Price], held: Mapping[FactKey, FactValue]
) -> Iterator[Doubt]:
    """Yield the doubts about prices out of order that are not believed already; `moved` differ from those `held`."""
    for doubt in disorder(prices, case.rules, {offer_of(price) for price in moved}) if moved else ():
        if held.get(doubt.key) != doubt.value:
            yield doubt


def is_on_time(gap: timedelta, cadence: timedelta) -> bool:
    """Return True if a source was read often enough for a sudden change to be doubted."""
    return gap <= 2 * cadence


def _unlikely(
    case: Case, prices: Callable[[], StatedPrices], omitted: Omissions, gap: timedelta, cadence: timedelta
) -> Iterator[Doubt]:
    """Yield the doubts that follow from a comparison with earlier readings."""
    on_time = is_on_time(gap, cadence)
    if on_time:
        stated = prices()
        yield from (*leaps(stated), *exchanges(case, stated), *swapped(case), *versions(case))
        if Retirement in case.reading.listed_kinds:
            yield from (*moved_ends(case), *late_ends(case), *exchanged_replacements(case))
        yield from board_doubts(case)
    silent = [*withdrawals(case)] if on_time or gap <= FAR else []
    silent += silences(case) if on_time else []
    yield from (doubt for doubt in silent if (doubt.fact, doubt.key) not in omitted.keys)
