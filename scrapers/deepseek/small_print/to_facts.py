"""Facts from statements of the small print: retirements, promotions and peak hours."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from models.facts import Fact, PeakHours, Promotion, Retirement, gone
from scrapers.deepseek.model_names import canonical_name
from scrapers.deepseek.small_print.statements import Discounts, FreeUntil, NoteStatement, Peaks, Retires
from scrapers.deepseek.small_print.syntax import model_ids
from scrapers.page import PageChanged

ReducedModels = dict[str, set[Decimal | None]]
"""Models whose prices are printed as reduced, with the percentages printed."""
OfferedModels = Mapping[str, str | None]
"""The models with a price of their own on a page, each with its version."""
CALLABLE = re.compile("deepseek-[a-z0-9.-]+")
"""The form in which names of the API are printed; versions have capitals or spaces."""
BUILD = re.compile("-[0-9]{4}")
"""The end of a version that is a build of it."""


@dataclass(frozen=True)
class PlacedStatement:
    """A statement and its place."""

    statement: NoteStatement
    place: str
    since: datetime | None = None
    """The instant from which its entry holds."""


def statement_facts(
    source: str, placed_statements: Iterable[PlacedStatement], offered: OfferedModels, reduced: ReducedModels
) -> Iterator[Fact]:
    """Yield retirements, promotions and peak hours."""
    statements = list(placed_statements)
    for placed in statements:
        match placed.statement:
            case Retires():
                yield from retirement_facts(
                    source, placed.statement, _answering(placed.statement, set(offered)), placed.place, offered
                )
            case Peaks():
                yield _hours(source, placed.statement, placed.place)
            case FreeUntil(models, ends_at):
                for model in models:
                    yield from _promotion(source, model, Decimal(100), ends_at, "list_price", placed.place)
            case _:
                pass
    yield from _promotions(source, statements, reduced)


def _answering(retirement: Retires, offered: set[str]) -> set[str]:
    """Return the names that answer as themselves, because they have a price, whatever a routing says."""
    return offered if retirement.state == "routed" else set()


def retirement_facts(
    source: str, retirement: Retires, without: set[str], place: str, offered: OfferedModels | None = None
) -> Iterator[Retirement]:
    """Yield the facts about each name but `without`; an instant that is stated has its end state, too.

    `offered` says which name a version has; without it, only a name that is printed answers instead of another one.
    """
    then = retirement.then or "retired"
    merged = retirement.models if retirement.state == "routed" else ()
    instead = _name_of(retirement.replacement, offered or {}, merged)
    until = _name_of(retirement.answers_as, offered or {}, ())
    for model in (name for name in retirement.models if name not in without):
        now = Retirement(
            source=source,
            model=model,
            state=retirement.state,
            retires_at=retirement.at,
            replacement=retirement.replacement,
            # A name with a price in the table of the page answers as itself.
            answers_as=instead if retirement.state == "routed" else None if model in (offered or {}) else until,
            locator=place,
        )
        yield now
        if retirement.at is not None:
            answers_as = instead if then == "routed" else None
            yield replace(now, state=then, answers_as=answers_as, effective_from=retirement.at)


def _name_of(printed: str | None, offered: OfferedModels, together: Iterable[str]) -> str | None:
    """Return the name in the API of a model that is printed as a name or as a version; None if it is not known.

    Names that are merged into one model (`together`, 2024-09) answer as the one of them that still has a price.
    """
    if printed is None:
        return None
    if printed in offered or CALLABLE.fullmatch(printed):
        return printed
    printed_ids = model_ids(printed)
    if len(printed_ids) != 1:
        return None
    (wanted,) = printed_ids
    versions = {model: canonical_name(model, version) for model, version in offered.items()}
    exact = [model for model, version in versions.items() if version == wanted]
    builds = [model for model, version in versions.items() if BUILD.fullmatch(version.removeprefix(wanted))]
    merged = [model for model in together if model in offered]
    found = exact or builds or merged
    return found[0] if len(found) == 1 else None


def _hours(source: str, peaks: Peaks, place: str) -> PeakHours:
    return PeakHours(
        source=source,
        time_zone=peaks.time_zone,
        weekdays=peaks.weekdays,
        windows=peaks.windows,
        holidays=peaks.holidays,
        effective_from=peaks.since,
        text=peaks.sentence,
        locator=place,
    )


def _promotions(source: str, statements: Iterable[PlacedStatement], reduced: ReducedModels) -> Iterator[Promotion]:
    """Yield one promotion per model: from a note, or from the percentage in its cells if no note has one."""
    left = dict(reduced)
    for placed in statements:
        if isinstance(placed.statement, Discounts):
            for model in placed.statement.models or list(left):
                printed = left.pop(model, set())
                percent = placed.statement.percent_off or _single(printed)
                yield from _promotion(
                    source, model, percent, placed.statement.ends_at, placed.statement.then, placed.place
                )
    for model, printed in left.items():
        yield from _promotion(source, model, _single(printed), None, None, "the cells of its prices")


def _single(printed: set[Decimal | None]) -> Decimal | None:
    return next(iter(printed)) if len(printed) == 1 else None


def _promotion(
    source: str, model: str, percent: Decimal | None, ends_at: datetime | None, after_end: str | None, place: str
) -> Iterator[Promotion]:
    promotion = Promotion(
        source=source,
        model=model,
        percent_off=percent,
        starts_at=None,
        ends_at=ends_at,
        after_end=after_end,
        locator=place,
    )
    yield promotion
    if ends_at is not None:
        yield gone(promotion, ends_at)


def refuse_two_hours(facts: Iterable[Fact]) -> None:
    """Raise PageChanged for two different peak hours at one time: the page is not understood."""
    hours: dict[datetime | None, PeakHours] = {}
    for fact in facts:
        if isinstance(fact, PeakHours) and hours.setdefault(fact.effective_from, fact).value != fact.value:
            raise PageChanged("two peak hours at once", fact.text or "")
