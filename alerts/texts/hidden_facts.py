"""The facts that only a source without a good reading states, in a line."""

from collections.abc import Sequence

from models.queries import SourceSummary

MOST_NAMES = 3
"""A text about more names than this counts them."""
COUNTED = {"retirement": "statement on retirement"}
"""Nouns for counted facts, by table; the name of the table for all others."""
UNCOUNTED = ("peak_hours",)
PLURAL = {"statement on retirement": "statements on retirement"}


def hidden_line(hidden: SourceSummary) -> str:
    """Describe the facts that only this source states and that may have changed since."""
    facts = counted_facts(hidden)
    if not facts:
        return "No recorded fact comes from this source."
    if hidden.only_checks:
        return f"Meanwhile nothing is compared with its {facts}; what is shown comes from other sources."
    return f"Recorded as of then: {facts}. Later changes are unknown."


def counted_facts(summary: SourceSummary) -> str:
    """Count the facts of a source by kind: `6 prices of 9 models in USD, 2 statements on retirement`; "" for none."""
    return ", ".join(_counted(table, count, summary) for table, count in summary.counts.items())


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
