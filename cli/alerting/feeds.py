"""The command `feeds`: writes the calendar of deadlines, the feed of alerts, and the ends of models by vendor."""

from argparse import Namespace
from pathlib import Path

from cli.command import Commands, listing
from cli.commands import DESCRIPTIONS
from cli.printing import json_line, print_line
from flows.clock import utc_now
from flows.database import Store
from flows.notify import write_ends, write_feeds
from flows.settings import Settings


def add(commands: Commands) -> None:
    parser = listing(commands, "feeds", feeds, DESCRIPTIONS["feeds"])
    parser.add_argument(
        "--folder", type=Path, metavar="DIR", help="the folder to write to (default: the folder of the settings)"
    )


def feeds(settings: Settings, asked: Namespace) -> None:
    store = Store(settings.database_url)
    try:
        folder, now = (asked.folder or settings.feeds).absolute(), utc_now()
        written = [*write_feeds(store, folder, now), *write_ends(store, folder, now)]
    finally:
        store.close()
    for result in written:
        row = {"file": str(result.file), "entries": result.entries, "changed": result.is_new}
        text = f"{result.file}: entries: {result.entries}" + ("" if result.is_new else ", as before")
        print_line(json_line(row) if asked.json else text)
