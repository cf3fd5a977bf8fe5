"""Texts about a source in trouble: its facts, its deadlines, the next step, and the prices that are still believed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from alerts.texts.ages import length
from alerts.texts.change_texts import moment
from alerts.texts.hidden_facts import MOST_NAMES, hidden_line
from models.facts import Price, describe, meter_text
from models.kinds import GOOD_OUTCOMES, SnapshotOutcome
from models.queries import Age, SourceSummary

MOST_MODELS = 3
"""Number of models whose prices are listed; the others are counted."""


def repeat_note(age: Age) -> str:
    """Return the end of the title of a repeated alert."""
    return "no good reading yet" if age.last_good is None else f"last good reading {length(age.at - age.last_good)} ago"


def repeat_lines(age: Age, hidden: SourceSummary, zone: str) -> Iterator[str]:
    """Yield a line for the facts that depend on the source, one for its deadlines, and one for the next step."""
    yield hidden_line(hidden)
    ahead = [f"{row.subject}: {row.kind.noun} {_due(row.due_at, zone)}" for row in hidden.deadlines]
    if ahead:
        yield f"Upcoming deadlines, as of then: {_listed(ahead, '; ')}"
    yield from _steps(age)
    yield "The state of every source: almanac doctor"


def _listed(parts: Sequence[str], between: str) -> str:
    more = len(parts) - MOST_NAMES
    return between.join(parts[:MOST_NAMES]) + (f" and {more} more: almanac deadlines" if more > 0 else "")


def _due(due_at: datetime | None, zone: str) -> str:
    return moment(due_at, zone) if due_at else "without a date"


def _steps(age: Age) -> Iterator[str]:
    if age.outcome in (SnapshotOutcome.REFUSED, SnapshotOutcome.HELD):
        yield f"To save the page to look at: almanac snapshot {age.snapshot_id} --page page.html"
    elif age.outcome in GOOD_OUTCOMES:
        yield "It has not been fetched since: the log of its runs states the reason."
    else:
        yield f"How the last attempt ended: almanac snapshot {age.snapshot_id}"


def believed_price_lines(prices: Sequence[Price], last_good: datetime | None, zone: str) -> Iterator[str]:
    """Yield the believed prices, a line per model and currency, and the number of further models."""
    models = defaultdict[tuple[str, str], list[Price]](list)
    for price in prices:
        models[price.model, price.currency].append(price)
    if not models:
        return
    last_read = f", read {moment(last_good, zone)}" if last_good else ""
    yield f"Last known prices{last_read}:"
    for (model, _), listed in list(models.items())[:MOST_MODELS]:
        yield f"  {model}: {_meters(listed)}"
    if (more := len(models) - MOST_MODELS) > 0:
        yield f"  and those of {more} more: almanac prices"


def _meters(prices: Sequence[Price]) -> str:
    meters = defaultdict[tuple[str, str | None], list[Price]](list)
    for price in prices:
        meters[meter_text(price), price.unit].append(price)
    return "; ".join(describe(tuple(priced)) or "" for priced in meters.values())
