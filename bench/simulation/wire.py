"""The network of a simulation: sockets in this process, under the real client code of requests and urllib3."""

import io
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

CHUNK = 65_536


@dataclass(frozen=True)
class Asked:
    """A request as it arrives: its method, its path, its headers by lower-case names, and its body."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Answered:
    """An answer: a status with headers and bytes, or what happens in place of one."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""
    fault: str = ""
    """`stall`: nothing comes; `reset`: the connection ends without an answer; `cut`: it ends within the body."""

    def content(self) -> bytes:
        """Return the bytes on the wire."""
        lines = [f"HTTP/1.1 {self.status} Some", "Connection: close", f"Content-Length: {len(self.body)}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join([*lines, "", ""]).encode() + self.body


Host = Callable[[Asked], Answered]
"""The program at a port: it takes a request and answers it. Raises ConnectionRefusedError where nobody listens."""


class _Coming(io.RawIOBase):
    """The bytes of an answer, as they come in."""

    def __init__(self, content: bytes, fault: str) -> None:
        self._left, self._fault = io.BytesIO(content), fault

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 (the library's)
        found = self._left.read(min(len(buffer), CHUNK))
        if not found and self._fault == "stall":
            raise TimeoutError("timed out")
        if not found and self._fault:
            raise ConnectionResetError(104, "Connection reset by peer")
        buffer[: len(found)] = found
        return len(found)


class Socket:
    """A connection to a host of this network, as http.client uses it."""

    def __init__(self, host: Host) -> None:
        self._host, self._sent = host, bytearray()

    def sendall(self, data: bytes) -> None:
        self._sent += data

    def makefile(self, *_given: object, **_named: object) -> io.BufferedReader:
        answer = self._host(_asked(bytes(self._sent)))
        content = b"" if answer.fault in ("stall", "reset") else answer.content()
        if answer.fault == "cut":
            content = content[: len(content) - len(answer.body) // 2 - 1]
        return io.BufferedReader(_Coming(content, answer.fault))

    def settimeout(self, _seconds: float | None) -> None:
        """Nothing takes time here; who stalls is given up at once."""

    def setsockopt(self, *_given: object) -> None:
        """There is nothing to set."""

    def shutdown(self, _how: int) -> None:
        """Nobody listens any more."""

    def close(self) -> None:
        """Nobody listens any more."""


def _asked(sent: bytes) -> Asked:
    head, _, body = sent.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return Asked(method, path, headers, body)


@contextmanager
def network(hosts: Mapping[int, Host], passing: Callable[[str], None]) -> Generator[None]:
    """Connect every request to the host at its port. `passing` is told of each connection before it is made."""
    from urllib3.connection import HTTPConnection
    from urllib3.exceptions import NewConnectionError

    def connect(connection: HTTPConnection) -> Socket:
        passing(f"connect {connection.port}")
        host = hosts[connection.port or 80]
        if getattr(host, "is_down", False):
            error = NewConnectionError(connection, "Failed to establish a new connection: [Errno 111] refused")
            raise error from ConnectionRefusedError(111, "Connection refused")
        return Socket(host)

    with patch.object(HTTPConnection, "_new_conn", connect):
        yield
