"""The command that writes the calendar of deadlines and the feed of alerts."""

from argparse import Namespace
from pathlib import Path

from cli.command import Commands, listing
from cli.show import line, say
from flows.clock import utc_now
from flows.database import Store
from flows.notify import write_feeds
from flows.settings import Settings


def add(commands: Commands) -> None:
    found = listing(commands, "feeds", feeds, "write the calendar of deadlines and the feed of alerts")
    found.add_argument("--folder", type=Path, metavar="DIR", help="where to (else the one of the settings)")


def feeds(settings: Settings, asked: Namespace) -> None:
    store = Store(settings.database_url)
    try:
        written = write_feeds(store, (asked.folder or settings.feeds).absolute(), utc_now())
    finally:
        store.close()
    for one in written:
        row = {"file": str(one.file), "entries": one.entries, "changed": one.is_new}
        words = f"{one.file}: entries: {one.entries}" + ("" if one.is_new else ", as before")
        say(line(row) if asked.json else words)
