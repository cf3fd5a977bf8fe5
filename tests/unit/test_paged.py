"""An answer in pages: one body of all of them as they came, of one version, or a failure with the reason."""

import json
from typing import Any

import pytest

from bench.harness.dates import day
from scrapers.http.pagination import join_pages
from scrapers.http.politeness import Manners
from scrapers.http.request import ApiKey, FetchRequest
from scrapers.http.ways import NumberedPages
from scrapers.page import Attempt, Failed, Page
from tests.support.site import Answer, Site, serving

AT = day("2026-08-22 06:00")
MANNERS = Manners(backoff_seconds=0, retries=0, pause_seconds=0, loopback=True)
PATH = "api/v2/language/models/free"


def numbered(page: object, total: object = 2, more: object = None, version: object = "4.1", **beside: Any) -> bytes:  # noqa: ANN401
    """A page as the API prints it: with spaces, an escape, and a number that has more digits than a float."""
    has_more = page != total if more is None else more
    pagination = {"page": page, "page_size": 200, "total_pages": total, "has_more": has_more}
    head = json.dumps({"tier": "free", "intelligence_index_version": version, "pagination": pagination, **beside})
    return head[:-1].encode() + b', "data":  [{"name": "\\u00e9", "score": 51.50000000000000000001}]}\n'


def answers(*pages: bytes | Answer, path: str = f"{PATH}?page=") -> dict[str, list[Answer]]:
    made = (page if isinstance(page, Answer) else Answer(200, page) for page in pages)
    return {f"{path}{number}": [answer] for number, answer in enumerate(made, 1)}


def ask(site: Site, way: NumberedPages | None = None, query: str = "") -> Attempt:
    return (way or NumberedPages())(FetchRequest("aa", f"{site.url}/{PATH}{query}", AT, MANNERS))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_all_pages_come_as_one_body_byte_for_byte(count: int) -> None:
    pages = [numbered(number, count) for number in range(1, count + 1)]
    with serving(**answers(*pages)) as site:
        found = ask(site)
    assert found == Page("aa", f"{site.url}/{PATH}", b'{"pages":[' + b",".join(pages) + b"]}", AT)
    assert site.paths() == [f"/{PATH}?page={number}" for number in range(1, count + 1)]
    assert isinstance(found, Page)
    assert [page["pagination"]["page"] for page in json.loads(found.body)["pages"]] == list(range(1, count + 1))


def test_an_address_with_a_question_gets_another_one() -> None:
    with serving(**answers(numbered(1, 1), path=f"{PATH}?size=9&page=")) as site:
        assert isinstance(ask(site, query="?size=9"), Page)


def test_each_page_is_asked_for_with_the_key() -> None:
    with serving(**answers(numbered(1), numbered(2))) as site:
        NumberedPages()(FetchRequest("aa", f"{site.url}/{PATH}", AT, MANNERS, key=ApiKey("secret", "x", "x-api-key")))
    sent = {path: headers.get("x-api-key") for path, headers in site.asked}
    # Who has a key was let in: what robots.txt says is for others.
    assert sent == {f"/{PATH}?page=1": "secret", f"/{PATH}?page=2": "secret"}


@pytest.mark.parametrize("body", [b'{"status": 200, "data": []}', b"[]", b""])
def test_an_answer_without_pages_is_whole_and_its_readers_matter(body: bytes) -> None:
    with serving(**answers(body)) as site:
        found = NumberedPages()(FetchRequest("aa", f"{site.url}/{PATH}", AT, MANNERS))
    assert isinstance(found, Page)
    assert (found.body, [path for path, _ in site.asked]) == (body, ["/robots.txt", f"/{PATH}?page=1"])


REFUSED: dict[str, tuple[list[bytes | Answer], str]] = {
    "another page": ([numbered(1), numbered(1, more=False)], "page=2: page 2 was asked for, and page 1 answered"),
    "a later page": ([numbered(2, 3)], "page 1 was asked for, and page 2 answered"),
    "more pages than before": ([numbered(1), numbered(2, 3)], "page 1 is of 2 pages, and page 2 is of 3"),
    "fewer pages than before": ([numbered(1, 3), numbered(2, 2)], "page 1 is of 3 pages, and page 2 is of 2"),
    "another version": ([numbered(1), numbered(2, version="4.2")], "of version '4.1', and page 2 is of version '4.2'"),
    "no version any more": ([numbered(1), numbered(2, version=None)], "and page 2 is of version None"),
    "a version of another type": ([numbered(1, version=4), numbered(2, version="4")], "of version 4, and page 2"),
    "an end too early": ([numbered(1, 2, more=False)], "page 1 of 2 says that there are no more"),
    "no end": ([numbered(1, 1, more=True)], "page 1 of 1 says that there are more"),
    "no pages": ([numbered(1, 0, more=False)], "page 1 of 0"),
    "too many pages": ([numbered(1, 4)], "the answer has 4 pages, and a run asks for 3 at most"),
    "a page as text": ([numbered("1")], "no numbered page in JSON: pagination.page"),
    "more as text": ([numbered(1, more="true")], "no numbered page in JSON: pagination.has_more"),
    "no pagination on the way": ([numbered(1), b'{"data": []}'], "page=2: no numbered page in JSON: pagination"),
    "half a page": ([numbered(1), numbered(2)[:-9]], "page=2: no numbered page in JSON"),
    "two values": ([numbered(1, 1) + b"{}"], "no numbered page in JSON"),
    "not UTF-8": ([numbered(1, 1).replace(b"\\u00e9", b"\xe9")], "no numbered page in JSON"),
    "an error on the way": ([numbered(1), Answer(500)], "page=2: HTTP 500"),
    "too many questions": ([numbered(1), Answer(429, headers={"Retry-After": "60"})], "page=2: HTTP 429"),
    "an unchanged page": ([numbered(1), Answer(304)], "page=2: no numbered page in JSON"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_pages_that_do_not_belong_together_are_none(name: str) -> None:
    pages, reason = REFUSED[name]
    with serving(**answers(*pages)) as site:
        found = ask(site)
    assert isinstance(found, Failed)
    assert reason in found.reason
    assert len(site.paths()) == len(pages)


def test_so_many_requests_as_are_allowed_are_made_and_no_more() -> None:
    with serving(**answers(*(numbered(number, 4) for number in range(1, 5)))) as site:
        assert isinstance(ask(site, NumberedPages(most_pages=4)), Page)
    assert len(site.paths()) == 4


def test_a_body_is_its_pages_and_nothing_else() -> None:
    assert join_pages([b" {} ", b'{"a": 1.0}']) == b'{"pages":[ {} ,{"a": 1.0}]}'
