"""What the small print of DeepSeek's pages makes of names, promotions and peak hours: statements into facts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from models.fact import Fact, gone
from models.facts import PeakHours, Promotion, Retirement
from scrapers.deepseek.small_print.statements import Discounts, FreeUntil, NoteStatement, Peaks, Retires
from scrapers.page import PageChanged

ReducedModels = dict[str, set[Decimal | None]]
"""Models whose prices are printed as reduced, with the per cent that are named."""


@dataclass(frozen=True)
class PlacedStatement:
    """A statement and where it stands."""

    statement: NoteStatement
    place: str
    since: datetime | None = None
    """When the entry in which it stands holds from."""


def statement_facts(
    source: str, said: Iterable[PlacedStatement], offered: Iterable[str], reduced: ReducedModels
) -> Iterator[Fact]:
    """Retirements, promotions and peak hours. `offered` are the models that have a price of their own on the page."""
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
    """A name that has a price of its own answers as itself, whatever else is said to answer under it."""
    return offered if said.state == "routed" else set()


def retirement_facts(source: str, said: Retires, without: set[str], place: str) -> Iterator[Retirement]:
    """What is said of each name but those; an instant that is stated has its end state, too."""
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
    """One per model: what a note says of it, or the per cent in its cells where no note does."""
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
    source: str, model: str, percent: Decimal | None, ends_at: datetime | None, after_end: str | None, place: str
) -> Iterator[Promotion]:
    said = Promotion(
        source=source,
        model=model,
        percent_off=percent,
        starts_at=None,
        ends_at=ends_at,
        after_end=after_end,
        locator=place,
    )
    yield said
    if ends_at is not None:
        yield gone(said, ends_at)


def refuse_two_hours(facts: Iterable[Fact]) -> None:
    """A page has one set of peak hours at a time; two that differ are a page that is not understood."""
    found: dict[datetime | None, PeakHours] = {}
    for fact in facts:
        if isinstance(fact, PeakHours) and found.setdefault(fact.effective_from, fact).value != fact.value:
            raise PageChanged("two peak hours at once", fact.text or "")
