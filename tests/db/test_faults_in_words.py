"""Faults of the machine and of the database: each command says in one line what is wrong and what to do."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bench.harness.dates import day
from cli import faults
from cli.faults import database_fault, system_fault
from flows.database import Store
from flows.settings.load import Settings, load
from tests.support.typed import Almanac
from tests.support.walks import feed

COMMANDS = {
    "prices": ("prices",),
    "changes": ("changes",),
    "verify": ("verify",),
    "export": ("export", "record"),
    "track": ("track", "deepseek_pricing"),
    "sql": ("sql", "select * from price_now"),
    "replay": ("replay", "deepseek_pricing"),
}
REMEDY = re.compile(
    r": (?:stop `almanac up`|correct|start PostgreSQL|move it away|make room)|name another|look at it|type"
)
FORBIDDEN = re.compile(r"\[Errno|Traceback|\w+Error\b|\bsqlite3\.|psycopg")


def is_in_words(line: str) -> bool:
    return REMEDY.search(line) is not None and FORBIDDEN.search(line) is None


def file_of(settings: Settings) -> Path:
    return Path(settings.database_url.removeprefix("sqlite:///"))


def garbage(file: Path) -> None:
    file.write_bytes(b"no database " * 10_000)


def torn(file: Path) -> None:
    with closing(sqlite3.connect(file)) as writer:
        writer.execute("pragma journal_mode = delete")
    with file.open("r+b") as opened:
        opened.seek(4096)
        opened.write(b"\xff" * (file.stat().st_size - 4096))


def cut(file: Path) -> None:
    with closing(sqlite3.connect(file)) as writer:
        writer.execute("pragma journal_mode = delete")
    with file.open("r+b") as opened:
        opened.truncate(20_000)


@pytest.mark.parametrize("damage", [garbage, torn, cut])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_damaged_database_says_what_to_do(
    almanac: Almanac, settings: Settings, command: str, damage: Callable[[Path], None]
) -> None:
    file = file_of(settings)
    damage(file)
    done = almanac(*COMMANDS[command])
    line = done.err.splitlines()[-1]
    assert (done.code, done.out) == (1, "")
    assert f"almanac: the database {file} is damaged" in line
    assert "put back a backup" in line
    assert is_in_words(line)


@pytest.mark.parametrize("damage", [garbage, torn])
def test_the_doctor_says_so_in_its_line_and_goes_on(
    almanac: Almanac, settings: Settings, damage: Callable[[Path], None]
) -> None:
    damage(file_of(settings))
    done = almanac("doctor", "--json")
    (row,) = [row for row in done.rows if row["check"] == "database"]
    assert (done.code, row["state"]) == (1, "bad")
    assert "is damaged" in row["detail"]
    assert is_in_words(row["detail"])


@pytest.mark.parametrize("command", [*COMMANDS, "up", "backfill"])
def test_a_home_that_is_a_file_is_named(
    almanac: Almanac, home: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.delenv("ALMANAC_DATABASE_URL")
    home.write_text("")
    done = almanac(*COMMANDS.get(command, (command, *(["deepseek"] if command == "backfill" else []))))
    line = done.err.splitlines()[-1]
    assert (done.code, done.out) == (1, "")
    assert (
        line == f"almanac: the home {home} is a file, not a folder: move it away, or name another home (ALMANAC_HOME)"
    )
    assert [row["state"] for row in almanac("doctor", "--json").rows if row["check"] == "home"] == ["bad"]


def test_a_home_that_is_a_link_to_nothing_is_named(
    almanac: Almanac, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ALMANAC_DATABASE_URL")
    home.symlink_to(home.with_name("unmounted"))
    done = almanac("track", "deepseek_pricing")
    assert f"almanac: the home {home} is a broken link: make or mount that folder" in done.err
    assert [row["state"] for row in almanac("doctor", "--json").rows if row["check"] == "home"] == ["bad"]


def test_a_home_whose_path_would_end_the_address_of_its_database_is_refused(
    almanac: Almanac, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ALMANAC_DATABASE_URL")
    monkeypatch.setenv("ALMANAC_HOME", f"{home}/what?")
    done = almanac("track", "deepseek_pricing")
    assert (done.code, done.out) == (2, "")
    assert "has a ?, where the address of a database ends: name another folder" in done.err
    assert not home.exists()
    monkeypatch.setenv("ALMANAC_HOME", str(home))
    monkeypatch.setenv("ALMANAC_DATABASE_URL", f"sqlite:///{home}/what?.db")
    assert "the path of a database cannot have a ?" in almanac("prices").err


UNREACHABLE = {
    "refused": ("postgresql://ada:s3cret@127.0.0.1:1/almanac", "start PostgreSQL"),
    "no such host": ("postgresql://ada:s3cret@nowhere.invalid/almanac", "correct the host"),
}


@pytest.mark.parametrize("fault", UNREACHABLE)
@pytest.mark.parametrize("command", ["prices", "track", "export"])
def test_a_postgresql_that_does_not_answer_is_told_with_what_to_do(
    almanac: Almanac, monkeypatch: pytest.MonkeyPatch, fault: str, command: str
) -> None:
    address, remedy = UNREACHABLE[fault]
    monkeypatch.setenv("ALMANAC_DATABASE_URL", address)
    done = almanac(*COMMANDS[command])
    line = done.err.splitlines()[-1]
    assert done.code == 1
    assert remedy in line
    assert is_in_words(line)
    assert "s3cret" not in done.err


def said(settings: Settings, words: str) -> str:
    return database_fault(OperationalError("select 1", {}, Exception(words)), settings)


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        ('FATAL:  password authentication failed for user "ada"', "correct the name or the password"),
        ("fe_sendauth: no password supplied", "needs a password"),
        ('FATAL:  database "almanac" does not exist', "create it"),
        ('FATAL:  role "ada" does not exist', "make that role"),
        ("connection timeout expired", "can be reached"),
        ("server closed the connection unexpectedly", "what was committed is kept"),
        ("cannot execute INSERT in a read-only transaction", "type this as the account"),
    ],
)
def test_what_postgresql_says_gets_its_remedy(
    home: Path, monkeypatch: pytest.MonkeyPatch, words: str, remedy: str
) -> None:
    assert home
    monkeypatch.setenv("ALMANAC_DATABASE_URL", "postgresql://ada@db/almanac")
    line = said(load(), words)
    assert remedy in line
    assert FORBIDDEN.search(line) is None


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        ("database or disk is full", "make room"),
        ("disk I/O error", "check the disk"),
        ("database is locked", "try again when it is done"),
        ("unable to open database file", "type this as the account"),
        ("attempt to write a readonly database", "type this as the account"),
    ],
)
def test_what_sqlite_says_gets_its_remedy(settings: Settings, words: str, remedy: str) -> None:
    line = said(settings, words)
    assert remedy in line
    assert FORBIDDEN.search(line) is None


@pytest.mark.parametrize(
    ("number", "remedy"),
    [(28, "make room"), (122, "make room"), (30, "file system is read-only"), (13, "type this as"), (5, "look at it")],
)
def test_what_the_system_says_gets_its_remedy(number: int, remedy: str) -> None:
    line = system_fault(OSError(number, "as the system calls it", "/srv/file"))
    assert remedy in line
    assert "/srv/file" in line
    assert is_in_words(line)
    assert FORBIDDEN.search(system_fault(OSError(number, "as the system calls it"))) is None


def test_other_faults_of_the_system_name_the_file_and_no_number() -> None:
    assert system_fault(OSError(2, "No such file or directory", "/srv/a")) == "/srv/a: no such file or directory"
    assert system_fault(OSError("[Errno 111] it does not answer")) == "it does not answer"
    assert faults.home_is_file(Path("/srv")).startswith("the home /srv is a file")


def test_a_folder_in_place_of_the_database_is_named(almanac: Almanac, settings: Settings) -> None:
    file = file_of(settings)
    file.unlink()
    file.mkdir()
    done = almanac("prices")
    assert done.code == 1
    assert done.err == f"almanac: {file} is a folder, not a database: correct `database_url` (ALMANAC_DATABASE_URL)\n"


@pytest.mark.parametrize("text", [b"port = [", b"\xff\xfe", b"prot = 1"], ids=["cut", "bytes", "unknown"])
@pytest.mark.parametrize("command", ["prices", "track", "doctor"])
def test_a_broken_settings_file_is_named(almanac: Almanac, tmp_path: Path, text: bytes, command: str) -> None:
    file = tmp_path / "broken.toml"
    file.write_bytes(text)
    done = almanac("--config", file, command)
    assert (done.code, done.out) == (2, "")
    assert str(file) in done.err
    assert done.err.count("\n") == 1
    assert FORBIDDEN.search(done.err) is None


def test_the_bytes_of_a_page_that_are_damaged_are_named(almanac: Almanac, store: Store) -> None:
    """More of them: tests/db/test_damaged_bytes.py."""
    feed(store, day("2026-05-08"))
    with store.writing() as session:
        session.connection().exec_driver_sql("update body set zstd = substr(zstd, 1, 20)")
    done = almanac("snapshot", "1", "--page", "page.html")
    assert (done.code, Path("page.html").exists()) == (1, False)
    assert "the bytes of snapshot 1 " in done.err
    assert "`almanac verify` finds every such page" in done.err
    assert FORBIDDEN.search(done.err) is None
