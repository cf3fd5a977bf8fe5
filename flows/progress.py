"""Saying how far a long piece of work has come."""

import time
from collections.abc import Callable, Iterator, Sequence

Say = Callable[[str], None]
EVERY_SECONDS = 1.0


def now_and_then(say: Say) -> Say:
    """Says a line at most every second, the first one after a second; the others are left out."""
    said = time.monotonic()

    def maybe(line: str) -> None:
        nonlocal said
        if time.monotonic() - said >= EVERY_SECONDS:
            say(line)
            said = time.monotonic()

    return maybe


def telling(snapshots: Sequence[int], say: Say, source: str) -> Iterator[int]:
    """The snapshots; of a walk that takes long it says `deepseek_pricing: 120 of 400 snapshots`."""
    maybe = now_and_then(say)
    for done, snapshot in enumerate(snapshots):
        maybe(f"{source}: {done} of {len(snapshots)} snapshots")
        yield snapshot
