"""Files of a backup that are named by their SHA-256: what is there already is never written again, nor changed."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from flows.backup.problems import BadBackup

PARTLY = ".partly"
"""The end of the name of a file that is not whole yet."""


@dataclass(frozen=True)
class Objects:
    """A folder of such files."""

    folder: Path

    def put(self, content: bytes) -> str:
        """Store bytes, unless they are there, and return their SHA-256 in hex; then they are on the disk."""
        digest = sha256(content).hexdigest()
        file = self.folder / digest
        if not (file.exists() and file.stat().st_size == len(content)):
            write_whole(file, content)
        return digest

    def get(self, digest: str) -> bytes:
        """Return the bytes with a SHA-256. Raises BadBackup if they are missing or others."""
        file = self.folder / digest
        try:
            content = file.read_bytes()
        except FileNotFoundError:
            raise BadBackup(f"{file} is missing") from None
        if sha256(content).hexdigest() != digest:
            raise BadBackup(f"{file} is damaged: its SHA-256 differs from its name")
        return content

    def names(self) -> Iterator[str]:
        """Yield the names of all whole files."""
        yield from (file.name for file in sorted(self.folder.iterdir()) if file.suffix != PARTLY)

    def keep(self, wanted: set[str]) -> None:
        """Remove every other file."""
        for file in [*self.folder.iterdir()]:
            if file.name not in wanted:
                file.unlink(missing_ok=True)


def write_whole(file: Path, content: bytes) -> None:
    """Write a file for its owner alone, so that it is on the disk whole or not there."""
    partly = file.with_name(f"{file.name}{PARTLY}")
    descriptor = os.open(partly, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    partly.replace(file)


def sync_folder(folder: Path) -> None:
    """Wait until the names of a folder's files are on the disk."""
    sync_file(folder)


def sync_file(file: Path) -> None:
    """Wait until what is in a file is on the disk."""
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
