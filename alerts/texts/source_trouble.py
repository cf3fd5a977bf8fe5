"""Texts of repeated alerts about a source without a good reading: its facts, its deadlines, and the next step."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from alerts.texts.ages import length
from alerts.texts.change_texts import moment
from alerts.texts.hidden_facts import MOST_NAMES, hidden_line
from models.kinds import GOOD_OUTCOMES, SnapshotOutcome
from models.queries import Age, SourceSummary


def repeat_note(age: Age) -> str:
    """Return the end of the title of a repeated alert."""
    return "no good reading yet" if age.last_good is None else f"last good reading {length(age.at - age.last_good)} ago"


def repeat_lines(age: Age, hidden: SourceSummary, zone: str) -> Iterator[str]:
    """Yield a line for the facts that depend on the source, one for its deadlines, and one for the next step."""
    yield hidden_line(hidden)
    ahead = [f"{row.subject}: {row.kind.noun} {_due(row.due_at, zone)}" for row in hidden.deadlines]
    if ahead:
        yield f"Upcoming deadlines, as of then: {_listed(ahead, '; ')}."
    yield _to_do(age)


def _listed(parts: Sequence[str], between: str) -> str:
    more = len(parts) - MOST_NAMES
    return between.join(parts[:MOST_NAMES]) + (f" and {more} more (`almanac deadlines`)" if more > 0 else "")


def _due(due_at: datetime | None, zone: str) -> str:
    return moment(due_at, zone) if due_at else "without a date"


def _to_do(age: Age) -> str:
    if age.outcome in (SnapshotOutcome.REFUSED, SnapshotOutcome.HELD):
        page = f"`almanac snapshot {age.snapshot_id} --page page.html` saves the page to look at"
    elif age.outcome in GOOD_OUTCOMES:
        page = "It has not been fetched since: the log of its runs states the reason"
    else:
        page = f"`almanac snapshot {age.snapshot_id}` says how the last attempt ended"
    return f"{page}; `almanac doctor` shows the state of every source."
