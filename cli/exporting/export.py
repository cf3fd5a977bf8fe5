"""The command `export`: the record as files that other programs read, and the check of such files."""

from argparse import Namespace
from pathlib import Path

from cli.command import Commands, command, instant
from cli.commands import DESCRIPTIONS
from cli.exporting.checking import check
from cli.exporting.folder import export_folder, export_sqlite
from cli.exporting.forms import FORMS
from cli.exporting.package import DESCRIPTOR, sha256_of
from cli.printing import Problem, hint, print_line
from flows.database import Store, one_state
from flows.settings import Settings

SQLITE = "sqlite"
ABOUT = (
    "A folder has one file for each kind of fact, with datapackage.json (Frictionless): columns, keys, sources, "
    "licences and hashes. An SQLite database is one file with all views. Neither has the pages themselves, nor the "
    "alerts and decisions of this installation. Nothing is overwritten: name a new folder."
)


def add(commands: Commands) -> None:
    parser = command(commands, "export", run_export, DESCRIPTIONS["export"], about=ABOUT)
    parser.add_argument("target", type=Path, metavar="TARGET", help="the folder to write, or the file for sqlite")
    parser.add_argument("--format", choices=(*FORMS, SQLITE), default="csv", help="default: csv")
    parser.add_argument(
        "--since", type=instant, metavar="T", help="only what was seen, or was no longer stated, since T"
    )
    parser.add_argument("--check", action="store_true", help="check the export in this folder instead of writing one")


def run_export(settings: Settings, asked: Namespace) -> None:
    if asked.check:
        if not asked.target.is_dir():
            raise Problem(f"{asked.target} is not a folder: name one that `almanac export` wrote", code=2)
        rows = check(asked.target, hint)
        print_line(f"{asked.target}: {rows:,} rows, as they were exported")
        return
    store = Store(settings.database_url, read_only=True)
    try:
        with one_state(store) as session:
            if asked.format == SQLITE:
                rows = export_sqlite(session, asked.target, asked.since, hint)
            else:
                rows = export_folder(session, asked.target, asked.format, asked.since, hint)
    finally:
        store.close()
    whole = asked.target if asked.format == SQLITE else asked.target / DESCRIPTOR
    print_line(f"{asked.target}: {rows:,} rows; SHA-256 of {whole.name}: {sha256_of(whole)}")
