"""Describes failed connections without the address, which may contain secrets."""

import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

import requests


def connection_problem(error: Exception, address: str, seconds: float) -> str:
    """Return the reason of a failed connection. It names the host and the port, and nothing else of the address."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or "?"
        place = f"{host}:{parts.port or (443 if parts.scheme == 'https' else 80)}"
    except ValueError:
        return "its address is none: https://host/path"
    return _cause(list(_chain(error)), host, place, seconds)


def _cause(causes: list[BaseException], host: str, place: str, seconds: float) -> str:
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"TLS: certificate of {place}: {cause.verify_message}"
        if isinstance(cause, ssl.SSLError):
            return f"TLS: {place} does not speak it as we do ({cause.reason or type(cause).__name__})"
        if isinstance(cause, socket.gaierror):
            return f"no such host: {host}"
        if isinstance(cause, ConnectionRefusedError):
            return f"connection refused by {place}"
        if isinstance(cause, (TimeoutError, requests.Timeout)):
            return f"no answer within {seconds:g} s"
        if isinstance(cause, ConnectionError):
            return f"{place} closed the connection without an answer"
    if isinstance(causes[0], ValueError):
        return "its address is none: https://host/path"
    return f"no answer from {place} ({type(causes[0]).__name__})"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and the errors that caused it: requests and urllib3 wrap them."""
    yield error
    inner = (error.__cause__, error.__context__, getattr(error, "reason", None), *error.args)
    for cause in inner:
        if isinstance(cause, BaseException) and cause is not error:
            yield from _chain(cause)
            return
