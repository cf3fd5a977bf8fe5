"""The command `alerts`: lists alerts, tests targets, previews alerts, and retries deliveries."""

from argparse import Namespace
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import repeat
from typing import Any

from alerts.channels import Undelivered, channel
from alerts.message import STORED_FIELDS, Message
from alerts.outbox import retry
from alerts.targets import LOG, Target
from cli.command import Commands, command, instant, listing
from cli.commands import DESCRIPTIONS
from cli.names import expect_name
from cli.show import ALL_COLUMNS, Problem, hint, json_line, print_line, rows, table
from flows.audit import PreviewedAlert, preview
from flows.clock import utc_now
from flows.database import Store, asking
from flows.pipeline import deliver_due, open_store
from flows.run import alert_settings
from flows.settings import Settings
from models.kinds import COUNTED_STATES, DeliveryState
from models.queries import facts_at, outgoing_by_target
from models.readings import BEGINNING
from models.schema import ALERT_LOG

ALERT_COLUMNS = ("id", "created_at", "severity", "title", "effective_at", *COUNTED_STATES, "also_said_by")
PREVIEW_COLUMNS = ("at", "severity", "title", "targets")
NO_TARGETS = """no targets are set: alerts go to the log alone. In almanac.toml:

[targets.team]
url = "slack://…"

docs/alerts.md has the addresses of other services"""


def add(commands: Commands) -> None:
    parser = listing(commands, "alerts", alerts, DESCRIPTIONS["alerts"], ALL_COLUMNS)
    subcommands = parser.add_subparsers(title="commands", metavar="COMMAND")
    test_parser = command(
        subcommands, "test", test, "send a test message to every target, or to one, and print the results"
    )
    test_parser.add_argument("target", nargs="?", metavar="TARGET", help="its name in the settings")
    help_text = "preview the alerts that the current settings give; sends nothing"
    preview_parser = listing(subcommands, "preview", run_preview, help_text, "JSON Lines, with the whole text")
    preview_parser.add_argument("--since", type=instant, metavar="T", help="only alerts since then")
    preview_parser.add_argument("--full", action="store_true", help="print the whole text of each alert")
    retry_parser = command(subcommands, "retry", run_retry, "send dead deliveries again now, to every target or to one")
    retry_parser.add_argument("target", nargs="?", metavar="TARGET", help="its name in the settings")


def alerts(settings: Settings, asked: Namespace) -> None:
    with asking(settings.database_url) as session:
        logged = facts_at.view(session, ALERT_LOG)
    rows(logged, asked.json, ALERT_COLUMNS, "no alerts yet")


def test(settings: Settings, asked: Namespace) -> None:
    targets = settings.values.targets
    if not targets:
        raise Problem(NO_TARGETS)
    if asked.target is not None:
        expect_name(asked.target, list(targets), "target")
        targets = {asked.target: targets[asked.target]}
    failed = sum(problem is not None for problem in _tried(targets))
    if failed:
        raise Problem(f"{failed} of {len(targets)} targets not reached")


def _tried(targets: Mapping[str, Target]) -> Iterator[str | None]:
    """Send the test message to all targets in parallel; print and yield the error of each, or None."""
    with ThreadPoolExecutor(len(targets)) as pool:
        for name, problem in zip(targets, pool.map(_problem, targets.values(), repeat(utc_now())), strict=True):
            print_line(f"{name}: {problem or DeliveryState.DELIVERED}")
            yield problem


def _problem(target: Target, now: datetime) -> str | None:
    body = "This is what `almanac alerts test` sends. Alerts of prices, promotions and retirements will come like this."
    key = f"test/{now:%Y-%m-%dT%H:%M:%S.%fZ}"
    message = Message(key, "test", "info", "almanac", "test", "Model Almanac: a test", body, None, snapshot_id=0)
    try:
        channel(target)(message, now)
    except Undelivered as problem:
        return str(problem)
    return None


def run_preview(settings: Settings, asked: Namespace) -> None:
    store, alerting = Store(settings.database_url), alert_settings(settings)
    try:
        previewed = preview(store, alerting, asked.since or BEGINNING, hint)
    finally:
        store.close()
    if alerting.problem:
        hint(f"almanac: the workload cannot be read, so alerts state no sums: {alerting.problem}")
    if not previewed:
        hint("no alerts")
    elif asked.json:
        for alert in previewed:
            print_line(json_line(_row(alert)))
    elif asked.full:
        print_line(
            "\n\n".join(f"{alert.message.title}\n{alert.message.body}\nto {alert.targets}" for alert in previewed)
        )
    else:
        table([{name: _row(alert)[name] for name in PREVIEW_COLUMNS} for alert in previewed])


def _row(alert: PreviewedAlert) -> dict[str, Any]:
    return {"at": alert.at, **{name: getattr(alert.message, name) for name in STORED_FIELDS}, "targets": alert.targets}


def run_retry(settings: Settings, asked: Namespace) -> None:
    """Reset the dead deliveries and send them now."""
    names = [LOG, *settings.values.targets]
    if asked.target is not None:
        expect_name(asked.target, names, "target")
    with asking(settings.database_url) as session:
        dead = {name: outgoing.dead for name, outgoing in outgoing_by_target(session).items() if outgoing.dead}
    wanted = [name for name in dead if name in names and asked.target in (None, name)]
    if not wanted:
        print_line("no delivery was given up" + (f" to {asked.target}" if asked.target else ""))
        return
    _send_again(settings, wanted)


def _send_again(settings: Settings, targets: list[str]) -> None:
    store = open_store(settings)
    try:
        with store.writing() as session:
            count = sum(retry(session, utc_now(), target) for target in targets)
        sent = deliver_due(store, alert_settings(settings))
    finally:
        store.close()
    print_line(f"{count} to send again to {', '.join(targets)}: {sent}")
    if any(target in sent.problems for target in targets):
        raise Problem("failed deliveries are retried automatically, for a week")
