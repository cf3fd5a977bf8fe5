"""What a channel raises when its target has not taken a message."""

from datetime import timedelta

REFUSED = (400, 413, 422)
"""The statuses of HTTP by which a target refuses what is sent, and not who sends it or when."""


class Undelivered(Exception):
    """The target did not take the message; another try may do. `retry_after` is what it asks us to wait."""

    def __init__(self, why: str, retry_after: timedelta | None = None) -> None:
        super().__init__(why)
        self.retry_after = retry_after


class Refused(Undelivered):
    """The target answers, and will not have this message as it is."""
