"""A page whose Markdown form may be empty: the page itself is asked for where that form says nothing."""

import re

import pytest

from bench.harness.dates import day
from samples.vendors.moonshot import PRICING
from scrapers.http.politeness import Manners
from scrapers.http.request import FetchRequest
from scrapers.http.ways import TwoForms
from scrapers.page import Attempt, Failed, NotModified, Page, Validators
from scrapers.registry import SOURCES
from tests.support.site import Answer, Site, serving

AT = day("2026-11-30 04:18")
MANNERS = Manners(backoff_seconds=0, retries=0, pause_seconds=0, loopback=True)
WAY = TwoForms("/page", lambda page: page.body.startswith(b"#"))
MARKDOWN, EMPTY, HTML = b"# Prices", b"no prices", b"<html></html>"
IN_HTML = {"Content-Type": "text/html; charset=utf-8"}


def ask(site: Site, validators: Validators | None = None) -> Attempt:
    return WAY(FetchRequest("s", f"{site.url}/page.md", AT, MANNERS, validators or Validators()))


def test_a_markdown_form_that_is_read_is_all_that_is_asked_for() -> None:
    tag = {"ETag": '"1"'}
    with serving(**{"page.md": [Answer(200, MARKDOWN, tag)], "page": [Answer(200, HTML, IN_HTML)]}) as site:
        assert ask(site) == Page("s", f"{site.url}/page.md", MARKDOWN, AT, Validators('"1"'))
    assert site.paths() == ["/page.md"]


def test_a_markdown_form_that_has_not_changed_is_all_that_is_asked_for() -> None:
    with serving(**{"page.md": [Answer(304)]}) as site:
        assert ask(site, Validators('"1"')) == NotModified("s", f"{site.url}/page.md", AT)
    assert site.paths() == ["/page.md"]


@pytest.mark.parametrize("first", [Answer(200, EMPTY), Answer(404)])
def test_the_page_is_asked_for_where_its_markdown_form_is_not_read(first: Answer) -> None:
    with serving(**{"page.md": [first], "page": [Answer(200, HTML, IN_HTML)]}) as site:
        assert ask(site, Validators('"1"')) == Page("s", f"{site.url}/page", HTML, AT)
    assert [path for path, _ in site.asked] == ["/robots.txt", "/page.md", "/page"]
    assert "If-None-Match" not in dict(site.asked)["/page"]


def test_where_neither_says_anything_the_first_is_told() -> None:
    with serving(**{"page.md": [Answer(200, EMPTY)], "page": [Answer(404)]}) as site:
        assert ask(site) == Page("s", f"{site.url}/page.md", EMPTY, AT)
    with serving(**{"page.md": [Answer(404)], "page": [Answer(503)]}) as site:
        assert ask(site) == Failed("s", f"{site.url}/page.md", AT, "HTTP 404")


def test_a_page_of_another_type_is_none() -> None:
    with serving(
        **{"page.md": [Answer(200, EMPTY)], "page": [Answer(200, HTML, {"Content-Type": "image/png"})]}
    ) as site:
        assert ask(site) == Page("s", f"{site.url}/page.md", EMPTY, AT)


def test_moonshots_empty_tables_lead_to_its_page() -> None:
    empty = re.sub(r"rows=\{\[\n.*?\n\]\}", "rows={[]}", PRICING.answer(AT), flags=re.DOTALL)
    source = SOURCES["moonshot_pricing"]
    assert source.ask
    with serving(
        **{source.path[1:]: [Answer(200, empty.encode())], source.path[1:-3]: [Answer(200, HTML, IN_HTML)]}
    ) as site:
        found = source.ask(FetchRequest(source.name, site.url + source.path, AT, MANNERS))
    assert isinstance(found, Page)
    assert found.body == HTML
