"""The only module on the web: one page, politely. Retries live here and nowhere else, each a line in the log."""

import logging
import re
import time
from collections.abc import Callable, Mapping
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


class Refusal(Exception):
    """Something that we do not do on the web, or an answer that is no page."""


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
            raise Refusal(f"HTTP {response.status}, and the server asks for a longer wait than this run can make")
        return wait


def fetch(
    source: str, url: str, validators: Validators, moment: datetime, manners: Manners, key: str | None = None
) -> Page | NotModified | Failed:
    """The page at `url` as it stands now, filed under `moment`; nothing is raised for what the web may do.

    `key` is a user's key of an API, sent to that host alone.
    """
    try:
        with _session(manners) as session:
            _respect_robots(session, url, manners)
            asked = {} if key is None else {"Authorization": f"Bearer {key}"}
            return _fetch(session, source, url, asked | _conditions(validators), moment, manners)
    except (Refusal, requests.RequestException, HTTPError, ValueError) as error:
        # A ValueError is an address in a redirect that is none.
        reason = str(error) if isinstance(error, Refusal) else _reason(error)
        LOG.warning("%s: %s", url, reason)
        return Failed(source, url, moment, reason)


def fetch_linked(
    source: str,
    index: str,
    links: Callable[[Page], list[str]],
    bundle: Callable[[list[tuple[str, bytes]]], bytes],
    moment: datetime,
    manners: Manners,
) -> Page | Failed:
    """The pages that an index page links to, one after the other, as one body; all of them or none."""
    found = fetch(source, index, Validators(), moment, manners)
    if not isinstance(found, Page):
        return _incomplete(source, index, moment, index, found)
    try:
        paths = links(found)
    except PageChanged as problem:
        return Failed(source, index, moment, f"the page that links to the posts cannot be read: {problem}")
    pages: list[tuple[str, bytes]] = []
    for path in paths[: manners.most_links]:
        page = fetch(source, urljoin(index, path), Validators(), moment, manners)
        if not isinstance(page, Page):
            return Failed(
                source, index, moment, f"{path}: {page.reason if isinstance(page, Failed) else 'not modified'}"
            )
        pages.append((page.url, page.body))
    if not pages:
        return Failed(source, index, moment, "no links to follow")
    return Page(source, index, bundle(pages), moment)


def _incomplete(source: str, index: str, moment: datetime, what: str, found: NotModified | Failed) -> Failed:
    return Failed(source, index, moment, f"{what}: {found.reason if isinstance(found, Failed) else 'not modified'}")


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


def _conditions(validators: Validators) -> dict[str, str]:
    asked = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in asked.items() if value}


def _fetch(
    session: requests.Session, source: str, url: str, asked: dict[str, str], moment: datetime, manners: Manners
) -> Page | NotModified:
    status, headers, body = _get(session, url, asked, manners)
    if status == 304:
        return NotModified(source, url, moment)
    if status != 200:
        raise Refusal(f"HTTP {status}")
    return Page(source, url, body, moment, Validators(headers.get("ETag"), headers.get("Last-Modified")))


def _respect_robots(session: requests.Session, url: str, manners: Manners) -> None:
    """RFC 9309: no file allows all, a server that cannot say allows nothing."""
    robots = urljoin(url, "/robots.txt")
    status, _, body = _get(session, robots, {}, manners)
    if status >= 500 or status == 429:
        raise Refusal(f"{robots} cannot be read: HTTP {status}")
    if status == 200 and not Protego.parse(body.decode("utf-8", "replace")).can_fetch(url, AGENT):
        raise Refusal("robots.txt forbids this page to us")


def _get(
    session: requests.Session, url: str, headers: Mapping[str, str], manners: Manners
) -> tuple[int, Mapping[str, str], bytes]:
    """Status, headers and body, behind redirects that stay on the page's own host."""
    deadline = time.monotonic() + manners.whole_seconds
    timeouts = (manners.connect_seconds, manners.read_seconds)
    at = url
    for _ in range(manners.most_redirects + 1):
        with session.get(at, headers=headers, stream=True, timeout=timeouts, allow_redirects=False) as response:
            if not response.is_redirect:
                return response.status_code, response.headers, _body(response, deadline, manners)
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
