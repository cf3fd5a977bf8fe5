"""A server on loopback that answers as a test tells it, and remembers what it was asked."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass(frozen=True)
class Answer:
    """One answer; `drip` sends the body in pieces through it, so that a test decides what happens between them."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict[str, str])
    drip: Callable[[Callable[[bytes], object]], object] | None = None


@dataclass
class Site:
    """Answers by path, in their order; the last one goes on for ever. Any other path is 404."""

    answers: dict[str, list[Answer]]
    url: str = ""
    date: datetime | None = None
    """The `Date` of its answers; None is the present instant."""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list[tuple[str, dict[str, str]]])

    def answer(self, path: str) -> Answer:
        left = self.answers.get(path, [Answer(404)])
        return left.pop(0) if len(left) > 1 else left[0]

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def serving(**answers: list[Answer]) -> Generator[Site]:
    """A site with these answers; `page` is `/page`, `robots` is `/robots.txt`."""
    site = Site({"/robots.txt" if name == "robots" else f"/{name}": list(its) for name, its in answers.items()})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            answer = site.answer(self.path)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.drip is None:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if answer.drip is not None:
                answer.drip(self.wfile.write)
            elif answer.status != 304:
                self.wfile.write(answer.body)

        def date_time_string(self, timestamp: float | None = None) -> str:
            return super().date_time_string(timestamp if site.date is None else site.date.timestamp())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's name)
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
