"""Tells sites that cannot be reached from sites that answer: without a network, all sources fail for one cause."""

import re
from collections.abc import Collection

NO_ANSWER = re.compile(r"\b(?:ConnectionError|ConnectTimeout|ProxyError): ")
"""In the reason of a failed attempt: nobody was reached who could have answered."""


def is_unreachable(reason: str | None) -> bool:
    """Return True if an attempt failed because its site could not be reached."""
    return NO_ANSWER.search(reason or "") is not None


def unreachable_line(sources: Collection[str], asked: int) -> str:
    """Describe in a line that sources cannot be reached, `asked` being the number of all that were asked."""
    count = f"{len(sources)} of {asked} sources cannot be reached"
    return f"no network: {count}" if len(sources) == asked else f"{count}: {', '.join(sources)}"
