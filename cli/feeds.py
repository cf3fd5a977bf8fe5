"""The command `feeds`: writes the calendar of deadlines and the feed of alerts."""

from argparse import Namespace
from pathlib import Path

from cli.command import Commands, listing
from cli.commands import DESCRIPTIONS
from cli.show import json_line, print_line
from flows.clock import utc_now
from flows.database import Store
from flows.notify import write_feeds
from flows.settings import Settings


def add(commands: Commands) -> None:
    parser = listing(commands, "feeds", feeds, DESCRIPTIONS["feeds"])
    parser.add_argument("--folder", type=Path, metavar="DIR", help="where to (else the one of the settings)")


def feeds(settings: Settings, asked: Namespace) -> None:
    store = Store(settings.database_url)
    try:
        written = write_feeds(store, (asked.folder or settings.feeds).absolute(), utc_now())
    finally:
        store.close()
    for result in written:
        row = {"file": str(result.file), "entries": result.entries, "changed": result.is_new}
        text = f"{result.file}: entries: {result.entries}" + ("" if result.is_new else ", as before")
        print_line(json_line(row) if asked.json else text)
