"""The state of the sources, and the readings that wait for a decision."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from flows.artifact_keys import decision_form
from flows.database import Store
from flows.ingest import HeldReading, held_readings
from flows.reports.artifact import Artifact, markdown_artifact, table_artifact
from flows.reports.markdown import escaped, instant_text, link, table
from models.changes import settled_by
from models.kinds import BAD_OUTCOMES, SnapshotOutcome, Verdict
from models.queries import Age, ages
from models.schema import Snapshot
from scrapers.registry import REGISTERED, vendor_name

COLUMNS = ("source", "vendor", "state", "last good reading", "why", "what settles it")
DECIDE = (
    "The link below each reading opens the form of the deployment decide-held, with the number of the snapshot in it. "
    "In a terminal: `almanac held accept N` or `almanac held reject N`."
)
WORDS = {Verdict.ACCEPTED: "accept", Verdict.REJECTED: "reject"}


def health_artifact(store: Store, at: datetime) -> Artifact:
    """Return the table of all sources that were attempted. A source that reads well states no instant, as it changes
    with each run.
    """
    with store.reading() as session:
        rows = [_row(session, age) for age in ages(session, at)]
    return table_artifact("source-health", COLUMNS, rows)


def _row(session: Session, age: Age) -> tuple[object, ...]:
    source = REGISTERED.get(age.source)
    vendor = vendor_name(source.vendor) if source else ""
    outcome = age.outcome
    if not age.is_stale and (outcome is None or outcome.is_good):
        return age.source, vendor, "reads well", "", "", ""
    snapshot = session.get_one(Snapshot, age.snapshot_id)
    state = "stale" if outcome is None or outcome.is_good else str(outcome)
    last = instant_text(age.last_good) if age.last_good else "never"
    # Of a streak of refused pages the first one is named: every further one would be a new version.
    named = snapshot.id if outcome is SnapshotOutcome.HELD else _first_bad(session, age)
    settles = settled_by(outcome, snapshot.reason, named) if outcome else ""
    return age.source, vendor, state, last, snapshot.reason, settles


def _first_bad(session: Session, age: Age) -> int:
    """Return the first attempt after the last good one."""
    after = select(func.min(Snapshot.id)).where(Snapshot.source == age.source, Snapshot.outcome.in_(BAD_OUTCOMES))
    found = session.scalar(after.where(Snapshot.moment > age.last_good) if age.last_good else after)
    return age.snapshot_id if found is None else found


def held_artifact(store: Store) -> Artifact:
    """Return the page of held readings: what is believed, what was read, and what each decision would do."""
    with store.reading() as session:
        parts = [part for reading in held_readings(session, list(REGISTERED.values())) for part in _held(reading)]
    if not parts:
        return markdown_artifact("held-readings", "# Held readings\n\nNothing is held.\n")
    return markdown_artifact("held-readings", "\n\n".join(["# Held readings", DECIDE, *parts]) + "\n")


def _held(reading: HeldReading) -> Iterator[str]:
    yield f"## Snapshot {reading.snapshot_id} of {escaped(reading.source)}, held since {instant_text(reading.since)}"
    if reading.problem:
        yield escaped(reading.problem)
        return
    head = ("what", "believed", "read", "why it is held", "after accept", "after reject")
    rows = [
        (f"{each.fact} {each.key}", each.believed, each.read, each.why, each.accept, each.reject)
        for each in reading.doubted
    ]
    yield table(head, rows)
    for verdict, word in WORDS.items():
        told = reading.refusals.get(verdict) or ", ".join(reading.changes.get(verdict, [])) or "nothing changes"
        yield f"**{word}**: {escaped(told)}"
    yield link(f"Decide about snapshot {reading.snapshot_id}", decision_form(reading.snapshot_id))
