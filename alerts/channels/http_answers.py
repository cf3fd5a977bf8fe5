"""The HTTP answers that Apprise's plugins get.

Most plugins look at the status alone and drop the body, where several services say that they did not take the message,
or how long to wait. Every plugin sends with `requests`, so its answers are kept where a session of that library sends:
only for the context of a delivery that listens. Whoever else uses the library in this process is not concerned.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta
from functools import wraps
from typing import Any

import requests

from alerts.channels.retry_after import json_object, pause_of

MOST_BYTES = 64 * 1024
"""So much of a body is kept; an answer that says whether a message was taken is far shorter."""


@dataclass(frozen=True)
class Answer:
    """One answer of a service."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def pause(self) -> timedelta | None:
        return pause_of(self.status, self.headers, self.body)

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace").strip()

    @property
    def fields(self) -> dict[str, object]:
        return json_object(self.body)


@dataclass
class Listener:
    """The answers to one delivery, in their order."""

    answers: list[Answer] = field(default_factory=list[Answer])
    closed: bool = False
    """Whether the delivery has been given up: a thread that was left alone sends nothing more."""

    @property
    def is_asked_to_wait(self) -> bool:
        return bool(self.answers) and self.answers[-1].pause is not None

    def expect_open(self) -> None:
        """Raise for a request that must not be made. A plugin takes that for a connection that failed."""
        if self.closed:
            raise requests.ConnectionError("the delivery was given up")
        if self.is_asked_to_wait:
            raise requests.ConnectionError("the service asked for a pause")


LISTENER: ContextVar[Listener | None] = ContextVar("LISTENER", default=None)
_send = requests.Session.send


@wraps(_send)
def _send_and_keep(
    self: requests.Session,
    request: requests.PreparedRequest,
    **options: Any,  # noqa: ANN401 (handed on as they are)
) -> requests.Response:
    listener = LISTENER.get()
    if listener is None:
        return _send(self, request, **options)
    listener.expect_open()
    answer = _send(self, request, **options)
    body = b"" if options.get("stream") else answer.content[:MOST_BYTES]
    listener.answers.append(Answer(answer.status_code, answer.headers, body))
    return answer


requests.Session.send = _send_and_keep


@contextmanager
def listening() -> Generator[Listener]:
    """Keep what services answer meanwhile, to us and to the threads that have our context."""
    listener = Listener()
    token = LISTENER.set(listener)
    try:
        yield listener
    finally:
        listener.closed = True
        LISTENER.reset(token)
