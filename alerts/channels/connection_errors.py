"""Why a connection failed, in words that can be told: a library's own hold the address, and its secrets."""

import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

import requests


def why(error: Exception, address: str, seconds: float) -> str:
    """What went wrong, in words without the address but for host and port."""
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
    """An error and all that it was made of: requests and urllib3 wrap them in their own."""
    yield error
    inner = (error.__cause__, error.__context__, getattr(error, "reason", None), *error.args)
    for found in inner:
        if isinstance(found, BaseException) and found is not error:
            yield from _chain(found)
            return
