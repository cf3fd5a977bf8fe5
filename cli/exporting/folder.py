"""Writes an export, whole or not at all, and never over what is there."""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from cli.exporting.forms import FORMS
from cli.exporting.loading import copy_others, load
from cli.exporting.package import DESCRIPTOR, described, described_table
from cli.exporting.resources import ExportRow, resources
from cli.printing import Problem
from flows.database import Store

Says = Callable[[str], object]
"""Takes a line about the progress."""


def export_folder(session: Session, target: Path, form: str, since: datetime | None, say: Says) -> int:
    """Write the record, or what was seen since an instant, as files of a form. Return the number of rows."""
    with _partly(target) as place:
        folder = place / "export"
        folder.mkdir()
        tables, sources = list[dict[str, Any]](), list[ExportRow]()
        for resource in resources().values():
            file = folder / f"{resource.name}.{FORMS[form].suffix}"
            rows = resource.rows(session, since)
            if resource.name == "source":
                sources = list(rows)
                rows = iter(sources)
            count = FORMS[form].write(file, resource.fields, rows)
            tables.append(described_table(resource, form, file, count))
            say(f"{count:>9,} {resource.name}")
        descriptor = described(form, since, sources, tables)
        (folder / DESCRIPTOR).write_text(json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        for file in (*folder.iterdir(), folder):
            _sync(file)
        folder.rename(target)
    _sync(target.parent)
    return sum(table["rows"] for table in tables)


def export_sqlite(
    session: Session, target: Path, since: datetime | None, say: Says, *, with_alerts: bool = False
) -> int:
    """Write the record as a SQLite database with all views, but no pages. Return the number of rows.

    With `with_alerts` it has the alerts, deliveries and decisions of this installation, too.
    """
    total = 0
    with _partly(target) as place:
        file = place / target.name
        store = empty_database(file)
        with store.writing() as loaded:
            for resource in resources().values():
                rows = _Counted(resource.rows(session, since))
                load(loaded, resource.name, rows)
                total += rows.number
                say(f"{rows.number:>9,} {resource.name}")
            if with_alerts:
                copy_others(session, loaded)
        store.close()
        _into_one_file(file)
        _sync(file)
        os.link(file, target)
    _sync(target.parent)
    return total


def empty_database(file: Path) -> Store:
    """Make a migrated database of SQLite."""
    store = Store(URL.create("sqlite", database=str(file)))
    store.migrate()
    return store


def _into_one_file(file: Path) -> None:
    """Let a database of SQLite have no companion files."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("pragma journal_mode = delete")


class _Counted:
    """Rows, and how many of them were taken."""

    def __init__(self, rows: Iterator[ExportRow]) -> None:
        self._rows, self.number = rows, 0

    def __iter__(self) -> Iterator[ExportRow]:
        for row in self._rows:
            self.number += 1
            yield row


@contextmanager
def _partly(target: Path) -> Generator[Path]:
    """Make a folder beside the target for what is not whole yet; at the end it goes.

    Raises Problem if there is something at the target, but for an empty folder.
    """
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise Problem(f"{target} exists already and is not overwritten: name another one", code=2)
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix=f".{target.name}.", suffix=".partly", dir=target.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sync(file: Path) -> None:
    """Wait until a file, or the names of a folder, are on the disk."""
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
