"""Texts about a source without a good reading: its age, the facts that depend on it, and the next step."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from alerts.texts.change_texts import MOST_NAMES, moment
from models.kinds import GOOD_OUTCOMES, SnapshotOutcome
from models.queries import Age, SourceSummary

COUNTED = {"retirement": "statement on retirement"}
"""Nouns for counted facts, by table; the name of the table for all others."""
UNCOUNTED = ("peak_hours",)
PLURAL = {"statement on retirement": "statements on retirement"}


def age_line(age: Age, now: datetime) -> str:
    """Return `last good reading 2026-11-13, 15 days ago: deepseek_pricing_zh refused, see almanac snapshot 812`.

    For an instant before `now` it states how long before that instant.
    """
    outcome = "not fetched since" if age.outcome in GOOD_OUTCOMES else age.outcome or "not read yet"
    return f"{last_good(age, now)}: {age.source} {outcome}, see almanac snapshot {age.snapshot_id}"


def last_good(age: Age, now: datetime) -> str:
    if age.last_good is None:
        return "no good reading yet"
    when = "ago" if age.at >= now else f"before {age.at:%Y-%m-%d %H:%M} UTC"
    return f"last good reading {age.last_good:%Y-%m-%d}, {_length(age.at - age.last_good)} {when}"


def _length(length: timedelta) -> str:
    """Format a duration in whole days, or in hours below two days."""
    days, hours = length // timedelta(days=1), length // timedelta(hours=1)
    return f"{days} days" if days > 1 else "1 hour" if hours == 1 else f"{hours} hours"


def repeat_note(age: Age) -> str:
    """Return the end of the title of a repeated alert."""
    return (
        "no good reading yet" if age.last_good is None else f"last good reading {_length(age.at - age.last_good)} ago"
    )


def repeat_lines(age: Age, hidden: SourceSummary, zone: str) -> Iterator[str]:
    """Yield a line for the facts that depend on the source, one for its deadlines, and one for the next step."""
    yield hidden_line(hidden)
    ahead = [f"{row.subject}: {row.kind.noun} {_due(row.due_at, zone)}" for row in hidden.deadlines]
    if ahead:
        yield f"Upcoming deadlines, as of then: {_listed(ahead, '; ')}."
    yield _to_do(age)


def hidden_line(hidden: SourceSummary) -> str:
    """Describe the facts that only this source states and that may have changed since."""
    facts = ", ".join(_counted(table, count, hidden) for table, count in hidden.counts.items())
    if not facts:
        return "No recorded fact comes from this source."
    if hidden.only_checks:
        return f"Meanwhile nothing is compared with its {facts}; what is shown comes from other sources."
    return f"Recorded as of then: {facts}. Later changes are unknown."


def _counted(table: str, count: int, hidden: SourceSummary) -> str:
    noun = COUNTED.get(table, table.replace("_", " "))
    if table in UNCOUNTED:
        return noun
    counted = f"{count} {noun if count == 1 else PLURAL.get(noun, f'{noun}s')}"
    if table == "price":
        return f"{counted} of {_names(hidden.priced, 'models')} in {' and '.join(hidden.currencies)}"
    return f"{counted} of {_names(hidden.boards, 'boards')}" if table == "score" else counted


def _names(names: Sequence[str], noun: str) -> str:
    return ", ".join(names) if len(names) <= MOST_NAMES else f"{len(names)} {noun}"


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
