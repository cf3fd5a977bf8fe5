"""The list of all that a backup consists of, in one file that is written last: without it there is none."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from flows.backup.objects import PARTLY, Objects, sync_folder, write_whole
from flows.backup.problems import BadBackup

NAME, LAYOUT = "model-almanac-backup", 1
MANIFESTS = "manifests"
OBJECTS = "objects"
KEPT = ".kept"
"""The end of the name of the file beside a manifest that is never removed."""


@dataclass(frozen=True)
class TablePart:
    """The rows of a table: its columns with their kinds, and the files that have its rows in the order of its key."""

    name: str
    columns: Sequence[tuple[str, str]]
    rows: int
    chunks: Sequence[str]


@dataclass(frozen=True)
class Manifest:
    """One backup."""

    made_at: str
    """ISO 8601 in UTC: the instant whose state of the record it has."""
    release: str
    database: str
    """`sqlite` or `postgresql`; it can be restored into either."""
    revision: str
    """The revision of the schema."""
    tables: Sequence[TablePart]
    """In an order in which a row comes after those that it refers to; of `body` all columns but the bytes."""
    packs: Sequence[str]
    """The files with the bytes of the pages."""
    body_bytes: int
    damaged: Sequence[str]
    """The pages whose bytes were damaged in the database already."""
    settings: str | None
    """The file with the settings; None unless it was asked for."""

    @property
    def files(self) -> set[str]:
        """The names of its objects."""
        chunks = {chunk for table in self.tables for chunk in table.chunks}
        return chunks | {*self.packs} | ({self.settings} if self.settings else set())

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    @property
    def bodies(self) -> int:
        return next((table.rows for table in self.tables if table.name == "body"), 0)


def objects_of(place: Path) -> Objects:
    return Objects(place / OBJECTS)


def file_of(place: Path, made_at: datetime) -> Path:
    """Return the file of a manifest; in the order of their names the newest is the last."""
    return place / MANIFESTS / f"{made_at:%Y-%m-%dT%H%M%SZ}.json"


def write(place: Path, made_at: datetime, manifest: Manifest) -> Path:
    """Write a manifest, whose files are all on the disk."""
    told = {"name": NAME, "layout": LAYOUT, **asdict(manifest)}
    file = file_of(place, made_at)
    text = json.dumps({**told, "sha256": _digest(told)}, ensure_ascii=False, indent=1)
    write_whole(file, f"{text}\n".encode())
    sync_folder(file.parent)
    return file


def listed(place: Path) -> list[Path]:
    """Return the manifests of a folder, the oldest first."""
    folder = place / MANIFESTS
    return sorted(file for file in folder.iterdir() if file.suffix == ".json") if folder.is_dir() else []


def newest(place: Path, named: str | None = None) -> tuple[Path, Manifest]:
    """Return the newest backup in a folder, or the one with a name as `almanac backup --list` prints it.

    Raises BadBackup.
    """
    files = listed(place)
    found = [file for file in files if named in (None, file.stem)]
    if not files:
        raise BadBackup(f"there is no whole backup in {place}: `almanac backup {place}` makes one")
    if not found:
        raise BadBackup(f"there is no backup {named} in {place}: `almanac backup {place} --list` names them")
    return found[-1], read(found[-1])


def read(file: Path) -> Manifest:
    """Read a manifest. Raises BadBackup if it is damaged, or of another layout."""
    try:
        told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        stated = told.pop("sha256")
        layout = told.pop("name"), told.pop("layout")
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
        raise BadBackup(f"{file} is damaged, or was not written by `almanac backup`") from None
    if layout != (NAME, LAYOUT):
        raise BadBackup(f"{file} is of another release of Model Almanac: use that one, or a newer one")
    if stated != _digest({"name": NAME, "layout": LAYOUT, **told}):
        raise BadBackup(f"{file} is damaged: its content has changed since it was written")
    for table in told["tables"]:
        table["columns"] = [tuple(each) for each in table["columns"]]
    told["tables"] = [TablePart(**table) for table in told["tables"]]
    return Manifest(**told)


def keep_for_ever(file: Path) -> None:
    """Note beside a manifest that it has pages that are nowhere else: it is never removed."""
    write_whole(file.with_suffix(KEPT), b"")
    sync_folder(file.parent)


def prune(place: Path, keep: int) -> int:
    """Remove all but the newest backups and what only those need; return their number.

    Those that are kept for ever stay. A manifest that cannot be read keeps all files.
    """
    files = listed(place)
    old = [file for file in files[: max(len(files) - keep, 0)] if not file.with_suffix(KEPT).exists()]
    for file in old:
        file.unlink()
    wanted = set[str]()
    for file in listed(place):
        try:
            wanted |= read(file).files
        except BadBackup:
            return len(old)
    objects_of(place).keep(wanted)
    for file in (place / MANIFESTS).glob(f"*{PARTLY}"):
        file.unlink()
    return len(old)


def _digest(told: dict[str, Any]) -> str:
    return sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
