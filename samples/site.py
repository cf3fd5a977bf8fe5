"""The sample sites on loopback: they answer as the real ones do, at the instant that they are told."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

from samples.deepseek.api import models
from samples.deepseek.facts import Language
from samples.deepseek.news import news
from samples.deepseek.pages import home, pricing
from samples.deepseek.updates import updates

CHINESE = "/zh-cn"


def answer(path: str, at: datetime) -> str:
    """What an address answers at an instant, always with status 200: an unknown one has the home page."""
    if path == "/robots.txt":
        return "User-agent: *\nAllow: /\n"
    if path == "/models":
        return models(at)
    language: Language = "zh" if path == CHINESE or path.startswith(f"{CHINESE}/") else "en"
    name = path if language == "en" else path.removeprefix(CHINESE)
    if name == "/quick_start/pricing":
        return pricing(at, language)
    if name == "/updates":
        return updates(at, language)
    return news(at, language).get(path) or home(at, language)


class Site:
    """A running site; `at` is the instant that its pages are of."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        handler = type("Handler", (_Handler,), {"site": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def page(self, path: str) -> str:
        return answer(path, self.at)

    @contextmanager
    def serving(self) -> Generator["Site"]:
        thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    site: Site
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = self.site.page(urlsplit(self.path).path).encode()
        etag = f'"{sha256(body).hexdigest()[:16]}"'
        known = self.headers.get("If-None-Match") == etag
        self.send_response(HTTPStatus.NOT_MODIFIED if known else HTTPStatus.OK)
        self.send_header("ETag", etag)
        # The real header names no charset, either.
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "0" if known else str(len(body)))
        self.end_headers()
        if not known:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's name)
        """Say nothing: the fetcher logs what matters."""
