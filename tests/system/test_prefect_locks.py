"""The server lets every transaction of Prefect's on SQLite lock when it begins: none fails for one in between."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

from prefect.server.database.configurations import SQLITE_BEGIN_MODE, AioSqliteConfiguration

from flows.programs.prefect_server import lock_at_once


class Session:
    """Notes the mode in which a transaction would begin."""

    def __init__(self) -> None:
        self.modes: list[str | None] = []

    def begin(self) -> "Session":
        return self

    async def __aenter__(self) -> "Session":
        self.modes.append(SQLITE_BEGIN_MODE.get())
        return self

    async def __aexit__(self, *_: object) -> None:
        return None


def begun(configuration: type[Any], **given: bool) -> list[str | None]:
    session = Session()

    async def begin() -> None:
        async with configuration("sqlite+aiosqlite:///never-opened.db").begin_transaction(session, **given):
            pass

    asyncio.run(begin())
    return session.modes


def test_a_transaction_locks_when_it_begins_whatever_its_caller_says() -> None:
    class Ours(AioSqliteConfiguration):
        pass

    assert begun(Ours) == ["DEFERRED"]
    lock_at_once(Ours)
    assert begun(Ours) == begun(Ours, with_for_update=False) == begun(Ours, with_for_update=True) == ["IMMEDIATE"]


def test_why_a_transaction_that_reads_first_fails_at_once_and_one_with_a_lock_does_not(tmp_path: Path) -> None:
    """SQLite's own rule, whatever the time-out: what was read is not the newest any more."""
    for mode, is_refused in (("deferred", True), ("immediate", False)):
        file = tmp_path / mode
        first, second = (sqlite3.connect(file, timeout=0.1, isolation_level=None) for _ in range(2))
        first.execute("pragma journal_mode = wal")
        first.execute("create table t (x)")
        first.execute(f"begin {mode}")
        first.execute("select count(*) from t").fetchall()
        refused = {"first": False, "second": False}
        for name, connection in (("second", second), ("first", first)):
            try:
                connection.execute("insert into t values (1)")
            except sqlite3.OperationalError:
                refused[name] = True
        # With a lock the second one waits, here in vain for the tenth of a second that it has; the first one is safe.
        assert refused == {"first": is_refused, "second": not is_refused}
        first.close()
        second.close()
