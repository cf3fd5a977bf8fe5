"""The command `alerts`: lists alerts, silences and tests targets, previews alerts, and retries deliveries."""

from argparse import Namespace
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from itertools import repeat
from typing import TYPE_CHECKING, Any

from alerts.channels import Undelivered, channel
from alerts.message import STORED_FIELDS, Message
from alerts.retries import retry
from alerts.targets import LOG, Target
from cli.alerting import silences
from cli.alerting.target_filters import (
    DAYS,
    WouldHaveGot,
    count_lines,
    expect_models,
    filter_lines,
    filter_words,
    indented,
    next_digest_of,
    would_have_got,
)
from cli.command import Commands, command, instant, listing
from cli.commands import DESCRIPTIONS
from cli.evidence import add_log_options, log_question, print_alerts
from cli.names import expect_name
from cli.printing import ALL_COLUMNS, Problem, hint, is_for_programs, json_line, note, plain, print_line, rows, table
from flows.clock import utc_now
from flows.database import NoHistory, Store, asking
from flows.settings import Settings
from models.kinds import DeliveryState, Severity
from models.queries import LogQuestion, logged, outgoing_by_target
from models.readings import BEGINNING
from models.schema import ALERT_LOG

if TYPE_CHECKING:
    from flows.audit import PreviewedAlert

PREVIEW_COLUMNS = ("at", "severity", "title", "targets")
NO_TARGETS = """no targets are set: alerts go only to the log. In almanac.toml:

[targets.team]
url = "slack://…"

docs/alerts.md has the addresses of other services"""


def add(commands: Commands) -> None:
    parser = listing(commands, "alerts", alerts, DESCRIPTIONS["alerts"], ALL_COLUMNS, has_csv=True, is_paged=True)
    add_log_options(parser)
    parser.add_argument("--severity", choices=tuple(Severity), metavar="S", help=f"one of {', '.join(Severity)}")
    subcommands = parser.add_subparsers(title="commands", metavar="COMMAND")
    silences.add(subcommands)
    help_text = (
        "send a test message to every target, or to one; print which alerts a target takes, and how many "
        "of the last 90 days"
    )
    test_parser = listing(subcommands, "test", test, help_text)
    test_parser.add_argument("target", nargs="?", metavar="TARGET", help="its name in the settings")
    help_text = "show the alerts that the current settings would give; sends nothing"
    preview_parser = listing(subcommands, "preview", run_preview, help_text, "JSON Lines, with the whole text")
    preview_parser.add_argument("--since", type=instant, metavar="T", help="only alerts since then")
    preview_parser.add_argument("--full", action="store_true", help="print the whole text of each alert")
    retry_parser = command(subcommands, "retry", run_retry, "send dead deliveries again now, to every target or to one")
    retry_parser.add_argument("target", nargs="?", metavar="TARGET", help="its name in the settings")


def alerts(settings: Settings, asked: Namespace) -> None:
    with asking(settings.database_url) as session:
        question = log_question(session, ALERT_LOG, asked)
        found, lines = logged(session, ALERT_LOG, question), silences.silence_lines(session, utc_now())
    if found and not is_for_programs(asked):
        print_alerts(found)
    else:
        is_filtered = question != LogQuestion(limit=question.limit)
        rows(found, asked.json, (), "no such alerts" if is_filtered else "no alerts yet", as_csv=asked.csv)
    note(lines, is_for_programs(asked))


def test(settings: Settings, asked: Namespace) -> None:
    targets = settings.values.targets
    if not targets:
        raise Problem(NO_TARGETS)
    if asked.target is not None:
        expect_name(asked.target, list(targets), "target")
        targets = {asked.target: targets[asked.target]}
    now, got = utc_now(), dict[str, WouldHaveGot]()
    with suppress(NoHistory), asking(settings.database_url) as session:
        expect_models(session, targets, settings.values.uses)
        got = would_have_got(session, targets, now)
    results = _tried(targets, now)
    for name, target in targets.items():
        result = results[name] or DeliveryState.DELIVERED
        if asked.json:
            print_line(json_line(_tested(name, str(result), target, got.get(name), now)))
        else:
            counted = list(count_lines(got[name])) if name in got else []
            lines = [f"{name}: {result}", *map(indented, [*filter_lines(target, now), *counted])]
            print_line("\n".join(lines))
    failed = sum(problem is not None for problem in results.values())
    if failed:
        raise Problem(f"{failed} of {len(targets)} targets not reached")


def _tried(targets: Mapping[str, Target], now: datetime) -> dict[str, str | None]:
    """Send the test message to all targets in parallel; return the error of each, or None."""
    with ThreadPoolExecutor(len(targets)) as pool:
        return dict(zip(targets, pool.map(_problem, targets.values(), repeat(now)), strict=True))


def _tested(name: str, result: str, target: Target, got: WouldHaveGot | None, now: datetime) -> dict[str, object]:
    """Return the row of a tested target for `--json`; the counts are null where there is no history."""
    counts = {
        "days": DAYS,
        "alerts": got and len(got.alerts),
        "by_kind": got and got.by_kind,
        "last": got and [{key: plain(value) for key, value in each.items()} for each in got.last],
    }
    takes = {key: plain(value) for key, value in filter_words(target).items()}
    return {"target": name, "result": result, "takes": takes, "next_digest": next_digest_of(target, now), **counts}


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
    # A list of alerts needs nothing of what composes and sends them.
    from flows.audit import preview
    from flows.run import alert_settings

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


def _row(alert: "PreviewedAlert") -> dict[str, Any]:
    return {
        "at": alert.at,
        **{name: getattr(alert.message, name) for name in STORED_FIELDS},
        "targets": alert.targets,
    }


def run_retry(settings: Settings, asked: Namespace) -> None:
    """Reset the dead deliveries and send them now."""
    names = [LOG, *settings.values.targets]
    if asked.target is not None:
        expect_name(asked.target, names, "target")
    with asking(settings.database_url) as session:
        dead = {name: outgoing.dead for name, outgoing in outgoing_by_target(session).items() if outgoing.dead}
    wanted = [name for name in dead if name in names and asked.target in (None, name)]
    if not wanted:
        print_line("there are no dead deliveries" + (f" to {asked.target}" if asked.target else ""))
        return
    _send_again(settings, wanted)


def _send_again(settings: Settings, targets: list[str]) -> None:
    from flows.pipeline import deliver_due, open_store
    from flows.run import alert_settings

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
