"""A polite HTTP client: robots.txt, pauses, retries (here and nowhere else), redirects, limits of size and time."""

import re
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

import requests
from protego import Protego
from urllib3 import BaseHTTPResponse
from urllib3.connectionpool import ConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.util import Retry

from scrapers.http.addresses import SiteAddress, is_allowed, is_below, same_site, site_address
from scrapers.http.errors import NotNow, Refusal
from scrapers.http.politeness import AGENT, Manners
from scrapers.http.request import LOG, ApiKey, no_budget, no_progress
from scrapers.http.ssrf_guard import GuardedAdapter

RETRIED = (429, 500, 502, 503, 504)
CHUNK = 65_536
WRAPPING = re.compile(r"^.*?HTTPS?Connection(Pool)?\([^)]*\)(>|: )*")
NOT_ACCEPTED = (401, 403)


@dataclass(frozen=True)
class HttpResponse:
    """What a server answered in the end; behind redirects `url` is another one than was asked for."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


class LoggedRetry(Retry):
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
        LOG.debug("asking for %s again: %s", url, error or (response and f"HTTP {response.status}"))
        return following

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        wait = super().get_retry_after(response)
        if wait is not None and wait >= self.retry_after_max:
            raise NotNow(f"HTTP {response.status}, and the server asks for a longer wait than this run can make")
        return wait


def polite_session(manners: Manners) -> requests.Session:
    """A session that has these manners."""
    patience = LoggedRetry(
        total=manners.retries,
        backoff_factor=manners.backoff_seconds,
        backoff_jitter=manners.backoff_seconds,
        status_forcelist=RETRIED,
        raise_on_status=False,
        retry_after_max=manners.longest_wait_seconds,
    )
    session = requests.Session()
    session.headers["User-Agent"] = manners.user_agent
    # The library would send what a .netrc has for a host, and would put that in the place of our key.
    session.auth = _as_it_is
    for scheme in ("http://", "https://"):
        session.mount(scheme, GuardedAdapter(patience, manners.loopback))
    return session


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def get(
    session: requests.Session,
    url: str,
    headers: Mapping[str, str],
    manners: Manners,
    spend: Callable[[], None] = no_budget,
    came: Callable[[int], None] = no_progress,
) -> HttpResponse:
    """What is answered behind redirects that the manners allow; `headers` go to the page's own site alone."""
    deadline = time.monotonic() + manners.whole_seconds
    timeouts = (manners.connect_seconds, manners.read_seconds)
    own = before = vet(url, manners)
    at = url
    for _ in range(manners.most_redirects + 1):
        spend()
        with session.get(at, headers=headers, stream=True, timeout=timeouts, allow_redirects=False) as response:
            if not response.is_redirect:
                body = _body(response, deadline, manners, came)
                return HttpResponse(at, response.status_code, response.headers, body)
            at = urljoin(at, response.headers["Location"])
        before = redirect_target(own, before, at, manners)
        if not same_site(own, before):
            headers = {}
    raise Refusal(f"more than {manners.most_redirects} redirects")


def vet(url: str, manners: Manners) -> SiteAddress:
    """Where an address leads. Raises Refusal where nobody outside may ask there."""
    where = site_address(url)
    if not is_allowed(where, manners.loopback):
        raise Refusal(f"{where.host} is none of the public internet")
    return where


def redirect_target(own: SiteAddress, before: SiteAddress, url: str, manners: Manners) -> SiteAddress:
    """Where a redirect leads, from `before` on the way from a page's own site. Raises Refusal where it may not."""
    there = site_address(url)
    # Only from this machine to this machine: a site elsewhere never gets us to ask at home.
    if not is_allowed(there, manners.loopback and before.loopback):
        raise Refusal(f"a redirect to {there.host}, which is none of the public internet")
    if same_site(own, there):
        return there
    if not any(is_below(there.host, host) for host in manners.redirect_hosts):
        raise Refusal(f"a redirect to another host: {there.host}")
    if not there.loopback and (there.scheme, there.port) != ("https", 443):
        raise Refusal(f"a redirect to another host that is not encrypted: {there.host}")
    return there


def _body(response: requests.Response, deadline: float, manners: Manners, came: Callable[[int], None]) -> bytes:
    """The body, unpacked; given up at the size and at the time that the manners allow."""
    body = bytearray()
    # Whatever has come, and not a full buffer: a server that drips must not hold us beyond the time.
    while chunk := response.raw.read1(CHUNK, decode_content=True):
        body += chunk
        came(len(body))
        if len(body) > manners.most_bytes:
            raise Refusal(f"the answer is longer than {manners.most_bytes:,} bytes")
        if time.monotonic() > deadline:
            raise Refusal(f"the answer took longer than {manners.whole_seconds:g} s")
    return bytes(body)


class PoliteClient:
    """Pages of one server, one after the other: its robots.txt is read once, and there is a pause between two pages."""

    def __init__(self, session: requests.Session, manners: Manners, spend: Callable[[], None] = no_budget) -> None:
        self._session, self._manners, self._spend = session, manners, spend
        self._robots: dict[str, Protego | None] = {}
        self._asked_at: float | None = None

    def ask(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        key: ApiKey | None = None,
        came: Callable[[int], None] = no_progress,
    ) -> HttpResponse:
        """What is answered with 200 or 304. Raises Refusal for all else that the web may do."""
        try:
            answer = self._ask(url, headers or {}, key, came)
        except (requests.RequestException, HTTPError, ValueError) as error:
            # A ValueError is an address in a redirect that is none.
            raise Refusal(_reason(error)) from error
        if answer.status == 429:
            raise NotNow("HTTP 429")
        if key and answer.status in NOT_ACCEPTED:
            raise Refusal(f"HTTP {answer.status}: the key in {key.place} was not accepted")
        if answer.status not in (200, 304):
            raise Refusal(f"HTTP {answer.status}")
        return answer

    def _ask(
        self, url: str, headers: Mapping[str, str], key: ApiKey | None, came: Callable[[int], None]
    ) -> HttpResponse:
        vet(url, self._manners)
        if self._asked_at is not None:
            time.sleep(max(0.0, self._asked_at + self._manners.pause_seconds - time.monotonic()))
        if key is None:
            # Whoever gave us a key allowed its owner's programs to ask; robots.txt speaks to the others.
            self._respect_robots(url)
        try:
            its = {**headers, **(key.headers() if key else {})}
            return get(self._session, url, its, self._manners, self._spend, came)
        finally:
            self._asked_at = time.monotonic()

    def _respect_robots(self, url: str) -> None:
        """RFC 9309: no file allows all, a server that cannot say allows nothing."""
        address = urljoin(url, "/robots.txt")
        if address not in self._robots:
            answer = get(self._session, address, {}, self._manners)
            if answer.status >= 500 or answer.status == 429:
                raise NotNow(f"{address} cannot be read: HTTP {answer.status}")
            text = answer.body.decode("utf-8", "replace")
            self._robots[address] = Protego.parse(text) if answer.status == 200 else None
        rules = self._robots[address]
        if rules is not None and not rules.can_fetch(url, AGENT):
            raise Refusal("robots.txt forbids this page to us")


@contextmanager
def polite_client(manners: Manners, spend: Callable[[], None] = no_budget) -> Generator[PoliteClient]:
    with polite_session(manners) as session:
        yield PoliteClient(session, manners, spend)


def _reason(error: Exception) -> str:
    """What went wrong, in a line that is worth reading: requests and urllib3 wrap it in their own objects."""
    inner = error.args[0] if error.args else error
    return f"{type(error).__name__}: {WRAPPING.sub('', str(getattr(inner, 'reason', None) or inner))}"
