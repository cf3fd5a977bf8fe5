"""xAI's page of prices and its guides as one body: page after page, each behind a comment with its address."""

import re

from scrapers.page import Page

GUIDE = "/developers/migration/may-15-retirement.md"
"""The guide of 2026-05-15, which is asked for whether or not a page links to it."""
LINK = re.compile(
    rb"\]\((?:https://docs\.x\.ai)?(/developers/migration/[a-z0-9-]*retirement[a-z0-9-]*)(?:\.md)?(?:#[^)]*)?\)"
)
ADDRESS = re.compile(rb"^<!-- page (\S+) -->\n", re.MULTILINE)


def guides(page: Page) -> list[str]:
    """Return the paths of the known guide and of those that a page links to, each once."""
    return list(dict.fromkeys([GUIDE, *(f"{path.decode()}.md" for path in LINK.findall(page.body))]))


def bundle(pages: list[tuple[str, bytes]]) -> bytes:
    """Join pages, each with its address, into one body."""
    return b"\n".join(b"<!-- page %s -->\n%s" % (url.encode(), body) for url, body in pages)


def parts(page: Page) -> list[Page]:
    """Return the pages of a body; a single saved page is a bundle of one."""
    first, *rest = ADDRESS.split(page.body)
    if not rest:
        return [page]
    found = [
        Page(page.source, url.decode(errors="replace"), body, page.moment)
        for url, body in zip(rest[::2], rest[1::2], strict=True)
    ]
    return found if not first.strip() else [Page(page.source, page.url, first, page.moment), *found]
