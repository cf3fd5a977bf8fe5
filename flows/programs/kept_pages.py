"""Serves our copies of pages beside Prefect's server: `/kept/SHA256`, as text that no browser runs.

Who asks has to know the SHA-256 of the bytes, which the artifacts state. No password is asked: a link that is followed
in the UI carries none, and nobody can guess the hash of a page that they do not have.
"""

import re
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from flows.artifact_keys import COPIES

COPY = re.compile(rf"{COPIES}([0-9a-f]{{64}})")
HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, max-age=31536000, immutable",
}
"""The bytes are a vendor's: they are shown as text, and nothing in them is loaded or run."""


class KeptPages:
    """Answers requests for copies of pages; passes every other request on to `app`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(COPIES):
            await self.app(scope, receive, send)
            return
        wanted = COPY.fullmatch(scope["path"])
        body = await run_in_threadpool(partial(kept_body, wanted[1])) if wanted and scope["method"] == "GET" else None
        answer: Response = PlainTextResponse("No such copy.\n", 404)
        if body is not None:
            answer = Response(body, media_type="text/plain; charset=utf-8", headers=HEADERS)
        await answer(scope, receive, send)


def kept_body(digest: str) -> bytes | None:
    """Return the bytes of a page by their SHA-256; None where the record has no such page, or lost it."""
    from flows.database import Store  # few servers are asked for a copy
    from flows.ingest import BodyLost, unpacked
    from flows.settings import load

    store = Store(load().database_url)
    try:
        with store.reading() as session:
            return unpacked(session, digest)
    except BodyLost:
        return None
    finally:
        store.close()
