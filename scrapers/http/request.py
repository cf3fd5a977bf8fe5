"""What a source is asked with: each way of asking takes the same, and answers alike."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from scrapers.http.errors import Refusal
from scrapers.http.politeness import Manners
from scrapers.page import Attempt, Failed, Validators

LOG = logging.getLogger("almanac.fetch")
SENDABLE = re.compile(r"[\x21-\x7e]+")
BEARER = "Authorization"


@dataclass(frozen=True)
class ApiKey:
    """A user's key of an API: sent to its own site alone, and shown nowhere."""

    secret: str = field(repr=False)
    place: str
    """Where it is set, for people: its setting, and the variable or file."""
    header: str = BEARER

    def headers(self) -> dict[str, str]:
        """Raises Refusal where no header can hold the key, which the errors of the library would show."""
        if not SENDABLE.fullmatch(self.secret):
            raise Refusal("the key that is set holds white space or other characters that no key has")
        return {self.header: f"Bearer {self.secret}" if self.header == BEARER else self.secret}


def no_budget() -> None:
    """What a request costs where nobody counts them."""


def no_progress(_came: int) -> None:
    """Who listens to a download."""


@dataclass(frozen=True)
class FetchRequest:
    """One attempt at a source."""

    source: str
    url: str
    moment: datetime
    """What is got is filed under it."""
    manners: Manners = field(default_factory=Manners)
    validators: Validators = field(default_factory=Validators)
    """What the last body came with, where it read well."""
    known: str | None = None
    """The SHA-256 of the last body, in hex, where it read well and nothing of it is in doubt."""
    key: ApiKey | None = None
    spend: Callable[[], None] = no_budget
    """Called before each request to the source but the one for robots.txt; what it raises ends the attempt."""
    came: Callable[[int], None] = no_progress
    """Called with how many bytes of a download have come, again and again."""


Ask = Callable[[FetchRequest], Attempt]
"""A way to ask a source. Nothing is raised for what the web may do."""


def failed(asked: FetchRequest, problem: Exception, at: str | None = None) -> Failed:
    """The failure as an attempt; `at` is the address where it happened, if that has to be said.

    The log of the run gets its line when the attempt is recorded; the traceback is logged here, at DEBUG.
    """
    LOG.debug("%s: %s", at or asked.url, problem, exc_info=problem)
    return Failed(asked.source, asked.url, asked.moment, f"{at}: {problem}" if at else str(problem))
