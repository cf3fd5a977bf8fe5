"""Pages that an index page links to, fetched one after the other: all of them or none."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from scrapers.http.client import FetchRequest, failed, polite_client
from scrapers.http.errors import Refusal
from scrapers.page import Attempt, Page, PageChanged


@dataclass(frozen=True)
class LinkedPages:
    """Fetch the pages that an index links to, and join them into one body."""

    links: Callable[[Page], list[str]]
    """Return the links of the index, the newest first. Raises PageChanged."""
    bundle: Callable[[list[tuple[str, bytes]]], bytes]

    def __call__(self, request: FetchRequest) -> Attempt:
        at = request.url
        pages: list[tuple[str, bytes]] = []
        try:
            with polite_client(request.manners, request.spend) as visit:
                index = Page(request.source, at, visit.ask(at, key=request.key).body, request.moment)
                paths = self.links(index)[: request.manners.most_links]
                for at in (urljoin(request.url, path) for path in paths):
                    pages.append((at, visit.ask(at, key=request.key).body))
            if not pages:
                return failed(request, Refusal("no links to follow"))
        except (Refusal, PageChanged) as problem:
            return failed(request, problem, at)
        return Page(request.source, request.url, self.bundle(pages), request.moment)
