"""The files of a folder and what they were rendered from, so that a file is rendered only if that has changed."""

import json
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

STATE = ".written"
"""The file that has two hashes for each file of its folder: of what it was rendered from, and of its content."""


class WrittenFiles:
    """The files of a folder. Whoever uses it holds the lock on the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._hashes = folder, _stored_hashes(folder / STATE)

    def update(self, name: str, shown: object, render: Callable[[], bytes]) -> bool:
        """Render a file unless it is as it was rendered from `shown` before; returns True if its content changed.

        `shown` has all that `render` reads: values of JSON, and others whose `repr` states them whole.
        """
        file, source_hash = self._folder / name, _hash(json.dumps(shown, default=repr).encode())
        if file.is_file() and self._hashes.get(name) == [source_hash, _hash(file.read_bytes())]:
            return False
        content = render()
        is_new = replace_content(file, content)
        self._hashes[name] = [source_hash, _hash(content)]
        # After the file: a process that dies in between leaves hashes that lead to the file being rendered again.
        replace_content(self._folder / STATE, json.dumps(self._hashes).encode())
        return is_new


def _stored_hashes(file: Path) -> dict[str, list[str]]:
    """Return the hashes of each file by its name; none that cannot be read."""
    with suppress(FileNotFoundError, ValueError, RecursionError):
        stored: Any = json.loads(file.read_bytes())
        if isinstance(stored, dict):
            return cast("dict[str, list[str]]", stored)
    return {}


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()


def replace_content(file: Path, content: bytes) -> bool:
    """Replace the content of a file; returns False, and leaves its modification time, if it is the same."""
    if file.is_file() and file.read_bytes() == content:
        return False
    draft = file.with_suffix(".new")
    draft.write_bytes(content)
    # A web server may have to read it, and it has no secret; who gets into its folder is the owner's choice.
    draft.chmod(0o644)
    draft.replace(file)
    return True
