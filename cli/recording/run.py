"""The command `track`: one run now."""

from argparse import Namespace
from datetime import datetime
from pathlib import Path

from cli.command import Commands, command, instant
from cli.commands import DESCRIPTIONS
from cli.names import expect_name
from cli.printing import REFUSED, Problem, hint, own_words, print_line, when
from flows.clock import ClockDoubt, utc_now
from flows.database import AlreadyRunning
from flows.ingest import NotAsked, enabled_sources
from flows.pipeline import open_store, read_source
from flows.run import Run, alert_settings
from flows.server import running, stack_paths
from flows.settings import Settings
from models.history import OutOfOrder
from models.kinds import BAD_OUTCOMES, SnapshotOutcome
from scrapers.registry import FETCHED, fetched_source


def add(commands: Commands) -> None:
    parser = command(commands, "track", track, DESCRIPTIONS["track"])
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help="default: all")
    parser.add_argument(
        "--page", type=Path, metavar="FILE", help="read a saved page of one source instead of fetching it"
    )
    parser.add_argument("--at", type=instant, metavar="INSTANT", help="when the saved page was seen")


def track(settings: Settings, asked: Namespace) -> None:
    names = asked.sources or [source.name for source in enabled_sources(settings)]
    for name in names:
        expect_name(name, FETCHED, "source")
    if asked.page and len(names) != 1:
        raise Problem("--page is a page of one source: name that source, too", 2)
    if asked.at and not asked.page:
        raise Problem("--at says when a saved page was seen: give --page FILE, too", 2)
    if asked.at and asked.at > utc_now():
        raise Problem(f"--at is in the future: no page was seen at {when(asked.at)}", 2)
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
    except (NotAsked, AlreadyRunning) as problem:
        hint(f"almanac: {problem}")
        return 0
    except (OutOfOrder, ClockDoubt) as problem:
        hint(f"almanac: {own_words(str(problem))}")
        return 1
    bad = outcome.startswith(BAD_OUTCOMES)
    (hint if bad else print_line)(f"{name}: {outcome}")
    return (REFUSED if outcome.startswith(SnapshotOutcome.REFUSED) else 1) if bad else 0


def _run_here(settings: Settings, name: str, page: Path | None, at: datetime | None) -> str:
    store, source, moment = open_store(settings), fetched_source(name), at or utc_now()
    try:
        run = Run(store, source, alerting=alert_settings(settings), checks_clock=True)
        return str(read_source(run, settings, page, moment))
    finally:
        store.close()


def _run_on_server(settings: Settings, url: str, name: str, page: Path | None, at: datetime | None) -> str:
    from flows.server import run_track

    hint(f"Running on {url}")
    return run_track(settings, url, name, page and page.absolute(), at)
