"""Sends a message as JSON to a webhook, signed as Standard Webhooks defines it (https://www.standardwebhooks.com)."""

import hmac
import os
import time
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from urllib.parse import quote, urljoin, urlsplit

import requests
from pydantic import SecretStr

from alerts.channels.connection_errors import connection_problem
from alerts.channels.errors import REFUSED, Refused, Undelivered
from alerts.channels.log_capture import captured_logs
from alerts.channels.retry_after import pause_of, send_with_pauses
from alerts.channels.time_limit import run_within
from alerts.message import Message
from alerts.targets import signing_key
from alerts.texts import lines, one_json, one_line
from models.facts import iso

LONGEST_ID = 255
"""Limit of a header value: servers accept a few thousand bytes of headers, and a key contains names of pages."""


@dataclass(frozen=True)
class Webhook:
    """A channel that sends a POST request. Any 2xx status is acceptance; the body is not read."""

    address: SecretStr
    secret: SecretStr | None
    timeout_seconds: float

    def __call__(self, message: Message, created_at: datetime) -> None:
        send_with_pauses(partial(self._try, message, created_at), self.timeout_seconds)

    def _try(self, message: Message, created_at: datetime) -> None:
        with captured_logs():
            run_within(self.timeout_seconds, partial(self._send, message, created_at))

    def _send(self, message: Message, created_at: datetime) -> None:
        body = payload(message, created_at)
        try:
            self._post(body, headers(message.alert_key, body, self.secret, int(time.time())))
        except (requests.RequestException, ValueError) as error:
            reason = connection_problem(error, self.address.get_secret_value(), self.timeout_seconds)
        else:
            return
        # Raised outside of `except`, so that the error is not its context: that contains the address.
        raise Undelivered(reason)

    def _post(self, body: bytes, request_headers: dict[str, str]) -> None:
        address = self.address.get_secret_value()
        with requests.Session() as session:
            # Otherwise it would use a proxy's credentials of the environment, and a host's of a .netrc file.
            session.trust_env = False
            # The only value of the environment that is used: an internal receiver may have a private authority.
            session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or True
            request = session.post(
                address, body, headers=request_headers, stream=True, allow_redirects=False, timeout=self.timeout_seconds
            )
            with request as answer:
                _judge(answer, address)


def payload(message: Message, created_at: datetime) -> bytes:
    """Return the body: UTF-8, instants ISO 8601 with Z. Only the id may contain a page's control characters."""
    fields = {
        "id": message.alert_key,
        "kind": one_line(message.kind),
        "severity": message.severity,
        "source": one_line(message.source),
        "vendor": one_line(message.vendor),
        "subject": one_line(message.subject),
        "title": one_line(message.title),
        "body": lines(message.body),
        "effective_at": message.effective_at and iso(message.effective_at),
        "created_at": iso(created_at),
        "snapshot_id": message.snapshot_id,
    }
    return one_json(fields).encode()


def headers(key: str, body: bytes, secret: SecretStr | None, now: int) -> dict[str, str]:
    """Return the headers of one attempt at `now` (Unix seconds). The signature covers "id.timestamp.body"."""
    name = header_id(key)
    values = {
        "Content-Type": "application/json",
        "User-Agent": "model-almanac",
        "Idempotency-Key": name,
        "webhook-id": name,
        "webhook-timestamp": str(now),
    }
    if secret is not None:
        signed = b".".join([name.encode(), str(now).encode(), body])
        values["webhook-signature"] = f"v1,{b64encode(hmac.digest(signing_key(secret), signed, 'sha256')).decode()}"
    return values


def header_id(key: str) -> str:
    """Return a key as a header value: percent-encoded if it is not plain ASCII, or its SHA-256 if that is too long.

    It is the same every time.
    """
    encoded = quote(key, safe="/:@!$()*+,;=", errors="backslashreplace")
    return (
        encoded if len(encoded) <= LONGEST_ID else f"sha256-{sha256(key.encode(errors='backslashreplace')).hexdigest()}"
    )


def _judge(answer: requests.Response, address: str) -> None:
    """Raise the error that an answer stands for, unless it is acceptance."""
    status = answer.status_code
    if 200 <= status < 300:
        return
    if 300 <= status < 400:
        host = _host(address, answer.headers.get("Location", ""))
        raise Undelivered(f"HTTP {status}: its address is now one at {host}; no redirect is followed, so set that one")
    if status in REFUSED:
        raise Refused(f"HTTP {status}")
    raise Undelivered(f"HTTP {status}", pause_of(status, answer.headers))


def _host(address: str, location: str) -> str:
    try:
        return one_line(urlsplit(urljoin(address, location)).hostname or "?")
    except ValueError:
        return "?"
