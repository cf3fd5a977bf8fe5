"""Whom to tell of what, and in which words: what the settings say of alerts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from alerts.reminder_schedule import RUNGS
from alerts.targets import Target
from alerts.watchlist import DEFAULT_WATCHED
from flows.settings import BadWorkload, Settings, workload
from models.pricing import Load


@dataclass(frozen=True)
class Telling:
    """The settings of alerts, read once."""

    targets: Mapping[str, Target] = field(default_factory=dict[str, Target])
    watched: Sequence[str] = DEFAULT_WATCHED
    uses: Sequence[str] = ("*",)
    ladder: Sequence[int] = RUNGS
    time_zone: str = "UTC"
    loads: Sequence[Load] = ()
    feeds: Path | None = None
    """The folder of the calendar and the feed, where they are written."""
    problem: str = ""
    """Why there are no loads, where a workload is named that cannot be read: no reason to tell nothing."""


USUAL = Telling()
"""Where the settings say nothing."""


def telling(settings: Settings) -> Telling:
    loads, problem = list[Load](), ""
    try:
        loads = workload(settings.workload) if settings.workload else loads
    except BadWorkload as bad:
        problem = str(bad)
    values = settings.values
    return Telling(
        targets=values.targets,
        watched=values.watch,
        uses=values.uses,
        ladder=values.ladder,
        time_zone=values.time_zone,
        loads=loads,
        feeds=settings.feeds,
        problem=problem,
    )
