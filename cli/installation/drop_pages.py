"""The command `drop-pages`: the bytes of old pages go, where a backup has them."""

from argparse import Namespace
from pathlib import Path

from cli.command import Commands, command, instant
from cli.commands import DESCRIPTIONS
from cli.printing import Problem, hint, print_line
from flows.audit import megabytes
from flows.database import Store
from flows.settings import Settings

ABOUT = (
    "It drops pages that were refused, and pages that brought other bytes but no new facts. It keeps every fact, "
    "snapshot and hash, each page that a believed fact cites (facts about the past, too), the newest page of each "
    "source, and held pages. `almanac verify` does not count a dropped page as missing. A replay reports it as a page "
    "that cannot be read: before a replay, bring the pages back with --bring-back."
)


def add(commands: Commands) -> None:
    parser = command(commands, "drop-pages", drop, DESCRIPTIONS["drop-pages"], about=ABOUT)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the folder that `almanac backup` made")
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("--before", type=instant, metavar="T", help="drop only pages that were seen before T")
    asked.add_argument("--bring-back", action="store_true", help="store the dropped pages again, from the backup")


def drop(settings: Settings, asked: Namespace) -> None:
    from flows.backup import BadBackup, bring_back, drop_pages  # other commands need none of it

    store = Store(settings.database_url)
    try:
        store.expect_shape()
        if asked.bring_back:
            found = bring_back(store, asked.folder, hint)
            print_line(f"{found.pages:,} pages are back, {megabytes(found.freed)}")
            return
        found = drop_pages(store, asked.folder, asked.before, hint)
    except BadBackup as problem:
        raise Problem(str(problem)) from None
    finally:
        store.close()
    print_line(f"{found.pages:,} pages dropped, {megabytes(found.freed)}; they are in {asked.folder}")
    hint(f"This backup is never removed: `almanac drop-pages {asked.folder} --bring-back` needs it.")
