"""Finds files and folders with secrets or a database that other users can open."""

import shlex
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy.engine import make_url

from alerts.targets import is_stored
from flows.server.paths import StackPaths
from flows.settings import Settings

COMPANIONS = ("", "-wal", "-shm", "-journal")
"""The endings of SQLite's files."""


def open_to_others(settings: Settings, where: StackPaths) -> Iterator[str]:
    """Yield a line for each file or folder that other users may open, with the command that changes it."""
    for path in _private_paths(settings, where):
        try:
            status = path.stat()
        except OSError:
            continue
        mode, least = stat.S_IMODE(status.st_mode), 0o700 if stat.S_ISDIR(status.st_mode) else 0o600
        if mode & 0o077:
            yield f"{path} is open to others (mode {mode:04o}): chmod {least:o} {shlex.quote(str(path))}"


def _private_paths(settings: Settings, where: StackPaths) -> Iterator[Path]:
    yield from (settings.home, where.prefect_home, where.logs)
    databases = [where.prefect_home / "prefect.db"]
    if settings.database_url.startswith("sqlite:"):
        databases.append(Path(make_url(settings.database_url).database or ""))
    yield from (file.with_name(f"{file.name}{ending}") for file in databases for ending in COMPANIONS)
    kept = [(origin, secret) for origin, secret in settings.secrets() if is_stored(secret) or secret.get_secret_value()]
    if settings.file and any(origin == str(settings.file) and not is_stored(secret) for origin, secret in kept):
        yield settings.file
    if stored := [secret for _, secret in kept if is_stored(secret)]:
        yield from _secret_files(stored)


def _secret_files(stored: Iterable[SecretStr]) -> Iterator[Path]:
    from flows.settings import StoredSecret  # most settings have their secrets in them

    yield from (secret.path for secret in stored if isinstance(secret, StoredSecret) and secret.path)
