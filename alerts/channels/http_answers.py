"""Captures the HTTP answers that Apprise's plugins get.

Most plugins check only the status and drop the body, although several services state there that they did not take the
message, or how long to wait. Every plugin sends with `requests`, so the answers are captured in that library's session,
from the first delivery on and only inside the context of a delivery. Other users of the library are not affected.
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
"""Number of bytes of a body that are kept; an answer that says whether a message was taken is far shorter."""


@dataclass(frozen=True)
class ServiceAnswer:
    """One HTTP answer of a service."""

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
class AnswerCapture:
    """The answers to one delivery, in their order."""

    answers: list[ServiceAnswer] = field(default_factory=list[ServiceAnswer])
    closed: bool = False
    """True after the delivery was given up: a thread that still runs must send nothing more."""

    @property
    def is_asked_to_wait(self) -> bool:
        return bool(self.answers) and self.answers[-1].pause is not None

    def expect_open(self) -> None:
        """Raise for a request that must not be made. A plugin treats this as a failed connection."""
        if self.closed:
            raise requests.ConnectionError("the delivery was given up")
        if self.is_asked_to_wait:
            raise requests.ConnectionError("the service asked for a pause")


CAPTURE: ContextVar[AnswerCapture | None] = ContextVar("LISTENER", default=None)
_send = requests.Session.send


@wraps(_send)
def _send_and_keep(
    self: requests.Session,
    request: requests.PreparedRequest,
    **options: Any,  # noqa: ANN401 (handed on as they are)
) -> requests.Response:
    capture = CAPTURE.get()
    if capture is None:
        return _send(self, request, **options)
    capture.expect_open()
    answer = _send(self, request, **options)
    body = b"" if options.get("stream") else answer.content[:MOST_BYTES]
    capture.answers.append(ServiceAnswer(answer.status_code, answer.headers, body))
    return answer


@contextmanager
def captured_answers() -> Generator[AnswerCapture]:
    """Capture the answers of services, to this thread and to threads that share its context."""
    requests.Session.send = _send_and_keep
    capture = AnswerCapture()
    token = CAPTURE.set(capture)
    try:
        yield capture
    finally:
        capture.closed = True
        CAPTURE.reset(token)
