"""Accepted is accepted: every service that the documents name, against a double that takes and ones that refuse."""

import json
from pathlib import Path

import pytest
import requests

from alerts.channels.channel import Refused, Undelivered
from alerts.channels.errors import Undelivered as Problem
from tests.db.test_channels import failure, message, send
from tests.db.test_guard import certificate
from tests.support.receivers import Mailbox, Receiver, mail, receiving
from tests.support.services import DOUBLES, Reply, documented, redirect, redirect_mail, scheme

MAIL = next(url for url in documented() if scheme(url) == "mailtos")
BY_HTTP = [url for url in documented() if url != MAIL]
KEY = "BOTKEYKANARI"


def replies(kind: str) -> list[object]:
    """Every documented address with each way in which its service accepts, or refuses."""
    return [
        pytest.param(url, reply, id=f"{url[:24]}-{reply.status}-{number}")
        for url in BY_HTTP
        for number, reply in enumerate(getattr(DOUBLES[scheme(url)], kind))
    ]


def test_every_service_of_the_documents_has_a_double() -> None:
    assert {scheme(url) for url in documented()} == {*DOUBLES, "mailtos"}
    assert all(double.accepts and double.refuses for double in DOUBLES.values())


@pytest.mark.parametrize(("url", "reply"), replies("accepts"))
def test_what_a_service_accepts_is_delivered(url: str, reply: Reply, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving(reply.receiver()) as service:
        redirect(monkeypatch, service.place)
        send(url=url)
    assert len(service.got) == 1


@pytest.mark.parametrize(("url", "reply"), replies("refuses"))
def test_what_a_service_refuses_is_undelivered_with_its_own_words(
    url: str, reply: Reply, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiving(reply.receiver()) as service:
        redirect(monkeypatch, service.place)
        problem = failure(url=url)
    wait = problem.retry_after.total_seconds() if problem.retry_after else None
    assert (type(problem), wait) == (reply.raises, reply.waits), str(problem)
    assert [words for words in reply.words if words not in str(problem)] == [], str(problem)
    assert len(service.got) == 1


@pytest.fixture
def pem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The certificate of the documents' mail server, which this machine trusts."""
    found = certificate("smtp.example.com", tmp_path / "server.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(found))
    return found


def test_a_mail_server_accepts_over_tls(pem: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with mail(Mailbox(), pem) as box:
        redirect_mail(monkeypatch, box.port)
        send(url=MAIL)
    assert [to for to, _ in box.got] == [["team@example.com"]]


@pytest.mark.parametrize(
    ("box", "raises", "words"),
    [
        (Mailbox(refuses="550 5.1.1 no such mailbox"), Undelivered, "SMTP 550: 5.1.1 no such mailbox"),
        (Mailbox(refuses="452 4.2.2 mailbox full"), Undelivered, "SMTP 452"),
        (Mailbox(too_large="552 5.3.4 message too large"), Refused, "SMTP 552: 5.3.4 message too large"),
    ],
)
def test_a_mail_server_refuses_with_its_own_words(
    box: Mailbox, raises: type[Problem], words: str, pem: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail(box, pem):
        redirect_mail(monkeypatch, box.port)
        problem = failure(url=MAIL)
    assert (type(problem), box.got) == (raises, [])
    assert words in str(problem)


@pytest.mark.parametrize("body", [{"ok": False, "error": "nope"}, {"success": False, "error": "nope"}, {"errcode": 7}])
def test_a_service_that_nobody_knows_may_refuse_in_its_body(body: object) -> None:
    with receiving(Reply(200, body).receiver()) as service:
        problem = failure(url=f"json://{service.place}/hook")
    assert str(problem).startswith("HTTP 200, refused: ")


@pytest.mark.parametrize("body", [b"", b"ok", b"[]", b'{"ok": true}', b'{"errcode": 0}', b'{"code": 5}', b"{" * 5000])
def test_a_service_that_nobody_knows_accepts_with_any_other_body(body: bytes) -> None:
    with receiving(Receiver(200, body=body)) as service:
        send(url=f"json://{service.place}/hook")
    assert len(service.got) == 1


def test_the_words_of_a_refusal_have_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    for reply in (
        Reply(200, {"errcode": 93000, "errmsg": f"invalid webhook key={KEY.lower()}"}),
        Reply(400, {"errcode": 40058, "errmsg": f"bad {KEY}"}),
        Reply(429, {"errcode": 45009, "errmsg": f"slow {KEY}"}, {"Retry-After": "9"}),
    ):
        with receiving(reply.receiver()) as service, monkeypatch.context() as patch:
            redirect(patch, service.place)
            why = str(failure(url=f"wecombot://{KEY}"))
        assert (KEY.lower() in why.lower(), "***" in why) == (False, True)


@pytest.mark.parametrize("text", ["价格变了", "x", "é", "→\t"])
def test_wecom_gets_no_more_bytes_than_it_has_room_for(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    body = "\n".join([*(f"- {text * 20} {number}" for number in range(300)), "", "Seen by s, snapshot 7"])
    with receiving(DOUBLES["wecombot"].accepts[0].receiver()) as service:
        redirect(monkeypatch, service.place)
        send(message(title=text * 500, body=body), url=f"wecombot://{KEY}")
    (got,) = service.got
    content = got.json["text"]["content"]
    assert 3500 < len(content.encode()) <= 4096
    assert "more lines: almanac alerts --json\n\nSeen by s, snapshot 7" in content


@pytest.mark.parametrize("url", ["dingtalk://ACCESSTOKEN/", "feishu://TOKEN", "lark://TOKEN"])
def test_chinese_text_is_counted_as_it_is_sent(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    body = "\n".join("价格变了" * 100 for _ in range(100))
    accepted = {"errcode": 0, "code": 0}
    with receiving(Receiver(200, body=json.dumps(accepted).encode())) as service:
        redirect(monkeypatch, service.place)
        send(message(body=body), url=url)
    assert 10_000 < len(service.got[0].body) <= 20_000


def test_what_others_send_with_requests_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal that somebody else gets meanwhile is none of the delivery."""
    with receiving(Receiver(200, body=b'{"errcode": 5}')) as other, receiving(Receiver()) as service:
        send(url=f"json://{service.place}/hook")
        assert requests.post(f"http://{other.place}/", timeout=10).json() == {"errcode": 5}
        send(url=f"json://{service.place}/hook")
