"""Reports the progress of long work."""

import time
from collections.abc import Callable, Iterator, Sequence

Print = Callable[[str], None]
EVERY_SECONDS = 1.0
WIDTH = 80
"""The width of a line of progress."""


def shortened(line: str) -> str:
    """Return the beginning of a line that is wider than a terminal."""
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"


def rate_limited(say: Print) -> Print:
    """Return a function that prints at most one line per second, the first after a second, and drops the others."""
    last_printed = time.monotonic()

    def print_rarely(line: str) -> None:
        nonlocal last_printed
        if time.monotonic() - last_printed >= EVERY_SECONDS:
            say(line)
            last_printed = time.monotonic()

    return print_rarely


def with_progress(snapshots: Sequence[int], say: Print, source: str) -> Iterator[int]:
    """Yield the snapshots; print `deepseek_pricing: 120 of 400 snapshots` if it takes long."""
    print_rarely = rate_limited(say)
    for done, snapshot in enumerate(snapshots):
        print_rarely(f"{source}: {done} of {len(snapshots)} snapshots")
        yield snapshot
