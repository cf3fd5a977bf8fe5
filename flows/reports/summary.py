"""The message of a run's last state: what was found, in one line of plain text."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select

from alerts.texts import one_line
from flows.artifact_keys import HELD, artifact_address
from flows.database import Store
from flows.pipeline import RunResult
from flows.run import counts_text
from models.facts import FACTS
from models.kinds import SnapshotOutcome
from models.queries import fact_counts
from models.schema import ChangeRow

MOST_CHANGES, LONGEST_CHANGE = 3, 110
NOUNS = {"model_version": "model", "model_card": "card", "peak_hours": "tariff"}
"""The nouns of facts where they are counted; others are called by their tables."""
PLURALS = {"tariff": "peak-hour tariffs"}


def run_message(store: Store, source: str, result: RunResult, at: datetime, ui: str = "") -> str:
    """Return `2 changes: deepseek-v4-pro: price changed: …; 114 prices in force`; of a bad run why it is bad.

    Of a held one it says where in the UI, whose address is `ui`, it is decided.
    """
    if result.outcome == SnapshotOutcome.HELD and ui:
        return f"{result}; to decide: {artifact_address(ui, HELD)}"
    if not result.good or result.outcome == SnapshotOutcome.HELD:
        return str(result)
    with store.reading() as session:
        rows = select(ChangeRow).where(ChangeRow.snapshot_id == result.snapshot_id, ChangeRow.retracted.is_(False))
        changes = session.scalars(rows.order_by(ChangeRow.id)).all()
        counts = fact_counts(session, source, at)
    stands = ", ".join(_counted(table, counts[table]) for fact in FACTS if (table := fact.table) in counts)
    parts = [_changed(result, changes), f"{stands} in force" if stands else "", *_told(result)]
    return "; ".join(filter(None, parts))


def _changed(result: RunResult, changes: Sequence[ChangeRow]) -> str:
    if result.corrections is not None:
        return f"filed by a replay: {counts_text(correction=result.corrections)}"
    if not changes:
        return f"first read: {counts_text(row=result.rows)} recorded" if result.rows else "no change"
    shown = [_words(change) for change in changes[:MOST_CHANGES]]
    more = [f"{len(changes) - len(shown)} more"] if len(changes) > len(shown) else []
    return f"{counts_text(change=len(changes))}: {' | '.join([*shown, *more])}"


def _words(change: ChangeRow) -> str:
    moved = " → ".join(one_line(said) for said in (change.said_before, change.said_after) if said)
    words = one_line(f"{change.subject}: {change.kind}{f': {moved}' if moved else ''}")
    return words if len(words) <= LONGEST_CHANGE else f"{words[: LONGEST_CHANGE - 1]}…"


def _counted(table: str, count: int) -> str:
    noun = NOUNS.get(table, table.replace("_", " "))
    return f"{count} {noun}" if count == 1 else f"{count} {PLURALS.get(noun, f'{noun}s')}"


def _told(result: RunResult) -> Iterator[str]:
    if result.alerts:
        yield counts_text(alert=result.alerts)
