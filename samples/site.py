"""The sample sites on loopback: they answer as the real ones do, at the instant that they are told."""

import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from socketserver import BaseServer
from threading import Thread
from urllib.parse import urlsplit

from samples import alone
from samples.answers import Answer
from samples.arena.dataset import ELSEWHERE, stored
from samples.boards import site as boards
from samples.deepseek.api import models
from samples.deepseek.facts import Language
from samples.deepseek.news import news
from samples.deepseek.pages import home, pricing
from samples.deepseek.updates import updates

CHINESE = "/zh-cn"
SITES = (
    *("deepseek", "deepseek_api", "huggingface", "arena", "artificial_analysis", "openrouter", "litellm", "epoch"),
    *("anthropic", "zai", "moonshot", "moonshot_zh", "google", "openai", "openai_api", "xai", "mistral", "alibaba"),
)
"""The sites that the samples stand for, by the names that sources have for them: no demo asks any other."""


def answer(path: str, at: datetime) -> str:
    """The answer of an address of DeepSeek at an instant, always with status 200: an unknown one has the home page."""
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


def reply(target: str, headers: Mapping[str, str], at: datetime) -> Answer:
    """The answer of any of the sites to a path with its query."""
    path = urlsplit(target).path
    own = alone.reply(target, at, headers.get("Authorization", ""))
    return boards.reply(target, headers, at) or own or Answer(answer(path, at).encode())


def reply_elsewhere(target: str, headers: Mapping[str, str], at: datetime) -> Answer:
    """The answer of the other host, to which large files are redirected."""
    return stored(target, at) if target.startswith(ELSEWHERE) else Answer(b"Not Found", 404, "text/plain")


class Unshaken(BaseServer):
    """A server to which it is no error that whoever asked has gone."""

    def handle_error(self, request: socket | tuple[bytes, socket], client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Server(Unshaken, ThreadingHTTPServer):
    pass


class Site:
    """Running sites; `at` is the instant that their pages are of. Another port stands for the host of large files.

    `answer` gives the answers of the first port if they are not the samples alone.
    """

    def __init__(self, at: datetime, answer: Callable[[str, Mapping[str, str], datetime], Answer] = reply) -> None:
        self.at = at
        self._servers = [
            _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"site": self, "replies": replies}))
            for replies in (staticmethod(answer), staticmethod(reply_elsewhere))
        ]
        self.url, self.elsewhere = (f"http://127.0.0.1:{server.server_port}" for server in self._servers)

    @contextmanager
    def serving(self) -> Generator["Site"]:
        threads = [
            Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True) for server in self._servers
        ]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            for server in self._servers:
                server.shutdown()
                server.server_close()
            for thread in threads:
                thread.join()


class _Handler(BaseHTTPRequestHandler):
    site: Site
    replies: Callable[[str, Mapping[str, str], datetime], Answer]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        answered = self.replies(self.path, dict(self.headers), self.site.at)
        body = answered.body
        etag = f'"{sha256(body).hexdigest()[:16]}"'
        known = answered.status == HTTPStatus.OK and self.headers.get("If-None-Match") == etag
        self.send_response(HTTPStatus.NOT_MODIFIED if known else answered.status)
        if answered.status == HTTPStatus.OK:
            self.send_header("ETag", etag)
        # The real header names no charset, either.
        self.send_header("Content-Type", answered.kind)
        for name, value in answered.headers.items():
            self.send_header(name, value)
        if answered.elsewhere:
            self.send_header("Location", f"{self.site.elsewhere}{answered.elsewhere}")
        self.send_header("Content-Length", "0" if known else str(len(body)))
        self.end_headers()
        if not known:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's name)
        """Say nothing: the fetcher logs what matters."""
