"""A polite HTTP client: robots.txt, pauses, redirects, and limits of size and time."""

import logging
import math
import re
import socket
import time
from collections.abc import Callable, Collection, Generator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin

import requests
from protego import Protego
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NameResolutionError, NewConnectionError
from urllib3.util import Retry

from scrapers.http.addresses import SiteAddress, is_allowed, is_below, resolve_public, same_site, site_address
from scrapers.http.errors import NotNow, Refusal
from scrapers.http.patience import ASKING, Patience, PatientRetry, asked_wait, not_now
from scrapers.http.politeness import AGENT, Manners
from scrapers.http.request import ApiKey, ExpectedAnswer, FetchRequest, HttpResponse, failed
from scrapers.page import Attempt, NotModified, Page, Validators

LOG = logging.getLogger("almanac.fetch")
CHUNK = 65_536
WRAPPING = re.compile(r"^.*?HTTPS?Connection(Pool)?\([^)]*\)(>|: )*")
"""The connection that urllib3 puts before the reason of an error."""
NOT_ACCEPTED = (401, 403)
"""Status codes of a key that is not accepted."""

MOST_ROBOTS_BYTES = 500_000
"""As much of a robots.txt as programs should read (RFC 9309); of a longer one the rest might forbid the page."""
MOST_RULES = 500_000
"""The product of the lines that name an agent and of all lines, at most; known sites have up to 20,000."""


def no_progress(_came: int) -> None:
    """Ignore the progress of a download: the default."""


class GuardedAdapter(HTTPAdapter):
    """A transport adapter that connects to checked addresses alone.

    Behind a proxy from the environment the proxy resolves names: then only `site_address` and `is_allowed` check, and
    only literal hosts. The proxy itself is the user's own choice.
    """

    def __init__(self, patience: Retry, loopback: bool) -> None:
        self._loopback = loopback
        super().__init__(max_retries=patience)

    def init_poolmanager(
        self,
        connections: int,
        maxsize: int,
        block: bool = False,
        **pool_kwargs: Any,  # noqa: ANN401 (the library's)
    ) -> None:
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **pool_kwargs)
        self.poolmanager.pool_classes_by_scheme = _pools(self._loopback)


def _pools(loopback: bool) -> dict[str, type[HTTPConnectionPool]]:
    """Return urllib3's pools by scheme, with guarded connections."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _connected(self, super()._new_conn, loopback)

    class Encrypted(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _connected(self, super()._new_conn, loopback)

    return {
        "http": type("PlainPool", (HTTPConnectionPool,), {"ConnectionCls": Plain}),
        "https": type("EncryptedPool", (HTTPSConnectionPool,), {"ConnectionCls": Encrypted}),
    }


def _connected(connection: HTTPConnection, connect: Callable[[], socket.socket], loopback: bool) -> socket.socket:
    """Connect to the first checked address that answers. For TLS and `Host` the name stays as it is."""
    name = connection.host
    try:
        addresses = resolve_public(name.strip("[]"), connection.port, loopback)
    except socket.gaierror as error:
        raise NameResolutionError(name, connection, error) from error
    failure: HTTPError = NewConnectionError(connection, "the name has no address")
    for address in addresses:
        connection.host = address
        try:
            return connect()
        except (NewConnectionError, ConnectTimeoutError) as error:
            failure = error
        finally:
            connection.host = name
    raise failure


def polite_session(manners: Manners, retries: Retry) -> requests.Session:
    """Build a session that behaves as `manners` say."""
    session = requests.Session()
    session.headers["User-Agent"] = manners.user_agent
    # requests would send credentials from a .netrc, and replace our key with them.
    session.auth = _as_it_is
    for scheme in ("http://", "https://"):
        session.mount(scheme, GuardedAdapter(retries, manners.loopback))
    return session


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def get(
    session: requests.Session,
    url: str,
    headers: Mapping[str, str],
    manners: Manners,
    spend: Callable[[], None] | None = None,
    on_progress: Callable[[int], None] = no_progress,
    ends: float = math.inf,
) -> HttpResponse:
    """Follow the redirects that the manners allow and return the response; only the site of `url` gets `headers`.

    `ends` is when the time of the run is over, by the monotonic clock.
    """
    deadline = min(ends, time.monotonic() + manners.whole_seconds)
    timeouts = (manners.connect_seconds, manners.read_seconds)
    own = before = vet(url, manners)
    at = url
    for _ in range(manners.most_redirects + 1):
        if spend is not None:
            spend()
        with session.get(at, headers=headers, stream=True, timeout=timeouts, allow_redirects=False) as response:
            if manners.on_answer is not None:
                manners.on_answer(before.host, response.headers)
            if not response.is_redirect:
                body = _body(response, deadline, manners, on_progress)
                return HttpResponse(at, response.status_code, response.headers, body)
            at = urljoin(at, response.headers["Location"])
        before = redirect_target(own, before, at, manners)
        if not same_site(own, before):
            headers = {}
    raise Refusal(f"more than {manners.most_redirects} redirects")


def vet(url: str, manners: Manners) -> SiteAddress:
    """Parse an address and return its site. Raises Refusal unless it is on the public internet."""
    where = site_address(url)
    if not is_allowed(where, manners.loopback):
        raise Refusal(f"{where.host} is none of the public internet")
    return where


def redirect_target(own: SiteAddress, before: SiteAddress, url: str, manners: Manners) -> SiteAddress:
    """Return the site that a redirect leads to. Raises Refusal unless it is allowed from `before` and from `own`."""
    there = site_address(url)
    # Only this machine may redirect to this machine: another site cannot make us send requests to it.
    if not is_allowed(there, manners.loopback and before.loopback):
        raise Refusal(f"a redirect to {there.host}, which is none of the public internet")
    if same_site(own, there):
        return there
    if not any(is_below(there.host, host) for host in manners.redirect_hosts):
        raise Refusal(f"a redirect to another host: {there.host}")
    if not there.loopback and (there.scheme, there.port) != ("https", 443):
        raise Refusal(f"a redirect to another host that is not encrypted: {there.host}")
    return there


def _body(response: requests.Response, deadline: float, manners: Manners, on_progress: Callable[[int], None]) -> bytes:
    """Read the body, decompressed. Raises Refusal beyond the size or the time that the manners allow."""
    body = bytearray()
    # read1 returns what has arrived: a slow server cannot keep us beyond the deadline by filling a buffer.
    while chunk := response.raw.read1(CHUNK, decode_content=True):
        body += chunk
        on_progress(len(body))
        if len(body) > manners.most_bytes:
            raise Refusal(f"the answer is longer than {manners.most_bytes:,} bytes")
        if time.monotonic() > deadline:
            raise Refusal(f"the answer took longer than {manners.whole_seconds:g} s")
    return bytes(body)


def parse_robots(address: str, body: bytes) -> Protego:
    """Return the rules of a robots.txt. Raises NotNow for one that is too long to be parsed: nothing is allowed."""
    text = body.decode("utf-8", "replace")
    lines = text.lower().splitlines()
    agents = sum("agent" in line for line in lines)
    if len(body) > MOST_ROBOTS_BYTES or agents * len(lines) > MOST_RULES:
        raise NotNow(f"{address} is too long to be read: {len(body):,} bytes, {agents:,} agents, {len(lines):,} lines")
    return Protego.parse(text)


class PoliteClient:
    """A client for one server: reads its robots.txt once and pauses between two requests."""

    def __init__(
        self, session: requests.Session, manners: Manners, patience: Patience, spend: Callable[[], None] | None = None
    ) -> None:
        self._session, self._manners, self._patience, self._spend = session, manners, patience, spend
        self._robots: dict[str, Protego | None] = {}
        self._asked_at: float | None = None

    def ask(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        key: ApiKey | None = None,
        on_progress: Callable[[int], None] = no_progress,
        statuses: Collection[int] = (),
        expected: ExpectedAnswer | None = None,
    ) -> HttpResponse:
        """Return a response of status 200 or 304, or of one of `statuses`. Raises Refusal for every other outcome.

        So it does for an answer of status 200 that is not the `expected` one.
        """
        try:
            answer = self._ask(url, headers or {}, key, on_progress)
        except (requests.RequestException, HTTPError, ValueError) as error:
            # A ValueError comes from a malformed URL in a redirect.
            raise Refusal(_reason(error)) from error
        if answer.status in ASKING:
            wait = asked_wait(answer.status, answer.headers)
            if answer.status == 429 or wait is not None:
                raise not_now(f"HTTP {answer.status}", wait)
        if key and answer.status in NOT_ACCEPTED:
            raise Refusal(f"HTTP {answer.status}: the key in {key.place} was not accepted")
        if answer.status not in (200, 304, *statuses):
            raise Refusal(f"HTTP {answer.status}")
        if expected is not None and answer.status == 200:
            expected.check(url, answer)
        return answer

    def _ask(
        self, url: str, headers: Mapping[str, str], key: ApiKey | None, on_progress: Callable[[int], None]
    ) -> HttpResponse:
        vet(url, self._manners)
        self._patience.expect_time()
        if self._asked_at is not None:
            time.sleep(max(0.0, self._asked_at + self._manners.pause_seconds - time.monotonic()))
        if key is None:
            # A key is permission for its owner's programs; robots.txt is for all others.
            self._respect_robots(url)
        try:
            all_headers = {**headers, **(key.headers() if key else {})}
            return get(self._session, url, all_headers, self._manners, self._spend, on_progress, self._patience.ends)
        finally:
            self._asked_at = time.monotonic()

    def _respect_robots(self, url: str) -> None:
        """Raise Refusal if robots.txt forbids the page. No file allows all; a server error allows none (RFC 9309)."""
        address = urljoin(url, "/robots.txt")
        if address not in self._robots:
            answer = get(self._session, address, {}, self._manners, ends=self._patience.ends)
            if answer.status >= 500 or answer.status == 429:
                wait = asked_wait(answer.status, answer.headers)
                raise not_now(f"{address} cannot be read: HTTP {answer.status}", wait)
            self._robots[address] = parse_robots(address, answer.body) if answer.status == 200 else None
        rules = self._robots[address]
        if rules is not None and not rules.can_fetch(url, AGENT):
            raise Refusal("robots.txt forbids this page to us")


@contextmanager
def polite_client(manners: Manners, spend: Callable[[], None] | None = None) -> Generator[PoliteClient]:
    """Open a client for one server; its connections are closed at the end."""
    retries = PatientRetry.of(manners)
    with polite_session(manners, retries) as session:
        yield PoliteClient(session, manners, retries.patience, spend)


def _reason(error: Exception) -> str:
    """Return the cause of a network error in one line, without the wrappers of requests and urllib3."""
    inner = error.args[0] if error.args else error
    return f"{type(error).__name__}: {WRAPPING.sub('', str(getattr(inner, 'reason', None) or inner))}"


def fetch(request: FetchRequest) -> Attempt:
    """Fetch the page; NotModified if the server says that the validators are still current."""
    with polite_client(request.manners, request.spend) as visit:
        return fetch_by(visit, request)


def fetch_by(visit: PoliteClient, request: FetchRequest) -> Attempt:
    """Fetch the page with a client that may have fetched another one of the site."""
    conditions = {"If-None-Match": request.validators.etag, "If-Modified-Since": request.validators.last_modified}
    try:
        known = {name: value for name, value in conditions.items() if value}
        answer = visit.ask(request.url, known, request.key, expected=request.expected)
    except Refusal as refusal:
        return failed(request, refusal)
    if answer.status == 304:
        return NotModified(request.source, request.url, request.moment)
    given = Validators(answer.headers.get("ETag"), answer.headers.get("Last-Modified"))
    return Page(request.source, request.url, answer.body, request.moment, given)
