"""A paginated JSON API, fetched page by page: all pages of one version, or none.

The body is `{"pages":[<page 1>,<page 2>, …]}`, each page's bytes as they came.
"""

import re
from urllib.parse import urlencode, urlsplit

from pydantic import BaseModel, JsonValue, StrictBool, StrictInt, ValidationError

from scrapers.http.client import polite_client
from scrapers.http.errors import Refusal
from scrapers.http.request import FetchRequest, failed
from scrapers.http.ways import NumberedPages
from scrapers.page import Attempt, Page

NUMBERED = re.compile(rb'"pagination"\s*:')
"""A response without this has no pages."""


class Pagination(BaseModel):
    page: StrictInt
    total_pages: StrictInt
    has_more: StrictBool


class NumberedPage(BaseModel):
    """The fields that show that pages belong together; the reader checks the rest."""

    pagination: Pagination
    intelligence_index_version: JsonValue = None


def fetch_numbered(way: NumberedPages, request: FetchRequest) -> Attempt:
    """Fetch the pages of an API, the first one first."""
    at = request.url
    pages: list[tuple[NumberedPage, bytes]] = []
    try:
        with polite_client(request.manners, request.spend) as visit:
            while not pages or pages[-1][0].pagination.has_more:
                at = _page(request.url, len(pages) + 1)
                body = visit.ask(at, key=request.key).body
                if not pages and NUMBERED.search(body) is None:
                    # A response without pages, such as an error, is kept: its reader names the problem.
                    return Page(request.source, request.url, body, request.moment)
                pages.append((_numbered(body, way.most_pages), body))
                _expect_together([page for page, _ in pages])
    except Refusal as refusal:
        return failed(request, refusal, at)
    return Page(request.source, request.url, join_pages([body for _, body in pages]), request.moment)


def _numbered(body: bytes, most_pages: int) -> NumberedPage:
    try:
        page = NumberedPage.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise Refusal(f"no numbered page in JSON: {place}: {first['msg']}") from None
    if page.pagination.total_pages > most_pages:
        total = page.pagination.total_pages
        raise Refusal(f"the answer has {total} pages, and a run asks for {most_pages} at most")
    return page


def join_pages(bodies: list[bytes]) -> bytes:
    """Join pages into one body, byte for byte."""
    return b'{"pages":[' + b",".join(bodies) + b"]}"


def _page(url: str, number: int) -> str:
    return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode({'page': number})}"


def _expect_together(pages: list[NumberedPage]) -> None:
    """Raise Refusal unless the newest page is the requested one and of the same version as the first."""
    first, last, number = pages[0], pages[-1], len(pages)
    pagination, total = last.pagination, first.pagination.total_pages
    if pagination.page != number:
        raise Refusal(f"page {number} was asked for, and page {pagination.page} answered")
    if pagination.total_pages != total:
        raise Refusal(f"page 1 is of {total} pages, and page {number} is of {pagination.total_pages}")
    if last.intelligence_index_version != first.intelligence_index_version:
        versions = (first.intelligence_index_version, last.intelligence_index_version)
        raise Refusal(f"page 1 is of version {versions[0]!r}, and page {number} is of version {versions[1]!r}")
    if number > total or pagination.has_more != (number < total):
        raise Refusal(f"page {number} of {total} says that there are {'' if pagination.has_more else 'no '}more")
