"""Prefect's server, behind a check of where a request comes from: `python -m flows.server.app PORT`.

Prefect's settings cover the password (every call of the API but GET /health and /ready, and every websocket), CSRF
tokens and CORS. They do not cover the Host header (a web page whose own name is made to resolve to 127.0.0.1 is of the
same origin as the server), nor the Origin of requests and websockets: CORS only keeps a page from reading the answer.
Nor do they keep steps out of a deployment (`pull_steps`), which a worker runs as shell commands before the flow.
`prefect server start` takes no middleware, so its app runs here, inside an ASGI app of ours. That one stands outside of
all of Prefect's, and what Prefect's services ask of their own app does not pass it.
"""

import json
import sys
from collections.abc import Iterable
from typing import Any

import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from flows.server.paths import HOST

NAMES = (HOST, "localhost", "[::1]")
ELSEWHERE = ("cross-site", "same-site")
"""What browsers say in Sec-Fetch-Site of a request that another origin's page makes."""
HEADERS = (
    (b"content-security-policy", b"frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
)
"""No page of another origin may show the UI in a frame, or load anything from it."""
READING = ("GET", "HEAD", "OPTIONS")
LONGEST = 1 << 20
"""Bytes of a change of a deployment; ours have about 2,000."""
STEPS = "Refused: pull_steps. This server runs the flows of the installed package, without steps before them."


class SameOrigin:
    """Lets through to `app` what is for this server by name and was not sent by a page of another origin."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self.app = app
        # Browsers leave out the port that is HTTP's own.
        self.hosts = {f"{name}:{port}" for name in NAMES} | ({*NAMES} if port == 80 else set[str]())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer, sending = self.app, _with_headers(send)
        if scope["type"] != "lifespan" and (problem := self.problem(scope["headers"])):
            answer = WebSocketClose(1008, problem) if scope["type"] == "websocket" else _refused(problem, 403)
        await answer(scope, receive, sending)

    def problem(self, headers: Iterable[tuple[bytes, bytes]]) -> str | None:
        """Why a request with these headers is refused; None where it is not."""
        given: dict[str, list[str]] = {}
        for name, value in headers:
            given.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1").lower())
        hosts = given.get("host", [])
        if len(hosts) != 1 or hosts[0] not in self.hosts:
            return "Refused: the Host header does not name this server."
        # Stricter than the list of names: `localhost` may be another user's server on the same port of ::1.
        if any(origin != f"http://{hosts[0]}" for origin in given.get("origin", [])):
            return "Refused: the request comes from a page of another origin."
        # Images, scripts and frames of other pages send no Origin. A link that somebody follows is fine.
        if given.get("sec-fetch-site", [""])[0] in ELSEWHERE and given.get("sec-fetch-mode") != ["navigate"]:
            return "Refused: the request comes from a page of another origin."
        return None


class NoSteps:
    """Lets through to `app` what gives no deployment any steps to run before its flow: our own have none."""

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
            await self.app(scope, _again(body, receive), send)


async def _body(receive: Receive) -> bytes | None:
    """The whole body of a request; None for one that is too long."""
    body, more = b"", True
    while more and len(body) <= LONGEST:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body if len(body) <= LONGEST else None


def _gives_steps(body: bytes) -> bool:
    """Whether steps stand in a body, wherever in it. What is no JSON is nothing that Prefect reads, either."""
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


def _again(body: bytes, receive: Receive) -> Receive:
    """Receives a body that was read already, then what comes after it."""
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


def main() -> None:
    from prefect.server.api.server import create_app  # takes seconds, and whoever asks about a door needs none of it
    from prefect.settings import get_current_settings

    port = int(sys.argv[1])
    server = get_current_settings().server
    uvicorn.run(
        SameOrigin(NoSteps(create_app(final=True)), port),
        host=HOST,
        port=port,
        proxy_headers=False,
        timeout_keep_alive=server.api.keepalive_timeout,
        ws_ping_interval=server.api.websocket_ping_interval,
        ws_ping_timeout=server.api.websocket_ping_timeout,
        log_level=server.logging_level.lower(),
    )


if __name__ == "__main__":
    main()
