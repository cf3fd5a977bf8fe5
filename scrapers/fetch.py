"""The only module on the web: page by page, politely. Retries live here and nowhere else, each a line in the log."""

import logging
import re
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import requests
from protego import Protego
from requests.adapters import HTTPAdapter
from urllib3 import BaseHTTPResponse
from urllib3.connectionpool import ConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.util import Retry

from scrapers.page import Failed, NotModified, Page, PageChanged, Validators

LOG = logging.getLogger("almanac.fetch")
AGENT = "model-almanac"
RETRIED = (429, 500, 502, 503, 504)
CHUNK = 65_536
KEY = re.compile(r"[\x21-\x7e]+")
WRAPPING = re.compile(r"^.*?HTTPS?Connection(Pool)?\([^)]*\)(>|: )*")


@dataclass(frozen=True)
class Manners:
    """How this program behaves on the web. Seconds and bytes."""

    user_agent: str = AGENT
    connect_seconds: float = 10
    read_seconds: float = 30
    whole_seconds: float = 120
    most_bytes: int = 5_000_000
    most_redirects: int = 5
    retries: int = 3
    backoff_seconds: float = 1
    most_links: int = 30
    """Of the pages that an index links to, so many at most."""
    longest_wait_seconds: int = 60
    """A server that asks for more than this is not asked again in this run."""
    pause_seconds: float = 3
    """Between the pages of one visit (the Internet Archive allows about 24 requests a minute, mid-2026)."""


@dataclass(frozen=True)
class Answer:
    """What a server answered in the end; behind redirects `url` is another one than was asked for."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


class Refusal(Exception):
    """Something that we do not do on the web, or an answer that is no page."""


class NotNow(Refusal):
    """The server wants to be left alone: nothing more is to be asked of it in this run."""


class Patience(Retry):
    """urllib3's Retry, with each retry in the log, and none earlier than the server asked for."""

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
        LOG.warning("asking for %s again: %s", url, error or (response and f"HTTP {response.status}"))
        return following

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        wait = super().get_retry_after(response)
        if wait is not None and wait >= self.retry_after_max:
            raise NotNow(f"HTTP {response.status}, and the server asks for a longer wait than this run can make")
        return wait


def fetch(
    source: str, url: str, validators: Validators, moment: datetime, manners: Manners, key: str | None = None
) -> Page | NotModified | Failed:
    """The page at `url` as it stands now, filed under `moment`; nothing is raised for what the web may do.

    `key` is a user's key of an API, sent to that host alone.
    """
    try:
        with visiting(manners) as visit:
            asked = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
            asked["Authorization"] = key and f"Bearer {_sendable(key)}"
            answer = visit.ask(url, {name: value for name, value in asked.items() if value})
    except Refusal as refusal:
        LOG.warning("%s: %s", url, refusal)
        return Failed(source, url, moment, str(refusal))
    if answer.status == 304:
        return NotModified(source, url, moment)
    given = Validators(answer.headers.get("ETag"), answer.headers.get("Last-Modified"))
    return Page(source, url, answer.body, moment, given)


def _sendable(key: str) -> str:
    """The key, which the errors of the library below would show. Raises Refusal where no header can hold it."""
    if not KEY.fullmatch(key):
        raise Refusal("the key that is set holds white space or other characters that no key has")
    return key


class Visit:
    """Pages of one server, one after the other: its robots.txt is read once, and there is a pause between two pages."""

    def __init__(self, session: requests.Session, manners: Manners) -> None:
        self._session, self._manners = session, manners
        self._robots: dict[str, Protego | None] = {}
        self._asked_at: float | None = None

    def ask(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """What is answered with 200 or 304. Raises Refusal for all else that the web may do."""
        try:
            return self._ask(url, headers or {})
        except (requests.RequestException, HTTPError, ValueError) as error:
            # A ValueError is an address in a redirect that is none.
            raise Refusal(_reason(error)) from error

    def _ask(self, url: str, headers: Mapping[str, str]) -> Answer:
        if self._asked_at is not None:
            time.sleep(max(0.0, self._asked_at + self._manners.pause_seconds - time.monotonic()))
        self._respect_robots(url)
        try:
            answer = _get(self._session, url, headers, self._manners)
        finally:
            self._asked_at = time.monotonic()
        if answer.status == 429:
            raise NotNow("HTTP 429")
        if answer.status not in (200, 304):
            raise Refusal(f"HTTP {answer.status}")
        return answer

    def _respect_robots(self, url: str) -> None:
        """RFC 9309: no file allows all, a server that cannot say allows nothing."""
        address = urljoin(url, "/robots.txt")
        if address not in self._robots:
            answer = _get(self._session, address, {}, self._manners)
            if answer.status >= 500 or answer.status == 429:
                raise NotNow(f"{address} cannot be read: HTTP {answer.status}")
            text = answer.body.decode("utf-8", "replace")
            self._robots[address] = Protego.parse(text) if answer.status == 200 else None
        rules = self._robots[address]
        if rules is not None and not rules.can_fetch(url, AGENT):
            raise Refusal("robots.txt forbids this page to us")


@contextmanager
def visiting(manners: Manners) -> Generator[Visit]:
    with _session(manners) as session:
        yield Visit(session, manners)


def fetch_linked(
    source: str,
    index: str,
    links: Callable[[Page], list[str]],
    bundle: Callable[[list[tuple[str, bytes]]], bytes],
    moment: datetime,
    manners: Manners,
) -> Page | Failed:
    """The pages that an index page links to, one after the other, as one body; all of them or none."""
    at = index
    try:
        with visiting(manners) as visit:
            paths = links(Page(source, index, visit.ask(index).body, moment))[: manners.most_links]
            pages: list[tuple[str, bytes]] = []
            for at in (urljoin(index, path) for path in paths):
                pages.append((at, visit.ask(at).body))
    except (Refusal, PageChanged) as problem:
        LOG.warning("%s: %s", at, problem)
        return Failed(source, index, moment, f"{at}: {problem}")
    return Page(source, index, bundle(pages), moment) if pages else Failed(source, index, moment, "no links to follow")


def _session(manners: Manners) -> requests.Session:
    patience = Patience(
        total=manners.retries,
        backoff_factor=manners.backoff_seconds,
        backoff_jitter=manners.backoff_seconds,
        status_forcelist=RETRIED,
        raise_on_status=False,
        retry_after_max=manners.longest_wait_seconds,
    )
    session = requests.Session()
    session.headers["User-Agent"] = manners.user_agent
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(max_retries=patience))
    return session


def _get(session: requests.Session, url: str, headers: Mapping[str, str], manners: Manners) -> Answer:
    """What is answered behind redirects that stay on the page's own host."""
    deadline = time.monotonic() + manners.whole_seconds
    timeouts = (manners.connect_seconds, manners.read_seconds)
    at = url
    for _ in range(manners.most_redirects + 1):
        with session.get(at, headers=headers, stream=True, timeout=timeouts, allow_redirects=False) as response:
            if not response.is_redirect:
                return Answer(at, response.status_code, response.headers, _body(response, deadline, manners))
            at = _followed(url, at, response.headers["Location"])
    raise Refusal(f"more than {manners.most_redirects} redirects")


def _followed(url: str, at: str, location: str) -> str:
    following = urljoin(at, location)
    if not _same_site(url, following):
        raise Refusal(f"a redirect to another host: {urlsplit(following).hostname}")
    return following


def _same_site(url: str, other: str) -> bool:
    """The same host and port, or the same host's encrypted side."""
    here, there = urlsplit(url), urlsplit(other)
    upgraded = (here.scheme, there.scheme) == ("http", "https") and there.port is None
    return here.hostname == there.hostname and (upgraded or (here.scheme, here.port) == (there.scheme, there.port))


def _body(response: requests.Response, deadline: float, manners: Manners) -> bytes:
    """The body, unpacked; given up at the size and at the time that the manners allow."""
    body = bytearray()
    # Whatever has come, and not a full buffer: a server that drips must not hold us beyond the time.
    while chunk := response.raw.read1(CHUNK, decode_content=True):
        body += chunk
        if len(body) > manners.most_bytes:
            raise Refusal(f"the answer is longer than {manners.most_bytes:,} bytes")
        if time.monotonic() > deadline:
            raise Refusal(f"the answer took longer than {manners.whole_seconds:g} s")
    return bytes(body)


def _reason(error: Exception) -> str:
    """What went wrong, in a line that is worth reading: requests and urllib3 wrap it in their own objects."""
    inner = error.args[0] if error.args else error
    return f"{type(error).__name__}: {WRAPPING.sub('', str(getattr(inner, 'reason', None) or inner))}"
