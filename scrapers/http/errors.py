"""Refusals of the HTTP client: what it does not do, and answers that are no pages."""

import re
from datetime import UTC, datetime

ASKED_TO_WAIT = ": the server asks to wait until "
"""In the reason of a failed attempt, before the instant."""
BEFORE = r"(?:https?://\S+? cannot be read: |https?://\S+?: )*"
WAIT = re.compile(rf"{BEFORE}HTTP \d{{3}}{ASKED_TO_WAIT}(\d{{4}}(?:-\d\d){{2}} \d\d:\d\d) UTC;", re.ASCII)
"""Matches such a reason from its beginning on. What follows in others may be words of a server."""


class Refusal(Exception):
    """A request that this program does not make, or a response that is no page."""


class NotNow(Refusal):
    """The server asks to be left alone: nothing more is requested from it in this run."""


def asked_to_wait_until(reason: str | None) -> datetime | None:
    """Return the instant until which a server asked to wait, by the reason of a failed attempt."""
    found = WAIT.match(reason or "")
    try:
        return found and datetime.strptime(found[1], "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    except ValueError:
        return None
