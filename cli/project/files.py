"""The files of a project: those that git knows or would add, or all below a folder that is no repository."""

import os
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import translate
from pathlib import Path

from alerts.texts import CONTROL

LARGEST = 1024 * 1024
"""The size of the largest file that is read, in bytes."""
BEGINNING = 8000
"""The number of bytes in which a binary file shows itself by a NUL, as git has it."""
BASELINE_BEGINNING = b'{"baseline": "almanac check",'
"""The beginning of a baseline, which names ids and calls none."""
NOT_WALKED = {".git", ".hg", ".svn", ".tox", ".nox", "__pycache__", "node_modules", "bower_components"}
VIRTUAL_ENVIRONMENT = "pyvenv.cfg"
LIST = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
EXCLUDED, BINARY, TOO_LARGE = "excluded", "binary", "larger than 1 MiB"
UNREADABLE, LINKED, FOLDERS = "not readable", "symbolic links", "folders of tools"
BASELINES = "baselines"


class NoSuchPath(Exception):
    """A path that is not there."""


@dataclass(frozen=True)
class ProjectFile:
    """A file: where it is, its name for people, and its name in the project, which is the same on every machine."""

    path: str
    shown: str
    """Relative to the current folder, if it is below it."""
    name: str
    """Relative to the top of its repository, or to the folder that is searched; with `/`."""

    def read(self, skipped: Counter[str]) -> bytes | None:
        """Return its bytes; None, and a reason more in `skipped`, if it is no text or cannot be read."""
        try:
            with open(self.path, "rb", buffering=0) as file:  # noqa: PTH123 (twice as fast for thousands of files)
                content = file.read(LARGEST + 1)
        except OSError:
            skipped[UNREADABLE] += 1
            return None
        if len(content) > LARGEST:
            skipped[TOO_LARGE] += 1
        elif b"\0" in content[:BEGINNING]:
            skipped[BINARY] += 1
        elif content.startswith(BASELINE_BEGINNING):
            skipped[BASELINES] += 1
        else:
            return content
        return None


def project_files(
    paths: Iterable[Path], excluded: Sequence[str], skipped: Counter[str], notes: list[str]
) -> Iterator[ProjectFile]:
    """Yield the files of some paths, each once, and count in `skipped` what is left out, by reason.

    `excluded` are globs of paths, of folders, or of names: `docs/*`, `samples`, `*.ipynb`. In `notes` is why git was
    not asked, if there is a reason. Raises NoSuchPath.
    """
    left_out = re.compile("|".join(translate(glob.strip("/")) for glob in excluded) or r"(?!)")
    here, seen = os.getcwd(), set[str]()  # noqa: PTH109 (a text)
    for path in paths:
        if not path.exists():
            raise NoSuchPath(f"no such file or folder: {path}")
        folder = path if path.is_dir() else path.parent
        prefix = _prefix(folder, notes)
        for name in _names(path, prefix, skipped):
            file = os.path.normpath(os.path.join(here, folder, name))  # noqa: PTH118 (texts, thousands of them)
            full = f"{prefix or ''}{name}"
            if file in seen:
                continue
            seen.add(file)
            if excluded and any(left_out.match(part) for part in _parts(full)):
                skipped[EXCLUDED] += 1
            elif os.path.islink(file):  # noqa: PTH114
                skipped[LINKED] += 1
            elif os.path.isfile(file):  # noqa: PTH113 (a submodule is a folder; git also lists files that were deleted)
                yield ProjectFile(file, *(text.translate(CONTROL) for text in (file.removeprefix(f"{here}/"), full)))


def _parts(name: str) -> Iterator[str]:
    """Yield a path, each folder that it is in, and the names of all of them."""
    words = name.split("/")
    yield from words
    yield from ("/".join(words[:length]) for length in range(2, len(words) + 1))


def _prefix(folder: Path, notes: list[str]) -> str | None:
    """Return a folder's path in its repository, with `/` at its end; None if it is in none that git can read."""
    try:
        asked = _git(folder, "rev-parse", "--show-prefix")
    except FileNotFoundError:
        return None
    if asked.returncode == 0:
        return os.fsdecode(asked.stdout).removesuffix("\n")
    reason = os.fsdecode(asked.stderr).strip().split("\n")[0]
    if "not a git repository" not in reason:
        notes.append(f"git cannot list {folder}, so .gitignore is not honoured: {reason}")
    return None


def _names(path: Path, prefix: str | None, skipped: Counter[str]) -> Iterable[str]:
    """Return the names of files, relative to the folder that a path is or is in."""
    if not path.is_dir():
        return [path.name]
    if prefix is not None:
        listed = _git(path, *LIST)
        # A folder that is named is meant, also if git ignores it.
        if listed.stdout or (listed.returncode == 0 and not _is_ignored(path)):
            return [os.fsdecode(name) for name in dict.fromkeys(listed.stdout.split(b"\0")) if name]
    return _walk(path, skipped)


def _is_ignored(folder: Path) -> bool:
    return _git(folder, "check-ignore", "-q", str(folder.absolute())).returncode == 0


def _git(folder: Path, *words: str) -> "subprocess.CompletedProcess[bytes]":
    environ = {**os.environ, "LC_ALL": "C"}  # its messages in English
    return subprocess.run(["git", "-C", str(folder), *words], check=False, capture_output=True, env=environ)  # noqa: S603, S607


def _walk(top: Path, skipped: Counter[str]) -> Iterator[str]:
    """Yield the names of all files below a folder, in order, without those of tools."""
    for folder, folders, files in os.walk(top):
        own = [name for name in sorted(folders) if not _is_of_tools(folder, name)]
        skipped[FOLDERS] += len(folders) - len(own)
        folders[:] = own
        inside = os.path.relpath(folder, top)
        yield from (name if inside == "." else f"{inside}/{name}" for name in sorted(files))


def _is_of_tools(folder: str, name: str) -> bool:
    return name in NOT_WALKED or os.path.exists(os.path.join(folder, name, VIRTUAL_ENVIRONMENT))  # noqa: PTH110, PTH118
