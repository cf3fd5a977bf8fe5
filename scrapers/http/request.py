"""The request for a source and the response to it."""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from scrapers.http.errors import Refusal
from scrapers.http.politeness import Manners
from scrapers.page import Attempt, Failed, Page, Validators

LOG = logging.getLogger("almanac.fetch")
SENDABLE = re.compile(r"[\x21-\x7e]+")
BEARER = "Authorization"


@dataclass(frozen=True)
class ApiKey:
    """A user's API key: sent to its own site alone, and never shown."""

    secret: str = field(repr=False)
    place: str
    """The place where the key is set, for messages: the setting, and the variable or file."""
    header: str = BEARER

    def headers(self) -> dict[str, str]:
        """Return the header with the key. Raises Refusal for a key that no header can hold."""
        if not SENDABLE.fullmatch(self.secret):
            raise Refusal("the key that is set holds white space or other characters that no key has")
        return {self.header: f"Bearer {self.secret}" if self.header == BEARER else self.secret}


@dataclass(frozen=True)
class ExpectedAnswer:
    """The answer that a page gives if it is the page: one of another type, from another path, or too long, is none."""

    content_types: tuple[str, ...]
    most_bytes: int

    def bounds(self, manners: Manners) -> Manners:
        """Return manners that refuse a longer answer while it comes."""
        return replace(manners, most_bytes=self.most_bytes)

    def check(self, url: str, answer: "HttpResponse") -> None:
        """Raise Refusal for the answer of another path, or of another type."""
        wanted, given = (urlsplit(address).path for address in (url, answer.url))
        if given != wanted:
            raise Refusal(f"a redirect to another page: {given}")
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind not in self.content_types:
            raise Refusal(f"the answer is {kind or 'of no stated type'}, and not {' or '.join(self.content_types)}")


MARKDOWN = ExpectedAnswer(("text/markdown", "text/plain", "text/x-markdown"), 600_000)
"""A page of documentation as Markdown; the longest of 2026 has 60,000 bytes."""
WEB_PAGE = ExpectedAnswer(("text/html",), 3_000_000)
"""A page of documentation as HTML; the longest of 2026 has 300,000 bytes."""

JSON = ExpectedAnswer(("application/json",), 600_000)
"""An answer of a vendor's API."""


@dataclass(frozen=True)
class FetchRequest:
    """One attempt to fetch a source."""

    source: str
    url: str
    moment: datetime
    """The instant under which the attempt is recorded."""
    manners: Manners = field(default_factory=Manners)
    validators: Validators = field(default_factory=Validators)
    """The validators of the last body that was read well."""
    known_sha256: str | None = None
    """The SHA-256 (hex) of the last body, if it was read well and none of it is in doubt."""
    expected: ExpectedAnswer | None = None
    """The answer that is taken for the page; None if the reader alone decides."""
    key: ApiKey | None = None
    spend: Callable[[], None] | None = None
    """Called before each request but that for robots.txt, if there is a budget; an exception ends the attempt."""
    call: Callable[[Callable[[Page], Any], Page], Any] = lambda function, page: function(page)
    """Calls a function of a page that was not archived yet; whoever gives it sets limits. Raises PageChanged."""
    on_progress: Callable[[int], None] | None = None
    """Called repeatedly with the number of bytes that a download has received."""


Ask = Callable[[FetchRequest], Attempt]
"""A way to fetch a source. It returns network failures as `Failed` and raises nothing for them."""


def failed(request: FetchRequest, problem: Exception, at: str | None = None) -> Failed:
    """Return the failure as an attempt; `at` is the address where it happened, if it is not the source's own.

    The run's log gets its line when the attempt is recorded; the traceback is logged here, at DEBUG.
    """
    LOG.debug("%s: %s", at or request.url, problem, exc_info=problem)
    return Failed(request.source, request.url, request.moment, f"{at}: {problem}" if at else str(problem))


@dataclass(frozen=True)
class HttpResponse:
    """The final response; after redirects `url` differs from the requested one."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
