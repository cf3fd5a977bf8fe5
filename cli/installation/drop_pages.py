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
    "What goes are pages that said nothing new, in other bytes, and those that were refused. Every fact, snapshot and "
    "hash stays, and so do pages that a believed fact cites, also one about the past, the newest of each source, and "
    "what is held. A dropped page is not missing for `almanac verify`. A replay takes it for one that cannot be read, "
    "and tells so; to read it again, first bring the pages back, with --bring-back."
)


def add(commands: Commands) -> None:
    parser = command(commands, "drop-pages", drop, DESCRIPTIONS["drop-pages"], about=ABOUT)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the folder that `almanac backup` made")
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("--before", type=instant, metavar="T", help="drop pages that were seen before then alone")
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
