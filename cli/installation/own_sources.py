"""The line of `doctor` about the sources of the user's own file: how many are read on time."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from cli.alerting import DoctorCheck
from flows.clock import utc_now
from flows.pipeline import lateness
from flows.settings import Settings
from models.kinds import BAD_OUTCOMES

CHECK = "own sources"
NAMED = 5
"""Number of sources in trouble that are named; `almanac sources` has all."""


def checked_own_sources(session: Session, settings: Settings, rows: Sequence[Row[Any]]) -> Iterator[DoctorCheck]:
    """Yield how many there are and how many are late, and the first ones that could not be read."""
    own = settings.own_sources
    found = lateness(session, own.values(), utc_now())
    broken = [row for row in rows if row.source in own and row.last_outcome in BAD_OUTCOMES]
    parts = [f"{len(own)} of {settings.sources_file}"]
    parts += [f"{found.never} not tried yet"] if found.never else []
    if found.late:
        name, longest = max(found.late.items(), key=lambda item: item[1])
        parts.append(f"{len(found.late)} late by more than their cadence, {name} by {_hours(longest)}")
    parts += [f"the last attempt at {len(broken)} failed"] if broken else []
    state = "bad" if found.late or broken else "note" if found.never else "ok"
    yield CHECK, state, "; ".join(parts if len(parts) > 1 else [*parts, "all are on time"])
    for row in broken[:NAMED]:
        yield row.source, "bad", f"{row.last_outcome}: {row.reason}"
    if len(broken) > NAMED:
        yield CHECK, "bad", f"{len(broken) - NAMED} more failed: `almanac sources` has them"


def _hours(late: timedelta) -> str:
    minutes = round(late.total_seconds() / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"
