"""What becomes of the promise when we die: at every point of the road on both databases; `all` leaves none out.

Without `all`: every point of the first chapter but those around a question (which changes nothing), every death that a
target deals out, a share of all others, and deaths at random instants, some of them while starting again. Exit code 1
where anything was lost, doubled, or repeated outside the window.
"""

import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path

from tests.databases import Files, Server, administering, memory, serving_postgresql
from tests.kill import Harness, Kill, harness, spread

KINDS = ("PostgreSQL", "SQLite")
HOPS = ("fetch", "archive", "read", "record", "claim", "send", "mark")
SHARE = 12
"""Of the points that are not all tried, each so-many-th is."""
RANDOM, TWICE = 24, 12
Deaths = tuple[Kill, ...]
Result = tuple[str, list[str]]


def main(every: bool) -> int:
    began = time.monotonic()
    with get_context("spawn").Pool(len(KINDS)) as pool:
        results = pool.starmap(on, [(kind, every) for kind in KINDS])
    wrong = [line for _, problems in results for line in problems]
    sys.stdout.writelines([*(table for table, _ in results), *(f"WRONG  {line}\n" for line in wrong)])
    _tell("both", violations=len(wrong), seconds=round(time.monotonic() - began))
    return 1 if wrong else 0


def on(kind: str, every: bool) -> Result:
    """All deaths on one kind of database: lines to print, and what went wrong."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=memory())))
        if kind == "SQLite":
            databases = Files(folder)
        else:
            server = stack.enter_context(serving_postgresql())
            databases = Server(server, stack.enter_context(administering(server)))
        return _on(kind, stack.enter_context(harness(databases, folder)), every)
