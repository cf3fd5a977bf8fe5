"""A pretended internet: names with the addresses that a test gives them, and servers on loopback behind these."""

import socket
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

import pytest

PUBLIC = "93.184.215.14"


@dataclass
class Internet:
    """Where names lead (one answer after the other, the last one for ever), and who is behind an address and port."""

    names: dict[str, list[list[str]]] = field(default_factory=dict[str, list[list[str]]])
    servers: dict[tuple[str, int], int] = field(default_factory=dict[tuple[str, int], int])
    resolved: list[str] = field(default_factory=list[str])
    connected: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])

    def addresses(self, host: str) -> list[str]:
        self.resolved.append(host)
        left = self.names.get(host)
        if left is None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return left.pop(0) if len(left) > 1 else left[0]


@pytest.fixture
def internet(monkeypatch: pytest.MonkeyPatch) -> Internet:
    """Nothing else can be connected to, and each attempt is counted."""
    found = Internet()
    resolve, connect = socket.getaddrinfo, socket.socket.connect

    def getaddrinfo(host: str, port: int, *args: Any, **more: Any) -> Any:  # noqa: ANN401 (the library's)
        try:
            ip_address(host)
        except ValueError:
            return [resolve(its, port, *args, **more)[0] for its in found.addresses(host)]
        return resolve(host, port, *args, **more)

    def to_loopback(self: socket.socket, address: tuple[Any, ...]) -> None:
        found.connected.append((address[0], address[1]))
        if address[:2] not in found.servers:
            raise ConnectionRefusedError(f"nobody is at {address[0]}")
        connect(self, ("127.0.0.1", found.servers[address[0], address[1]]))

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket.socket, "connect", to_loopback)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    return found
