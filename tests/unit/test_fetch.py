"""Fetching, against a real server on loopback."""

import gzip
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event

import pytest

from bench.harness.dates import day
from scrapers.http.client import fetch
from scrapers.http.errors import ASKED_TO_WAIT, asked_to_wait_until
from scrapers.http.patience import asked_wait
from scrapers.http.politeness import Manners
from scrapers.http.request import ExpectedAnswer, FetchRequest
from scrapers.page import Failed, NotModified, Page, Validators
from tests.support.site import Answer, Site, serving

MANNERS = Manners(user_agent="model-almanac/test (tests@example.org)", backoff_seconds=0, retries=2, loopback=True)
AT = day("2026-05-08")


def get(
    site: Site, path: str = "/page", known: Validators | None = None, manners: Manners = MANNERS
) -> Page | NotModified | Failed:
    return fetch(FetchRequest("s", site.url + path, AT, manners, known or Validators()))


def failure(site: Site, path: str = "/page", manners: Manners = MANNERS) -> str:
    found = get(site, path, manners=manners)
    assert isinstance(found, Failed)
    return found.reason


def test_a_page_comes_with_its_bytes_and_validators() -> None:
    with serving(page=[Answer(200, b"\xe2\x9c\x93", {"ETag": '"1"', "Last-Modified": "yesterday"})]) as site:
        assert get(site) == Page("s", f"{site.url}/page", b"\xe2\x9c\x93", AT, Validators('"1"', "yesterday"))


def test_a_packed_page_is_unpacked() -> None:
    with serving(page=[Answer(200, gzip.compress(b"hello"), {"Content-Encoding": "gzip"})]) as site:
        found = get(site)
    assert isinstance(found, Page)
    assert found.body == b"hello"


def test_who_asks_says_so() -> None:
    with serving(page=[Answer()]) as site:
        get(site)
    assert {headers["User-Agent"] for _, headers in site.asked} == {MANNERS.user_agent}


def test_what_is_known_is_asked_for_with_its_validators() -> None:
    with serving(page=[Answer(304)]) as site:
        assert get(site, known=Validators('"1"', "yesterday")) == NotModified("s", f"{site.url}/page", AT)
    headers = dict(site.asked)["/page"]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"1"', "yesterday")


def test_nothing_known_sends_no_validators() -> None:
    with serving(page=[Answer()]) as site:
        get(site)
    assert not {"If-None-Match", "If-Modified-Since"} & set(dict(site.asked)["/page"])


def test_a_page_that_robots_txt_forbids_is_not_asked_for() -> None:
    with serving(robots=[Answer(200, b"User-agent: model-almanac\nDisallow: /page")], page=[Answer()]) as site:
        assert "robots.txt forbids" in failure(site)
    assert site.paths() == []


def test_a_site_without_robots_txt_allows_all() -> None:
    with serving(page=[Answer(200, b"hello")]) as site:
        assert isinstance(get(site), Page)


def test_a_robots_txt_that_is_a_home_page_allows_all() -> None:
    with serving(robots=[Answer(200, b"<html>Your First API Call</html>")], page=[Answer()]) as site:
        assert isinstance(get(site), Page)


def test_a_robots_txt_that_cannot_be_read_allows_nothing() -> None:
    with serving(robots=[Answer(500)], page=[Answer()]) as site:
        assert "robots.txt cannot be read: HTTP 500" in failure(site)
    assert site.paths() == []


@pytest.mark.parametrize(
    "text",
    [
        b"User-agent: a\nDisallow: /x\n" + b"#" * 500_000,
        b"".join(b"User-agent: %d\n" % number for number in range(5_000)) + b"Disallow: /x\n" * 5_000,
    ],
    ids=["long", "many agents and rules"],
)
def test_a_robots_txt_that_would_take_long_is_not_parsed_and_allows_nothing(
    text: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scrapers.http.client.Protego", None)
    with serving(robots=[Answer(200, text)], page=[Answer()]) as site:
        assert "robots.txt is too long to be read" in failure(site)
    assert site.paths() == []


def test_a_robots_txt_of_a_large_site_is_read() -> None:
    agents = b"".join(b"User-agent: bot%d\n" % number for number in range(100))
    rules = b"".join(b"Disallow: /forbidden%d\n" % number for number in range(1_000))
    with serving(robots=[Answer(200, agents + b"User-agent: *\n" + rules)], page=[Answer()]) as site:
        assert isinstance(get(site), Page)
        assert "forbids" in failure(site, "/forbidden7")


def test_a_redirect_on_the_same_host_is_followed() -> None:
    with serving(page=[Answer(301, headers={"Location": "/there"})], there=[Answer(200, b"hello")]) as site:
        found = get(site)
    assert isinstance(found, Page)
    assert (found.body, found.url) == (b"hello", f"{site.url}/page")


def test_a_redirect_to_another_host_is_not_followed() -> None:
    with serving(other=[Answer()]) as elsewhere:
        address = elsewhere.url.replace("127.0.0.1", "localhost") + "/other"
        with serving(page=[Answer(302, headers={"Location": address})]) as site:
            assert "another host: localhost" in failure(site)
        assert elsewhere.asked == []


def test_a_redirect_to_another_port_is_not_followed() -> None:
    with serving(other=[Answer()]) as elsewhere:
        with serving(page=[Answer(302, headers={"Location": f"{elsewhere.url}/other"})]) as site:
            assert "another host" in failure(site)
        assert elsewhere.asked == []


def test_redirects_in_a_circle_end() -> None:
    with serving(page=[Answer(302, headers={"Location": "/page"})]) as site:
        assert failure(site) == "more than 5 redirects"
    assert len(site.paths()) == 6


def test_a_page_that_is_too_long_is_given_up() -> None:
    with serving(page=[Answer(200, b"x" * 200_000)]) as site:
        assert "longer than 100,000 bytes" in failure(site, manners=replace(MANNERS, most_bytes=100_000))


def test_a_small_packet_that_unpacks_to_too_much_is_given_up() -> None:
    packed = gzip.compress(b"x" * 2_000_000)
    with serving(page=[Answer(200, packed, {"Content-Encoding": "gzip"})]) as site:
        assert "longer than 100,000 bytes" in failure(site, manners=replace(MANNERS, most_bytes=100_000))


def test_a_server_in_trouble_is_asked_again_a_few_times() -> None:
    with serving(page=[Answer(503), Answer(503), Answer(200, b"hello")]) as site:
        assert isinstance(get(site), Page)
    assert len(site.paths()) == 3


def test_a_server_that_stays_in_trouble_is_given_up() -> None:
    with serving(page=[Answer(503)]) as site:
        assert failure(site) == "HTTP 503"
    assert len(site.paths()) == 3


def test_each_retry_is_a_line_at_the_level_debug(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "almanac.fetch")
    with serving(page=[Answer(503), Answer(200)]) as site:
        get(site)
    assert [record.getMessage() for record in caplog.records if record.name == "almanac.fetch"] == [
        "asking for /page again: HTTP 503"
    ]


def test_a_server_that_names_a_wait_is_asked_again_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("urllib3.util.retry.time.sleep", waits.append)
    with serving(page=[Answer(429, headers={"Retry-After": "7"}), Answer(200)]) as site:
        assert isinstance(get(site), Page)
    assert waits == [7]


def test_a_server_that_wants_a_longer_wait_than_a_run_is_left_alone() -> None:
    with serving(page=[Answer(429, headers={"Retry-After": "3600"}), Answer(200)]) as site:
        assert "HTTP 429" in failure(site)
    assert len(site.paths()) == 1


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits of a run, which take no time."""
    found = list[float]()
    monkeypatch.setattr("urllib3.util.retry.time.sleep", found.append)
    return found


@pytest.mark.parametrize("status", [429, 503])
def test_all_waits_of_a_run_together_are_bounded(waits: list[float], status: int) -> None:
    with serving(page=[Answer(status, headers={"Retry-After": "59"})]) as site:
        reason = failure(site, manners=replace(MANNERS, retries=3))
    assert waits == [59]
    assert len(site.paths()) == 2
    assert reason.startswith(f"HTTP {status}: the server asks to wait until 20")


def test_waits_for_robots_txt_and_for_the_page_count_together(waits: list[float]) -> None:
    busy = Answer(503, headers={"Retry-After": "40"})
    with serving(robots=[busy, Answer(404)], page=[busy, Answer(200)]) as site:
        assert "asks to wait until" in failure(site)
    assert waits == [40]


def test_waits_after_errors_count_too(waits: list[float]) -> None:
    with serving(page=[Answer(500)]) as site:
        patient = replace(MANNERS, retries=40, backoff_seconds=20)
        assert failure(site, manners=patient) == "the server had trouble for longer than a run waits"
    assert sum(waits) <= 60


def test_a_run_ends_where_all_requests_together_took_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0])
    monkeypatch.setattr("scrapers.http.patience.time.monotonic", lambda: next(clock, 601.0))
    with serving(page=[Answer(200)]) as site:
        assert failure(site) == "the server took longer than 600 s for all that was asked"
    assert site.asked == []


@pytest.mark.parametrize(
    ("asked", "most"),
    [("3600", 3_700), ("99999999999999999999", 86_500), ("Thu, 01 Jan 2999 00:00:00 GMT", 86_500), ("61", 200)],
)
def test_a_reason_says_until_when_a_server_asks_to_wait_a_day_at_most(asked: str, most: int) -> None:
    with serving(page=[Answer(429, headers={"Retry-After": asked})]) as site:
        until = asked_to_wait_until(failure(site))
    assert until is not None
    assert 0 < (until - datetime.now(UTC)).total_seconds() <= most


def test_where_a_wait_is_asked_for_by_robots_txt_the_reason_says_so_too() -> None:
    with serving(robots=[Answer(503, headers={"Retry-After": "3600"})], page=[Answer()]) as site:
        assert asked_to_wait_until(failure(site)) is not None
    assert asked_to_wait_until(f"https://x/page=2: HTTP 429{ASKED_TO_WAIT}2026-11-30 16:00 UTC; and so on") is not None


@pytest.mark.parametrize(
    "reason",
    [
        None,
        "HTTP 429",
        f"the answer is HTTP 429{ASKED_TO_WAIT}2999-01-01 00:00 UTC;, and not text/html",
        f"a redirect to another page: /HTTP 429{ASKED_TO_WAIT}2999-01-01 00:00 UTC;",
    ],
)
def test_words_of_a_server_are_no_wait(reason: str | None) -> None:
    assert asked_to_wait_until(reason) is None


@pytest.mark.parametrize("asked", ["soon", "-1", "1e9", "\u0661", "9" * 5000, ""])
def test_a_wait_that_is_no_number_and_no_date_is_none(asked: str) -> None:
    assert asked_wait(429, {"Retry-After": asked}) is None


def test_a_page_that_is_not_there_is_a_failure_and_not_asked_for_again() -> None:
    with serving() as site:
        assert failure(site) == "HTTP 404"
    assert site.paths() == ["/page"]


def test_a_server_that_is_silent_is_a_failure() -> None:
    over = Event()
    with serving(page=[Answer(drip=lambda _: over.wait(30))]) as site:
        assert "timed out" in failure(site, manners=replace(MANNERS, read_seconds=0.05, retries=0))
        over.set()


def test_a_server_that_drips_is_given_up_in_time() -> None:
    over = Event()

    def drip(write: Callable[[bytes], object]) -> None:
        while not over.wait(0.01):
            write(b"x")

    with serving(page=[Answer(drip=drip)]) as site:
        assert "took longer than 0.1 s" in failure(site, manners=replace(MANNERS, whole_seconds=0.1, most_bytes=10**9))
        over.set()


def test_a_body_that_breaks_off_is_a_failure() -> None:
    with serving(page=[Answer(headers={"Content-Length": "100"}, drip=lambda write: write(b"half"))]) as site:
        assert "IncompleteRead" in failure(site)


def test_nobody_there_is_a_failure_with_a_reason() -> None:
    with serving() as site:
        pass
    assert "refused" in failure(site, manners=replace(MANNERS, retries=0))


DOCUMENT = ExpectedAnswer(("text/markdown", "text/plain"), 1_000)


def document(site: Site, path: str = "/a.md") -> Page | NotModified | Failed:
    manners = replace(MANNERS, most_bytes=DOCUMENT.most_bytes)
    return fetch(FetchRequest("s", site.url + path, AT, manners, expected=DOCUMENT))


@pytest.mark.parametrize("kind", ["text/markdown; charset=utf-8", "Text/Plain"])
def test_a_document_of_the_expected_type_is_a_page(kind: str) -> None:
    with serving(**{"a.md": [Answer(200, b"# A", {"Content-Type": kind})]}) as site:
        found = document(site)
    assert isinstance(found, Page)
    assert found.body == b"# A"


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ([Answer(200, b"# A", {"Content-Type": "text/html"})], "the answer is text/html, and not text/markdown"),
        ([Answer(200, b"# A", {"Content-Type": ""})], "the answer is of no stated type"),
        ([Answer(200, b"#" * 10_001, {"Content-Type": "text/markdown"})], "the answer is longer than 1,000 bytes"),
        ([Answer(302, b"", {"Location": "/sign-in"})], "a redirect to another page: /sign-in"),
    ],
)
def test_another_answer_is_no_document(answers: list[Answer], reason: str) -> None:
    other = [Answer(200, b"# Sign in", {"Content-Type": "text/markdown"})]
    with serving(**{"a.md": answers, "sign-in": other}) as site:
        found = document(site)
    assert isinstance(found, Failed)
    assert reason in found.reason
