"""Facts from statements of the small print: retirements, promotions and peak hours."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from models.fact import Fact, gone
from models.facts import PeakHours, Promotion, Retirement
from scrapers.deepseek.small_print.statements import Discounts, FreeUntil, NoteStatement, Peaks, Retires
from scrapers.page import PageChanged

ReducedModels = dict[str, set[Decimal | None]]
"""Models whose prices are printed as reduced, with the percentages printed."""


@dataclass(frozen=True)
class PlacedStatement:
    """A statement and its place."""

    statement: NoteStatement
    place: str
    since: datetime | None = None
    """The instant from which its entry holds."""


def statement_facts(
    source: str, said: Iterable[PlacedStatement], offered: Iterable[str], reduced: ReducedModels
) -> Iterator[Fact]:
    """Yield retirements, promotions and peak hours. `offered` are the models with a price of their own on the page."""
    known, statements = set(offered), list(said)
    for one in statements:
        match one.statement:
            case Retires():
                yield from retirement_facts(source, one.statement, _answering(one.statement, known), one.place)
            case Peaks():
                yield _hours(source, one.statement, one.place)
            case FreeUntil(models, ends_at):
                for model in models:
                    yield from _promotion(source, model, Decimal(100), ends_at, "list_price", one.place)
            case _:
                pass
    yield from _promotions(source, statements, reduced)


def _answering(said: Retires, offered: set[str]) -> set[str]:
    """Return the names that answer as themselves, because they have a price, whatever a routing says."""
    return offered if said.state == "routed" else set()


def retirement_facts(source: str, said: Retires, without: set[str], place: str) -> Iterator[Retirement]:
    """Yield the facts about each name but `without`; an instant that is stated has its end state, too."""
    for model in (name for name in said.models if name not in without):
        now = Retirement(
            source=source,
            model=model,
            state=said.state,
            retires_at=said.at,
            replacement=said.replacement,
            locator=place,
        )
        yield now
        if said.at is not None:
            yield replace(now, state=said.then or "retired", effective_from=said.at)


def _hours(source: str, said: Peaks, place: str) -> PeakHours:
    return PeakHours(
        source=source,
        time_zone=said.time_zone,
        weekdays=said.weekdays,
        windows=said.windows,
        holidays=said.holidays,
        effective_from=said.since,
        text=said.sentence,
        locator=place,
    )


def _promotions(source: str, statements: Iterable[PlacedStatement], reduced: ReducedModels) -> Iterator[Promotion]:
    """Yield one promotion per model: from a note, or from the percentage in its cells if no note has one."""
    left = dict(reduced)
    for one in statements:
        if isinstance(one.statement, Discounts):
            for model in one.statement.models or list(left):
                printed = left.pop(model, set())
                percent = one.statement.percent_off or _single(printed)
                yield from _promotion(source, model, percent, one.statement.ends_at, one.statement.then, one.place)
    for model, printed in left.items():
        yield from _promotion(source, model, _single(printed), None, None, "the cells of its prices")


def _single(printed: set[Decimal | None]) -> Decimal | None:
    return next(iter(printed)) if len(printed) == 1 else None


def _promotion(
    source: str, model: str, percent: Decimal | None, ends_at: datetime | None, then: str | None, place: str
) -> Iterator[Promotion]:
    said = Promotion(
        source=source, model=model, percent_off=percent, starts_at=None, ends_at=ends_at, then=then, locator=place
    )
    yield said
    if ends_at is not None:
        yield gone(said, ends_at)


def refuse_two_hours(facts: Iterable[Fact]) -> None:
    """Raise PageChanged for two different peak hours at one time: the page is not understood."""
    found: dict[datetime | None, PeakHours] = {}
    for fact in facts:
        if isinstance(fact, PeakHours) and found.setdefault(fact.effective_from, fact).value != fact.value:
            raise PageChanged("two peak hours at once", fact.text or "")
