"""Reads the file with sources of the user's own: a table for each, with its url, reader, vendor and cadence."""

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from flows.settings.toml_file import BadToml, read_toml
from scrapers.own_sources import BadEntry, own_sources
from scrapers.source import Source


class BadSourcesFile(Exception):
    """The file cannot be read, or has an entry that is no source; the message is one line that says what to do."""


def read_sources_file(file: Path) -> Mapping[str, Source]:
    """Return the sources by name. Raises BadSourcesFile. A file that has not changed is read once in a process."""
    try:
        found = file.stat()
    except OSError as problem:
        raise BadSourcesFile(f"sources_file: {file} cannot be read: {problem.strerror}") from None
    return _read(os.fspath(file), found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=1)
def _read(file: str, _changed_at: int, _bytes: int) -> Mapping[str, Source]:
    try:
        return own_sources(read_toml(Path(file)))
    except OSError as problem:
        raise BadSourcesFile(f"sources_file: {file} cannot be read: {problem.strerror}") from None
    except BadToml as problem:
        raise BadSourcesFile(str(problem)) from None
    except BadEntry as problem:
        raise BadSourcesFile(f"{file}: {problem}") from None
