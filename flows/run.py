"""The context of a run on one source: database, source, clock, alert settings and log."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from alerts.targets import DEFAULT_WATCHED, Target
from flows.clock import Clock, utc_now
from flows.database import Store
from flows.settings import Settings
from models.kinds import RUNGS
from models.pricing import Load
from scrapers.source import Source

LOG = logging.getLogger("almanac.road")
HopValue = TypeVar("HopValue")


@dataclass(frozen=True)
class AlertSettings:
    """The settings of alerts: targets, watched names, reminders, time zone, workload and feeds."""

    targets: Mapping[str, Target] = field(default_factory=dict[str, Target])
    watched: Sequence[str] = DEFAULT_WATCHED
    uses: Sequence[str] = ("*",)
    ladder: Sequence[int] = RUNGS
    time_zone: str = "UTC"
    currency: str = "USD"
    """The currency whose prices are told, where the vendor states them in it."""
    language: str = "en"
    """The language whose notices are told, where the page exists in it."""
    loads: Sequence[Load] = ()
    feeds: Path | None = None
    """The folder of the calendar and the feed; None where they are not written."""
    ui: str = ""
    """The address of Prefect's UI, for the log; empty where there is none."""
    problem: str = ""
    """The reason why a named workload cannot be read. Alerts go out without sums then."""


DEFAULT_ALERTS = AlertSettings()
"""The alert settings of an empty settings file."""


def alert_settings(settings: Settings) -> AlertSettings:
    """Read the alert settings, with the workload that they name."""
    loads, problem = _workload(settings.workload) if settings.workload else ((), "")
    values = settings.values
    return AlertSettings(
        targets=values.targets,
        watched=values.watch,
        uses=values.uses,
        ladder=values.ladder,
        time_zone=values.time_zone,
        currency=values.currency,
        language=values.language,
        loads=loads,
        feeds=settings.feeds,
        problem=problem,
    )


def _workload(file: Path) -> tuple[Sequence[Load], str]:
    """Read a workload; return its loads, or the reason why it cannot be read."""
    from flows.settings import BadWorkload, workload  # its models take as long to build as all settings

    try:
        return workload(file), ""
    except BadWorkload as bad:
        return (), str(bad)


class HopRunner(Protocol):
    """Runs one hop of a run under a name, as a task of Prefect."""

    def __call__(self, name: str, hop: Callable[[], HopValue], /) -> HopValue: ...


def counts_text(**things: int) -> str:
    """Counts with their nouns: `3 snapshots, 1 row`."""
    return ", ".join(f"{count} {thing}{'' if count == 1 else 's'}" for thing, count in things.items())


@dataclass(frozen=True)
class Run:
    """The context of a run on one source."""

    store: Store
    source: Source
    clock: Clock = utc_now
    alerting: AlertSettings = DEFAULT_ALERTS
    log: Callable[[str], None] = LOG.info
    """Takes a line about the progress of the run."""
    hop: HopRunner | None = None
    """None calls each hop directly."""
    checks_clock: bool = False
    """True if `clock` is that of this machine, and a run on the web compares it with other clocks."""
