"""The process that reads pages: it keeps its limits and ends with its run, as a new interpreter and as a copy."""

import fcntl
import os
import pickle
import subprocess
import sys
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
from flows.page_reader.reader import NoReaderProcess, call_limited, copy_reader, read_page, start_interpreter
from models.readings.reading import Reading
from scrapers.http.client import fetch
from scrapers.http.ways import LinkedPages, TwoForms
from scrapers.page import OverLimit, Page, PageChanged, Tripped
from scrapers.registry import REGISTERED, SOURCES
from scrapers.source import History, Source
from tests.support.page_readers import read_in_copies
from tests.support.processes import gone, until
from tests.support.tripping import (
    MARK,
    STUCK,
    TRIPS,
    asserts,
    dies,
    fills_memory_that_was_reserved,
    fills_the_memory,
    is_stuck_in_c,
    is_told_to_stop,
    pauses,
    says_who,
)
from tests.support.walks import URL

ROOT = Path(__file__).parents[2]
SOURCE = SOURCES["deepseek_pricing"]
Reads = Callable[[Page], Reading]


def page(body: bytes) -> Page:
    return Page(SOURCE.name, URL, body, day("2026-05-08"))


@pytest.fixture(autouse=True)
def _copies(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    """Pages are read in copies of a loaded process."""
    yield from read_in_copies(monkeypatch)


@pytest.fixture
def new_interpreter(_copies: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are read in a new interpreter, as they are where nobody changes it."""
    monkeypatch.setattr(reader, "start_interpreter", start_interpreter)


@pytest.mark.parametrize("read", TRIPS, ids=lambda read: read.__name__)
def test_whatever_a_reader_does_is_a_refusal_of_its_page(read: Reads) -> None:
    with pytest.raises(PageChanged) as refused:
        read_page(replace(SOURCE, read=read), page(MARK))
    assert str(refused.value).startswith(TRIPS[read])
    assert len(str(refused.value)) < 300


@pytest.mark.usefixtures("new_interpreter")
def test_a_reader_in_a_new_interpreter_has_a_limit_of_memory() -> None:
    with pytest.raises(OverLimit, match=r"^reading needed more memory than 300 MB$"):
        read_page(replace(SOURCE, read=fills_the_memory), page(MARK))


@pytest.mark.parametrize("read", STUCK, ids=lambda read: read.__name__)
def test_a_reader_that_comes_to_no_end_is_stopped(read: Reads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LIMITS", Limits(seconds=1, memory=reader.LIMITS.memory))
    with pytest.raises(OverLimit, match=r"^reading took longer than 1 s$"):
        read_page(replace(SOURCE, read=read), page(MARK))


@pytest.mark.usefixtures("new_interpreter")
def test_a_reader_that_waits_for_ever_is_stopped_without_using_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LIMITS", Limits(seconds=1, memory=reader.LIMITS.memory))
    monkeypatch.setattr(reader, "WALL_CLOCK_FACTOR", 1)
    with pytest.raises(OverLimit, match="took longer"):
        read_page(replace(SOURCE, read=pauses), page(MARK))


@pytest.mark.usefixtures("new_interpreter")
def test_the_next_page_is_read_in_the_same_child_and_after_a_trip_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    by = [read_page(replace(SOURCE, read=says_who), page(body)).facts for body in (b"1", b"2")]
    assert by[0] == by[1] != says_who(page(b"3")).facts
    with pytest.raises(Tripped):
        read_page(replace(SOURCE, read=asserts), page(MARK))
    assert read_page(replace(SOURCE, read=says_who), page(b"4")).facts != by[0]


def test_a_child_that_died_while_nobody_asked_it_refuses_no_page() -> None:
    (fact,) = read_page(replace(SOURCE, read=says_who), page(b"1")).facts
    child = psutil.Process(int(fact.value[0] if fact.value else ""))
    child.kill()
    child.wait()
    assert read_page(replace(SOURCE, read=says_who), page(b"2")).facts


@pytest.mark.usefixtures("new_interpreter")
def test_where_no_child_can_be_started_no_page_is_read_without_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "START", "raise SystemExit(1)")
    with pytest.raises(NoReaderProcess, match="the next run reads it"):
        read_page(replace(SOURCE, read=says_who), page(b"1"))


@pytest.mark.parametrize("name", REGISTERED)
def test_no_registered_reader_is_called_without_limits(name: str) -> None:
    """What cannot be pickled is called where the page is recorded."""
    source = REGISTERED[name]
    functions = [source.read, source.observing().read]
    functions += [source.ask.links] if isinstance(source.ask, LinkedPages) else []
    functions += [source.ask.is_read] if isinstance(source.ask, TwoForms) else []
    for function in functions:
        assert pickle.dumps(function)


def says_that_it_reads(_: Page) -> str:
    return str(os.getpid())


def test_another_function_of_a_page_is_called_in_the_child_within_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    (fact,) = read_page(replace(SOURCE, read=says_who), page(b"1")).facts
    assert (call_limited(says_that_it_reads, page(b"2")),) == fact.value
    monkeypatch.setattr(reader, "LIMITS", Limits(seconds=1, memory=reader.LIMITS.memory))
    with pytest.raises(OverLimit):
        call_limited(is_stuck_in_c, page(MARK))
    with pytest.raises(Tripped):
        call_limited(asserts, page(MARK))


def history_of(read: Reads) -> Source:
    return replace(SOURCE, read=read, history=History(URL, fetch))


def test_a_whole_history_is_read_here_only_after_a_child_has_read_it_within_the_limits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (fact,) = read_page(history_of(says_who), page(b"1")).facts
    assert fact.value == (str(os.getpid()),)
    monkeypatch.setattr(reader, "HISTORY_LIMITS", Limits(seconds=1, memory=reader.LIMITS.memory))
    for read in STUCK:
        with pytest.raises(OverLimit):
            read_page(history_of(read), page(MARK))


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="the system does not say how much memory a process has filled")
def test_memory_that_was_reserved_before_the_limit_counts_when_it_is_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LIMITS", Limits(seconds=9, memory=100 << 20))
    with pytest.raises(OverLimit, match="more memory than 100 MB"):
        read_page(replace(SOURCE, read=fills_memory_that_was_reserved), page(MARK))


@pytest.mark.usefixtures("new_interpreter")
def test_a_child_ignores_that_people_stop_the_run() -> None:
    (fact,) = read_page(replace(SOURCE, read=is_told_to_stop), page(b"1")).facts
    assert fact.value == ("went on",)


LEFT = """
import os, signal
from dataclasses import replace
from datetime import UTC, datetime
from flows.page_reader.reader import read_page, start_interpreter
from scrapers.page import Page
from scrapers.registry import SOURCES
from tests.support.tripping import says_who
source = replace(SOURCES["deepseek_pricing"], read=says_who)
(fact,) = read_page(source, Page(source.name, "", b"", datetime.now(UTC))).facts
print(fact.value[0], flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_child_ends_with_its_parent() -> None:
    said = subprocess.run([sys.executable, "-c", LEFT], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    assert _is_gone(int(said))


def _is_gone(pid: int) -> bool:
    try:
        psutil.Process(pid).wait(20)
    except psutil.NoSuchProcess:
        pass
    except psutil.TimeoutExpired:
        return False
    return True


def read(reads: Reads) -> str:
    """What a reader answers to the page, or how it tripped."""
    try:
        (fact,) = read_page(replace(SOURCE, read=reads), page(MARK)).facts
    except (Tripped, OverLimit) as refusal:
        return str(refusal)
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
        reader.close_readers()


def test_a_copy_keeps_every_limit_and_ignores_that_people_stop_the_run() -> None:
    expected = {
        "fills_the_memory": "reading needed more memory than 300 MB",
        **{reads.__name__: "reading took longer than 1 s" for reads in (*STUCK, pauses)},
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
