"""The record as files: equal records give equal files, and a database that is loaded from them has equal views."""

import json
import os
import re
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pyarrow.parquet import ParquetFile
from sqlalchemy import event, inspect, text

from cli.exporting import folder as exporting
from cli.exporting.checking import load_folder
from cli.exporting.forms import FORMS
from cli.exporting.package import sha256_of
from cli.exporting.resources import Field, FieldKind, resources
from cli.exporting.terms import MIT, UNKNOWN, terms_of
from flows import database
from flows.database import Store, one_state
from flows.settings.load import Settings
from models.facts import FACTS
from scrapers.registry import REGISTERED
from tests.db.test_same_on_both import fill
from tests.support.cases import on_both
from tests.support.recordings import Recordings
from tests.support.typed import Almanac

ROOT = Path(__file__).parents[2]
OWN = {"alert_log", "delivery_log", "silence_log"}
"""The views of this installation, which an export leaves out."""


@pytest.fixture(autouse=True)
def _migrated_once(templates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new database of SQLite is a copy of a migrated one, which takes a second less."""

    migrated = exporting.empty_database

    def empty_database(file: Path) -> Store:
        file.write_bytes(templates.read_bytes())
        return migrated(file)

    monkeypatch.setattr(exporting, "empty_database", empty_database)


@pytest.fixture
def record(store: Store, recordings: Recordings) -> Store:
    """A database with at least a row in every table."""
    recordings.fill(store, fill)
    return store


@pytest.fixture(scope="module")
def exported(recordings: Recordings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of the recording in a folder for each form."""
    place, store = tmp_path_factory.mktemp("exported"), Store(f"sqlite:///{recordings.made(fill)}", read_only=True)
    with one_state(store) as session:
        for form in FORMS:
            exporting.export_folder(session, place / form, form, None, lambda _line: None)
    store.close()
    return place


@pytest.fixture
def copy(exported: Path, tmp_path: Path) -> Path:
    """An export that a test may spoil."""
    return shutil.copytree(exported / "csv", tmp_path / "copy")


def views(store: Store) -> dict[str, list[str]]:
    """Return the rows of every view that is about the record."""
    found: dict[str, list[str]] = {}
    with store.engine.connect() as connection:
        for name in {*inspect(store.engine).get_view_names()} - OWN:
            answer = connection.execute(text(f"select * from {name}"))  # noqa: S608 (names of ours)
            found[name] = sorted(str([_plain(value) for value in row]) for row in answer)
    return found


def _plain(value: object) -> object:
    """Return a value; of JSON one text, in whatever order it has its names."""
    if isinstance(value, str) and value[:1] in ("[", "{"):
        value = json.loads(value)
    return json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else value


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def descriptor(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("form", on_both(FORMS, "csv"))
def test_a_database_that_is_loaded_from_an_export_has_equal_views(
    store: Store, recordings: Recordings, exported: Path, form: str
) -> None:
    load_folder(exported / form, store, form)
    loaded = views(store)
    assert [name for name, rows in loaded.items() if not rows] == []
    recordings.fill(store, fill)
    recorded = views(store)
    assert [name for name in recorded if recorded[name] != loaded[name]] == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("url", [pytest.param("postgresql", marks=pytest.mark.both_databases)], indirect=True)
def test_equal_records_give_equal_files_on_both_databases(
    record: Store, almanac: Almanac, exported: Path, tmp_path: Path, form: str
) -> None:
    assert record
    almanac("export", tmp_path / form, "--format", form)
    assert files(tmp_path / form) == files(exported / form)


@pytest.mark.usefixtures("record")
def test_the_name_of_an_export_may_have_any_characters(almanac: Almanac, tmp_path: Path) -> None:
    file = tmp_path / "what?#%41.db"
    done = almanac("export", file, "--format", "sqlite")
    assert done.code == 0
    with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as database:
        assert database.execute("select count(*) from price_now").fetchone()[0] > 0
    assert sorted(each.name for each in tmp_path.iterdir() if "what" in each.name) == [file.name]


@pytest.mark.usefixtures("record")
@pytest.mark.both_databases
def test_an_export_to_sqlite_has_every_view_of_the_record_and_nobodys_alerts(
    almanac: Almanac, tmp_path: Path, recordings: Recordings
) -> None:
    file = tmp_path / "record.db"
    assert almanac("export", file, "--format", "sqlite").code == 0
    assert [each.name for each in tmp_path.iterdir() if "record" in each.name] == ["record.db"]
    loaded, first = Store(f"sqlite:///{file}"), Store(f"sqlite:///{recordings.made(fill)}")
    assert views(loaded) == views(first)
    with loaded.engine.connect() as connection:
        assert connection.scalar(text("select count(*) from alert")) == 0
        assert connection.scalar(text("select count(*) from body where length(zstd) > 0")) == 0
    loaded.close()
    first.close()


def test_the_description_has_the_columns_types_keys_hashes_and_credits_of_the_files(exported: Path) -> None:
    found = descriptor(exported / "csv")
    tables = {table["name"]: table for table in found["resources"]}
    assert {fact.table for fact in FACTS} < tables.keys()
    for table in tables.values():
        header = (exported / "csv" / table["path"]).read_text(encoding="utf-8").split("\n", 1)[0]
        names = [field["name"] for field in table["schema"]["fields"]]
        assert header.split(",") == names
        assert {*table["schema"]["primaryKey"]} <= {*names}
        for key in table["schema"]["foreignKeys"]:
            assert {*key["reference"]["fields"]} <= {*tables[key["reference"]["resource"]]["schema"]["primaryKey"]}
    price = {field["name"]: field for field in tables["price"]["schema"]["fields"]}
    assert price["amount"] == {
        "name": "amount",
        "type": "string",
        "constraints": {"pattern": r"-?[0-9]+(\.[0-9]+)?"},
        "description": "the price",
    }
    assert (price["effective_from"]["type"], price["model"]["description"]) == (
        "datetime",
        "the model's name in the API",
    )
    licences = {licence["name"] for licence in found["licenses"]}
    sources = {source["title"]: source for source in found["sources"]}
    assert licences == {"CC-BY-4.0"}
    assert "CC BY 4.0" in sources["arena_webdev"]["credit"]
    assert sources["arena_webdev"]["licence"]["name"] == "CC-BY-4.0"
    assert sources["deepseek_pricing"]["licence"] is None


def test_amounts_are_texts_digit_for_digit(exported: Path, recordings: Recordings) -> None:
    lines = (exported / "jsonl" / "price.jsonl").read_text(encoding="utf-8").splitlines()
    amounts = [json.loads(line)["amount"] for line in lines]
    store = Store(f"sqlite:///{recordings.made(fill)}")
    with store.engine.connect() as connection:
        stored = list(connection.scalars(text("select amount from price")))
    store.close()
    assert sorted(map(str, amounts)) == sorted(map(str, stored))
    assert any(amount.endswith("0") for amount in amounts if amount and "." in amount)


def test_the_forms_keep_empty_texts_quotes_and_line_breaks(tmp_path: Path) -> None:
    fields = (Field("key", FieldKind.TEXT, True), Field("text", FieldKind.TEXT), Field("value", FieldKind.JSON))
    texts = ["", None, '"', ',\n"', "\r", "\r\n", "a\nb,c", "=1+1", "\u2028", "‘ü’", " "]
    rows = [(str(at), text, [text, {"b": 1, "a": None}]) for at, text in enumerate(texts)]
    for name, form in FORMS.items():
        assert form.write(tmp_path / name, fields, iter(rows)) == len(rows)
        assert list(form.read(tmp_path / name, fields)) == rows, name


@pytest.mark.parametrize("url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.both_databases)], indirect=True)
def test_an_excerpt_has_what_was_seen_since_and_the_snapshots_that_it_names(
    record: Store, almanac: Almanac, exported: Path, tmp_path: Path
) -> None:
    assert record
    done = almanac("export", tmp_path / "some", "--since", "2026-08-13", "--format", "jsonl")
    assert done.code == 0, done.err
    since, old = "2026-08-13T00:00:00.000000Z", 0
    for name in resources():
        some, every = (
            [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
            for folder in (tmp_path / "some", exported / "jsonl")
        )
        if "recorded_from" in every[0]:
            seen = [row for row in every if row["recorded_from"] >= since or (row["recorded_to"] or "") >= since]
            assert some == seen
            old += len(every) - len(seen)
    assert old > 0
    done = almanac("export", "--check", tmp_path / "some")
    assert (done.code, descriptor(tmp_path / "some")["since"]) == (0, since), done.err


@pytest.mark.both_databases
def test_rows_are_fetched_and_written_a_batch_at_a_time(
    record: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, size in (("resources", "BATCH"), ("parquet", "ROW_GROUP")):
        monkeypatch.setattr(sys.modules[f"cli.exporting.{name}"], size, 3)
    fetched = list[object]()

    def note(_connection: object, _cursor: object, _text: str, _values: object, context: Any, _many: bool) -> None:  # noqa: ANN401
        fetched.append(context.execution_options.get("yield_per"))

    with one_state(record) as session:
        event.listen(record.engine, "before_cursor_execute", note)
        exporting.export_folder(session, tmp_path / "record", "parquet", None, lambda _line: None)
    assert fetched == [3] * len(resources())
    with ParquetFile(tmp_path / "record" / "price.parquet") as file:
        assert file.num_row_groups == -(-file.metadata.num_rows // 3) > 3


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("form", ["csv", "sqlite"])
def test_an_export_appears_whole_or_not_at_all(
    almanac: Almanac, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "exports"

    def broken(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(exporting, "_sync", broken)
        done = almanac("export", place / "record", "--format", form)
    assert (done.code, done.out, list(place.iterdir())) == (1, "", [])
    assert "almanac: no space is left" in done.err
    assert almanac("export", place / "record", "--format", form).code == 0
    before = {file: file.stat().st_mtime_ns for file in place.rglob("*")}
    done = almanac("export", place / "record", "--format", form)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"almanac: {place / 'record'} exists already and is not overwritten: name another one\n"
    assert {file: file.stat().st_mtime_ns for file in place.rglob("*")} == before


def _spoil_a_byte(folder: Path) -> None:
    file = folder / "price.csv"
    file.write_bytes(file.read_bytes().replace(b"0.28", b"0.29", 1))


def _leave_out(folder: Path) -> None:
    (folder / "score.csv").unlink()


def _add(folder: Path) -> None:
    (folder / "mine.csv").write_text("a\n")


def _rehash(folder: Path, name: str, old: str, new: str) -> None:
    """Change a file, and its description with it."""
    file, note = folder / f"{name}.csv", folder / "datapackage.json"
    changed = file.read_text(encoding="utf-8").replace(old, new, 1)
    assert changed != file.read_text(encoding="utf-8")
    before = sha256_of(file)
    file.write_text(changed, encoding="utf-8")
    after = sha256_of(file)
    note.write_text(note.read_text().replace(before, after))


def _foreign_source(folder: Path) -> None:
    _rehash(folder, "source", "\ndeepseek_pricing,", "\ndeepseek_other,")


def _no_number(folder: Path) -> None:
    _rehash(folder, "price", ",false,", ",perhaps,")


def _other_order(folder: Path) -> None:
    file = folder / "change_log.csv"
    header, first, *_ = file.read_text(encoding="utf-8").split("\n")
    assert header
    _rehash(folder, "change_log", f"{first}\n", f"{first}\n{first}\n")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_spoil_a_byte, "price.csv is not as it was exported: its SHA-256 differs from that in datapackage.json"),
        (_leave_out, "score.csv is missing"),
        (_add, "mine.csv is not part of the export"),
        (_foreign_source, "cannot be loaded: FOREIGN KEY constraint failed"),
        (_no_number, "price.csv cannot be loaded: "),
        (_other_order, "change_log.csv cannot be loaded: UNIQUE constraint failed"),
    ],
)
def test_what_is_wrong_with_an_export_is_said(
    almanac: Almanac, copy: Path, spoil: Callable[[Path], None], says: str
) -> None:
    spoil(copy)
    done = almanac("export", "--check", copy)
    assert (done.code, done.out, says in done.err) == (1, "", True), done.err
    assert "Traceback" not in done.err


def test_what_cannot_be_checked_is_said_in_a_line(almanac: Almanac, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = almanac("export", "--check", tmp_path / "empty")
    says = "datapackage.json is missing: name a folder that `almanac export` wrote"
    assert (done.code, done.err) == (2, f"almanac: {tmp_path}/empty/{says}\n")
    done = almanac("export", "--check", tmp_path / "none")
    assert (done.code, done.err) == (
        2,
        f"almanac: {tmp_path}/none is not a folder: name one that `almanac export` wrote\n",
    )
    assert almanac("export", tmp_path / "x", "--format", "xml").code == 2


def test_nothing_is_written_where_there_is_no_history(home: Path, tmp_path: Path, almanac: Almanac) -> None:
    os.environ.pop("ALMANAC_DATABASE_URL")
    done = almanac("export", tmp_path / "record")
    assert (done.code, done.err) == (1, "almanac: no history yet: run `almanac up`, or `almanac demo` for an example\n")
    assert (home.exists(), (tmp_path / "record").exists()) == (False, False)


def test_a_read_only_file_is_exported(
    recordings: Recordings, almanac: Almanac, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings
    folder = tmp_path / "shared"
    folder.mkdir()
    file = folder / "almanac.db"
    file.write_bytes(recordings.made(fill).read_bytes())
    before = file.read_bytes()
    monkeypatch.setenv("ALMANAC_DATABASE_URL", f"sqlite:///{file}")

    def refused(_file: Path, _mode: int) -> bool:
        return False

    monkeypatch.setattr(database.os, "access", refused)
    assert almanac("export", tmp_path / "record").code == 0
    assert (list(folder.iterdir()), file.read_bytes() == before) == ([file], True)


def test_every_source_has_terms_and_they_are_those_of_the_table_of_sources() -> None:
    assert [name for name in REGISTERED if terms_of(name) == UNKNOWN] == []
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for row in re.findall(r"^\| (`.*)\|$", readme, re.MULTILINE):
        for name in re.findall(r"`(\w+)`", row.split("|")[0]):
            licence = terms_of(name).licence
            if "(MIT)" in row or "MIT)" in row:
                assert licence == MIT, name
            if "terms forbid" in row or "only where you turn it on" in row:
                assert (licence, "turned it on" in terms_of(name).text) == (None, True), name
    for name, source in REGISTERED.items():
        licence = terms_of(name).licence
        assert ("CC BY 4.0" in source.credit) == (licence is not None and licence.name == "CC-BY-4.0"), name
