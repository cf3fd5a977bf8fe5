"""Runs Prefect's server behind checks of each request: `python -m flows.programs.prefect_server PORT [LISTEN URL]`.

It always listens on loopback; LISTEN may be a further address of this machine, by which it only starts with a password.
URL is the address by which others reach it, as that of a proxy with TLS, or empty.

Prefect's settings cover the password (every API call but GET /health and /ready, and every websocket), CSRF tokens and
CORS. They do not cover the Host header (a web page whose own name is made to resolve to 127.0.0.1 has the same origin
as the server), nor the Origin of requests and websockets: CORS only keeps a page from reading the answer. Nor do they
forbid steps in a deployment (`pull_steps`), which a worker runs as shell commands before the flow. `prefect server
start` accepts no middleware, so its app runs inside an ASGI app here. Requests of Prefect's services to their own app
do not pass through it.
"""

import json
import os
import socket
import sys
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from flows.loading import loading
from flows.programs.kept_pages import KeptPages
from flows.settings import HOST, is_beyond_loopback

NAMES = (HOST, "localhost", "[::1]")
OTHER_SITES = ("cross-site", "same-site")
"""Values of Sec-Fetch-Site for requests that a page of another origin makes."""
HEADERS = (
    (
        b"content-security-policy",
        b"connect-src 'self'; img-src 'self' data: blob:; media-src 'self'; form-action 'self'; frame-ancestors 'none'",
    ),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
)
"""No page of another origin may show the UI in a frame, or load anything from it. Nor does the UI ask another address,
neither for a picture that somebody wrote into a text nor for the statistics of its maker.
"""
READING = ("GET", "HEAD", "OPTIONS")
LONGEST = 1 << 20
"""Maximum bytes of a change of a deployment; ours have about 2,000."""
STEPS = "Refused: pull_steps. This server runs the flows of the installed package, without steps before them."


class SameOrigin:
    """Passes a request on to `app` if it names this server and was not sent by a page of another origin."""

    def __init__(self, app: ASGIApp, port: int, public_url: str = "") -> None:
        self.app = app
        # Browsers omit the default port of HTTP.
        hosts = {f"{name}:{port}" for name in NAMES} | ({*NAMES} if port == 80 else set[str]())
        self.origins = {host: f"http://{host}" for host in hosts}
        """The origin of the UI by each host that requests may name."""
        if public_url:
            self.origins[urlsplit(public_url).netloc.lower()] = public_url.lower()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer, sending = self.app, _with_headers(send)
        if scope["type"] != "lifespan" and (problem := self.problem(scope["headers"])):
            answer = WebSocketClose(1008, problem) if scope["type"] == "websocket" else _refused(problem, 403)
        await answer(scope, receive, sending)

    def problem(self, headers: Iterable[tuple[bytes, bytes]]) -> str | None:
        """Return the reason why a request with these headers is refused, or None."""
        given: dict[str, list[str]] = {}
        for name, value in headers:
            given.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1").lower())
        hosts = given.get("host", [])
        if len(hosts) != 1 or hosts[0] not in self.origins:
            return "Refused: the Host header does not name this server."
        # Stricter than the list of names: `localhost` may be another user's server on the same port of ::1.
        if any(origin != self.origins[hosts[0]] for origin in given.get("origin", [])):
            return "Refused: the request comes from a page of another origin."
        # Images, scripts and frames of other pages send no Origin. A link that a user follows is allowed.
        if given.get("sec-fetch-site", [""])[0] in OTHER_SITES and given.get("sec-fetch-mode") != ["navigate"]:
            return "Refused: the request comes from a page of another origin."
        return None


class NoSteps:
    """Passes a request on to `app` unless it gives a deployment steps to run before its flow; ours have none."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in READING or "deployments" not in scope["path"]:
            await self.app(scope, receive, send)
            return
        body = await _body(receive)
        if body is None:
            await _refused("Refused: no change of a deployment is as long as this.", 413)(scope, receive, send)
        elif _gives_steps(body):
            await _refused(STEPS, 403)(scope, receive, send)
        else:
            await self.app(scope, _replayed(body, receive), send)


async def _body(receive: Receive) -> bytes | None:
    """Return the whole body of a request; None if it is too long."""
    body, more = b"", True
    while more and len(body) <= LONGEST:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body if len(body) <= LONGEST else None


def _gives_steps(body: bytes) -> bool:
    """Return True if a body contains steps at any depth. Prefect does not read a body that is not JSON."""
    try:
        waiting: list[Any] = [json.loads(body)]
    except (ValueError, RecursionError):
        return False
    while waiting:
        match waiting.pop():
            case {"pull_steps": steps} if steps:
                return True
            case dict() as fields:  # pyright: ignore[reportUnknownVariableType]
                waiting += fields.values()
            case list() as rows:  # pyright: ignore[reportUnknownVariableType]
                waiting += rows
            case _:
                pass
    return False


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Receive a body that was read already, and then the following messages."""
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receiving() -> Message:
        return messages.pop() if messages else await receive()

    return receiving


def _refused(problem: str, status: int) -> PlainTextResponse:
    return PlainTextResponse(f"{problem}\n", status_code=status)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *HEADERS]}
        await send(message)

    return sending


def lock_at_once(configuration: type[Any]) -> None:
    """Let every transaction of Prefect's on SQLite take the lock for writing when it begins, and so wait for it.

    Prefect begins most of them without it. Such a transaction fails at once, whatever the time-outs, if it reads first
    and another one writes before it does ("database is locked"; SQLITE_BUSY_SNAPSHOT). Nearly all of them write: what
    only reads begins no transaction.
    """
    begin = configuration.begin_transaction

    def begin_with_lock(self: object, session: object, with_for_update: bool = True) -> object:
        del with_for_update
        return begin(self, session, with_for_update=True)

    configuration.begin_transaction = begin_with_lock


def listening(listen: str, port: int) -> list[socket.socket]:
    """Return sockets on loopback and on another address of this machine. Raises OSError."""
    is_all = ip_address(listen).is_unspecified
    return [_bound(address, port) for address in dict.fromkeys([listen] if is_all else [HOST, listen])]


def _bound(address: str, port: int) -> socket.socket:
    is_new = ":" in address
    made = socket.create_server(
        (address, port),
        family=socket.AF_INET6 if is_new else socket.AF_INET,
        backlog=2048,
        dualstack_ipv6=is_new and ip_address(address).is_unspecified,
    )
    # asyncio sets it on sockets that it made itself. Without it an answer waits 40 ms for the client's acknowledgement.
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def expect_password(listen: str, public_url: str) -> None:
    """Exit in words where others reach a server that asks for no password."""
    if (is_beyond_loopback(listen) or public_url) and not os.environ.get("PREFECT_SERVER_API_AUTH_STRING"):
        sys.exit("not started: others reach this server, so it needs a password (PREFECT_SERVER_API_AUTH_STRING)")


def main() -> None:
    port, listen, public_url = [*sys.argv[1:], HOST, ""][:3]
    expect_password(listen, public_url)
    with loading():  # takes seconds, and the tests of the checks need none of it
        from prefect.server.api.server import create_app
        from prefect.server.database.configurations import AioSqliteConfiguration
        from prefect.settings import get_current_settings

    lock_at_once(AioSqliteConfiguration)
    server = get_current_settings().server
    config = uvicorn.Config(
        SameOrigin(NoSteps(KeptPages(create_app(final=True))), int(port), public_url),
        proxy_headers=False,
        timeout_keep_alive=server.api.keepalive_timeout,
        ws_ping_interval=server.api.websocket_ping_interval,
        ws_ping_timeout=server.api.websocket_ping_timeout,
        log_level=server.logging_level.lower(),
    )
    uvicorn.Server(config).run(sockets=listening(listen, int(port)))


if __name__ == "__main__":
    main()
