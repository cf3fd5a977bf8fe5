"""Gathers what is bad about several sources for one cause: no network, or nothing that asks them."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row

from cli.alerting import DoctorCheck
from cli.printing import when
from flows.ingest import is_unreachable, unreachable_line
from models.kinds import GOOD_OUTCOMES
from scrapers.registry import BACKFILLS

CommonCause = tuple[Sequence[str], DoctorCheck]
"""Sources, and the check that they have in common."""


def common_causes(rows: Sequence[Row[Any]], scheduled: Collection[str]) -> list[CommonCause]:
    """Return a check for each cause that several sources on the schedule, or several loaded ones, have in common."""
    asked = [row for row in rows if row.source in scheduled and row.last_attempt_at is not None]
    untried = [row for row in rows if row.source in scheduled and row.last_attempt_at is None]
    unreachable = [row for row in asked if is_unreachable(row.reason)]
    unasked = [row for row in asked if row.stale and row.last_outcome in GOOD_OUTCOMES]
    loaded = [row for row in rows if row.source in BACKFILLS and row.stale and row.last_good_at is not None]
    causes = list[CommonCause]()
    if len(untried) > 1:
        detail = f"{len(untried)} sources; `almanac up` or `almanac track` reads them"
        causes.append((_names(untried), ("not tried", "note", detail)))
    if len(unreachable) > 1:
        line = unreachable_line(_names(unreachable), len(asked))
        tried, good = _last(unreachable, "last_attempt_at"), _last(unreachable, "last_good_at")
        detail = f"{line}; last tried {tried}, {f'last good reading {good}' if good else 'no good reading yet'}"
        causes.append((_names(unreachable), ("network", "bad", detail)))
    if len(unasked) > 1:
        which = f"{len(unasked)} of {len(asked)} sources are stale: not read since {_last(unasked, 'last_attempt_at')}"
        detail = which if len(unasked) == len(asked) else f"{which}: {', '.join(_names(unasked))}"
        causes.append((_names(unasked), ("schedule", "bad", f"{detail}; `almanac up` reads them")))
    if len(loaded) > 1:
        detail = f"{', '.join(_names(loaded))}: loaded, up to {_last(loaded, 'last_good_at')} at most"
        causes.append(
            (_names(loaded), ("history", "note", f"{detail}; `almanac backfill` lists what loads newer data"))
        )
    return causes


def _names(rows: Sequence[Row[Any]]) -> list[str]:
    return [row.source for row in rows]


def _last(rows: Sequence[Row[Any]], column: str) -> str:
    """Return the newest instant of a column on the reader's clock; "" if there is none."""
    instants = [instant for row in rows if (instant := getattr(row, column)) is not None]
    return when(max(instants)) if instants else ""
