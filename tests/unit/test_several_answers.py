"""Several addresses of an API as one body: byte for byte, with what is missing, or a failure with the reason."""

import json
from collections.abc import Sequence

import pytest

from bench.harness.dates import day
from scrapers.http.politeness import Manners
from scrapers.http.request import JSON as JSON_ANSWER
from scrapers.http.request import FetchRequest
from scrapers.http.several_answers import join_answers
from scrapers.http.ways import SeveralAnswers
from scrapers.page import Attempt, Failed, Page
from tests.support.site import Answer, Site, serving

AT = day("2026-07-14")
MANNERS = Manners(backoff_seconds=0, retries=0, pause_seconds=0, loopback=True)
JSON = {"Content-Type": "application/json; charset=utf-8"}
PATHS = ("/api/models/a/b?expand=sha&expand=tags", "/api/models/c/d?expand=sha&expand=tags")


def ask(site: Site, paths: Sequence[str] = PATHS, manners: Manners = MANNERS) -> Attempt:
    return SeveralAnswers(lambda: paths)(
        FetchRequest("hf", f"{site.url}/api/models", AT, manners, expected=JSON_ANSWER)
    )


def site_of(*answers: Answer) -> dict[str, list[Answer]]:
    return {path.removeprefix("/"): [answer] for path, answer in zip(PATHS, answers, strict=True)}


def said(text: str, status: int = 200, **headers: str) -> Answer:
    return Answer(status, text.encode(), JSON | headers)


def reason(*answers: Answer, manners: Manners = MANNERS) -> str:
    with serving(**site_of(*answers)) as site:
        found = ask(site, manners=manners)
    assert isinstance(found, Failed)
    return found.reason


def test_answers_come_as_one_body_byte_for_byte_in_their_order() -> None:
    bodies = ('{"id":  "a/b", "n": 1.50000000000000000001}', '["\\u00e9"]\n')
    with serving(**site_of(*map(said, bodies))) as site:
        found = ask(site)
    assert isinstance(found, Page)
    assert found.url == f"{site.url}/api/models"
    parts = [("/api/models/a/b", 200, bodies[0].encode()), ("/api/models/c/d", 200, bodies[1].encode())]
    assert found.body == join_answers(parts)
    assert [part["path"] for part in json.loads(found.body)["answers"]] == ["/api/models/a/b", "/api/models/c/d"]
    assert bodies[0].encode() in found.body
    assert site.paths() == list(PATHS)


@pytest.mark.parametrize("status", SeveralAnswers(tuple).missing)
def test_what_is_missing_is_kept_with_its_status_and_the_others_are_read(status: int) -> None:
    with serving(**site_of(said('{"error": "Invalid username or password."}', status), said("{}"))) as site:
        found = ask(site)
    assert isinstance(found, Page)
    assert json.loads(found.body)["answers"] == [
        {"path": "/api/models/a/b", "status": status, "answer": None},
        {"path": "/api/models/c/d", "status": 200, "answer": {}},
    ]


FAILURES = {
    "an error on the way": (said("{}"), said("{}", 500), "/api/models/c/d?expand=sha&expand=tags: HTTP 500"),
    "too many requests": (said("{}", 429, **{"Retry-After": "600"}), said("{}"), "HTTP 429"),
    "not JSON": (said("{}"), said("<html>"), "the answer is not JSON"),
    "more than one value": (said("{}"), said('{}}],"answers":[{'), "the answer is not JSON"),
    "nested too deep": (said("[" * 100_000 + "]" * 100_000), said("{}"), "the answer is not JSON"),
}


@pytest.mark.parametrize("what", FAILURES)
def test_anything_else_fails_as_a_whole_with_its_address(what: str) -> None:
    *answers, words = FAILURES[what]
    assert words in reason(*answers)


@pytest.mark.parametrize("stated", ["text/html; charset=utf-8", "application/jsonp", "", "APPLICATION/XML"])
def test_another_content_type_is_refused_before_it_is_parsed(stated: str) -> None:
    other = Answer(200, b"{}", {"Content-Type": stated} if stated else {})
    shown = stated.partition(";")[0].lower() or "of no stated type"
    assert reason(other, said("{}")).endswith(f"the answer is {shown}, and not application/json")


def test_the_type_of_a_missing_one_does_not_matter() -> None:
    with serving(**site_of(Answer(404, b"<html>", {"Content-Type": "text/html"}), said("{}"))) as site:
        assert isinstance(ask(site), Page)


def test_an_answer_of_ten_times_its_bound_is_refused_before_it_is_parsed() -> None:
    bounded = Manners(backoff_seconds=0, retries=0, pause_seconds=0, loopback=True, most_bytes=1000)
    assert "the answer is longer than 1,000 bytes" in reason(said('"' + "x" * 9_998 + '"'), said("{}"), manners=bounded)
