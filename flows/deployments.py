"""Deployments, their schedules, tags and descriptions, made from the registry; writes `prefect.yaml` for work pools."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from flows.pipeline import CRON as REMIND_CRON
from models.leaderboards import EVERY_BOARD
from scrapers.registry import SOURCES, vendor_name
from scrapers.source import Source

TRACK, TRACK_MANY, DELIVER, REMIND, DECIDE, KEEP_HOUSE = (
    "flows.track.track",
    "flows.track_many.track_many",
    "flows.deliver.deliver",
    "flows.remind.remind",
    "flows.decide.decide_held",
    "flows.housekeeping.housekeeping",
)
DELIVER_CRON = "*/10 * * * *"
OWN_CRON = "*/5 * * * *"
"""A run of the user's own sources that is due while the one before it goes on is cancelled: nothing piles up."""
HOUSEKEEPING_CRON = "52 3 * * *"
HEADER = (
    "# Made by `python -m flows.deployments` from scrapers/registry.py; a test compares.\n"
    "# `almanac up` does not need it.\n"
)
KINDS = {
    "prices": "the prices and the notices of {vendor}",
    "retirements": "when models of {vendor} retire",
    "announcements": "what {vendor} announces: new versions, prices and ends",
    "leaderboard": "a leaderboard of {vendor}: scores, places, votes",
    "model cards": "licences and revisions of model cards on {vendor}",
    "cross-check": "the prices that {vendor} lists, to check those of the vendors with them",
}
"""The words for what a source of a kind says."""
ENDINGS = {
    "pricing": "prices",
    "deprecations": "retirements",
    "models": "retirements",
    "updates": "announcements",
    "news": "announcements",
    "cards": "model cards",
}
"""The kind of a source by a word of its name, which says what its page is about."""
GRAVEST = {"prices": "critical", "retirements": "critical", "announcements": "critical"}
"""The gravest alert that a source of a kind may cause; of every other kind it is `warning`."""
RARELY = {60: "every hour", 720: "twice a day", 1440: "once a day", 10080: "once a week"}


@dataclass(frozen=True)
class DeploymentPlan:
    """One deployment: a flow with its schedule, or without one, and what the UI says about it."""

    name: str
    entrypoint: str
    description: str
    tags: Sequence[str]
    cron: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict[str, str])
    queues: bool = False
    """True if a run waits for the one before it; False if it is cancelled while another one goes on."""


UPKEEP = (
    DeploymentPlan(
        "deliver",
        DELIVER,
        "Sends alerts that are due: after a failure, a quiet time, or for a digest. Writes the feeds.",
        ["kind:alerts"],
        DELIVER_CRON,
    ),
    DeploymentPlan(
        "remind",
        REMIND,
        "Reminds of deadlines, says which sources are stale, sends what is due, and notes that it came to its end.",
        ["kind:alerts", "kind:upkeep"],
        REMIND_CRON,
    ),
    DeploymentPlan(
        "housekeeping",
        KEEP_HOUSE,
        "Removes old versions of artifacts, once a day, tidies the database, and says how large it is.",
        ["kind:upkeep"],
        HOUSEKEEPING_CRON,
    ),
    DeploymentPlan(
        "decide-held",
        DECIDE,
        "Accepts or rejects a reading that is held because it looks wrong. The artifact held-readings lists what "
        "waits, with its number and what either answer does.",
        ["kind:decision"],
        queues=True,
    ),
)
"""The deployments of delivery, reminders, housekeeping and decisions about readings."""


def kind_of(source: Source) -> str:
    """Return what a source is about, a key of `KINDS`."""
    if source.checks:
        return "cross-check"
    if source.boards is not EVERY_BOARD:
        return "leaderboard"
    return next((kind for word, kind in ENDINGS.items() if word in source.name.split("_")), "leaderboard")


def source_tags(source: Source) -> list[str]:
    """Return the tags of a source's deployment. Its runs have them, too, and the severity of what they told."""
    kind = kind_of(source)
    return [f"vendor:{source.vendor}", f"kind:{kind}", f"alerts-up-to:{GRAVEST.get(kind, 'warning')}"]


def describe(source: Source) -> str:
    """Return what a run of a source does, for the reader of the UI."""
    kind, site = kind_of(source), source.page or (source.site.url and source.site.url + source.path)
    vendor = vendor_name(source.vendor) if kind != "cross-check" else source.name.partition("_")[0]
    says = KINDS[kind].format(vendor=vendor)
    where = f"from {site}" if site else f"from the address in the setting {source.site.setting}"
    often = RARELY.get(source.cadence_minutes, f"every {source.cadence_minutes // 60} hours")
    choice = f" Runs only where the setting {source.chosen[0]} names {source.chosen[1]}." if source.chosen else ""
    key = f" Needs the setting {source.key}." if source.key else ""
    return f"Reads {says}, {often}, {where}.{choice}{key}"


def plans(sources: Iterable[Source], own_sources: int = 0) -> list[DeploymentPlan]:
    """Return a deployment per source, and those of delivery, reminders, housekeeping and decisions about readings.

    One more reads the sources of the user's own file, if there are any.
    """
    tracked = [
        DeploymentPlan(source.name, TRACK, describe(source), source_tags(source), source.cron, {"source": source.name})
        for source in sources
    ]
    own = DeploymentPlan(
        "own-sources",
        TRACK_MANY,
        f"Reads those of the {own_sources} sources of your own file that are due, several in a run, host by host.",
        ["kind:own-sources"],
        OWN_CRON,
    )
    return [*tracked, *([own] if own_sources else []), *UPKEEP]


def manifest(own_sources: int = 0) -> str:
    """Return `prefect.yaml`: every deployment, for the process work pool `almanac`."""
    planned = plans(SOURCES.values(), own_sources)
    body = {"name": "model-almanac", "pull": [], "deployments": [*map(_deployment, planned)]}
    return HEADER + yaml.safe_dump(body, sort_keys=False, width=120)


def _deployment(plan: DeploymentPlan) -> dict[str, Any]:
    return {
        "name": plan.name,
        "entrypoint": plan.entrypoint,
        "description": plan.description,
        "tags": [*plan.tags],
        "parameters": {**plan.parameters},
        "schedules": [{"cron": plan.cron, "timezone": "UTC"}] if plan.cron else [],
        "concurrency_limit": {"limit": 1, "collision_strategy": "ENQUEUE" if plan.queues else "CANCEL_NEW"},
        "work_pool": {"name": "almanac"},
    }


if __name__ == "__main__":
    from flows.settings import load

    sys.stdout.write(manifest(len(load().own_sources)))
