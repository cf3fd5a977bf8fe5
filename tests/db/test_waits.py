"""A short pause that a service asks for is waited out in place; a longer one is left to the outbox."""

from collections.abc import Sequence
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from threading import Event

import pytest
import requests

from alerts.channels.apprise_service import ANSWERS
from alerts.channels.channel import Undelivered
from alerts.channels.http_answers import captured_answers
from alerts.channels.retry_after import CLAIM_SECONDS, MOST_WAITS, send_with_pauses
from alerts.channels.time_limit import run_within
from alerts.outbox import LEASE
from tests.db.test_channels import DISCORD, failure, send
from tests.support.receivers import Receiver, receiving
from tests.support.services import Reply, redirect

LONGEST_TIMEOUT = 60
TELEGRAM = "tgram://123456789:abcdefg_hijklmnop/12315544/"


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were waited out, in seconds; here they take no time."""
    made: list[float] = []
    monkeypatch.setattr("alerts.channels.retry_after.sleep", made.append)
    return made


def answering(*replies: Reply) -> Receiver:
    """A service with an answer for each request; the last one goes on."""

    def prepare(_request: BaseHTTPRequestHandler) -> None:
        now = replies[min(len(receiver.got), len(replies)) - 1].receiver()
        receiver.status, receiver.headers, receiver.body = now.status, now.headers, now.body

    receiver = Receiver(before=prepare)
    return receiver


def busy(asked: str) -> Reply:
    return Reply(429, "", {"Retry-After": asked})


@pytest.mark.parametrize(("asked", "expected"), [("0", 0), ("1", 1), ("0.25", 0.25), ("1.99", 1.99)])
def test_a_webhook_s_short_pause_is_waited_out(asked: str, expected: float, pauses: list[float]) -> None:
    with receiving(answering(busy(asked), Reply(204))) as target:
        send(webhook=f"http://{target.place}/")
    assert (pauses, len(target.got)) == ([expected], 2)
    assert target.got[0].headers["webhook-id"] == target.got[1].headers["webhook-id"]


@pytest.mark.parametrize("asked", ["2", "3600"])
def test_a_longer_pause_is_left_to_the_outbox(asked: str, pauses: list[float]) -> None:
    with receiving(answering(busy(asked), Reply(204))) as target:
        problem = failure(webhook=f"http://{target.place}/")
    assert (problem.retry_after, pauses, len(target.got)) == (timedelta(seconds=int(asked)), [], 1)


@pytest.mark.parametrize(
    ("url", "replies", "expected"),
    [
        (DISCORD, (Reply(429, {"retry_after": 0.3}, {"Retry-After": "1"}), Reply(204)), [0.3]),
        (
            DISCORD,
            (Reply(429, {"retry_after": 0.3}, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "4e9"}), Reply(204)),
            [0.3],
        ),
        (TELEGRAM, (Reply(429, {"ok": False, "parameters": {"retry_after": 1}}), Reply(200, {"ok": True})), [1]),
        ("json://x.example/", (busy("1"), Reply(429, {"retry_after_ms": 500}), Reply(200)), [1, 0.5]),
    ],
)
def test_a_service_s_short_pause_is_waited_out(
    url: str, replies: Sequence[Reply], expected: list[float], pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiving(answering(*replies)) as service:
        redirect(monkeypatch, service.place)
        send(url=url)
    assert (pauses, len(service.got)) == (expected, len(replies))


def test_a_service_that_asks_for_a_pause_every_time_is_left_to_the_outbox(pauses: list[float]) -> None:
    with receiving(answering(busy("1"))) as target:
        problem = failure(webhook=f"http://{target.place}/")
    assert (len(target.got), pauses, str(problem)) == (1 + MOST_WAITS, [1.0] * MOST_WAITS, "HTTP 429")


def test_no_try_is_begun_that_may_outlast_the_claim(pauses: list[float]) -> None:
    tries: list[int] = []

    def send_once() -> None:
        tries.append(1)
        raise Undelivered("HTTP 429", timedelta(seconds=1))

    with pytest.raises(Undelivered):
        send_with_pauses(send_once, CLAIM_SECONDS)
    assert (len(tries), pauses) == (1, [])
    assert ANSWERS * LONGEST_TIMEOUT < CLAIM_SECONDS < LEASE.total_seconds()


def test_a_delivery_that_was_given_up_sends_nothing_more() -> None:
    """A thread that is left alone would come to its second request when the message is on its way again."""
    go, ended = Event(), Event()
    problems: list[str] = []

    def work() -> None:
        go.wait()
        try:
            requests.post(f"http://{target.place}/", timeout=5)
        except requests.ConnectionError as problem:
            problems.append(str(problem))
        ended.set()

    with receiving(Receiver()) as target:
        with pytest.raises(Undelivered), captured_answers():
            run_within(0.05, work)
        go.set()
        ended.wait()
    assert (target.got, problems) == ([], ["the delivery was given up"])
