"""The address of a running stack, in a file of its home."""

import json
import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from flows.server.paths import StackPaths
from flows.settings import HOST


def healthy(url: str) -> bool:
    """Return True if a Prefect server answers there."""
    import requests  # only where a stack runs

    try:
        return requests.get(f"{url}/api/health", timeout=2).ok
    except requests.RequestException:
        return False


@contextmanager
def announced(where: StackPaths, port: int) -> Generator[None]:
    """Publish the address of the stack to other processes of this home during the block."""
    if where.address is None:
        yield
        return
    draft = where.address.with_suffix(".new")
    draft.write_text(json.dumps({"url": f"http://{HOST}:{port}", "pid": os.getpid()}), encoding="utf-8")
    draft.replace(where.address)
    try:
        yield
    finally:
        where.address.unlink(missing_ok=True)


def started_at(where: StackPaths) -> datetime | None:
    """Return the start of the stack of this home, or None if there is none."""
    if where.address is None or not where.address.is_file():
        return None
    return datetime.fromtimestamp(where.address.stat().st_mtime, UTC)


def running(where: StackPaths) -> str | None:
    """Return the address of the stack that runs in this home, or None."""
    if where.address is None or not where.address.is_file():
        return None
    import psutil

    try:
        published: Mapping[str, object] = json.loads(where.address.read_text(encoding="utf-8"))
        url, pid = str(published["url"]), int(str(published["pid"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return url if psutil.pid_exists(pid) and healthy(url) else None
