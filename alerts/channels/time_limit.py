"""A limit to the time that a target may take: libraries limit single reads, and a server may drip."""

from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from threading import Thread
from typing import TypeVar

from alerts.channels.errors import Undelivered

Result = TypeVar("Result")


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """The result, or Undelivered when the time is over; then the thread is left alone, and ends with the process."""
    done: Future[Result] = Future()
    Thread(target=copy_context().run, args=(_settle, done, work), daemon=True).start()
    try:
        return done.result(seconds)
    except TimeoutError:
        raise Undelivered(f"no answer within {seconds:g} s") from None


def _settle(done: Future[Result], work: Callable[[], Result]) -> None:
    try:
        done.set_result(work())
    except BaseException as problem:  # noqa: BLE001 (a thread has nobody above it: `within` raises it again)
        done.set_exception(problem)
