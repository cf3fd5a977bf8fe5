"""Pages that an index page links to, one after the other: all or none, unless the index is one of them."""

from functools import partial
from urllib.parse import urljoin

from scrapers.http.client import polite_client
from scrapers.http.errors import NotNow, Refusal
from scrapers.http.request import FetchRequest, failed
from scrapers.http.ways import LinkedPages
from scrapers.page import Attempt, Page, PageChanged


def fetch_linked(way: LinkedPages, request: FetchRequest) -> Attempt:
    """Fetch an index and the pages that it links to."""
    at = request.url
    pages: list[tuple[str, bytes]] = []
    try:
        with polite_client(request.manners, request.spend) as visit:
            asked = partial(visit.ask, key=request.key, expected=request.expected)
            index = Page(request.source, at, asked(at).body, request.moment)
            paths = request.call(way.links, index)[: request.manners.most_links]
            if way.with_index:
                pages.append((at, index.body))
            for at in (urljoin(request.url, path) for path in paths):
                try:
                    pages.append((at, asked(at).body))
                except Refusal as problem:
                    if not way.with_index or isinstance(problem, NotNow):
                        raise
        if not pages:
            return failed(request, Refusal("no links to follow"))
    except (Refusal, PageChanged) as problem:
        return failed(request, problem, at)
    return Page(request.source, request.url, way.bundle(pages), request.moment)
