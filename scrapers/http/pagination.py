"""An answer in numbered pages of JSON, asked for one after the other: all of them, of one version, or none.

The body is `{"pages":[<page 1>,<page 2>, …]}`, each page's bytes as they came.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from pydantic import BaseModel, JsonValue, StrictBool, StrictInt, ValidationError

from scrapers.http.client import polite_client
from scrapers.http.errors import Refusal
from scrapers.http.request import FetchRequest, failed
from scrapers.page import Attempt, Page

NUMBERED = re.compile(rb'"pagination"\s*:')
"""Without it an answer has no pages."""


class Pagination(BaseModel):
    page: StrictInt
    total_pages: StrictInt
    has_more: StrictBool


class NumberedPage(BaseModel):
    """What tells that pages belong together; what else they say is their reader's matter."""

    pagination: Pagination
    intelligence_index_version: JsonValue = None


@dataclass(frozen=True)
class NumberedPages:
    """`url?page=1` and the pages behind it."""

    most_pages: int = 3
    """So many requests a run makes at most; an answer of more pages is none."""

    def __call__(self, asked: FetchRequest) -> Attempt:
        at = asked.url
        found: list[tuple[NumberedPage, bytes]] = []
        try:
            with polite_client(asked.manners, asked.spend) as visit:
                while not found or found[-1][0].pagination.has_more:
                    at = _page(asked.url, len(found) + 1)
                    body = visit.ask(at, key=asked.key).body
                    if not found and NUMBERED.search(body) is None:
                        # An answer without pages, such as an error: it is kept, and its reader says what is wrong.
                        return Page(asked.source, asked.url, body, asked.moment)
                    found.append((self._numbered(body), body))
                    _expect_together([page for page, _ in found])
        except Refusal as refusal:
            return failed(asked, refusal, at)
        return Page(asked.source, asked.url, join_pages([body for _, body in found]), asked.moment)

    def _numbered(self, body: bytes) -> NumberedPage:
        try:
            found = NumberedPage.model_validate_json(body)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(map(str, first["loc"]))
            raise Refusal(f"no numbered page in JSON: {place}: {first['msg']}") from None
        if found.pagination.total_pages > self.most_pages:
            total = found.pagination.total_pages
            raise Refusal(f"the answer has {total} pages, and a run asks for {self.most_pages} at most")
        return found


def join_pages(bodies: list[bytes]) -> bytes:
    """Pages as one body, byte for byte."""
    return b'{"pages":[' + b",".join(bodies) + b"]}"


def _page(url: str, number: int) -> str:
    return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode({'page': number})}"


def _expect_together(pages: list[NumberedPage]) -> None:
    """Raise Refusal unless the newest page is the one that was asked for, of the version that the first is of."""
    first, last, number = pages[0], pages[-1], len(pages)
    said, total = last.pagination, first.pagination.total_pages
    if said.page != number:
        raise Refusal(f"page {number} was asked for, and page {said.page} answered")
    if said.total_pages != total:
        raise Refusal(f"page 1 is of {total} pages, and page {number} is of {said.total_pages}")
    if last.intelligence_index_version != first.intelligence_index_version:
        versions = (first.intelligence_index_version, last.intelligence_index_version)
        raise Refusal(f"page 1 is of version {versions[0]!r}, and page {number} is of version {versions[1]!r}")
    if number > total or said.has_more != (number < total):
        raise Refusal(f"page {number} of {total} says that there are {'' if said.has_more else 'no '}more")
