"""Commands that run something: up, demo, track."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from cli.command import Commands, command
from cli.facts import expect_name
from cli.show import Problem, hint, print_line
from flows.clock import utc_now
from flows.demo import END, ForeignDatabase, NoSample, demo
from flows.ingest import NotAsked
from flows.pipeline import enabled_sources, open_store, read_source
from flows.run import Run, alert_settings
from flows.server import StackFailed, running, stack_paths, up
from flows.settings import Settings
from models.history import OutOfOrder
from models.kinds import BAD_OUTCOMES, SnapshotOutcome
from scrapers.registry import SOURCES

REFUSED = 3


def add(commands: Commands, instant: Callable[[str], datetime]) -> None:
    description = "the whole job on the built-in sample sites, months in two minutes; no network needed"
    parser = command(commands, "demo", run_demo, description)
    parser.add_argument("--exit", action="store_true", help="end when it is done, instead of leaving the UI open")
    parser.add_argument("--database", metavar="URL", help="another database than demo.db; empty, or an earlier demo's")
    parser.add_argument(
        "--until", type=instant, metavar="T", default=END, help="only what the sites showed before then"
    )
    parser.set_defaults(ignored=("ALMANAC_DATABASE_URL",))
    _add_open(parser)

    parser = command(
        commands, "up", run_up, "server, UI, schedules and a first run, one process tree; Ctrl-C stops all"
    )
    _add_open(parser)

    parser = command(commands, "track", track, "one run now")
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help="default: all")
    parser.add_argument("--page", type=Path, metavar="FILE", help="a saved page instead of the web, for one source")
    parser.add_argument("--at", type=instant, metavar="INSTANT", help="when the saved page was seen")


def _add_open(parser: ArgumentParser) -> None:
    description = (
        "no password for the UI and its API: every user and program of this machine can read, start and change"
    )
    parser.add_argument("--open", action="store_true", help=description)


def run_up(settings: Settings, asked: Namespace) -> None:
    try:
        up(settings, print_line, asked.open)
    except StackFailed as problem:
        raise Problem(str(problem)) from None


def run_demo(settings: Settings, asked: Namespace) -> None:
    try:
        demo(settings, asked.database, asked.exit, print_line, asked.open, asked.until)
    except StackFailed as problem:
        raise Problem(str(problem)) from None
    except (NoSample, ForeignDatabase) as problem:
        raise Problem(str(problem), 2) from None


def track(settings: Settings, asked: Namespace) -> None:
    names = asked.sources or [source.name for source in enabled_sources(settings)]
    for name in names:
        expect_name(name, list(SOURCES), "source")
    if asked.page and len(names) != 1:
        raise Problem("--page is one source's page: name that source", 2)
    if asked.at and not asked.page:
        raise Problem("--at says when a saved page was seen: it goes with --page FILE", 2)
    if asked.at and asked.at > utc_now():
        raise Problem(f"--at is in the future: no page was seen at {asked.at:%Y-%m-%dT%H:%MZ}", 2)
    if asked.page and not asked.page.is_file():
        raise Problem(f"no file {asked.page}", 2)
    url = running(stack_paths(settings))
    if url is None:
        hint("No `almanac up` runs in this home: running without Prefect.")
    codes = [_track(settings, url, name, asked.page, asked.at) for name in names]
    if any(codes):
        raise Problem("", max(codes))


def _track(settings: Settings, url: str | None, name: str, page: Path | None, at: datetime | None) -> int:
    """Run a source once and print the outcome; return the exit code."""
    try:
        outcome = _run_here(settings, name, page, at) if url is None else _run_on_server(settings, url, name, page, at)
    except NotAsked as problem:
        hint(f"almanac: {problem}")
        return 0
    except OutOfOrder as problem:
        hint(f"almanac: {problem}")
        return 1
    bad = outcome.startswith(BAD_OUTCOMES)
    (hint if bad else print_line)(f"{name}: {outcome}")
    return (REFUSED if outcome.startswith(SnapshotOutcome.REFUSED) else 1) if bad else 0


def _run_here(settings: Settings, name: str, page: Path | None, at: datetime | None) -> str:
    store, source, moment = open_store(settings), SOURCES[name], at or utc_now()
    try:
        return str(read_source(Run(store, source, alerting=alert_settings(settings)), settings, page, moment))
    finally:
        store.close()


def _run_on_server(settings: Settings, url: str, name: str, page: Path | None, at: datetime | None) -> str:
    from flows.server import run_track

    hint(f"Running on {url}")
    return run_track(settings, url, name, page and page.absolute(), at)
