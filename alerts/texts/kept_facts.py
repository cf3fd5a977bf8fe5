"""Texts about facts that are still believed although their page changed its words or does not state them any more."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from models.changes import Change
from models.facts import (
    HOURS,
    Fact,
    PeakHours,
    Price,
    Promotion,
    Retirement,
    amount_text,
    describe,
    hours_text,
    meter_text,
    unit_text,
)
from models.plausibility import REWORDED

When = Callable[[datetime], str]
"""Formats an instant on the reader's clock."""


def stands_lines(changes: Sequence[Change], when: When) -> Iterator[str]:
    """Yield both wordings once, and a line for each fact that is still believed. All changes have one kind and one
    text.
    """
    first = changes[0]
    yield f"- {first.kind}"
    if first.kind is REWORDED:
        yield f"  was: {first.said_before}"
        yield f"  now: {first.said_after}"
    elif first.said_after != describe(first.facts_after):
        scope = "" if first.subject == HOURS else " of this name"
        yield f"  the page now says{scope}: {first.said_after}"
    for change in changes:
        since = f", as believed since {when(change.since)}" if change.since else ""
        yield from (f"  stands: {_fact_text(fact, when)}{since}" for fact in change.facts_after)


def _fact_text(fact: Fact, when: When) -> str:
    if isinstance(fact, Retirement):
        at = f"on {when(fact.retires_at)}" if fact.retires_at else "without a date"
        return f"the retirement of {fact.model} {at}"
    if isinstance(fact, Promotion):
        offer = "the promotion" if fact.percent_off is None else f"{fact.percent_off:f} % off"
        until = "at least until" if fact.is_open_ended else "until"
        return f"{offer} of {fact.model} {f'{until} {when(fact.ends_at)}' if fact.ends_at else 'without an end'}"
    since = f" from {when(fact.effective_from)}" if fact.effective_from else ""
    if isinstance(fact, Price):
        return f"{fact.model}: {meter_text(fact)} {amount_text(fact)} {unit_text(fact)}{since}"
    return f"the peak hours{since}: {hours_text(fact)}" if isinstance(fact, PeakHours) else describe((fact,)) or ""
