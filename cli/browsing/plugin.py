"""Our plug-in of Datasette: who may ask, what a page may load, and how pages look."""

import sqlite3
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from datasette import hookimpl  # pyright: ignore[reportMissingTypeStubs]

from flows.settings import HOST

AsgiScope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[AsgiScope, Receive, Send], Awaitable[None]]
MOST_BYTES = 16 << 20
"""The longest value that a question makes."""
STATIC = Path(__file__).parent / "static"
TEMPLATES = Path(__file__).parent / "templates"
NAMES = {HOST, "localhost"}
"""The names of this machine: a page of another site that leads a name of its own here gets no answer."""
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    "script-src 'self' 'unsafe-inline' 'unsafe-eval'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing is loaded from another address. Vega makes functions of its expressions; Datasette's pages have scripts."""


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES)


@hookimpl
def extra_css_urls() -> list[str]:
    return ["/almanac-static/almanac.css"]


@hookimpl
def asgi_wrapper() -> Callable[[App], App]:
    """Answer only who asks by a name of this machine, and no page of another site."""

    def wrap(app: App) -> App:
        async def guarded(scope: AsgiScope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http" and not (_is_from_here(scope) and _is_not_embedded(scope)):
                await send(
                    {"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]}
                )
                await send({"type": "http.response.body", "body": b"only for this machine\n"})
                return

            async def send_with_policy(message: Any) -> None:  # noqa: ANN401 (as ASGI has them)
                if message["type"] == "http.response.start":
                    extra = [(b"content-security-policy", POLICY.encode()), (b"referrer-policy", b"no-referrer")]
                    message = {**message, "headers": [*message["headers"], *extra]}
                await send(message)

            await app(scope, receive, send_with_policy)

        return guarded

    return wrap


def _is_not_embedded(scope: AsgiScope) -> bool:
    """False for what a page of another site loads, as an image or in a frame: it may be a question that takes long.

    A link that somebody follows, and one in a page of this machine, are answered.
    """
    headers = {name.decode("latin-1").lower(): value for name, value in scope["headers"]}
    return headers.get("sec-fetch-site") != b"cross-site" or headers.get("sec-fetch-dest") == b"document"


def _is_from_here(scope: AsgiScope) -> bool:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    asked = [f"//{headers.get('host', '')}", *([headers["origin"]] if "origin" in headers else [])]
    try:
        return all(urlsplit(each).hostname in NAMES for each in asked)
    except ValueError:
        return False
