"""The robots.txt of a site, within bounds: its parser takes the agents of a group times its rules."""

from protego import Protego

from scrapers.http.errors import NotNow

MOST_BYTES = 500_000
"""As much of a robots.txt as programs should read (RFC 9309); of a longer one the rest might forbid the page."""
MOST_RULES = 500_000
"""The product of the lines that name an agent and of all lines, at most; known sites have up to 20,000."""


def parse_robots(address: str, body: bytes) -> Protego:
    """Return the rules of a robots.txt. Raises NotNow for one that is too long to be parsed: nothing is allowed."""
    text = body.decode("utf-8", "replace")
    lines = text.lower().splitlines()
    agents = sum("agent" in line for line in lines)
    if len(body) > MOST_BYTES or agents * len(lines) > MOST_RULES:
        raise NotNow(f"{address} is too long to be read: {len(body):,} bytes, {agents:,} agents, {len(lines):,} lines")
    return Protego.parse(text)
