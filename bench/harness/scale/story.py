"""Slots of several sources on an installation on several machines, while its parts die and start again."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from bench.harness.dates import day
from bench.harness.inbox import Many, Receiver, receiving
from bench.harness.scale.api import ENDED, BalancedApi
from bench.harness.scale.installation import APIS, WORKERS, ScaledOut, installing, left_processes
from bench.harness.scale.ledger import Ledger, deliver_the_rest, has_read, ledger
from bench.harness.scale.services import HOST
from samples.site import SITES, Site

SOURCES = (
    *("deepseek_pricing", "google_pricing", "openai_pricing", "xai_pricing", "zai_pricing", "deepseek_updates"),
    *("deepseek_pricing_zh", "deepseek_updates_zh", "deepseek_news", "deepseek_models_api", "anthropic_pricing"),
    *("anthropic_deprecations", "moonshot_pricing", "moonshot_pricing_zh", "google_deprecations"),
    *("openai_deprecations", "openai_models_api", "mistral_models", "alibaba_deprecations", "arena_page_text"),
)
KEYS = ("deepseek_api_key", "openai_api_key", "mistral_api_key")
ROUNDS = (day("2026-06-20"), day("2026-08-14"), day("2026-11-20"))
"""The instants of the sample pages, of which most differ from round to round."""
TARGETS = ("team", "pager")
NEXT_ROUND = 0.85
"""The share of the slots of a round that has ended when the next one is due."""
LEASES_SECONDS = 100
"""A lease ends within 60 s, and the service that takes its slot back looks every 15 s."""
CATCH_UPS = 2


@dataclass(frozen=True)
class StorySize:
    """The extent of a story: so many sources, and rounds of slots."""

    sources: int
    rounds: int
    restart_seconds: float
    """The time until a killed part starts again; `RestartSec` of its unit."""
    most_seconds: float


FULL, SMALL = StorySize(20, 3, 10, 3600), StorySize(6, 2, 2, 900)


@dataclass
class Slots:
    """The planned runs: their ids with their sources, those of the rounds and those that catch up."""

    planned: dict[str, str] = field(default_factory=dict[str, str])
    catching_up: dict[str, str] = field(default_factory=dict[str, str])


@dataclass
class Teller:
    """Says what goes on, with the time since it began."""

    size: StorySize
    began: float = field(default_factory=time.monotonic)

    def say(self, words: str) -> None:
        sys.stdout.write(f"{time.monotonic() - self.began:4.0f} s  {words}\n")
        sys.stdout.flush()

    def expect_time(self) -> None:
        if time.monotonic() - self.began > self.size.most_seconds:
            raise TimeoutError(f"not over within {self.size.most_seconds:.0f} s")


def tell(folder: Path, size: StorySize) -> int:
    """Tell the story in a folder; print what happened and the ledger. The exit code is 1 where a line is wrong."""
    teller = Teller(size)
    with ExitStack() as stack:
        site = stack.enter_context(Site(ROUNDS[-size.rounds]).serving())
        receivers = {name: stack.enter_context(receiving(kind=Many)) for name in TARGETS}
        port = int(site.url.rsplit(":", 1)[1])
        urls = {name: f"http://127.0.1.{number}:{port}" for number, name in enumerate(SITES, 1)}
        doors = dict.fromkeys(urls.values(), (HOST, port))
        hooks = [(HOST, int(each.url.rstrip("/").rsplit(":", 1)[1])) for each in receivers.values()]
        sources = SOURCES[: size.sources]
        variables = _variables(urls, receivers, sources)
        with installing(folder, doors, hooks, variables, sources) as running:
            written = _run(teller, running, site, receivers)
    written.expect_none("processes left", left_processes())
    sys.stdout.writelines(f"{line}\n" for line in written.lines())
    teller.say("all is well" if written.holds else "WRONG")
    return 0 if written.holds else 1


def _variables(urls: dict[str, str], receivers: dict[str, Receiver], sources: tuple[str, ...]) -> dict[str, str]:
    """The settings of the almanac beside those of the file of the installation."""
    sites = {f"ALMANAC_{name.upper()}_URL": url for name, url in urls.items()}
    keys = {f"ALMANAC_{name.upper()}": "a-key-of-the-samples" for name in KEYS}
    targets = {name: {"webhook": each.url, "severity": "info"} for name, each in receivers.items()}
    return {**sites, **keys, "ALMANAC_SOURCES": ",".join(sources), "ALMANAC_TARGETS": json.dumps(targets)}


def _run(teller: Teller, running: ScaledOut, site: Site, receivers: dict[str, Receiver]) -> Ledger:
    try:
        return _story(teller, running, site, receivers)
    except BaseException:
        for log in sorted(running.folder.glob("*.log")):
            sys.stdout.write(f"--- {log.name}\n{log.read_text(errors='replace')[-3000:]}\n")
        raise


def _story(teller: Teller, running: ScaledOut, site: Site, receivers: dict[str, Receiver]) -> Ledger:
    where = "in network namespaces of their own" if running.isolated_by else "beside it (no network namespaces here)"
    teller.say(f"PostgreSQL and Redis are up; workers run {where}")
    running.run_once("migrate")
    teller.say("both databases are migrated")
    for name in (*APIS, "services"):
        running.start(name)
    for name in APIS:
        running.await_api(name)
    teller.say("two API servers and the services are up")
    running.run_once("prepare")
    for name in WORKERS:
        running.start(name)
    teller.say("deployments and limits are made, two workers start")
    api = BalancedApi(running.url, running.auth)
    slots, faults = Slots(), list(_faults(teller, running))
    deployments = api.deployments()
    for number in range(teller.size.rounds):
        site.at = ROUNDS[number - teller.size.rounds]
        due = datetime.now(UTC)
        for source in SOURCES[: teller.size.sources]:
            slots.planned[api.schedule(deployments[source], due)] = source
        is_last = number == teller.size.rounds - 1
        _wait(teller, api, slots.planned, faults, 1 if is_last else NEXT_ROUND)
        teller.say(f"round {number + 1} of {teller.size.rounds}: {len(slots.planned)} slots planned")
    for fault in faults:
        raise TimeoutError(f"the slots were over before this: {fault.words}")
    for _ in range(CATCH_UPS):
        behind = _behind(api, slots)
        for source in sorted(behind):
            slots.catching_up[api.schedule(deployments[source], datetime.now(UTC))] = source
        _wait(teller, api, slots.catching_up, [], 1)
    teller.say(f"{len(slots.catching_up)} more runs caught up")
    _settle(api)
    deliver_the_rest(running.environment(WORKERS[0]))
    return ledger(running, api, slots.planned, slots.catching_up, {n: each.keys for n, each in receivers.items()})


@dataclass
class PlannedFault:
    """Something that happens to the installation when a share of all slots has ended."""

    share: float
    words: str
    do: Callable[[], None]
    is_possible: Callable[[list[dict[str, Any]]], bool] = lambda _runs: True
    then: Callable[[], None] | None = None
    """The start of a killed part, after a while."""


def _faults(teller: Teller, running: ScaledOut) -> Iterator[PlannedFault]:
    """Yield them in their order."""

    def is_running(name: str, runs: list[dict[str, Any]]) -> bool:
        """Return True if a worker has a run that has begun: its end must not go unnoticed."""
        process = running.parts[name].process
        assert process
        children = {str(each.pid) for each in psutil.Process(process.pid).children(recursive=True)}
        begun = [run["infrastructure_pid"] for run in runs if run["state_type"] == "RUNNING"]
        return any(str(pid).rpartition(":")[2] in children for pid in begun)

    worker, server = (running.parts[name] for name in (WORKERS[0], APIS[0]))
    later = f"started again after {teller.size.restart_seconds:.0f} s"
    yield PlannedFault(
        0.2,
        f"kill -9 {worker.name} and its runs, {later}",
        worker.kill,
        lambda runs: is_running(worker.name, runs),
        lambda: running.start(worker.name),
    )
    yield PlannedFault(0.35, f"kill -9 {server.name}, {later}", server.kill, then=lambda: running.start(server.name))
    yield PlannedFault(
        0.5,
        "Redis is restarted, and the services later, as by their unit",
        running.messages.restart,
        then=lambda: _start_again(running, "services"),
    )
    yield PlannedFault(0.65, "PostgreSQL is restarted", running.database.restart)


def _start_again(running: ScaledOut, name: str) -> None:
    running.parts[name].stop()
    running.start(name)


def _wait(teller: Teller, api: BalancedApi, ids: dict[str, str], faults: list[PlannedFault], share: float) -> None:
    """Wait until a share of the runs has ended; let the faults happen meanwhile."""
    later: list[tuple[float, PlannedFault]] = []
    total = teller.size.sources * teller.size.rounds
    while True:
        runs = api.runs(ids) if ids else []
        ended = sum(run["state_type"] in ENDED for run in runs)
        if faults and ended >= faults[0].share * total and faults[0].is_possible(runs):
            fault = faults.pop(0)
            teller.say(f"{ended} slots have ended: {fault.words}")
            fault.do()
            later.append((time.monotonic() + teller.size.restart_seconds, fault))
        for at, fault in [*later]:
            if time.monotonic() > at:
                later.remove((at, fault))
                if fault.then:
                    fault.then()
        if ended >= share * len(ids) and not later:
            return
        try:
            teller.expect_time()
        except TimeoutError:
            for run in runs:
                teller.say(f"{ids[run['id']]} {run['state_type']}: {str(run['state'].get('message'))[:90]}")
            raise
        time.sleep(0.5)


def _behind(api: BalancedApi, slots: Slots) -> set[str]:
    """The sources whose last run did not read."""
    sources = slots.planned | slots.catching_up
    last = {sources[run["id"]]: run for run in sorted(api.runs(sources), key=lambda run: run["expected_start_time"])}
    return {source for source, run in last.items() if not has_read(run)}


def _settle(api: BalancedApi) -> None:
    """Wait until the leases of dead runs have ended."""
    deadline = time.monotonic() + LEASES_SECONDS
    while api.taken_slots() and time.monotonic() < deadline:
        time.sleep(1)
