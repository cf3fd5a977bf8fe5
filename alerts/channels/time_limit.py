"""Limits the time of a delivery: libraries only limit single reads, and a slow server may send byte by byte."""

from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from threading import Thread
from typing import TypeVar

from alerts.channels.errors import Undelivered

WorkResult = TypeVar("WorkResult")


def run_within(seconds: float, work: Callable[[], WorkResult]) -> WorkResult:
    """Return the result of `work`. Raises Undelivered when the time is over; the thread then ends with the process."""
    done: Future[WorkResult] = Future()
    Thread(target=copy_context().run, args=(_run_into, done, work), daemon=True).start()
    try:
        return done.result(seconds)
    except TimeoutError:
        raise Undelivered(f"no answer within {seconds:g} s") from None


def _run_into(done: Future[WorkResult], work: Callable[[], WorkResult]) -> None:
    try:
        done.set_result(work())
    except BaseException as problem:  # noqa: BLE001 (a thread cannot raise to its caller: `run_within` raises it again)
        done.set_exception(problem)
