"""Reads the file with sources of the user's own: a table for each, with its url, reader, vendor and cadence."""

import os
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from scrapers.own_sources import BadEntry, own_sources
from scrapers.source import Source

MOST_BYTES = 8 << 20
"""Enough for 40,000 sources."""


class BadSourcesFile(Exception):
    """The file cannot be read, or has an entry that is no source; the message is one line that says what to do."""


def read_sources_file(file: Path) -> Mapping[str, Source]:
    """Return the sources by name. Raises BadSourcesFile. A file that has not changed is read once in a process."""
    try:
        found = file.stat()
    except OSError as problem:
        raise BadSourcesFile(f"sources_file: {file} cannot be read: {problem.strerror}") from None
    if found.st_size > MOST_BYTES:
        raise BadSourcesFile(f"sources_file: {file} is larger than {MOST_BYTES >> 20} MB: it has sources, not pages")
    return _read(os.fspath(file), found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=1)
def _read(file: str, _changed_at: int, _bytes: int) -> Mapping[str, Source]:
    try:
        entries = tomllib.loads(Path(file).read_text(encoding="utf-8"))
        return own_sources(entries)
    except OSError as problem:
        raise BadSourcesFile(f"sources_file: {file} cannot be read: {problem.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise BadSourcesFile(f"{file} is not TOML: {problem}") from None
    except BadEntry as problem:
        raise BadSourcesFile(f"{file}: {problem}") from None
