"""How this program behaves on the web: its name, its patience and its limits."""

from dataclasses import dataclass

AGENT = "model-almanac"


@dataclass(frozen=True)
class Manners:
    """How this program behaves on the web. Seconds and bytes."""

    user_agent: str = AGENT
    connect_seconds: float = 10
    read_seconds: float = 30
    whole_seconds: float = 120
    most_bytes: int = 5_000_000
    most_redirects: int = 5
    redirect_hosts: tuple[str, ...] = ()
    """Where redirects may lead beside the page's own host: these hosts and those below them, encrypted."""
    loopback: bool = False
    """Whether a site on this machine may be asked: only where its address says so itself."""
    retries: int = 3
    backoff_seconds: float = 1
    most_links: int = 30
    """Of the pages that an index links to, so many at most."""
    longest_wait_seconds: int = 60
    """A server that asks for more than this is not asked again in this run."""
    pause_seconds: float = 3
    """Between the pages of one visit (the Internet Archive allows about 24 requests a minute, mid-2026)."""
