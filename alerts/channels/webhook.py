"""Our own JSON to a webhook, signed as Standard Webhooks has it (https://www.standardwebhooks.com)."""

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

from alerts.channels.connection_errors import why
from alerts.channels.errors import REFUSED, Refused, Undelivered
from alerts.channels.log_capture import hushed
from alerts.channels.retry_after import patiently, pause_of
from alerts.channels.time_limit import within
from alerts.message import Message
from alerts.targets import signing_key
from alerts.texts import lines, one_json, one_line
from models.facts import iso

LONGEST_ID = 255
"""Of a header's value: servers take some thousand bytes of headers in all, and a key has a page's name in it."""


@dataclass(frozen=True)
class Webhook:
    """A POST to an address; any 2xx is acceptance, whatever comes after the status line."""

    address: SecretStr
    secret: SecretStr | None
    timeout_seconds: float

    def __call__(self, message: Message, created_at: datetime) -> None:
        patiently(partial(self._try, message, created_at), self.timeout_seconds)

    def _try(self, message: Message, created_at: datetime) -> None:
        with hushed():
            within(self.timeout_seconds, partial(self._send, message, created_at))

    def _send(self, message: Message, created_at: datetime) -> None:
        body = payload(message, created_at)
        try:
            self._post(body, headers(message.alert_key, body, self.secret, int(time.time())))
        except (requests.RequestException, ValueError) as error:
            words = why(error, self.address.get_secret_value(), self.timeout_seconds)
        else:
            return
        # Out here, so that the error is not even its context: that holds the address.
        raise Undelivered(words)

    def _post(self, body: bytes, its: dict[str, str]) -> None:
        address = self.address.get_secret_value()
        with requests.Session() as session:
            # Else it would take a proxy's credentials from the environment, and a host's from a .netrc.
            session.trust_env = False
            # Of the environment only this: a receiver inside a company has a certificate of its own authority.
            session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or True
            request = session.post(
                address, body, headers=its, stream=True, allow_redirects=False, timeout=self.timeout_seconds
            )
            with request as answer:
                _judge(answer, address)


def payload(message: Message, created_at: datetime) -> bytes:
    """The body: UTF-8, instants ISO 8601 with Z. A page's control characters are in none of its values but the id."""
    found = {
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
    return one_json(found).encode()


def headers(key: str, body: bytes, secret: SecretStr | None, now: int) -> dict[str, str]:
    """Of one attempt, at `now` in Unix seconds; the signature is of "id.timestamp.body" with `webhook-id` as id."""
    name = header_id(key)
    its = {
        "Content-Type": "application/json",
        "User-Agent": "model-almanac",
        "Idempotency-Key": name,
        "webhook-id": name,
        "webhook-timestamp": str(now),
    }
    if secret is not None:
        signed = b".".join([name.encode(), str(now).encode(), body])
        its["webhook-signature"] = f"v1,{b64encode(hmac.digest(signing_key(secret), signed, 'sha256')).decode()}"
    return its


def header_id(key: str) -> str:
    """A key as headers hold it, the same every time: percent-encoded where it is no plain ASCII (`unquote` gives the
    key back), or where that is too long, its SHA-256.
    """
    found = quote(key, safe="/:@!$()*+,;=", errors="backslashreplace")
    return found if len(found) <= LONGEST_ID else f"sha256-{sha256(key.encode(errors='backslashreplace')).hexdigest()}"


def _judge(answer: requests.Response, address: str) -> None:
    """Raises what an answer means, unless it is acceptance."""
    status = answer.status_code
    if 200 <= status < 300:
        return
    if 300 <= status < 400:
        there = _host(address, answer.headers.get("Location", ""))
        raise Undelivered(f"HTTP {status}: its address is now one at {there}; no redirect is followed, so set that one")
    if status in REFUSED:
        raise Refused(f"HTTP {status}")
    raise Undelivered(f"HTTP {status}", pause_of(status, answer.headers))


def _host(address: str, location: str) -> str:
    try:
        return one_line(urlsplit(urljoin(address, location)).hostname or "?")
    except ValueError:
        return "?"
