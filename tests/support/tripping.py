"""Readers that do not do what a reader may: raise PageChanged, or return. A child process finds them by their names."""

import os
import re
import signal
from collections.abc import Callable
from dataclasses import replace
from mmap import mmap

from models.facts.kinds import Notice
from models.readings.reading import Reading, Scope
from scrapers.page import Page

RESERVED = mmap(-1, 200 << 20)
"""Memory that nobody has filled."""
MARK = b"trip"
"""A page with it is the one that is tripped over; every other page reads well."""


def noted(page: Page, text: str) -> Reading:
    return Reading(frozenset({Scope(Notice, page.source)}), (Notice.of(page.source, text, "line 1"),))


def asserts(_: Page) -> Reading:
    raise AssertionError("no such thing\nin HTML " + "x" * 1000)


def fills_the_memory(page: Page) -> Reading:
    return noted(page, str(len(bytearray(64 << 30))))


def fills_the_memory_piece_by_piece(page: Page) -> Reading:
    held = list[object]()
    while True:
        held.append([page])


def fills_memory_that_was_reserved(page: Page) -> Reading:
    """As a library does that has reserved memory before the limit is set: no call for memory fails."""
    return noted(page, str(sum(RESERVED[place] for place in range(0, len(RESERVED), 4096))))


class LibraryMemoryError(MemoryError):
    """As pyarrow has one."""


def has_a_library_without_memory(_: Page) -> Reading:
    raise LibraryMemoryError("malloc failed")


def calls_itself(page: Page) -> Reading:
    return calls_itself(page)


def is_stuck_in_python(page: Page) -> Reading:
    while True:
        page = Page(page.source, page.url, page.body, page.moment)


def is_stuck_in_c(page: Page) -> Reading:
    return noted(page, str(re.fullmatch(r"(a+)+b", "a" * 60)))


def dies(_: Page) -> Reading:
    os.kill(os.getpid(), signal.SIGKILL)
    raise RuntimeError


def ends(_: Page) -> Reading:
    raise StopIteration


def has_words_of_no_encoding(_: Page) -> Reading:
    raise ValueError("\ud800 and \0")


def states_nul(page: Page) -> Reading:
    return noted(page, "a\0b")


def states_half_a_character(page: Page) -> Reading:
    (notice,) = noted(page, "a").facts
    return replace(noted(page, "a"), facts=(replace(notice, locator="a\ud800b"),))


TRIPS: dict[Callable[[Page], Reading], str] = {
    asserts: "the reader tripped: AssertionError: no such thing",
    fills_the_memory: "reading needed more memory than 300 MB",
    fills_the_memory_piece_by_piece: "reading needed more memory than 300 MB",
    has_a_library_without_memory: "reading needed more memory than 300 MB",
    calls_itself: "the reader tripped: RecursionError: maximum recursion depth exceeded",
    dies: "the reader tripped: Death: its process died: SIGKILL",
    ends: "the reader tripped: StopIteration",
    has_words_of_no_encoding: "the reader tripped: ValueError: \\ud800 and \\x00",
    states_nul: "a character that no database keeps",
    states_half_a_character: "a character that no database keeps",
}
"""Readers, and how the reason begins for which their page is refused."""
STUCK = (is_stuck_in_python, is_stuck_in_c)


def or_else(page: Page) -> Reading:
    """Trips over a marked page."""
    return asserts(page) if MARK in page.body else noted(page, "well")


def pauses(page: Page) -> Reading:
    signal.pause()
    return noted(page, "")


def says_who(page: Page) -> Reading:
    return noted(page, str(os.getpid()))


def is_told_to_stop(page: Page) -> Reading:
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        os.kill(os.getpid(), stop)
    return noted(page, "went on")


def dies_of_the_mark(page: Page) -> Reading:
    return dies(page) if MARK in page.body else noted(page, "well")


def reads_all(page: Page) -> Reading:
    return noted(page, "trips no more" if MARK in page.body else "well")
