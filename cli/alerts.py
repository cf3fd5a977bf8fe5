"""The command `alerts`: lists alerts, tests targets, previews alerts, and retries deliveries."""

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import repeat
from typing import Any

from alerts.channels import Undelivered, channel
from alerts.message import Message
from alerts.outbox import KEPT, retry
from alerts.targets import LOG, Target
from cli.command import Commands, command, listing
from cli.facts import WHOLE, expect
from cli.show import Problem, hint, line, rows, say, table
from flows.audit import Said, preview
from flows.clock import utc_now
from flows.database import Store, asking
from flows.pipeline import deliver_due, open_store
from flows.run import alert_settings
from flows.settings import Settings
from models.queries import facts_at, outgoing_by_target
from models.readings import BEGINNING
from models.schema import ALERT_LOG

ALERT_COLUMNS = ("id", "created_at", "severity", "title", "effective_at", "delivered", "pending", "dead")
PREVIEW_COLUMNS = ("at", "severity", "title", "targets")
NO_TARGETS = """no targets are set: alerts go to the log alone. In almanac.toml:

[targets.team]
url = "slack://…"

docs/alerts.md has the addresses of other services"""


def add(commands: Commands, instant: Callable[[str], datetime]) -> None:
    found = listing(commands, "alerts", alerts, "what was said, and whether it was delivered", WHOLE)
    below = found.add_subparsers(title="commands", metavar="COMMAND")
    one = command(below, "test", test, "send a message to every target, or to one, and say what became of it")
    one.add_argument("target", nargs="?", metavar="TARGET", help="its name in the settings")
    words = "what would have been said with the settings of today; sends nothing"
    would = listing(below, "preview", run_preview, words, "JSON Lines, with the whole text")
    would.add_argument("--since", type=instant, metavar="T", help="only what came since then")
    would.add_argument("--full", action="store_true", help="the whole text of each")
    again = command(below, "retry", run_retry, "send now what was given up, to every target or to one")
    again.add_argument("target", nargs="?", metavar="TARGET", help="its name in the settings")


def alerts(settings: Settings, asked: Namespace) -> None:
    with asking(settings.database_url) as session:
        found = facts_at.view(session, ALERT_LOG)
    rows(found, asked.json, ALERT_COLUMNS, "no alerts yet")


def test(settings: Settings, asked: Namespace) -> None:
    targets = settings.values.targets
    if not targets:
        raise Problem(NO_TARGETS)
    if asked.target is not None:
        expect(asked.target, list(targets), "target")
        targets = {asked.target: targets[asked.target]}
    failed = sum(problem is not None for problem in _tried(targets))
    if failed:
        raise Problem(f"{failed} of {len(targets)} targets not reached")


def _tried(targets: Mapping[str, Target]) -> Iterator[str | None]:
    """Send the test message to all targets in parallel; print and yield the error of each, or None."""
    with ThreadPoolExecutor(len(targets)) as pool:
        for name, problem in zip(targets, pool.map(_problem, targets.values(), repeat(utc_now())), strict=True):
            say(f"{name}: {problem or 'delivered'}")
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
    store, its = Store(settings.database_url), alert_settings(settings)
    try:
        found = preview(store, its, asked.since or BEGINNING, hint)
    finally:
        store.close()
    if its.problem:
        hint(f"almanac: the workload cannot be read, so that no sums are said: {its.problem}")
    if not found:
        hint("nothing would have been said")
    elif asked.json:
        for one in found:
            say(line(_row(one)))
    elif asked.full:
        say("\n\n".join(f"{one.message.title}\n{one.message.body}\nto {one.targets}" for one in found))
    else:
        table([{name: _row(one)[name] for name in PREVIEW_COLUMNS} for one in found])


def _row(said: Said) -> dict[str, Any]:
    return {"at": said.at, **{name: getattr(said.message, name) for name in KEPT}, "targets": said.targets}


def run_retry(settings: Settings, asked: Namespace) -> None:
    """Reset the dead deliveries and send them now."""
    known = [LOG, *settings.values.targets]
    if asked.target is not None:
        expect(asked.target, known, "target")
    with asking(settings.database_url) as session:
        dead = {name: its.dead for name, its in outgoing_by_target(session).items() if its.dead}
    wanted = [name for name in dead if name in known and asked.target in (None, name)]
    if not wanted:
        say("no delivery was given up" + (f" to {asked.target}" if asked.target else ""))
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
    say(f"{count} to send again to {', '.join(targets)}: {sent}")
    if any(target in sent.problems for target in targets):
        raise Problem("what was not delivered is tried again by itself, for a week")
