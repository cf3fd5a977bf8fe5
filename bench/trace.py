"""Count the files that one page passes on its way to an alert, and one deadline on its way to the calendar.

The page is parsed in a child process, so the readers are not counted. `--files` lists the files with their calls.
"""

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import CodeType, FrameType

from bench.harness.arguments import arguments
from flows.database import Store
from flows.ingest import web_attempt
from flows.notify import remind, write_feeds
from flows.pipeline import open_store, process_attempt
from flows.run import DEFAULT_ALERTS, Run
from flows.settings import load
from samples.deepseek.pages import change_instants
from samples.site import Site
from scrapers.registry import SOURCES

ROOT = Path(__file__).parents[1]
PACKAGES = ("alerts", "cli", "flows", "models", "scrapers")
SOURCE = SOURCES["deepseek_pricing"]
ANNOUNCED = datetime(2026, 8, 13, tzinfo=UTC)
"""The page of this day has a new version and announces other prices."""
BEFORE = max(instant for instant in change_instants() if instant < ANNOUNCED)


class Trace:
    """Counts calls inside our packages: files, functions, and calls from one file into another."""

    def __init__(self) -> None:
        self.files = Counter[str]()
        self.functions = set[CodeType]()
        self.changes_of_file = 0
        self._last = ""

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        name = frame.f_code.co_filename
        if event != "call" or not name.startswith(str(ROOT)):
            return
        file = str(Path(name).relative_to(ROOT))
        if file.split("/")[0] not in PACKAGES:
            return
        self.files[file] += 1
        self.functions.add(frame.f_code)
        self.changes_of_file += file != self._last
        self._last = file


def traced(work: Callable[[], object]) -> Trace:
    """The calls of one piece of work."""
    trace = Trace()
    sys.setprofile(trace)
    try:
        work()
    finally:
        sys.setprofile(None)
    return trace


def report(what: str, trace: Trace, show_files: bool) -> None:
    figures = {"files": len(trace.files), "functions": len(trace.functions), "changes_of_file": trace.changes_of_file}
    sys.stdout.write(json.dumps({"what": what, **figures}) + "\n")
    for file, calls in sorted(trace.files.items()) if show_files else ():
        sys.stdout.write(f"  {file} {calls}\n")


def main() -> None:
    """Trace the page that announces peak prices, and the deadline that comes of it."""
    show_files = "--files" in arguments()
    with tempfile.TemporaryDirectory() as folder, Site(BEFORE).serving() as site:
        environment = {"ALMANAC_HOME": folder, "ALMANAC_SOURCES": SOURCE.name, "ALMANAC_DEEPSEEK_URL": site.url}
        settings = load(environ=environment)
        store = open_store(settings)
        process_attempt(Run(store, SOURCE, clock=lambda: BEFORE), web_attempt(Run(store, SOURCE), settings, BEFORE))
        site.at = ANNOUNCED
        page = traced(
            lambda: process_attempt(
                Run(store, SOURCE, clock=lambda: ANNOUNCED), web_attempt(Run(store, SOURCE), settings, ANNOUNCED)
            )
        )
        report("a price page, from fetch to alert", page, show_files)
        feeds = settings.feeds
        deadline = traced(lambda: _publish(store, feeds))
        report("a deadline, to the calendar", deadline, show_files)
        store.close()


def _publish(store: Store, feeds: Path) -> None:
    """Schedule reminders, and write the calendar and the feed of alerts, which one step does together."""
    remind(store, DEFAULT_ALERTS, ANNOUNCED)
    write_feeds(store, feeds, ANNOUNCED)


if __name__ == "__main__":
    main()
