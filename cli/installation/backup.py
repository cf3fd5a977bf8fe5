"""The commands `backup` and `restore`: the whole record in a folder, and back."""

from argparse import ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.command import Commands, listing
from cli.commands import DESCRIPTIONS
from cli.printing import Problem, hint, json_line, print_line, table
from flows.clock import utc_now
from flows.database import Store
from flows.settings import Settings

if TYPE_CHECKING:
    from flows.backup import Manifest

KEPT = 7
"""The number of backups in a folder, unless another is given."""
BACKUP = (
    "It can run while `almanac up` writes. All backups in a folder share their tables and pages, so a later backup "
    "copies only what is new. If a backup is killed, the earlier ones stay, and the next one continues from there. "
    "Settings, with their addresses and keys, are copied only with --with-settings; the password of the UI and "
    "Prefect's own database never are."
)
RESTORE = (
    "The home must be empty, or the database that `database_url` names. This can be SQLite or PostgreSQL, whichever "
    "the backup is from. Each file is compared with its SHA-256. If it is killed, the database stays as it was."
)


def add(commands: Commands) -> None:
    parser = listing(commands, "backup", backup, DESCRIPTIONS["backup"], about=BACKUP)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new folder, or one with earlier backups")
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument("--check", action="store_true", help="check the newest backup in this folder instead")
    asked.add_argument("--list", action="store_true", help="list the backups in this folder instead")
    parser.add_argument(
        "--keep", type=_number, default=KEPT, metavar="N", help=f"the number of backups to keep; default: {KEPT}"
    )
    parser.add_argument("--with-settings", action="store_true", help="copy almanac.toml, too, with its secrets")
    parser = listing(commands, "restore", restore, DESCRIPTIONS["restore"], about=RESTORE)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the folder that `almanac backup` made")
    parser.add_argument("--backup", metavar="NAME", help="an older backup, as `almanac backup FOLDER --list` names it")
    parser.add_argument(
        "--replace", action="store_true", help="replace the existing record; an SQLite file is kept under another name"
    )


def backup(settings: Settings, asked: Namespace) -> None:
    from flows.backup import BadBackup, back_up, check_backup  # other commands need none of it

    try:
        if asked.list:
            _list(asked)
            return
        if asked.check:
            file, manifest = check_backup(asked.folder, None, hint)
            _print(asked, file, manifest, f"{_what(manifest)}: whole, as it was made at {manifest.made_at}")
            return
        store = Store(settings.database_url, read_only=True)
        try:
            made = back_up(
                store,
                asked.folder,
                utc_now(),
                hint,
                settings=settings.file if asked.with_settings else None,
                keep=asked.keep,
            )
        finally:
            store.close()
    except BadBackup as problem:
        raise Problem(str(problem)) from None
    _print(asked, made.file, made.manifest, f"{_what(made.manifest)}; {_megabytes(made.written)} of it are new here")
    if asked.with_settings and settings.file is None:
        hint("almanac: there is no settings file, so there is none in the backup")
    if made.manifest.damaged:
        raise Problem(
            f"the backup is whole, but {len(made.manifest.damaged)} pages were damaged in the database already: "
            "`almanac verify` names them"
        )


def restore(settings: Settings, asked: Namespace) -> None:
    from flows.backup import BadBackup, NotEmpty, restore_settings  # other commands need none of it
    from flows.backup import restore as restore_record
    from flows.server import StackFailed, only_one

    try:
        with only_one(settings, "up"):
            manifest, former = restore_record(
                asked.folder, settings.database_url, utc_now(), hint, named=asked.backup, replace=asked.replace
            )
            with_settings = restore_settings(asked.folder, manifest, settings.home / "almanac.toml")
    except (BadBackup, NotEmpty, StackFailed) as problem:
        raise Problem(str(problem)) from None
    _print(asked, settings.shown_database, manifest, f"{_what(manifest)}, as of {manifest.made_at}")
    if former is not None:
        hint(f"The former record is in {former}.")
    if with_settings:
        hint(f"The settings are in {settings.home / 'almanac.toml'}.")
    hint("`almanac verify` compares every fact with the bytes of its page; `almanac up` goes on from here.")


def _list(asked: Namespace) -> None:
    from flows.backup import listed, read

    backups = [(file.stem, read(file)) for file in listed(asked.folder)]
    if asked.json:
        for name, manifest in backups:
            print_line(json_line({"backup": name, **_facts(manifest)}))
    else:
        table([_row(name, manifest) for name, manifest in backups])


def _row(name: str, manifest: "Manifest") -> dict[str, str]:
    return {
        "backup": name,
        "rows": f"{manifest.rows:,}",
        "pages": f"{manifest.bodies:,}",
        "of": _megabytes(manifest.body_bytes),
        "from": manifest.database,
        "settings": "yes" if manifest.settings else "no",
    }


def _facts(manifest: "Manifest") -> dict[str, Any]:
    return {
        "made_at": manifest.made_at,
        "rows": manifest.rows,
        "pages": manifest.bodies,
        "page_bytes": manifest.body_bytes,
        "database": manifest.database,
        "revision": manifest.revision,
        "with_settings": manifest.settings is not None,
    }


def _print(asked: Namespace, where: object, manifest: "Manifest", line: str) -> None:
    print_line(json_line({"where": str(where), **_facts(manifest)}) if asked.json else f"{where}: {line}")


def _what(manifest: "Manifest") -> str:
    return f"{manifest.rows:,} rows, {manifest.bodies:,} pages of {_megabytes(manifest.body_bytes)}"


def _megabytes(count: int) -> str:
    return f"{count / 1_000_000:,.1f} MB"


def _number(given: str) -> int:
    if not given.isdecimal() or not 1 <= int(given) <= 1_000:
        raise ArgumentTypeError(f"{given!r} is not a number of backups from 1 to 1000: write one, such as 7")
    return int(given)
