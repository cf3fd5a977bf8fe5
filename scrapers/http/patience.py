"""Repeats of a request: after the wait that its server asks for, and never for longer than the manners allow in all."""

import logging
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self

from urllib3 import BaseHTTPResponse
from urllib3.connectionpool import ConnectionPool
from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

from scrapers.http.errors import ASKED_TO_WAIT, NotNow
from scrapers.http.politeness import Manners

LOG = logging.getLogger("almanac.fetch")
RETRIED = (429, 500, 502, 503, 504)
"""Status codes after which a request is repeated."""
ASKING = (429, 503)
"""Status codes with which a server may ask to wait."""
MOST_SECONDS = 86_400
"""A longer wait that a server asks for is taken for one of a day: it may be a mistake, and nobody would hear of it."""


class Patience:
    """The seconds that a run may still wait for a server, for all requests together."""

    def __init__(self, manners: Manners) -> None:
        self._each, self._left = manners.longest_wait_seconds, manners.all_waits_seconds
        self._seconds = max(manners.run_seconds, manners.whole_seconds)
        self._ends = time.monotonic() + self._seconds

    @property
    def ends(self) -> float:
        """Return the end of the run's time, by the monotonic clock."""
        return self._ends

    def expect_time(self) -> None:
        """Raise NotNow when the time of the run is over."""
        if time.monotonic() > self._ends:
            raise NotNow(f"the server took longer than {self._seconds:g} s for all that was asked")

    def allows(self, wait: float) -> bool:
        """Return True and count a wait, if there is as much left."""
        is_short = wait < self._each and wait <= self._left
        self._left -= wait if is_short else 0
        return is_short


class PatientRetry(Retry):
    """urllib3's Retry that logs each retry, and never retries earlier than the server asked."""

    patience = Patience(Manners())

    @classmethod
    def of(cls, manners: Manners) -> "PatientRetry":
        """Return the retries of a run."""
        retry = cls(
            total=manners.retries,
            backoff_factor=manners.backoff_seconds,
            backoff_jitter=manners.backoff_seconds,
            status_forcelist=RETRIED,
            raise_on_status=False,
            retry_after_max=MOST_SECONDS,
        )
        retry.patience = Patience(manners)
        return retry

    def new(self, **kw: Any) -> Self:  # noqa: ANN401 (the library's)
        following = super().new(**kw)
        following.patience = self.patience
        return following

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        error: Exception | None = None,
        _pool: ConnectionPool | None = None,
        _stacktrace: TracebackType | None = None,
    ) -> Self:
        following = super().increment(method, url, response, error, _pool, _stacktrace)
        self.patience.expect_time()
        LOG.debug("asking for %s again: %s", url, error or (response and f"HTTP {response.status}"))
        return following

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        wait = super().get_retry_after(response)
        if wait is not None and not self.patience.allows(wait):
            raise not_now(f"HTTP {response.status}", wait)
        return wait

    def get_backoff_time(self) -> float:
        wait = super().get_backoff_time()
        if not self.patience.allows(wait):
            raise NotNow("the server had trouble for longer than a run waits")
        return wait


def not_now(problem: str, wait: float | None) -> NotNow:
    """Return the refusal of a server that asks to wait, with the instant until which; without one it names none."""
    if wait is None:
        return NotNow(problem)
    # Up to the next minute: nobody is asked too early.
    until = datetime.now(UTC) + timedelta(seconds=wait + 60)
    return NotNow(problem + ASKED_TO_WAIT + f"{until:%Y-%m-%d %H:%M} UTC; the next run after that asks again")


def asked_wait(status: int, headers: Mapping[str, str]) -> float | None:
    """Return the seconds that an answer asks to wait, a day at most; None if it asks for none."""
    asked = headers.get("Retry-After")
    if status not in ASKING or asked is None or not re.fullmatch(r"[\x20-\x7e]{1,100}", asked):
        return None
    try:
        return Retry(retry_after_max=MOST_SECONDS).parse_retry_after(asked)
    except (InvalidHeader, ValueError, OverflowError):
        return None
