"""A process of its own that may read a folder and not write to it: on a read-only mount, or as another user."""

import ctypes
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

CLONE_NEWNS, MS_RDONLY, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 0x20000, 1, 32, 4096, 16384, 1 << 18
NOBODY = 65534


def in_child(work: Callable[[], Any]) -> Any:  # noqa: ANN401 (what the work returns, as JSON)
    """Do the work in a copy of this process, and return what it returned."""
    reads, writes = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            with os.fdopen(writes, "w") as answer:
                json.dump(work(), answer)
            code = 0
        finally:
            sys.stdout.flush()
            os._exit(code)
    os.close(writes)
    with os.fdopen(reads) as answer:
        text = answer.read()
    _, status = os.waitpid(pid, 0)
    assert status == 0, text
    return json.loads(text)


def mount_read_only(folder: Path) -> None:
    """Make a folder a read-only file system, for this process alone. Raises OSError where that is not allowed."""
    libc = ctypes.CDLL(None, use_errno=True)

    def call(done: int) -> None:
        if done != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))

    place = str(folder).encode()
    call(libc.unshare(CLONE_NEWNS))
    call(libc.mount(None, b"/", None, MS_REC | MS_PRIVATE, None))
    call(libc.mount(place, place, None, MS_BIND, None))
    call(libc.mount(None, place, None, MS_BIND | MS_REMOUNT | MS_RDONLY, None))


def may_mount() -> bool:
    """Return True if this machine lets a process have mounts of its own."""

    def tried() -> bool:
        try:
            mount_read_only(Path("/tmp"))  # noqa: S108 (any folder does)
        except OSError:
            return False
        return True

    return sys.platform == "linux" and os.geteuid() == 0 and bool(in_child(tried))


def become_another_user() -> None:
    """Give up all rights of root. What is loaded from now on has to be readable for everybody."""
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
