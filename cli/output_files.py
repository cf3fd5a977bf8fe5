"""Writes the files that people name in options such as `--out`."""

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from cli.printing import Problem

REMEDIES = {
    errno.ENOENT: "make its folder first",
    errno.ENOSPC: "make room, or name another place",
    errno.EDQUOT: "make room, or name another place",
}


def write_output(file: Path, content: str | bytes, *, is_for_all: bool = False) -> None:
    """Write a file that the user named: whole, or it stays as it was. Raises Problem.

    The file keeps its permissions; a new one has the usual ones, or can be read by every account if it `is_for_all`.
    Behind a link the file that it leads to is written; a device or a pipe gets the content as it is.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        target = file.resolve()
        if target.exists() and not target.is_file():
            target.write_bytes(data)
        else:
            _replace(target, data, is_for_all=is_for_all)
    except OSError as problem:
        said = (problem.strerror or str(problem)).lower()
        remedy = REMEDIES.get(problem.errno or 0, "name another place")
        raise Problem(f"{file} cannot be written: {said}; {remedy}") from None


def _replace(target: Path, data: bytes, *, is_for_all: bool) -> None:
    """Write the content beside the file, and put it into its place. Raises OSError."""
    partly = target.with_name(f".{target.name}.{os.getpid()}.partly")
    try:
        with partly.open("xb") as out:
            if is_for_all:
                partly.chmod(0o644)
            elif target.exists():
                partly.chmod(stat.S_IMODE(target.stat().st_mode))
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        partly.replace(target)
    except BaseException:
        with suppress(OSError):
            partly.unlink(missing_ok=True)
        raise
