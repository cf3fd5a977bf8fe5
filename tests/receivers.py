"""A target on loopback: it takes messages by HTTP, remembers them, and answers as it is told."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from threading import Thread

import requests

from samples.site import Unshaken


@dataclass(frozen=True)
class Posted:
    """A message as it came in whole: the id under which it came, and its body."""

    key: str
    body: bytes


class Exchange(BaseHTTPRequestHandler):
    """One request and its answer. A client that dies in the middle of its request said nothing."""

    receiver: "Receiver"

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        if len(body) == length:
            self.receiver.react(self, Posted(self.headers["Idempotency-Key"], body))

    def do_GET(self) -> None:
        self.answer(204)

    def answer(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", "0")
        self.end_headers()
        self.wfile.flush()

    def take(self, posted: Posted) -> None:
        """Remember it, and say so: from the first on it is accepted."""
        self.receiver.accepted.append(posted)
        self.answer(200)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's name)
        """Say nothing."""


React = Callable[[Exchange, Posted], None]


@dataclass
class Receiver:
    """What a target accepted, in its order, and how it reacts to what comes."""

    react: React = Exchange.take
    accepted: list[Posted] = field(default_factory=list[Posted])
    url: str = ""

    def settle(self) -> None:
        """Wait until all that was sent before is dealt with: one after the other is."""
        requests.get(self.url, timeout=30)


class Single(Unshaken, HTTPServer):
    """One after the other."""

    request_queue_size = 64


class Many(Unshaken, ThreadingHTTPServer):
    """All at once."""


@contextmanager
def receiving(react: React = Exchange.take, kind: type[HTTPServer] = Single) -> Generator[Receiver]:
    receiver = Receiver(react)
    server = kind(("127.0.0.1", 0), type("Handler", (Exchange,), {"receiver": receiver}))
    receiver.url = f"http://127.0.0.1:{server.server_port}/"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
