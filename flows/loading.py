"""The garbage collector: off while modules load, and less often while pages are recorded."""

import gc
from collections.abc import Generator
from contextlib import contextmanager

GC_THRESHOLDS = (50_000, 50, 100)
"""Recording 1.2 million scores spends a quarter of its time in the collector with Python's own thresholds (2026-11)."""


@contextmanager
def loading() -> Generator[None]:
    """Load modules in this block and never look for garbage among them.

    Looking for it while they load takes a fifth of the start of a process.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def reduced_collection() -> Generator[None]:
    """Collect garbage more seldom: recording makes millions of objects without cycles."""
    thresholds = gc.get_threshold()
    gc.set_threshold(*GC_THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
