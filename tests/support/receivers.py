"""Targets on loopback: one that takes what is posted to it as a test tells it, and a real SMTP server."""

import json
import socket
import ssl
import struct
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


@dataclass(frozen=True)
class Posted:
    """What was posted; the names of headers in lower case."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:  # noqa: ANN401 (whatever it is)
        return json.loads(self.body)


@dataclass
class Receiver:
    """Answers each POST with a status and headers; before that it does what a test wants to be done."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: bytes = b"ok"
    before: Callable[[BaseHTTPRequestHandler], object] = bool
    """Called with the request before anything is answered."""
    after: Callable[[BaseHTTPRequestHandler], object] = bool
    """Called when the answer's headers have gone."""
    got: list[Posted] = field(default_factory=list[Posted])
    port: int = 0

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"


@contextmanager
def receiving(receiver: Receiver, certificate: Path | None = None) -> Generator[Receiver]:
    """A server that does what the receiver says; with a certificate (and its key, in one file) over TLS."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            its = {name.lower(): value for name, value in self.headers.items()}
            receiver.got.append(Posted(self.path, its, body))
            receiver.before(self)
            if self.close_connection and self.wfile.closed:
                return
            self.send_response(receiver.status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(receiver.body)
            receiver.after(self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's name)
            """Say nothing."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that goes away is what some tests are about."""

    server = Quiet(("127.0.0.1", 0), Handler)
    receiver.port = server.server_port
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def reset(request: BaseHTTPRequestHandler) -> None:
    """End a connection as a machine does that has crashed."""
    request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    request.rfile.close()
    request.wfile.close()
    request.connection.close()
    request.close_connection = True


@dataclass
class Mailbox:
    """What a mail server took; with `refuses`, its answer to every recipient, with `too_large`, to every message."""

    port: int = 0
    refuses: str = ""
    too_large: str = ""
    got: list[tuple[list[str], EmailMessage]] = field(default_factory=list[tuple[list[str], EmailMessage]])

    async def handle_RCPT(  # noqa: N802 (the library's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        envelope.rcpt_tos.append(address)
        return self.refuses or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        del server, session
        if self.too_large:
            return self.too_large
        assert isinstance(envelope.content, bytes)
        found = message_from_bytes(envelope.content, policy=policy.default)
        self.got.append(([address for address in envelope.rcpt_tos if address], found))
        return "250 OK"


def _any_login(*_given: object) -> AuthResult:
    return AuthResult(success=True)


@contextmanager
def mail(mailbox: Mailbox, certificate: Path | None = None) -> Generator[Mailbox]:
    """A mail server; with a certificate (and its key, in one file) it offers STARTTLS, and takes any login."""
    mailbox.port = free_port()
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    server = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port, tls_context=context, authenticator=_any_login)
    server.start()
    try:
        yield mailbox
    finally:
        server.stop()


def free_port() -> int:
    """A port of loopback where nobody is."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
