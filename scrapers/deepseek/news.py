"""DeepSeek's news posts: the ones that the change log links to, read as one; not corrected afterwards (2026-09-11).

They are fetched together and kept as one body: page after page, each behind a comment with its address.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from models.fact import Fact
from models.facts import Notice, Retirement
from models.reading import Reading, Scope
from scrapers.deepseek.docs import HEADINGS, article, blocks, canonical, lines
from scrapers.deepseek.mentions import mentions
from scrapers.deepseek.small_print.sentences import statements
from scrapers.deepseek.small_print.statements import Retires
from scrapers.deepseek.terms import Said, retirements
from scrapers.deepseek.updates import NEWS
from scrapers.page import Page, PageChanged
from scrapers.tables import rows_as_text, text_of

READER = 2
ADDRESS = re.compile(rb"<!-- page (\S+) -->\n")


def bundle(pages: list[tuple[str, bytes]]) -> bytes:
    """Pages, each with its address, as one body."""
    return b"\n".join(b"<!-- page %s -->\n%s" % (url.encode(), body) for url, body in pages)


def read(page: Page) -> Reading:
    """What the posts state, of each name the newest of them. A single saved post is a bundle of one.

    Raises PageChanged.
    """
    facts, settled, said = list[Fact](), set[str](), list[Said]()
    for post in sorted(_posts(page), key=lambda post: _day(post.url), reverse=True):
        path = _path(post.url)
        texts = list(_texts(post, path))
        facts.append(Notice.of(page.source, f"{path}: {' '.join(texts)}", path))
        stated = [Said(statement, path) for text in texts for statement in statements(text, "en")]
        said += stated
        for retires in (one.statement for one in stated if isinstance(one.statement, Retires)):
            facts += retirements(page.source, retires, settled, path)
            settled |= set(retires.models)
    scopes = frozenset(Scope(kind, page.source) for kind in (Retirement, Notice))
    return Reading(scopes, tuple(facts), mentions=tuple(mentions(said)))


def _posts(page: Page) -> Iterator[Page]:
    parts = ADDRESS.split(page.body)
    if len(parts) == 1:
        yield replace(page, url=canonical(page))
        return
    if parts[0].strip():
        raise PageChanged("something stands before the first post", parts[0][:60].decode(errors="replace"))
    for url, body in zip(parts[1::2], parts[2::2], strict=True):
        yield replace(page, url=url.decode(errors="replace"), body=body)


def _path(url: str) -> str:
    return re.sub(r"https?://[^/]+", "", url, count=1)


def _day(url: str) -> str:
    """`news260910` and, until 2024, `news1226`: without the year."""
    path = _path(url)
    if not NEWS.fullmatch(path):
        raise PageChanged("not the address of a post", url)
    digits = path.removeprefix("/news/news")
    return digits if len(digits) == 6 else f"24{digits}"


def _texts(post: Page, path: str) -> Iterator[str]:
    for tag in blocks(article(post, path)):
        if tag.name == "table":
            yield from rows_as_text(tag)
        else:
            yield from [text_of(tag)] if tag.name in HEADINGS else lines(tag)
