"""A target on loopback: it takes messages by HTTP, remembers them, and answers as it is told."""

import socket
import struct
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from threading import Thread
from urllib.parse import unquote

import requests

from samples.site import Unshaken


@dataclass(frozen=True)
class Posted:
    """A message as it came in whole: the id under which it came, and its body."""

    key: str
    body: bytes


class Exchange(BaseHTTPRequestHandler):
    """One request and its answer. Who does not send all of a message said nothing."""

    receiver: "Receiver"

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        if len(body) == length:
            self.receiver.react(self, Posted(unquote(self.headers["Idempotency-Key"]), body))

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

    def reset(self) -> None:
        """Break the connection off, so that what was not read yet never is."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's name)
        """Say nothing."""


React = Callable[[Exchange, Posted], None]


class Single(Unshaken, HTTPServer):
    """One after the other."""

    request_queue_size = 64


class Many(Unshaken, ThreadingHTTPServer):
    """All at once."""

    daemon_threads = True


@dataclass
class Receiver:
    """The messages that a target accepted, in order, and its reaction to the next ones."""

    server: HTTPServer
    react: React
    accepted: list[Posted] = field(default_factory=list[Posted])

    def __post_init__(self) -> None:
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/"

    @property
    def keys(self) -> list[str]:
        return [posted.key for posted in self.accepted]

    def open(self) -> None:
        """Listen, from now on."""
        self.server.server_activate()
        self.thread.start()

    def settle(self) -> None:
        """Wait until all that was sent before is dealt with: one after the other is."""
        requests.get(self.url, timeout=30)


@contextmanager
def closed(react: React = Exchange.take, kind: type[HTTPServer] = Single) -> Generator[Receiver]:
    """A target that refuses connections until it is opened."""
    handler = type("Handler", (Exchange,), {})
    server = kind(("127.0.0.1", 0), handler, bind_and_activate=False)
    server.server_bind()
    receiver = handler.receiver = Receiver(server, react)
    try:
        yield receiver
    finally:
        if receiver.thread.is_alive():
            server.shutdown()
            receiver.thread.join()
        server.server_close()


@contextmanager
def receiving(react: React = Exchange.take, kind: type[HTTPServer] = Single) -> Generator[Receiver]:
    with closed(react, kind) as receiver:
        receiver.open()
        yield receiver
