"""Pages that an index page links to, asked for one after the other: all of them or none."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from scrapers.http.client import polite_client
from scrapers.http.errors import Refusal
from scrapers.http.request import FetchRequest, failed
from scrapers.page import Attempt, Page, PageChanged


@dataclass(frozen=True)
class LinkedPages:
    """Pages that are read together: which ones an index page links to, and how they become one body."""

    links: Callable[[Page], list[str]]
    """The newest first. Raises PageChanged."""
    bundle: Callable[[list[tuple[str, bytes]]], bytes]

    def __call__(self, asked: FetchRequest) -> Attempt:
        at = asked.url
        pages: list[tuple[str, bytes]] = []
        try:
            with polite_client(asked.manners, asked.spend) as visit:
                index = Page(asked.source, at, visit.ask(at, key=asked.key).body, asked.moment)
                paths = self.links(index)[: asked.manners.most_links]
                for at in (urljoin(asked.url, path) for path in paths):
                    pages.append((at, visit.ask(at, key=asked.key).body))
            if not pages:
                return failed(asked, Refusal("no links to follow"))
        except (Refusal, PageChanged) as problem:
            return failed(asked, problem, at)
        return Page(asked.source, asked.url, self.bundle(pages), asked.moment)
