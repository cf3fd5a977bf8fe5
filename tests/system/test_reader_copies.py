"""The copy of a run's process that reads pages: it keeps the limits, and nothing of the process that was copied."""

import fcntl
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryFile

import psutil
import pytest

from bench.harness.dates import day
from bench.harness.forking import FORKING
from flows.page_reader import reader
from flows.page_reader.child import Limits
from flows.page_reader.reader import copy_reader, read_page
from models.readings.reading import Reading
from scrapers.page import Page, Tripped
from scrapers.registry import SOURCES
from tests.support.processes import gone, until
from tests.support.tripping import STUCK, dies, fills_the_memory, is_told_to_stop, pauses, says_who

SOURCE = SOURCES["deepseek_pricing"]
PAGE = Page(SOURCE.name, "https://api-docs.deepseek.com", b"trip", day("2026-05-08"))


def read(reads: Callable[[Page], Reading]) -> str:
    """What a reader answers to the page, or how it tripped."""
    try:
        (fact,) = read_page(replace(SOURCE, read=reads), PAGE).facts
    except Tripped as tripped:
        return str(tripped)
    return str(fact.value[0] if fact.value else None)


@contextmanager
def begun(work: Callable[[Connection], None]) -> Generator[tuple[BaseProcess, Connection]]:
    """A process with one thread that does some work, and a pipe to it."""
    ours, theirs = FORKING.Pipe()
    process = FORKING.Process(target=work, args=(theirs,))
    process.start()
    theirs.close()
    yield process, ours
    process.join()


def reads_twice(answers: Connection) -> None:
    copy_reader()
    (copy,) = psutil.Process().children()
    answers.send((copy.pid, int(read(says_who)), int(read(says_who))))


def test_pages_are_read_in_the_copy() -> None:
    with begun(reads_twice) as (_, answers):
        copy, *readers = answers.recv()
    assert readers == [copy, copy]


def trips(answers: Connection) -> None:
    reader.LIMITS = Limits(seconds=1, memory=reader.LIMITS.memory)
    reader.WALL_CLOCK_FACTOR = 2
    for reads in (fills_the_memory, *STUCK, pauses, dies, is_told_to_stop):
        copy_reader()
        answers.send((reads.__name__, read(reads)))
        reader.close()


def test_a_copy_keeps_every_limit_and_ignores_that_people_stop_the_run() -> None:
    expected = {
        "fills_the_memory": "the reader tripped: MemoryError",
        **{reads.__name__: "the reader tripped: TimeLimit: it came to no end within 1 s" for reads in (*STUCK, pauses)},
        "dies": "the reader tripped: Death: its process died: SIGKILL",
        "is_told_to_stop": "went on",
    }
    with begun(trips) as (_, answers):
        assert dict(answers.recv() for _ in expected) == expected


def waits(answers: Connection) -> None:
    """Have a copy while a lock is held; wait for its end."""
    with TemporaryFile() as locked:
        fcntl.flock(locked, fcntl.LOCK_EX)
        copy_reader()
        (copy,) = psutil.Process().children()
        answers.send(copy.pid)
        answers.recv()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="the system does not list the open files of a process")
def test_a_copy_has_no_file_but_its_pipe_and_ends_with_a_run_that_is_killed() -> None:
    with begun(waits) as (run, answers):
        copy = psutil.Process(answers.recv())
        until(20, lambda: files_of(copy) == {"/dev/null": 3, "socket": 1})
        run.kill()
    until(20, lambda: gone([copy]))


def files_of(process: psutil.Process) -> dict[str, int]:
    """The open files of a process, by kind."""
    kept = Path(f"/proc/{process.pid}/fd").iterdir()
    return Counter(str(each.readlink()).split(":")[0] for each in kept)
