"""Faults of the machine and of the database in words: what is wrong, and what to do."""

import errno
import os
import re
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from cli.printing import own_words
from flows import database
from flows.database import NoHistory
from flows.settings import Settings

SAME_ACCOUNT = "type this as the account that `almanac up` runs as"
ANOTHER_HOME = "name another home (ALMANAC_HOME)"
NUMBER = re.compile(r"\[Errno -?\d+\] ")
PERMISSIONS, FULL = (errno.EACCES, errno.EPERM), (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
REMEDIES = {
    "password authentication failed": "correct the name or the password in `database_url` (ALMANAC_DATABASE_URL)",
    "no password supplied": "`database_url` (ALMANAC_DATABASE_URL) needs a password",
    "role ": "correct the name in `database_url` (ALMANAC_DATABASE_URL), or make that role",
    "database ": "create it (`createdb`), or correct `database_url` (ALMANAC_DATABASE_URL)",
    "Connection refused": "start PostgreSQL, or correct `database_url` (ALMANAC_DATABASE_URL)",
    "failed to resolve host": "correct the host in `database_url` (ALMANAC_DATABASE_URL)",
    "timeout expired": "see whether it runs and can be reached, or correct `database_url` (ALMANAC_DATABASE_URL)",
}
"""The remedies by a part of the words of PostgreSQL's driver."""
UNREACHABLE = "check that PostgreSQL runs, and run the command again; what was committed is kept"


def fault(problem: NoHistory | DBAPIError | OSError, settings: Settings | None) -> str:
    """Return what went wrong in one line. `settings` is None if they could not be read."""
    if settings is not None and os.path.lexists(settings.home) and not settings.home.is_dir():
        return home_is_file(settings.home)
    if isinstance(problem, DBAPIError):
        return database_fault(problem, settings) if settings else str(problem.orig)
    return own_words(str(problem)) if isinstance(problem, NoHistory) else system_fault(problem)


def database_fault(problem: DBAPIError, settings: Settings) -> str:
    """Return an error of the database in one line."""
    words = " ".join(NUMBER.sub("", str(problem.orig)).split())
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        return _sqlite_fault(words, Path(url.database or ""))
    if _is_unwritable(words):
        return f"the database cannot be written to: {words}; {SAME_ACCOUNT}"
    remedy = next((remedy for sign, remedy in REMEDIES.items() if sign in words), UNREACHABLE)
    return f"the database does not answer: {words.removesuffix('.')}: {remedy}"


def _sqlite_fault(words: str, file: Path) -> str:
    if any(sign in words for sign in ("not a database", "malformed", "disk image")):
        return (
            f"the database {file} is damaged ({words}): stop `almanac up`, and put back a backup of it; or move it "
            "away, and `almanac up` begins a new record"
        )
    if "locked" in words or "busy" in words:
        return (
            f"another program has been writing to {file} for {database.BUSY_SECONDS:g} s: nothing was recorded; "
            "try again when it is done"
        )
    if "full" in words:
        return f"no space is left for {file}: make room and run the command again; what is recorded is kept"
    if "disk I/O" in words:
        return (
            f"the disk of {file} does not read or write ({words}): check the disk before you go on, and make a backup"
        )
    if "unable to open" in words:
        return _unopened(file)
    if _is_unwritable(words):
        return f"the database cannot be written to: {words}; {SAME_ACCOUNT}"
    return f"the database does not answer: {words}"


def _is_unwritable(words: str) -> bool:
    return any(sign in words for sign in ("readonly", "read-only", "permission denied"))


def _unopened(file: Path) -> str:
    if file.is_dir():
        return f"{file} is a folder, not a database: correct `database_url` (ALMANAC_DATABASE_URL)"
    wal = file.with_name(f"{file.name}-wal")
    if wal.exists() and not database.is_writable(file):
        return (
            f"{wal} holds what was recorded last, and without {file.name}-shm it is read only where this account may "
            "write: copy all of them to such a folder"
        )
    return f"this account may not open {file}: {SAME_ACCOUNT}"


def system_fault(problem: OSError) -> str:
    """Return an error of the system in one line."""
    name = problem.filename
    place = str(name) if isinstance(name, str) else "where the output goes"
    said = (problem.strerror or str(problem)).lower()
    if problem.errno == errno.EROFS:
        return f"{place} cannot be written to: its file system is read-only; {ANOTHER_HOME} or another place"
    if problem.errno in PERMISSIONS:
        return f"this account may not use {place}: {SAME_ACCOUNT}, or {ANOTHER_HOME}"
    if problem.errno in FULL:
        return f"no space is left: {place}: make room and run the command again; what is recorded is kept"
    if problem.errno == errno.EIO:
        return f"the disk does not read or write: {place}: look at it before you go on"
    if problem.errno is None or not isinstance(name, str):
        return NUMBER.sub("", str(problem))
    return f"{place}: {said}"


def home_is_file(home: Path) -> str:
    """Return words for a home that is no folder."""
    if home.is_symlink() and not home.exists():
        return f"the home {home} is a broken link: make or mount that folder, or {ANOTHER_HOME}"
    return f"the home {home} is a file, not a folder: move it away, or {ANOTHER_HOME}"
