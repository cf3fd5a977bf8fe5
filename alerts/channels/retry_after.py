"""Reads the pause that a service asks for, and waits if it is short."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic, sleep
from typing import cast

from alerts.channels.errors import Undelivered

ASKS_TO_WAIT = (429, 503)
"""HTTP statuses with which a service may ask for a pause."""
SHORT = timedelta(seconds=2)
"""A shorter pause is waited for here; a longer one is left to the outbox."""
MOST_WAITS = 2
"""Number of waits for one message before the outbox takes over."""
CLAIM_SECONDS = 285
"""Limit for all tries of one claim; the lease of the outbox is longer."""


def send_with_pauses(send: Callable[[], None], longest_seconds: float) -> None:
    """Send, and send again after each short pause that the service asks for. One try takes `longest_seconds` at most.

    Raises Undelivered as `send` does: for a longer pause, after the last try, or if the claim has no time left.
    """
    ends = monotonic() + CLAIM_SECONDS
    for _ in range(MOST_WAITS):
        try:
            send()
        except Undelivered as problem:
            pause = problem.retry_after
            if pause is None or pause >= SHORT:
                raise
            if monotonic() + pause.total_seconds() + longest_seconds > ends:
                raise
        else:
            return
        sleep(pause.total_seconds())
    send()


def asked_pause(status: int, headers: Mapping[str, str], body: bytes, now: datetime) -> timedelta | None:
    """Return the pause that an answer asks for, or None. A pause in its JSON is more exact than the header."""
    if status not in ASKS_TO_WAIT:
        return None
    seconds = _in_body(body)
    if seconds is not None:
        return _seconds(seconds)
    asked = headers.get("Retry-After", "").strip()
    try:
        return _seconds(float(asked)) if _is_number(asked) else max(parsedate_to_datetime(asked) - now, timedelta())
    except (ValueError, TypeError, OverflowError):
        return None


def pause_of(status: int, headers: Mapping[str, str], body: bytes = b"") -> timedelta | None:
    return asked_pause(status, headers, body, datetime.now(UTC))


def _is_number(text: str) -> bool:
    return text.isascii() and text.replace(".", "", 1).isdigit()


def _seconds(number: float) -> timedelta | None:
    try:
        return timedelta(seconds=number)
    except OverflowError:
        return None


def _in_body(body: bytes) -> float | None:
    """Return the seconds stated by Discord (`retry_after`), Telegram (`parameters.retry_after`) or Matrix
    (`retry_after_ms`).
    """
    answer = json_object(body)
    inner = answer.get("parameters")
    nested = cast("dict[str, object]", inner).get("retry_after") if isinstance(inner, dict) else None
    for number, unit in ((answer.get("retry_after"), 1), (nested, 1), (answer.get("retry_after_ms"), 1000)):
        if isinstance(number, int | float) and not isinstance(number, bool) and number >= 0:
            return number / unit
    return None


def json_object(body: bytes) -> dict[str, object]:
    """Return the members of a JSON object; empty for any other body."""
    try:
        value: object = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}
