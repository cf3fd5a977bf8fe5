"""Exceptions of channels."""

from datetime import timedelta

REFUSED = (400, 413, 422)
"""HTTP statuses that refuse the content of a request, and not its sender or its time."""


class Undelivered(Exception):
    """The target did not take the message; a retry may succeed. `retry_after` is the pause that the target asks for."""

    def __init__(self, reason: str, retry_after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class Refused(Undelivered):
    """The target answered and does not accept this message as it is."""
