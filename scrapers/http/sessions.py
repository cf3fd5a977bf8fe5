"""Sessions that connect to public addresses alone, and repeat a request after a temporary failure.

A name is resolved once, and the checked address is the one that is connected to.

`requests-hardened` (1.3) is similar; but it checks only the first address of a name, tries no second one, and accepts
IPv4-compatible IPv6 addresses.
"""

import logging
import socket
from collections.abc import Callable
from ipaddress import ip_address
from types import TracebackType
from typing import Any, Self

import requests
from requests.adapters import HTTPAdapter
from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import ConnectionPool
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NameResolutionError, NewConnectionError
from urllib3.util import Retry

from scrapers.http.addresses import is_public, says_loopback
from scrapers.http.errors import NotNow, Refusal
from scrapers.http.politeness import Manners

LOG = logging.getLogger("almanac.fetch")
RETRIED = (429, 500, 502, 503, 504)
"""Status codes after which a request is repeated."""


class LoggedRetry(Retry):
    """urllib3's Retry that logs each retry and never retries earlier than the server asked."""

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
    """Build a session that behaves as `manners` say."""
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
    # requests would send credentials from a .netrc, and replace our key with them.
    session.auth = _as_it_is
    for scheme in ("http://", "https://"):
        session.mount(scheme, GuardedAdapter(patience, manners.loopback))
    return session


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def resolve_public(host: str, port: int, loopback: bool) -> list[str]:
    """Resolve a host. Raises Refusal if one of its addresses is not on the public internet, and gaierror.

    With `loopback` a host that names this machine itself may be there; another name that resolves to it may not.
    """
    try:
        resolved = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError:
        raise Refusal(f"no host that is asked: {host!r}") from None
    addresses = [ip_address(sockaddr[0]) for *_, sockaddr in resolved]
    here = loopback and says_loopback(host)
    for address in addresses:
        if not (is_public(address) or (here and address.is_loopback)):
            raise Refusal(f"{host} leads to {address}, which is none of the public internet")
    return list(dict.fromkeys(str(address) for address in addresses))


class GuardedAdapter(HTTPAdapter):
    """A transport adapter that connects to checked addresses alone.

    Behind a proxy from the environment the proxy resolves names: then only `addresses.site_address` and
    `addresses.is_allowed` check, and only literal hosts. The proxy itself is the user's own choice.
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
