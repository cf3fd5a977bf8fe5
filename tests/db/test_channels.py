"""Channels over real connections: our webhook, what Apprise reaches, and what is said of a message that was lost."""

import hmac
import logging
import re
import tomllib
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import unquote

import pytest
from apprise.plugins.discord import NotifyDiscord
from apprise.plugins.slack import NotifySlack
from pydantic import SecretStr

from alerts.channels.apprise_service import problem_of_address
from alerts.channels.channel import Refused, Undelivered, channel
from alerts.channels.truncation import TextLimits, fit_message
from alerts.message import Message
from alerts.targets import Target
from bench.harness.dates import day
from flows.settings.fields import Values
from tests.db.test_guard import certificate
from tests.support.receivers import Mailbox, Receiver, free_port, mail, receiving, reset

WHOLE = (Path(__file__).parents[2] / "docs" / "alerts.md").read_text(encoding="utf-8")
PAGE = WHOLE.partition("## Targets\n")[2].partition("\n## ")[0]
CREATED = day("2026-08-16 16:05")
KEY = "deepseek_pricing/2026-08-16T16:00:00.000000Z/deepseek-v4-pro"
TITLE = "deepseek-v4-pro: price changed"
BODY = (
    "- price changed: output 0.87 → 1.98\n- input_cache_hit <1 & more\n\nSeen by s, snapshot 7\nhttps://x.example/a_b"
)
SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
DISCORD = "discord://123456789/abc-DEF_ghi"


def message(key: str = KEY, title: str = TITLE, body: str = BODY, severity: str = "warning") -> Message:
    return Message(
        key, "price changed", severity, "s", "deepseek-v4-pro", title, body, day("2026-08-16 16:00"), 7, vendor="v"
    )


def send(its: Message | None = None, **target: object) -> None:
    channel(Target.model_validate(target))(its or message(), CREATED)


def failure(its: Message | None = None, **target: object) -> Undelivered:
    with pytest.raises(Undelivered) as caught:
        send(its, **target)
    return caught.value


def test_a_webhook_gets_the_alert_as_json() -> None:
    with receiving(Receiver(204)) as target:
        send(webhook=f"http://{target.place}/hook?x=1")
    (got,) = target.got
    assert (got.path, got.headers["content-type"]) == ("/hook?x=1", "application/json")
    assert got.json == {
        "id": KEY,
        "kind": "price changed",
        "severity": "warning",
        "source": "s",
        "vendor": "v",
        "subject": "deepseek-v4-pro",
        "title": TITLE,
        "body": BODY,
        "effective_at": "2026-08-16T16:00:00Z",
        "created_at": "2026-08-16T16:05:00Z",
        "snapshot_id": 7,
    }
    assert "→".encode() in got.body


@pytest.mark.parametrize(("secret", "key"), [("our secret", b"our secret"), ("whsec_b3VycyE=", b"ours!")])
def test_the_signature_of_a_webhook_is_that_of_standard_webhooks(secret: str, key: bytes) -> None:
    with receiving(Receiver()) as target:
        send(webhook=f"http://{target.place}/", secret=secret)
    got = target.got[0]
    signed = f"{got.headers['webhook-id']}.{got.headers['webhook-timestamp']}.".encode() + got.body
    expected = b64encode(hmac.new(key, signed, "sha256").digest()).decode()
    assert got.headers["webhook-signature"] == f"v1,{expected}"
    assert abs(datetime.now(UTC).timestamp() - int(got.headers["webhook-timestamp"])) < 3600


def test_the_documents_say_how_to_verify_a_signature() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    given: dict[str, Any] = {}
    exec(code, given)  # noqa: S102 (our own page)
    with receiving(Receiver()) as target:
        for secret in ("ours", "whsec_b3VycyE="):
            send(webhook=f"http://{target.place}/", secret=secret)
            got = target.got[-1]
            assert given["is_ours"](got.headers, got.body, secret)
            assert not given["is_ours"](got.headers, got.body + b" ", secret)


def test_the_targets_of_the_documents_can_be_set() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert set(Values.model_validate(tomllib.loads(example)).targets) == {"team", "ours"}
    urls = [
        url for row in re.findall(r"^\| [^|]+ \| (.+) \|$", PAGE, re.MULTILINE) for url in re.findall("`(.+?)`", row)
    ]
    assert len(urls) == 12
    assert [problem_of_address(SecretStr(url)) for url in urls] == [None] * 12


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_not base64!"])
def test_a_secret_that_signs_nothing_is_refused(secret: str) -> None:
    with pytest.raises(ValueError, match="secret is any text, or base64 behind whsec_"):
        Target.model_validate({"webhook": "https://x.example", "secret": secret})


def test_without_a_secret_nothing_is_signed() -> None:
    with receiving(Receiver()) as target:
        send(webhook=f"http://{target.place}/")
    assert "webhook-signature" not in target.got[0].headers


@pytest.mark.parametrize(
    "key", [KEY, "s/now/a b\r\nX: y", "s/now/日本\x00é\u202e%41", "s/now/" + "x" * 5000, "a\ud800"]
)
def test_a_repeat_has_the_same_id_whatever_is_in_the_key(key: str) -> None:
    with receiving(Receiver()) as target:
        for _ in range(2):
            send(message(key), webhook=f"http://{target.place}/")
    first, second = ({name: got.headers[name] for name in ("idempotency-key", "webhook-id")} for got in target.got)
    assert (first, len(set(first.values()))) == (second, 1)
    assert target.got[0].json["id"] == target.got[1].json["id"] == key
    assert "x" not in target.got[0].headers
    if len(key) < 100 and key.isprintable():
        assert unquote(first["webhook-id"]) == key


def test_the_id_of_an_ordinary_key_is_the_key() -> None:
    with receiving(Receiver()) as target:
        send(webhook=f"http://{target.place}/")
    assert target.got[0].headers["idempotency-key"] == KEY


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_webhook_that_will_not_have_a_message_refuses_it(status: int) -> None:
    with receiving(Receiver(status)) as target:
        found = failure(webhook=f"http://{target.place}/")
    assert (type(found), str(found)) == (Refused, f"HTTP {status}")


@pytest.mark.parametrize("status", [401, 404, 429, 500, 503])
def test_any_other_status_is_tried_again(status: int) -> None:
    with receiving(Receiver(status)) as target:
        found = failure(webhook=f"http://{target.place}/")
    assert (type(found), str(found), found.retry_after) == (Undelivered, f"HTTP {status}", None)


@pytest.mark.parametrize("status", [429, 503])
def test_a_wait_is_asked_for_in_seconds(status: int) -> None:
    with receiving(Receiver(status, {"Retry-After": "7200"})) as target:
        assert failure(webhook=f"http://{target.place}/").retry_after == timedelta(hours=2)


def test_a_wait_is_asked_for_as_a_date() -> None:
    until = datetime.now(UTC) + timedelta(hours=2)
    with receiving(Receiver(429, {"Retry-After": format_datetime(until, usegmt=True)})) as target:
        wait = failure(webhook=f"http://{target.place}/").retry_after
    assert wait is not None
    assert timedelta(hours=1) < wait <= timedelta(hours=2)


@pytest.mark.parametrize("asked", ["soon", "-5", "", "9" * 400, "Thu, 99 Foo 2026"])
def test_a_wait_that_makes_no_sense_is_none(asked: str) -> None:
    with receiving(Receiver(429, {"Retry-After": asked})) as target:
        assert failure(webhook=f"http://{target.place}/").retry_after is None


def test_a_redirect_is_not_followed_and_says_where_it_leads() -> None:
    with receiving(Receiver()) as other, receiving(Receiver(307)) as target:
        target.headers["Location"] = f"http://localhost:{other.port}/secret/path"
        why = str(failure(webhook=f"http://{target.place}/"))
    assert why == "HTTP 307: its address is now one at localhost; no redirect is followed, so set that one"
    assert other.got == []


def test_a_server_that_stalls_is_given_up() -> None:
    go = Event()
    with receiving(Receiver(before=lambda _: go.wait())) as target:
        why = str(failure(webhook=f"http://{target.place}/", timeout_seconds=0.2))
        go.set()
    assert why == "no answer within 0.2 s"


def test_a_server_that_drips_its_headers_is_given_up() -> None:
    """Each byte comes in time; all of them never."""
    given_up = Event()

    def drip(request: BaseHTTPRequestHandler) -> None:
        while not given_up.wait(0.02):
            request.connection.sendall(b"H")

    with receiving(Receiver(before=drip)) as target:
        why = str(failure(webhook=f"http://{target.place}/", timeout_seconds=0.3))
        given_up.set()
    assert why == "no answer within 0.3 s"


def test_what_comes_after_the_status_line_is_not_waited_for() -> None:
    go = Event()
    with receiving(Receiver(202, {"Content-Length": "1000"}, after=lambda _: go.wait())) as target:
        send(webhook=f"http://{target.place}/")
        go.set()
    assert len(target.got) == 1


def test_a_connection_that_breaks_in_the_answer_is_a_delivery() -> None:
    with receiving(Receiver(200, {"Content-Length": "1000"}, after=reset)) as target:
        send(webhook=f"http://{target.place}/")


def test_a_connection_that_breaks_before_the_answer_is_none() -> None:
    with receiving(Receiver(before=reset)) as target:
        why = str(failure(webhook=f"http://{target.place}/"))
    assert why == f"{target.place} closed the connection without an answer"


def test_nobody_at_an_address_is_said_with_host_and_port() -> None:
    port = free_port()
    why = str(failure(webhook=f"http://user:password@127.0.0.1:{port}/path"))
    assert why == f"connection refused by 127.0.0.1:{port}"


def test_a_certificate_of_an_unknown_authority_is_said_to_be_one(tmp_path: Path) -> None:
    with receiving(Receiver(), certificate("localhost", tmp_path / "server.pem")) as target:
        why = str(failure(webhook=f"https://localhost:{target.port}/path"))
    assert why.startswith(f"TLS: certificate of localhost:{target.port}: self")
    assert target.got == []


def test_an_authority_of_one_s_own_is_trusted_where_the_environment_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pem = certificate("localhost", tmp_path / "server.pem")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(pem))
    with receiving(Receiver(), pem) as target:
        send(webhook=f"https://localhost:{target.port}/path")
    assert len(target.got) == 1


def test_a_server_without_tls_is_said_to_be_one() -> None:
    with receiving(Receiver()) as target:
        why = str(failure(webhook=f"https://{target.place}/"))
    assert why.startswith(f"TLS: {target.place} does not speak it")


@pytest.mark.parametrize("address", ["http://127.0.0.1:99999/", "http://[::1/", "http://", "http://a b/", "http://*/"])
def test_an_address_that_is_none_is_said_to_be_none(address: str) -> None:
    assert str(failure(webhook=address)) in ("its address is none: https://host/path", "no such host: *")


def test_no_proxy_and_no_netrc_of_the_environment_is_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    netrc = tmp_path_factory.mktemp("netrc") / "netrc"
    netrc.write_text("default login me password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", f"http://me:secret@127.0.0.1:{free_port()}")
    with receiving(Receiver()) as target:
        send(webhook=f"http://{target.place}/")
    assert "authorization" not in target.got[0].headers


def test_the_name_and_password_of_a_webhook_are_sent_to_it() -> None:
    with receiving(Receiver()) as target:
        send(webhook=f"http://me:it@{target.place}/")
    assert target.got[0].headers["authorization"] == f"Basic {b64encode(b'me:it').decode()}"


def test_ntfy_gets_title_and_text_as_they_are() -> None:
    with receiving(Receiver(body=b"{}")) as target:
        send(url=f"ntfy://{target.place}/alerts")
    assert target.got[0].json == {"topic": "alerts", "title": TITLE, "message": BODY}


def test_mattermost_gets_one_message_without_markup() -> None:
    with receiving(Receiver()) as target:
        send(url=f"mmost://{target.place}/3ccdd113474722377935511fc85d3dd4")
    (got,) = target.got
    text = got.json["text"]
    assert text.splitlines()[:3] == [
        f"warning: {TITLE}",
        "- price changed: output 0.87 → 1.98",
        "- input_cache_hit ‹1 & more",
    ]
    assert text.endswith("https://x.example/a_b")


@pytest.mark.parametrize(
    ("severity", "kind"), [("info", "info"), ("notice", "info"), ("warning", "warning"), ("critical", "failure")]
)
def test_a_severity_is_the_type_of_an_apprise_message(severity: str, kind: str) -> None:
    with receiving(Receiver()) as target:
        send(message(severity=severity), url=f"json://{target.place}/hook")
    got = target.got[0]
    assert {name: got.json[name] for name in ("title", "message", "type")} == {
        "title": TITLE,
        "message": BODY,
        "type": kind,
    }


def test_an_address_keeps_its_parameters() -> None:
    with receiving(Receiver()) as target:
        send(url=f"json://me:it@{target.place}/hook?+X-Team=a%26b&-q=1&:more=2&rto=99&cto=99")
    got = target.got[0]
    assert (got.headers["x-team"], got.path, got.json["more"]) == ("a&b", "/hook?q=1", "2")
    assert got.headers["authorization"].startswith("Basic ")


def test_slack_gets_entities_and_no_mrkdwn(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving(Receiver()) as target:
        monkeypatch.setattr(NotifySlack, "webhook_url", f"http://{target.place}/services")
        send(message(title="a <!channel> & *b*"), url=SLACK)
    (got,) = target.got
    (attachment,) = got.json["attachments"]
    assert (got.path, got.json["mrkdwn"]) == ("/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", False)
    assert attachment["title"] == "a ‹!channel› &amp; ∗b∗"
    assert attachment["text"].splitlines()[1] == "- input_cache_hit &lt;1 &amp; more"


def test_discord_gets_text_and_no_mention(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving(Receiver(204)) as target:
        monkeypatch.setattr(NotifyDiscord, "notify_url", f"http://{target.place}/api/webhooks")
        send(message(body="@everyone <@123456789012345678>"), url=f"{DISCORD}?format=markdown&retry=3&wait=0.1")
    (got,) = target.got
    assert got.json["content"] == f"warning: {TITLE}\r\n＠everyone ‹＠123456789012345678›"
    assert not {"allow_mentions", "embeds"} & set(got.json)


def test_what_is_too_long_is_one_message_that_says_what_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    body = "\n".join([*(f"- price changed: {n}" for n in range(300)), "", "Seen by s, snapshot 7"])
    with receiving(Receiver(204)) as target:
        monkeypatch.setattr(NotifyDiscord, "notify_url", f"http://{target.place}/api/webhooks")
        send(message(body=body), url=f"{DISCORD}?overflow=split")
    (got,) = target.got
    text = got.json["content"]
    assert len(text) <= 2000
    told = text.count("- price changed: ")
    assert text.endswith(f"… and {300 - told} more lines: almanac alerts --json\n\nSeen by s, snapshot 7")


@pytest.mark.parametrize("size", [1, 5, 39, 40, 200, 1999, 2000, 2001, 100_000])
@pytest.mark.parametrize(
    "room", [TextLimits(0, 160), TextLimits(250, 1000), TextLimits(250, 2000, shared=True), TextLimits(60, 70)]
)
def test_whatever_it_is_fits(size: int, room: TextLimits) -> None:
    for line in ("x", "x\n", "word \n\n", "x" * 50 + "\n"):
        text = (line * size)[:size]
        title, body = fit_message(text.replace("\n", " "), text, room)
        taken = len(title) if room.shared or not room.title else 0
        assert len(title) <= (room.title or room.body)
        assert 0 < len(body) <= room.body - taken


def test_an_e_mail_is_plain_text_with_its_title_as_subject() -> None:
    with mail(Mailbox()) as box:
        send(url=f"mailto://127.0.0.1:{box.port}?from=almanac@our.example&to=team@our.example")
    ((to, found),) = box.got
    assert (to, found["Subject"], found.get_content_type()) == (
        ["team@our.example"],
        f"[warning] {TITLE}",
        "text/plain",
    )
    assert found.get_content().splitlines() == BODY.splitlines()


def test_a_subject_cannot_add_a_header_to_an_e_mail() -> None:
    title = "x\r\nBcc: evil@evil.example\r\n\r\n<script>\r\n.\r\nMAIL FROM:<a@b>"
    with mail(Mailbox()) as box:
        send(message(title=title), url=f"mailto://127.0.0.1:{box.port}?from=almanac@our.example&to=team@our.example")
    ((to, found),) = box.got
    assert (to, found["Bcc"]) == (["team@our.example"], None)
    assert found["Subject"] == "[warning] x Bcc: evil@evil.example <script> . MAIL FROM:<a@b>"


def test_a_mail_server_that_takes_no_recipient_says_its_status() -> None:
    with mail(Mailbox(refuses="550 no such user")) as box:
        url = f"mailto://127.0.0.1:{box.port}?from=almanac@our.example&to=team@our.example"
        found = failure(url=url)
    assert type(found) is Undelivered
    assert "failed" in str(found)
    assert "team@our" not in str(found)


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_service_that_will_not_have_a_message_refuses_it(status: int) -> None:
    with receiving(Receiver(status)) as target:
        found = failure(url=f"json://{target.place}/hook")
    assert (type(found), f"error={status}" in str(found)) == (Refused, True)


@pytest.mark.parametrize("status", [302, 401, 404, 429, 500])
def test_any_other_answer_of_a_service_is_tried_again(status: int) -> None:
    with receiving(Receiver(status, {"Location": "http://127.0.0.1:1/"})) as target:
        found = failure(url=f"json://{target.place}/hook?retry=2&wait=0&optional=yes")
    assert (type(found), f"error={status}" in str(found), len(target.got)) == (Undelivered, True, 1)


def test_a_service_where_nobody_is_says_so() -> None:
    assert str(failure(url=f"json://127.0.0.1:{free_port()}/secretpath")).endswith("(connection refused)")


def test_a_service_that_breaks_the_connection_says_so() -> None:
    with receiving(Receiver(before=reset)) as target:
        why = str(failure(url=f"json://{target.place}/secretpath"))
    assert why == "A Connection error occurred sending JSON notification to 127.0.0.1 (it closed the connection)"


def test_a_service_that_stalls_is_given_up() -> None:
    go = Event()
    with receiving(Receiver(before=lambda _: go.wait())) as target:
        why = str(failure(url=f"json://{target.place}/hook?rto=99&cto=99", timeout_seconds=0.2))
        go.set()
    assert why.endswith("(timed out)")


def test_a_service_that_drips_its_answer_is_given_up() -> None:
    given_up = Event()

    def drip(request: BaseHTTPRequestHandler) -> None:
        while not given_up.wait(0.02):
            request.wfile.write(b"x")

    with receiving(Receiver(200, after=drip)) as target:
        why = str(failure(url=f"json://{target.place}/hook", timeout_seconds=0.1))
        given_up.set()
    assert why == "no answer within 0.4 s"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("slak://a/b/c", "Apprise knows no slak:// addresses: did you mean slack://?"),
        ("zzzzzzz://a", "Apprise knows no zzzzzzz:// addresses: see https://appriseit.com/services"),
        ("slack://onlyone", "no slack:// address as Apprise has them: An invalid Slack"),
        ("mailto://", "no mailto:// address as Apprise has them"),
        ("https://our.example/hook", "for our own JSON, set `webhook`"),
        ("mqtt://our.example/topic", "mqtt:// needs `pip install 'paho-mqtt"),
        ("://", "Apprise knows no :// addresses"),
    ],
)
def test_an_address_that_cannot_be_used_says_what_to_do(url: str, words: str) -> None:
    found = failure(url=url)
    assert (type(found), words in str(found)) == (Undelivered, True), str(found)


def test_the_address_that_slack_itself_gives_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving(Receiver()) as target:
        monkeypatch.setattr(NotifySlack, "webhook_url", f"http://{target.place}/services")
        send(url="https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ")
    assert re.fullmatch(r"/services/\w+/\w+/\w+", target.got[0].path)


def test_what_others_send_with_apprise_is_logged_as_ever(caplog: pytest.LogCaptureFixture) -> None:
    with receiving(Receiver()) as target:
        send(webhook=f"http://{target.place}/")
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("urllib3.connectionpool").debug("of somebody else")
    assert "of somebody else" in caplog.text
