"""Doubles on loopback of the services that the documents name: how each accepts a message, and how each refuses one."""

import json
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter

from alerts.channels.errors import Refused, Undelivered
from tests.support.receivers import Receiver

DOCUMENTS = Path(__file__).parents[2] / "docs" / "alerts.md"


def documented() -> list[str]:
    """The addresses in the documents' table of services."""
    page = DOCUMENTS.read_text(encoding="utf-8").partition("## Targets\n")[2].partition("\n## ")[0]
    rows: list[str] = re.findall(r"^\| [^|]+ \| (.+) \|$", page, re.MULTILINE)
    return [url for row in rows for url in re.findall("`(.+?)`", row)]


def scheme(url: str) -> str:
    return url.partition("://")[0]


@dataclass(frozen=True)
class Reply:
    """An answer of a service, and what has to come of it."""

    status: int
    body: object = ""
    """Text, or what is sent as JSON."""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    raises: type[Undelivered] = Undelivered
    words: tuple[str, ...] = ()
    """Parts of the reason: the service's own words and code."""
    waits: float | None = None
    """The pause that it asks for, in seconds."""

    def receiver(self) -> Receiver:
        text = self.body if isinstance(self.body, str) else json.dumps(self.body)
        return Receiver(self.status, dict(self.headers), text.encode())


@dataclass(frozen=True)
class Double:
    """One service that is spoken to by HTTP."""

    accepts: tuple[Reply, ...]
    refuses: tuple[Reply, ...]


TEAMS_ERROR = "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error {} with id 1"
MATTERMOST = {"id": "web.incoming_webhook.parse.app_error", "message": "Could not parse the data.", "status_code": 400}
NTFY = Double(
    (Reply(200, {"id": "sPs71M8A2T", "event": "message", "topic": "alerts"}),),
    (
        Reply(400, {"code": 40009, "http": 400, "error": "invalid topic"}, raises=Refused, words=("40009", "invalid")),
        Reply(403, {"code": 40301, "http": 403, "error": "forbidden"}, words=("forbidden", "40301")),
        Reply(429, {"code": 42901, "http": 429, "error": "limit reached"}, words=("42901", "limit reached")),
    ),
)
FEISHU = Double(
    (
        Reply(200, {"code": 0, "msg": "success", "data": {}}),
        Reply(200, {"StatusCode": 0, "StatusMessage": "success", "Extra": None}),
        Reply(200, {"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"}),
    ),
    (
        Reply(200, {"code": 19024, "msg": "Key Words Not Found"}, words=("code 19024", "Key Words Not Found")),
        Reply(200, {"code": 19001, "msg": "param invalid: incoming webhook access token invalid"}, words=("19001",)),
        Reply(200, {"code": 11232, "msg": "frequency limited psm"}, words=("code 11232: frequency limited",)),
        Reply(200, {"code": 9499, "msg": "Bad Request", "data": {}}, raises=Refused, words=("code 9499: Bad Request",)),
        Reply(400, {"code": 9499, "msg": "Bad Request", "data": {}}, raises=Refused, words=("9499", "Bad Request")),
        Reply(200, {"StatusCode": 19021, "StatusMessage": "sign match fail"}, words=("StatusCode 19021: sign match",)),
        Reply(200, "<html>maintenance</html>", words=("HTTP 200, and no code",)),
        Reply(200, words=("HTTP 200, and no code",)),
    ),
)
DOUBLES: dict[str, Double] = {
    "slack": Double(
        (Reply(200, "ok"),),
        (
            Reply(200, "invalid_payload", raises=Refused, words=("invalid_payload",)),
            Reply(400, "invalid_payload", raises=Refused, words=("invalid_payload", "error=400")),
            Reply(404, "no_service", words=("no_service", "error=404")),
            Reply(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "30"}, words=("ratelimited",), waits=30),
        ),
    ),
    "discord": Double(
        (Reply(204), Reply(200, {"id": "1", "type": 0})),
        (
            Reply(400, {"message": "Cannot send an empty message", "code": 50006}, raises=Refused, words=("50006",)),
            Reply(404, {"message": "Unknown Webhook", "code": 10015}, words=("code 10015: Unknown Webhook",)),
            Reply(
                429,
                {"message": "You are being rate limited.", "retry_after": 64.57, "global": False},
                {"Retry-After": "65", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "4000000000"},
                words=("HTTP 429: You are being rate limited.",),
                waits=64.57,
            ),
        ),
    ),
    "workflows": Double(
        (Reply(202), Reply(200, "1")),
        (
            Reply(200, TEAMS_ERROR.format(413), raises=Refused, words=("HTTP error 413",)),
            Reply(200, TEAMS_ERROR.format(429), words=("HTTP 200", "HTTP error 429")),
            Reply(
                400,
                {"error": {"code": "TriggerInputSchemaMismatch", "message": "The input did not match."}},
                raises=Refused,
                words=("TriggerInputSchemaMismatch: The input did not match.",),
            ),
            Reply(429, "", {"Retry-After": "12"}, words=("HTTP 429",), waits=12),
        ),
    ),
    "ntfy": NTFY,
    "ntfys": NTFY,
    "mmosts": Double(
        (Reply(200, "ok"),),
        (
            Reply(400, MATTERMOST, raises=Refused, words=("Could not parse the data.", "error=400")),
            Reply(404, {**MATTERMOST, "message": "Couldn't find the webhook."}, words=("Couldn't find the webhook.",)),
        ),
    ),
    "tgram": Double(
        (Reply(200, {"ok": True, "result": {"message_id": 1}}),),
        (
            Reply(
                400,
                {"ok": False, "error_code": 400, "description": "Bad Request: message is too long"},
                raises=Refused,
                words=("message is too long", "400"),
            ),
            Reply(200, {"ok": False, "error_code": 403, "description": "Forbidden: bot was kicked"}, words=("kicked",)),
            Reply(401, {"ok": False, "error_code": 401, "description": "Unauthorized"}, words=("Unauthorized", "401")),
            Reply(
                429,
                {"ok": False, "error_code": 429, "description": "Too Many", "parameters": {"retry_after": 35}},
                words=("HTTP 429: error_code 429: Too Many",),
                waits=35,
            ),
        ),
    ),
    "dingtalk": Double(
        (Reply(200, {"errcode": 0, "errmsg": "ok"}),),
        (
            Reply(200, {"errcode": 310000, "errmsg": "keywords not in content"}, words=("310000: keywords not in",)),
            Reply(200, {"errcode": 130101, "errmsg": "send too fast"}, words=("errcode 130101: send too fast",)),
            Reply(200, {"errcode": 400105, "errmsg": "unknown msgtype"}, raises=Refused, words=("errcode 400105",)),
            Reply(200, {"errmsg": "ok"}, words=("HTTP 200, and no errcode",)),
        ),
    ),
    "wecombot": Double(
        (Reply(200, {"errcode": 0, "errmsg": "ok"}),),
        (
            Reply(200, {"errcode": 93000, "errmsg": "invalid webhook url"}, words=("93000: invalid webhook url",)),
            Reply(200, {"errcode": 45009, "errmsg": "api freq out of limit"}, words=("45009: api freq out of limit",)),
            Reply(
                200,
                {"errcode": 40058, "errmsg": "text.content exceed max length 5120"},
                raises=Refused,
                words=("errcode 40058: text.content exceed max length 5120",),
            ),
            Reply(200, {"errcode": False}, words=("errcode False",)),
            Reply(200, "ok", words=("HTTP 200, and no errcode",)),
        ),
    ),
    "feishu": FEISHU,
    "lark": FEISHU,
}
"""By scheme."""


def redirect(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """Let every request go to a place on loopback, whatever host and scheme it is for; its path stays."""
    usual = HTTPAdapter.send

    def send(self: HTTPAdapter, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # noqa: ANN401
        request.url = f"http://{place}{request.path_url}"
        return usual(self, request, **options)

    monkeypatch.setattr(HTTPAdapter, "send", send)


def redirect_mail(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    """The same for mail."""

    def connected(_self: object, _host: str, _port: int, timeout: float) -> socket.socket:
        return socket.create_connection(("127.0.0.1", port), timeout)

    monkeypatch.setattr("smtplib.SMTP._get_socket", connected)
