"""Behaviour of this program on the web: its name, its patience and its limits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

AGENT = "model-almanac"


@dataclass(frozen=True)
class Manners:
    """Limits of a request, in seconds and bytes."""

    user_agent: str = AGENT
    connect_seconds: float = 10
    read_seconds: float = 30
    whole_seconds: float = 120
    most_bytes: int = 5_000_000
    most_redirects: int = 5
    redirect_hosts: tuple[str, ...] = ()
    """Hosts beside the page's own to which redirects may lead (and their subdomains), encrypted."""
    loopback: bool = False
    """True if a site on this machine may be requested; its address has to say so itself."""
    retries: int = 3
    backoff_seconds: float = 1
    most_links: int = 30
    """Pages that are fetched at most of those that an index links to."""
    longest_wait_seconds: float = 60
    """A server that asks for a longer wait is not asked again in this run."""
    all_waits_seconds: float = 60
    """The waits of a run that servers ask for, or that follow their errors, all together."""
    run_seconds: float = 600
    """Nothing more is asked for when a run has taken that long."""
    pause_seconds: float = 3
    """Pause between two requests to one server (the Internet Archive allows about 24 a minute, mid-2026)."""
    on_answer: Callable[[str, Mapping[str, str]], None] | None = None
    """Called with the host and the headers of each answer, as its `Date` says what time it is; None calls nothing."""
