"""The processes to be killed: a zygote that has imported everything forks one for each run over the road.

It reads an order a line, and answers each with two lines: the number of the child, and how that ended. The first orders
(as many as its argument says) it follows itself, so that all that is slow the first time is done before it forks.
"""

import gc
import json
import logging
import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

import flows.pipeline.attempts
from alerts.channels.channel import Channel, channels
from alerts.targets import Target
from bench.harness.kill.broken import BREAKS
from bench.harness.kill.points import Points, watch
from flows.database import Store
from flows.ingest.fetch import web_attempt
from flows.run import Run, alert_settings
from flows.settings.fields import Values
from flows.settings.load import Settings
from scrapers.page import Attempt
from scrapers.registry import SOURCES

ChildValue = TypeVar("ChildValue")
SOURCE = SOURCES["deepseek_pricing"]
READ = cache(SOURCE.read)
"""Each page at each moment is read once, for all processes: in a rehearsal."""


@dataclass(frozen=True)
class Order:
    """One run: where everything is, what time it is, and where the run dies, if it does."""

    database: str
    site: str
    at: str
    """The instant, in ISO 8601; the clock stands still."""
    targets: Mapping[str, Mapping[str, object]]
    """As in the settings."""
    log: str
    """The file that stands for the terminal."""
    fatal: tuple[str, int] | None = None
    """The place of a point."""
    broken: str | None = None
    """The fault to put into the program before it runs: a name of BREAKS."""

    def line(self) -> str:
        return json.dumps(asdict(self)) + "\n"


class Terminal(logging.Handler):
    """The log: a JSON line for each message, appended immediately."""

    def __init__(self, file: str, points: Points) -> None:
        super().__init__()
        self._write = points.around("log", partial(os.write, os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)))

    def emit(self, record: logging.LogRecord) -> None:
        self._write(json.dumps(record.getMessage()).encode() + b"\n")


def run(order: Order, points: Points) -> None:
    """One run over the road at an instant: the page from the web, a real database, real targets."""
    at = datetime.fromisoformat(order.at)
    settings = _settings(order)
    _log_to(Terminal(order.log, points))
    flows.pipeline.attempts.channels = partial(_channels, points)
    source = replace(SOURCE, read=points.within("read", READ))
    store = _store(order.database)

    def attempt() -> Attempt:
        found = web_attempt(Run(store, source, clock=lambda: at), settings, at)()
        points.begin("archive")
        return found

    def step(name: str, hop: Callable[[], ChildValue]) -> ChildValue:
        points.begin(name)
        return hop()

    context = Run(store, source, lambda: at, alert_settings(settings), hop=step)
    flows.pipeline.attempts.process_attempt(context, attempt)
    store.close()


@cache
def _store(url: str) -> Store:
    return Store(url)


def _settings(order: Order) -> Settings:
    values = Values.model_validate({"deepseek_url": order.site, "targets": order.targets})
    return Settings(Path(order.log).parent, values, {})


def _log_to(terminal: Terminal) -> None:
    logging.getLogger("almanac").setLevel(logging.INFO)
    logging.getLogger("almanac.alerts").handlers[:] = [terminal]


def _channels(points: Points, targets: Mapping[str, Target]) -> dict[str, Channel]:
    """The real ones; what follows a message that was taken is our note of it."""
    return {
        name: points.then("mark", points.within("send", points.in_line(channel)))
        for name, channel in channels(targets).items()
    }


def main(rehearsals: int) -> None:
    """Fork a child for each order on standard input."""
    orders = _orders()
    for order in islice(orders, rehearsals):
        run(order, Points(os.open(os.devnull, os.O_WRONLY)))
        _answer(None)
    # The thread of pyarrow's allocator does not count: that prepares it for a fork itself.
    if threading.active_count() > 1:
        raise RuntimeError("a process with threads must not fork")
    gc.freeze()
    for order in orders:
        child, told = _fork(order)
        _answer(child)
        with os.fdopen(told) as pipe:
            passed = pipe.read()
        ended = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
        _answer({"status": ended.si_status if ended else None, "passed": passed})
        # Until now its number is taken: whoever was told to kill it killed nobody else.
        sys.stdin.readline()
        os.waitpid(child, 0)


def _orders() -> Iterator[Order]:
    while line := sys.stdin.readline():
        given = json.loads(line)
        yield Order(**given | {"fatal": given["fatal"] and tuple(given["fatal"])})


def _fork(order: Order) -> tuple[int, int]:
    """The number of a child that does a run, and the file descriptor that tells what it passes."""
    told, telling_to = os.pipe()
    child = os.fork()
    if child:
        os.close(telling_to)
        return child, told
    status = 1
    try:
        if order.broken:
            BREAKS[order.broken]()
        points = Points(telling_to, order.fatal)
        watch(points)
        run(order, points)
        status = 0
    except Exception:  # noqa: BLE001 (nobody is above a child)
        traceback.print_exc()
    finally:
        # Nothing of the zygote's is the child's to clear up.
        os._exit(status)


def _answer(found: object) -> None:
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
