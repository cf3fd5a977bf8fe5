"""Every command that reads, where nothing can be written: a mount, another user, a copy in use, a long load."""

import os
import shutil
import sqlite3
from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

import pytest

from bench.harness.dates import day
from cli.commands import DESCRIPTIONS
from flows import database
from flows.database import Store
from flows.settings.load import Settings
from models.queries import facts_at
from tests.support.read_only import become_another_user, in_child, may_mount, mount_read_only
from tests.support.typed import Almanac
from tests.support.walks import feed

ROOT = Path(__file__).parents[2]
WRITE = {"demo", "up", "track", "backfill", "replay", "restore", "drop-pages", "grant-reader"}
"""The commands whose purpose is to write."""
ELSEWHERE = {"browse", "read", "metrics", "backup", "config", "completion"}
"""Those that have a test of their own (tests/system/test_browse.py), ask no database, or say sizes and ages."""
READ: Mapping[str, tuple[str, ...]] = {
    "held": ("--json",),
    "prices": ("deepseek-v4-pro", "--at", "2026-09-15"),
    "changes": (),
    "sources": (),
    "why": ("deepseek-v4-pro", "output"),
    "diff": ("2026-08-01", "2026-09-15"),
    "notice": (),
    "chart": ("deepseek-v4-pro",),
    "deadlines": ("--at", "2026-04-28"),
    "hours": ("deepseek-v4-pro", "--at", "2026-10-01"),
    "alerts": (),
    "cost": (str(ROOT / "docs" / "workload.toml"), "--at", "2026-07-01"),
    "ratio": ("deepseek-v4-pro", "deepseek-v4-flash", "--mix", "3:1", "--at", "2026-07-01"),
    "scores": (),
    "value": ("arena/code", "overall", "--within", "50", "--at", "2026-08-01"),
    "cards": (),
    "snapshot": ("1",),
    "corrections": (),
    "verify": (),
    "sql": ("select model, amount from price_now where meter = 'output' order by 1, 2",),
    "export": ("OUT",),
    "check": (str(ROOT / "docs" / "workload.toml"), "--json"),
    "badge": ("deepseek-v4-pro", "--out", "OUT.svg"),
    "feeds": ("--folder", "OUT"),
    "doctor": ("--json",),
}
Answers = dict[str, tuple[int, str]]


def test_every_command_reads_or_writes() -> None:
    assert {*READ, *WRITE, *ELSEWHERE} == set(DESCRIPTIONS)


def answers(almanac: Almanac, out: Path, *without: str) -> Answers:
    """The code and the answer of each command that reads, without the names of folders."""
    found = Answers()
    for name, words in READ.items():
        if name in without:
            continue
        place = str(out / name)
        done = almanac(name, *(word.replace("OUT", place) for word in words))
        assert "Traceback" not in done.err
        database = [row for row in done.rows if row["check"] == "database"] if name == "doctor" else None
        said = str(database) if database else done.out + ("" if done.code == 0 else done.err)
        found[name] = done.code, said.replace(str(out), "OUT").replace("1 s", "0 s")
    return found


@cache
def mounts() -> bool:
    return may_mount()


def opened(folder: Path) -> None:
    """Let everybody read a folder."""
    for each in (folder, *folder.parents):
        if each.stat().st_uid == 0 and each != each.parent and "pytest" in str(each):
            each.chmod(0o755)
    for file in folder.iterdir():
        file.chmod(0o644)


@pytest.fixture
def record(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a record of two pages, which is what commands ask."""
    if not mounts():
        pytest.skip("only root may mount a folder read-only and become another user")
    store = Store(settings.database_url)
    for at in (day("2026-05-08"), day("2026-08-18")):
        feed(store, at)
    store.close()
    folder = tmp_path / "record"
    folder.mkdir()
    shutil.copy(settings.database_url.removeprefix("sqlite:///"), folder / "almanac.db")
    monkeypatch.setenv("ALMANAC_DATABASE_URL", f"sqlite:///{folder / 'almanac.db'}")
    return folder


def test_whatever_reads_answers_the_same_where_nothing_can_be_written(
    almanac: Almanac, record: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.mkdir()

    def on_a_mount() -> tuple[Answers, bool]:
        mount_read_only(record)
        return answers(almanac, own / "mount"), writes(record)

    def as_another_user() -> tuple[Answers, bool]:
        """Read while a long load goes on, whose transaction is open."""
        become_another_user()
        # It starts a process, whose program may be root's alone.
        return answers(almanac, own / "user", "verify"), writes(record)

    def work() -> tuple[Answers, object, object]:
        before = answers(almanac, own / "before")
        own.chmod(0o777)
        opened(record)
        mounted = in_child(on_a_mount)
        with loading(record / "almanac.db"):
            opened(record)
            return before, mounted, in_child(as_another_user)

    before, (mounted, wrote), (asked, wrote_too) = in_child(work)
    assert {name: (said, before[name]) for name, said in mounted.items() if said != before[name]} == {}
    assert {name: (said, before[name]) for name, said in asked.items() if said != before[name]} == {}
    assert {name for name, (code, _) in before.items() if code} <= {"value", "doctor", "cost", "check"}
    assert (wrote, wrote_too) == (False, False)


@contextmanager
def loading(file: Path) -> Generator[None]:
    """A load that has written much and has not committed it; what was committed before lies in the log of SQLite."""
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("insert into last_run (name, finished_at) values ('x', '2026-01-01T00:00:00.000000Z')")
        writer.execute("begin immediate")
        writer.execute("delete from price_span")
        yield
        writer.execute("rollback")


@pytest.mark.parametrize("place", ["mount of a copy in use", "folder of another user"])
def test_prices_are_read_beside_a_log_and_without_one(almanac: Almanac, record: Path, place: str) -> None:
    before = almanac("prices", "deepseek-v4-pro", "--at", "2026-09-15").out
    copy = record.parent / "copy"
    with loading(record / "almanac.db"):
        if place.startswith("mount"):
            shutil.copytree(record, copy)
    os.environ["ALMANAC_DATABASE_URL"] = f"sqlite:///{(copy if copy.exists() else record) / 'almanac.db'}"

    def work() -> str:
        opened(record)
        if place.startswith("mount"):
            mount_read_only(copy)
        else:
            become_another_user()
        return almanac("prices", "deepseek-v4-pro", "--at", "2026-09-15").out

    assert in_child(work) == before
    assert "3.96" in before


def writes(folder: Path) -> bool:
    try:
        (folder / "new").touch()
    except OSError:
        return False
    return True


CANNOT: Mapping[str, tuple[tuple[str, ...], str]] = {
    "track": (("deepseek_pricing",), "cannot be written to"),
    "replay": (("deepseek_pricing",), "cannot be written to"),
    "backfill": (("deepseek",), "cannot be written to"),
    "up": ((), "its file system is read-only"),
}


def test_what_writes_says_in_one_line_what_to_do(
    almanac: Almanac, record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALMANAC_HOME", str(record))

    def work() -> dict[str, tuple[int, list[str]]]:
        mount_read_only(record)
        found = {name: almanac(name, *words) for name, (words, _) in CANNOT.items()}
        return {name: (done.code, done.err.splitlines()) for name, done in found.items()}

    for name, (code, lines) in in_child(work).items():
        said = [line for line in lines if not line.startswith("No `almanac up`")]
        assert (code, len(said)) == (1, 1), (name, lines)
        assert CANNOT[name][1] in said[0]
        assert "[Errno" not in said[0]


@pytest.mark.parametrize("fault", ["older release", "log without its index"])
def test_what_cannot_be_read_there_says_what_to_do(almanac: Almanac, record: Path, fault: str) -> None:
    folder, file = record, record / "almanac.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("update alembic_version set version_num = '0030'")
        kept = (folder / "almanac.db-wal").read_bytes()
        if fault == "older release":
            writer.execute("pragma wal_checkpoint(truncate)")
    if fault != "older release":
        (folder / "almanac.db-wal").write_bytes(kept)

    def work() -> tuple[int, str]:
        mount_read_only(folder)
        done = almanac("prices")
        return done.code, done.err

    code, said = in_child(work)
    assert code == 1
    assert ("of an older release: " if fault == "older release" else "copy all of them") in said
    assert said.count("\n") == 1


def test_a_record_that_changes_while_it_is_read_as_unchanging_is_told(
    almanac: Almanac, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Path(settings.database_url.removeprefix("sqlite:///"))

    def refused(_file: Path, _mode: int) -> bool:
        return False

    monkeypatch.setattr(database.os, "access", refused)

    def written(*_: object) -> list[object]:
        with closing(sqlite3.connect(file)) as writer:
            writer.execute("create table other (x)")
        return []

    monkeypatch.setattr(facts_at, "view", written)
    done = almanac("corrections")
    assert (done.code, done.err) == (1, "almanac: the record was written to while it was read: type the same again\n")
