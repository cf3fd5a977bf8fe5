"""Checks an export: its hashes, its tables, and that a database that is loaded from it has the same rows."""

import json
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from cli.exporting import folder as folders
from cli.exporting.folder import Says
from cli.exporting.forms import FORMS, BadFile
from cli.exporting.loading import load
from cli.exporting.package import DESCRIPTOR, LAYOUT, NAME, sha256_of
from cli.exporting.resources import ExportRow, resources
from cli.printing import Problem
from flows.database import Store

Tables = dict[str, dict[str, Any]]


def check(folder: Path, say: Says) -> int:
    """Check an export and return the number of its rows. Raises Problem with the first thing that is wrong."""
    form, tables = _descriptor(folder)
    for name, table in tables.items():
        file = folder / str(table["path"])
        if not file.is_file():
            raise Problem(f"{file} is missing")
        if table["hash"] != f"sha256:{sha256_of(file)}":
            raise Problem(f"{file} is not as it was exported: its SHA-256 differs from that in {DESCRIPTOR}")
        say(f"{table['rows']:>9,} {name}: hash")
    _expect_no_others(folder, tables)
    with TemporaryDirectory(prefix="almanac-check-") as place:
        store = folders.empty_database(Path(place) / "loaded.db")
        load_folder(folder, store, form)
        with store.reading() as session:
            for name, table in tables.items():
                _expect_same(folder / str(table["path"]), session, name, form, int(table["rows"]))
                say(f"{table['rows']:>9,} {name}: rows")
        store.close()
    return sum(int(table["rows"]) for table in tables.values())


def load_folder(folder: Path, store: Store, form: str) -> None:
    """Load an export into an empty, migrated database. Raises Problem if its rows do not fit together."""
    name = ""
    try:
        with store.writing() as session:
            for name in resources():
                load(session, name, rows_of(folder, name, form))
    except (BadFile, ValueError, KeyError, SQLAlchemyError) as problem:
        words = " ".join(str(getattr(problem, "orig", None) or problem).split())
        raise Problem(f"{folder / name}.{FORMS[form].suffix} cannot be loaded: {words:.300}") from None


def rows_of(folder: Path, name: str, form: str) -> Iterator[ExportRow]:
    """Yield the rows of a file. Raises BadFile."""
    return FORMS[form].read(folder / f"{name}.{FORMS[form].suffix}", resources()[name].fields)


def _descriptor(folder: Path) -> tuple[str, Tables]:
    """Return the form of an export and its tables by name. Raises Problem if it is none of this layout."""
    file = folder / DESCRIPTOR
    try:
        found = cast(dict[str, Any], json.loads(file.read_text(encoding="utf-8")))
        layout, form = (found["name"], found["layout"]), str(found["form"])
        tables: Tables = {str(table["name"]): table for table in found["resources"]}
    except FileNotFoundError:
        raise Problem(f"{file} is missing: name a folder that `almanac export` wrote", code=2) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Problem(f"{file} was not written by `almanac export`") from None
    if layout != (NAME, LAYOUT) or form not in FORMS:
        raise Problem(f"{file} is of another release of Model Almanac")
    for name, resource in resources().items():
        expected = f"{name}.{FORMS[form].suffix}", [field.name for field in resource.fields]
        table = tables.get(name)
        if table is None or (table["path"], [field["name"] for field in table["schema"]["fields"]]) != expected:
            raise Problem(f"{file} does not describe {name} as this release does")
    return form, tables


def _expect_no_others(folder: Path, tables: Tables) -> None:
    known = {DESCRIPTOR, *(str(table["path"]) for table in tables.values())}
    if others := sorted({file.name for file in folder.iterdir()} - known):
        raise Problem(f"{folder / others[0]} is not part of the export")


def _expect_same(file: Path, session: Session, name: str, form: str, count: int) -> None:
    """Expect that the rows of a file and of the database loaded from it are the same."""
    resource, number = resources()[name], 0
    loaded = resource.rows(session, None)
    for read, row in zip_longest(FORMS[form].read(file, resource.fields), loaded):
        if read != row:
            raise Problem(f"{file}: row {number + 1} is {read}, and {row} once it is loaded")
        number += 1
    if number != count:
        raise Problem(f"{file} has {number} rows, and {DESCRIPTOR} says {count}")
