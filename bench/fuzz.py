"""Pages by chance, guided by what of the readers they reach: a reader raises PageChanged or returns, and nothing else.

`python -m bench.fuzz [SECONDS] [SOURCE…]`: seconds in all, on every processor, shared by the readers of these sources
(20 minutes a reader, where no number is given). Another `ALMANAC_FUZZ_SEED` makes other pages. A page
that a reader trips over is written to a file; `python -m bench.fuzz FILE…` reads such files again.
"""

import os
import resource
import signal
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from random import Random
from types import CodeType, FrameType, TracebackType
from typing import Any

from bench.harness.arguments import arguments
from bench.harness.dates import day
from bench.harness.fuzz.corpus import EVERY, corpus, sources
from bench.harness.fuzz.mutations import mutated
from models.facts import UNSTORABLE, Fact
from models.readings import BadReading
from scrapers.guarded import read_storable
from scrapers.page import Page, PageChanged

ROOT = str(Path(__file__).parents[1] / "scrapers")
PER_READER = 20 * 60
LONGEST = 10
"""Seconds of processor time that one page may take."""
MEMORY = 4 << 30
FOLDER = Path("fuzz-trips")
Line = tuple[CodeType, int]


class TooLong(Exception):
    """A page came to no end."""


@dataclass
class Fuzzed:
    """The outcomes of the pages of one reader."""

    source: str
    pages: int = 0
    read: int = 0
    """The others were refused."""
    kept: int = 0
    """Pages that reached what no page had reached before."""
    lines: int = 0
    trips: dict[str, Path] = field(default_factory=dict[str, Path])
    """A file by what was raised and where."""

    def __str__(self) -> str:
        words = f"{self.source}: {self.pages} pages, {self.read} read, {self.kept} kept, {self.lines} lines reached"
        return "\n".join(
            [f"{words}, {len(self.trips)} trips", *(f"  {why}: {file}" for why, file in self.trips.items())]
        )


def main(*words: str) -> int:
    files = [Path(word) for word in words if Path(word).is_file()]
    if files:
        return max(map(_again, files))
    names = [word for word in words if not word.isdigit()] or sources()
    seconds = next((int(word) for word in words if word.isdigit()), PER_READER * len(names))
    seed, processes = os.environ.get("ALMANAC_FUZZ_SEED", "0"), min(os.cpu_count() or 1, len(names))
    sys.stdout.write(f"seed {seed}, {seconds} s for {len(names)} readers\n")
    with get_context("spawn").Pool(processes, _bounded) as pool:
        tasks = [(name, seconds * processes / len(names), seed) for name in names]
        fuzzed = [_printed(result) for result in pool.imap(fuzz, tasks)]
    return 1 if any(result.trips for result in fuzzed) else 0


def _bounded() -> None:
    """Memory of this process, bounded until it ends: for processes that do nothing else."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


def fuzz(task: tuple[str, float, str]) -> Fuzzed:
    """Read pages by chance for so many seconds."""
    source, seconds, seed = task
    rng, reached, result = Random(f"{seed} {source}"), set[Line](), Fuzzed(source)  # noqa: S311 (no secret)
    pages = list(corpus()[EVERY[source].read])
    for page in pages:
        _read(page, reached)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        base = rng.choice(pages[-20:] if rng.random() < 0.3 else pages)
        page, before = replace(base, body=mutated(base, rng, pages)), len(reached)
        why = _read(page, reached)
        result.pages, result.read = result.pages + 1, result.read + (why is None)
        if why is not None and why != REFUSED:
            if why not in result.trips:
                result.trips[why] = _written(page)
        elif len(reached) > before:
            pages.append(page)
            result.kept += 1
    result.lines = len(reached)
    return result


REFUSED = "refused"


def _read(page: Page, reached: set[Line]) -> str | None:
    """Null where a page was read to facts that a database can keep, or why not; the lines that it reached are added."""
    try:
        with _limited(), _traced(reached):
            odd = [fact for fact in read_storable(EVERY[page.source].read, page).every() if _is_odd(fact)]
    except (PageChanged, BadReading):
        return REFUSED
    except Exception as error:  # noqa: BLE001 (this is what is looked for)
        return f"{type(error).__name__} at {_place(error.__traceback__)}"
    return f"a {odd[0].table} that no database keeps" if odd else None


def _is_odd(fact: Fact) -> bool:
    values = (*fact.key, *(fact.value or ()), *fact.asides, fact.effective_from)
    return any(map(_is_odd_value, values))


def _is_odd_value(value: Any) -> bool:  # noqa: ANN401 (whatever a column holds)
    match value:
        case str():
            return UNSTORABLE.search(value) is not None
        case int():
            return not -(2**63) <= value < 2**63
        case Decimal():
            return not value.is_finite() or abs(value.adjusted()) > 1_000
        case datetime():
            return value.tzinfo is None
        case _:
            return False


def _place(trace: TracebackType | None) -> str:
    """The last line of ours that was on the way to an exception."""
    place = ""
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        place = f"{file.removeprefix(ROOT)}:{trace.tb_lineno}" if file.startswith(ROOT) else place
        trace = trace.tb_next
    return place


@contextmanager
def _limited() -> Generator[None]:
    """Raise TooLong in what takes too long; a regular expression of Python hears signals, too."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@contextmanager
def _traced(reached: set[Line]) -> Generator[None]:
    """Add the lines of readers that are reached."""

    def line(frame: FrameType, event: str, _: object) -> Any:  # noqa: ANN401 (as Python wants it)
        if event == "line":
            reached.add((frame.f_code, frame.f_lineno))
        return line

    def call(frame: FrameType, _event: str, _: object) -> Any:  # noqa: ANN401 (as Python wants it)
        return line if frame.f_code.co_filename.startswith(ROOT) else None

    sys.settrace(call)
    try:
        yield
    finally:
        sys.settrace(None)


def _written(page: Page) -> Path:
    """A page as a file whose name says how it is read again."""
    FOLDER.mkdir(exist_ok=True)
    shape = page.url.rpartition("/")[2] or "-"
    file = FOLDER / f"{page.source}@{page.moment:%Y-%m-%dT%H%M}@{shape}@{sha256(page.body).hexdigest()[:12]}"
    file.write_bytes(page.body)
    return file


def _again(file: Path) -> int:
    source, at, shape, _ = file.name.split("@")
    page = Page(source, f"sample/{shape.strip('-')}", file.read_bytes(), day(f"{at[:13]}:{at[13:]}"))
    why = _read(page, set())
    sys.stdout.write(f"{file}: {why or 'read'}\n")
    return 0 if why in (None, REFUSED) else 1


def _printed(result: Fuzzed) -> Fuzzed:
    sys.stdout.write(f"{result}\n")
    sys.stdout.flush()
    return result


if __name__ == "__main__":
    sys.exit(main(*arguments()))
