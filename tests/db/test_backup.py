"""`almanac backup` and `almanac restore`: one state of the record, whole or none, on both databases and across them."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, delete, func, inspect, select, text, update

from bench.harness.databases import named
from bench.harness.dates import day
from bench.harness.sample_pages import body
from flows.audit.verification import verify
from flows.backup import manifest, objects, restoring, rows, writing
from flows.backup.checking import check_backup
from flows.backup.manifest import Manifest
from flows.backup.problems import BadBackup, NotEmpty
from flows.database import Store, one_state, revisions
from flows.progress import Print
from models.schema import Base, Body, Snapshot
from scrapers.registry import SOURCES
from tests.db.test_export import views
from tests.db.test_same_on_both import column_types, fill, listed
from tests.db.test_same_on_both import rows as values
from tests.support.recordings import Recordings
from tests.support.typed import Almanac
from tests.support.walks import SOURCE, feed

AT = day("2026-11-01")


@pytest.fixture
def record(store: Store, recordings: Recordings) -> Store:
    """A database with at least a row in every table."""
    recordings.fill(store, fill)
    return store


@pytest.fixture
def small(tmp_path: Path, templates: Path) -> Iterator[Store]:
    """A database of SQLite with a few pages."""
    store = Store(f"sqlite:///{shutil.copy(templates, tmp_path / 'small.db')}")
    feed(store, day("2026-05-08"))
    yield store
    store.close()


def unlimited(say: Print) -> Print:
    return say


def nobody(_line: str) -> None:
    pass


def made(store: Store, place: Path, at: str = "2026-11-01", keep: int = 7) -> Manifest:
    return writing.back_up(store, place, day(at), nobody, keep=keep).manifest


def tables(store: Store) -> dict[str, list[str]]:
    """The rows of every table, with the bytes of the pages."""
    with one_state(store) as session:
        return {
            table.name: sorted(map(_plain, session.execute(select(table)).tuples()))
            for table in Base.metadata.sorted_tables
        }


def _plain(row: tuple[object, ...]) -> str:
    return repr([json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else value for value in row])


@pytest.fixture
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of a kind, beside that of `store`."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'target.db'}"
        return
    administrator = request.getfixturevalue("administrator")
    administrator.execute(text("create database restored template template0 strategy file_copy"))
    yield named(request.getfixturevalue("postgresql"), "restored")
    administrator.execute(text("drop database restored with (force)"))


@pytest.fixture
def quick(templates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A restored database of SQLite begins as a copy of a migrated one, which takes a second less."""

    def upgrade(config: Config, _revision: str) -> None:
        connection: Connection = config.attributes["connection"]
        if not inspect(connection).has_table("alembic_version"):
            with closing(sqlite3.connect(templates)) as template:
                for statement in template.iterdump():
                    if not statement.startswith(("BEGIN", "COMMIT", "PRAGMA")):
                        connection.exec_driver_sql(statement)

    monkeypatch.setattr(command, "upgrade", upgrade)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("url", "target"), [("sqlite", "postgresql"), ("postgresql", "sqlite")], indirect=True, ids=["up", "down"]
)
def test_a_backup_goes_into_a_database_of_either_kind_with_every_row_and_equal_views(
    record: Store, target: str, tmp_path: Path
) -> None:
    made(record, tmp_path / "backup")
    restoring.restore(tmp_path / "backup", target, AT, nobody)
    restored = Store(target)
    assert tables(restored) == tables(record)
    assert all(tables(restored).values())
    types = {name: column_types(on_postgresql(record, restored), name) for name in listed(record)}
    for name, of in types.items():
        assert values(restored, name, of) == values(record, name, of) != [], name
    assert verify(restored, SOURCES.values(), nobody) == verify(record, SOURCES.values(), nobody)
    with restored.writing() as session:
        session.add(Snapshot(source=SOURCE.name, url="u", moment=AT, stored_at=AT))
    restored.close()


def on_postgresql(*stores: Store) -> Store:
    return next(store for store in stores if store.file is None)


def files(place: Path) -> dict[str, bytes]:
    return {str(file.relative_to(place)): file.read_bytes() for file in place.rglob("*") if file.is_file()}


def test_a_second_backup_copies_what_is_new_alone(small: Store, tmp_path: Path) -> None:
    first = made(small, tmp_path / "backup")
    before = files(tmp_path / "backup")
    feed(small, day("2026-08-13"))
    second = made(small, tmp_path / "backup", "2026-11-02")
    new = {name: len(content) for name, content in files(tmp_path / "backup").items() if name not in before}
    assert before.items() <= files(tmp_path / "backup").items()
    assert [*second.packs[: len(first.packs)]] == [*first.packs]
    assert len(second.packs) == len(first.packs) + 1
    unchanged = {table.name for table in second.tables if table in first.tables}
    assert {"source", "silence", "decision"} <= unchanged
    assert len(new) == 1 + 1 + len(second.tables) - len(unchanged)
    third = made(small, tmp_path / "backup", "2026-11-03")
    assert (third.tables, third.packs) == (second.tables, second.packs)


def test_a_row_that_changes_alters_one_file_of_its_table(small: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "ROWS", 8)
    with small.writing() as session:
        snapshots = (
            Snapshot(source=SOURCE.name, url="u", moment=AT + timedelta(hours=hours), stored_at=AT)
            for hours in range(300)
        )
        session.add_all(snapshots)
    before = cut(small)
    assert sum(count for _, count in before) == 301
    assert 20 < len(before) < 60
    with small.writing() as session:
        session.execute(delete(Snapshot).where(Snapshot.id == 100))
        session.execute(update(Snapshot).where(Snapshot.id == 200).values(reason="r"))
    after = cut(small)
    assert len({content for content, _ in after} - {content for content, _ in before}) == 2


def cut(store: Store) -> list[tuple[bytes, int]]:
    with one_state(store) as session:
        return [*rows.chunks(session, Base.metadata.tables["snapshot"])]


class Killed(BaseException):
    """The process ends here."""


def test_a_backup_that_is_killed_anywhere_leaves_the_one_before_and_goes_on_from_there(
    small: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, whole = tmp_path / "backup", objects.write_whole
    made(small, place)
    feed(small, day("2026-08-13"))
    step = 0
    for step in range(50):
        left = step

        def write(file: Path, content: bytes) -> None:
            nonlocal left
            if not left:
                file.with_name(f"{file.name}{objects.PARTLY}").write_bytes(content[:10])
                raise Killed
            left -= 1
            whole(file, content)

        for module in (objects, manifest):
            monkeypatch.setattr(module, "write_whole", write)
        try:
            made(small, place, "2026-11-02")
        except Killed:
            assert [file.stem[:10] for file in manifest.listed(place)] == ["2026-11-01"]
            assert check_backup(place, None, nobody)[1].made_at.startswith("2026-11-01")
        else:
            break
    # Each attempt went on from where the one before ended, so the last one had nothing to write but its manifest.
    assert 3 < step < 50
    assert check_backup(place, None, nobody)[1].made_at.startswith("2026-11-02")
    assert not [name for name in files(place) if name.endswith(objects.PARTLY)]


def test_older_backups_go_and_with_them_what_only_they_need(small: Store, tmp_path: Path) -> None:
    place = tmp_path / "backup"
    kept = list[Manifest]()
    for number, at in enumerate(("2026-05-09", "2026-08-13", "2026-08-18", "2026-11-01"), 1):
        feed(small, day(at))
        kept.append(made(small, place, f"2026-11-0{number}", keep=2))
    assert [file.stem[:10] for file in manifest.listed(place)] == ["2026-11-03", "2026-11-04"]
    wanted = kept[2].files | kept[3].files
    assert {file.name for file in (place / "objects").iterdir()} == wanted
    assert kept[0].files - wanted
    for file in manifest.listed(place):
        check_backup(place, file.stem, nobody)


def test_what_is_written_meanwhile_is_not_in_the_backup(record: Store, tmp_path: Path) -> None:
    """The writer does not wait for the backup, and each page is written after the tables that name it were read."""
    before = tables(record)
    second = Store(record.engine.url.render_as_string(hide_password=False))

    def writes(_line: str) -> None:
        with second.writing() as session:
            moment = AT + timedelta(seconds=session.scalar(select(func.count(Snapshot.id))) or 0)
            session.add(Snapshot(source=SOURCE.name, url="u", moment=moment, stored_at=AT))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "rate_limited", unlimited)
        found = writing.back_up(record, tmp_path / "backup", AT, writes).manifest
    assert {table.name: table.rows for table in found.tables} == {name: len(rows) for name, rows in before.items()}
    assert len(tables(record)["snapshot"]) > len(before["snapshot"]) + 10
    second.close()


def test_a_file_that_is_damaged_or_gone_is_named(small: Store, tmp_path: Path, quick: None) -> None:
    place = tmp_path / "backup"
    for file in sorted(made(small, place).files):
        spoiled, content = place / "objects" / file, (place / "objects" / file).read_bytes()
        for damage in (lambda at=spoiled: at.unlink(), lambda at=spoiled, text=content: at.write_bytes(text + b" ")):
            damage()
            for look in (
                lambda: check_backup(place, None, nobody),
                lambda: restoring.restore(place, f"sqlite:///{tmp_path / 'new.db'}", AT, nobody),
            ):
                with pytest.raises(BadBackup, match=file):
                    look()
            spoiled.write_bytes(content)
    assert not (tmp_path / "new.db").exists()
    told = manifest.listed(place)[0]
    told.write_text(told.read_text().replace('"sqlite"', '"postgresql"'))
    with pytest.raises(BadBackup, match="damaged: its content has changed since it was written"):
        check_backup(place, None, nobody)


def test_a_page_that_is_damaged_in_the_database_is_copied_and_said(
    almanac: Almanac, store: Store, tmp_path: Path
) -> None:
    feed(store, day("2026-05-08"))
    feed(store, day("2026-08-13"))
    with store.writing() as session:
        wrong = session.scalars(select(Body.sha256).where(Body.base_sha256.is_not(None))).one()
        session.execute(update(Body).where(Body.sha256 == wrong).values(zstd=b"no page"))
    answer = almanac("backup", tmp_path / "backup")
    assert answer.code == 1
    assert "the backup is whole, but 1 pages were damaged in the database already" in answer.err
    assert manifest.newest(tmp_path / "backup")[1].damaged == [wrong]
    assert almanac("backup", tmp_path / "backup", "--check").code == 0


def test_a_record_that_is_there_stays_unless_it_is_told_to_go(
    almanac: Almanac, store: Store, tmp_path: Path, quick: None
) -> None:
    place = tmp_path / "backup"
    feed(store, day("2026-05-08"))
    backed_up = tables(store)
    assert almanac("backup", place).out.endswith("of it are new here\n")
    feed(store, day("2026-08-13"))
    newer = tables(store)
    store.close()
    answer = almanac("restore", place)
    assert (answer.code, answer.out) == (1, "")
    assert "has a record already: with --replace it is kept" in answer.err
    assert tables(store) == newer
    with closing(sqlite3.connect(tmp_path / "almanac.db")) as other:
        other.execute("select * from snapshot").fetchone()
        answer = almanac("restore", place, "--replace")
    assert answer.code == 1
    assert "is in use: end `almanac up`" in answer.err
    assert tables(store) == newer
    store.close()
    answer = almanac("restore", place, "--replace")
    assert answer.code == 0
    restored = Store(f"sqlite:///{tmp_path / 'almanac.db'}")
    assert tables(restored) == backed_up
    former = next(tmp_path.glob("almanac.db.before-*"))
    assert f"The former record is in {former}." in answer.err
    assert tables(Store(f"sqlite:///{former}")) == newer
    assert almanac("verify").code == 0
    restored.close()


@pytest.mark.both_databases
def test_a_database_with_other_tables_is_left_alone(empty_url: str, small: Store, tmp_path: Path) -> None:
    made(small, tmp_path / "backup")
    other = Store(empty_url)
    with other.writing() as session:
        session.execute(text("create table theirs (a integer)"))
    if other.file is None:
        with pytest.raises(NotEmpty, match="make an empty one"):
            restoring.restore(tmp_path / "backup", empty_url, AT, nobody)
    else:
        with pytest.raises(NotEmpty, match="with --replace"):
            restoring.restore(tmp_path / "backup", empty_url, AT, nobody)
    assert inspect(other.engine).get_table_names() == ["theirs"]
    other.close()


def test_a_restored_file_has_the_schema_of_the_record_with_all_indexes(small: Store, tmp_path: Path) -> None:
    made(small, tmp_path / "backup")
    restored = tmp_path / "new.db"
    restoring.restore(tmp_path / "backup", f"sqlite:///{restored}", AT, nobody)
    schemas = list[set[tuple[str, str]]]()
    for file in (small.file, restored):
        with closing(sqlite3.connect(str(file))) as connection:
            assert connection.execute("pragma foreign_key_check").fetchall() == []
            schemas.append(set(connection.execute("select type, name from sqlite_master")))
    assert schemas[0] == schemas[1]
    assert not list(tmp_path.glob("new.db.*"))


def test_a_restore_that_is_killed_leaves_the_database_as_it_was(
    small: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick: None
) -> None:
    made(small, tmp_path / "backup")
    before = tables(small)
    monkeypatch.setattr(restoring, "_load_bodies", killed)
    for url, replace in ((f"sqlite:///{tmp_path / 'new.db'}", False), (f"sqlite:///{small.file}", True)):
        with pytest.raises(Killed):
            restoring.restore(tmp_path / "backup", url, AT, nobody, replace=replace)
    assert not (tmp_path / "new.db").exists()
    assert tables(small) == before
    monkeypatch.undo()
    restoring.restore(tmp_path / "backup", f"sqlite:///{tmp_path / 'new.db'}", AT, nobody)
    assert tables(Store(f"sqlite:///{tmp_path / 'new.db'}")) == before


def killed(*_given: object) -> None:
    raise Killed


def test_secrets_are_in_a_backup_only_where_that_is_asked(
    almanac: Almanac, home: Path, store: Store, tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(store, day("2026-05-08"))
    home.mkdir()
    (home / "almanac.toml").write_text('heartbeat_url = "https://hc.example/sesame"\n')
    (home / "auth").write_text("almanac:" + "s" * 43)
    (home / "auth").chmod(0o600)
    almanac("backup", tmp_path / "without")
    almanac("backup", tmp_path / "with", "--with-settings")
    for place, count in ((tmp_path / "without", 0), (tmp_path / "with", 1)):
        every = files(place).values()
        assert sum(b"sesame" in content for content in every) == count
        assert not any(b"s" * 43 in content for content in every)
        assert {file.stat().st_mode & 0o077 for file in [place, *place.rglob("*")]} == {0}
    monkeypatch.setenv("ALMANAC_HOME", str(tmp_path / "new"))
    monkeypatch.delenv("ALMANAC_DATABASE_URL")
    answer = almanac("restore", tmp_path / "with")
    assert answer.code == 0
    assert (tmp_path / "new" / "almanac.toml").read_text() == (home / "almanac.toml").read_text()
    assert tables(Store(f"sqlite:///{tmp_path / 'new' / 'almanac.db'}")) == tables(store)


def test_what_is_no_backup_is_said_in_a_line(almanac: Almanac, store: Store, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("dear")
    for words, told in (
        (("backup", tmp_path / "other"), "has other files: name a new folder"),
        (("backup", tmp_path / "none", "--check"), f"there is no whole backup in {tmp_path / 'none'}"),
        (("restore", tmp_path / "none"), "there is no whole backup"),
        (
            ("backup", tmp_path / "b", "--keep", "0"),
            "'0' is not a number of backups from 1 to 1000: write one, such as 7",
        ),
    ):
        answer = almanac(*words)
        assert answer.code in (1, 2)
        assert told in " ".join(answer.err.split())
    almanac("backup", tmp_path / "b")
    assert "there is no backup 2020 in" in almanac("restore", tmp_path / "b", "--backup", "2020", "--replace").err
    told = manifest.listed(tmp_path / "b")[0]
    rewritten = {**json.loads(told.read_text()), "revision": "9999"}
    del rewritten["sha256"]
    told.write_text(json.dumps({**rewritten, "sha256": manifest._digest(rewritten)}))  # pyright: ignore[reportPrivateUsage]
    answer = almanac("restore", tmp_path / "b", "--replace")
    assert answer.code == 1
    assert f"has the schema revision 9999, and this release knows those up to {revisions()[0]}: install" in answer.err
    assert almanac("prices").code == 0


def test_backups_are_listed(almanac: Almanac, store: Store, tmp_path: Path) -> None:
    feed(store, day("2026-05-08"))
    row = almanac("backup", tmp_path / "b", "--json").rows[0]
    assert (row["pages"], row["database"], row["with_settings"]) == (1, "sqlite", False)
    [found] = almanac("backup", tmp_path / "b", "--list", "--json").rows
    assert found.items() >= {key: value for key, value in row.items() if key != "where"}.items()
    assert found["backup"] in almanac("backup", tmp_path / "b", "--list").out
    assert almanac("backup", tmp_path / "b", "--check").text.endswith(f"as it was made at {row['made_at']}")


@pytest.mark.both_databases
def test_old_pages_go_by_choice_and_facts_do_not(almanac: Almanac, store: Store, tmp_path: Path) -> None:
    place = tmp_path / "backup"
    feed(store, day("2026-05-08"))
    for number in range(3):
        feed(store, day(f"2026-05-1{number}"), body(day("2026-05-08")) + f"<!-- {number} -->")
    feed(store, day("2026-08-13"))
    facts = {name: found for name, found in tables(store).items() if name != "body"}
    verified = verify(store, [SOURCE], nobody)
    answer = almanac("drop-pages", place, "--before", "2026-08-14")
    assert (answer.code, "there is no whole backup" in answer.err) == (1, True)
    almanac("backup", place)
    before = tables(store)
    answer = almanac("drop-pages", place, "--before", "2026-08-14")
    assert answer.code == 0, answer.err
    assert answer.out == f"3 pages dropped, 0.0 MB; they are in {place}\n"
    assert {name: found for name, found in tables(store).items() if name != "body"} == facts
    after = verify(store, [SOURCE], nobody)
    assert (after.facts, after.discrepancies, verified.discrepancies) == (verified.facts, [], [])
    assert (after.dropped, after.snapshots) == (3, verified.snapshots)
    assert "dropped with `almanac drop-pages`" in almanac("verify").err
    believed = views(store)["price_history"]
    assert "0 corrections" in almanac("replay", SOURCE.name).out
    assert views(store)["price_history"] == believed
    assert (
        "were dropped with `almanac drop-pages`: `almanac drop-pages FOLDER --bring-back`"
        in almanac("snapshot", "2").err
    )
    for number in range(4):
        made(store, tmp_path / "other", f"2026-12-0{number + 1}", keep=2)
        made(store, place, f"2026-12-0{number + 1}", keep=2)
    assert len(manifest.listed(place)) == 3
    assert almanac("drop-pages", place, "--bring-back").out.startswith(f"{after.dropped} pages are back")
    assert "0 corrections" in almanac("replay", SOURCE.name).out
    assert verify(store, [SOURCE], nobody) == verified
    assert len(before["body"]) == len(tables(store)["body"])


def test_a_dropped_page_that_comes_again_has_its_bytes_again(almanac: Almanac, store: Store, tmp_path: Path) -> None:
    feed(store, day("2026-05-08"))
    other = body(day("2026-05-08")) + "<!-- other -->"
    for at, page in (("2026-05-09", other), ("2026-05-10", body(day("2026-05-08")))):
        feed(store, day(at), page)
    almanac("backup", tmp_path / "backup")
    assert almanac("drop-pages", tmp_path / "backup", "--before", "2026-10-01").code == 0
    assert verify(store, [SOURCE], nobody).dropped == 1
    feed(store, day("2026-10-20"), other)
    found = verify(store, [SOURCE], nobody)
    assert (found.dropped, found.discrepancies) == (0, [])
