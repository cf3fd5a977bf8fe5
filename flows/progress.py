"""Saying how far a long walk over snapshots has come."""

import time
from collections.abc import Callable, Iterator, Sequence

Say = Callable[[str], None]
EVERY_SECONDS = 1.0


def telling(snapshots: Sequence[int], say: Say, source: str) -> Iterator[int]:
    """The snapshots; of a walk that takes long it says `deepseek_pricing: 120 of 400 snapshots`."""
    said = time.monotonic()
    for done, snapshot in enumerate(snapshots):
        if time.monotonic() - said >= EVERY_SECONDS:
            say(f"{source}: {done} of {len(snapshots)} snapshots")
            said = time.monotonic()
        yield snapshot
