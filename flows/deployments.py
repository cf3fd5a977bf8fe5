"""Deployments and their schedules, made from the registry; writes `prefect.yaml` for work pools."""

import sys
from typing import Any

import yaml

from flows.pipeline import CRON as REMIND_CRON
from scrapers.registry import SOURCES
from scrapers.source import Source

DELIVER_CRON = "*/10 * * * *"
REMIND = "Reminds of deadlines, says which sources are stale, sends what is due, and beats."
HEADER = (
    "# Made by `python -m flows.deployments` from scrapers/registry.py; a test compares.\n"
    "# `almanac up` does not need it.\n"
)


def describe(source: Source) -> str:
    where = f"{source.path} on the site {source.site.name}" if source.path else f"the site {source.site.name}"
    choice = f" Only where `{source.chosen[0]}` names {source.chosen[1]}." if source.chosen else ""
    return f"Reads {where}, every {source.cadence_minutes} minutes.{choice}"


def manifest() -> str:
    """Return `prefect.yaml`: a deployment per source, the delivery and the reminders, for the process work
    pool `almanac`.
    """
    tracked = [
        _deployment(f"{source.name}", "flows.track.track", source.cron, describe(source), {"source": source.name})
        for source in SOURCES.values()
    ]
    delivery = _deployment("deliver", "flows.deliver.deliver", DELIVER_CRON, "Sends what is due.", {})
    reminder = _deployment("remind", "flows.remind.remind", REMIND_CRON, REMIND, {})
    body = {"name": "model-almanac", "pull": [], "deployments": [*tracked, delivery, reminder]}
    return HEADER + yaml.safe_dump(body, sort_keys=False, width=120)


def _deployment(name: str, entrypoint: str, cron: str, description: str, parameters: dict[str, str]) -> dict[str, Any]:
    return {
        "name": name,
        "entrypoint": entrypoint,
        "description": description,
        "parameters": parameters,
        "schedules": [{"cron": cron, "timezone": "UTC"}],
        "concurrency_limit": {"limit": 1, "collision_strategy": "CANCEL_NEW"},
        "work_pool": {"name": "almanac"},
    }


if __name__ == "__main__":
    sys.stdout.write(manifest())
