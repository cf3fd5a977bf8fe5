"""DeepSeek's news posts that the change log links to, read as one; they are not corrected later (2026-09-11).

They are fetched together and stored as one body: page after page, each behind a comment with its address.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from models.facts import Fact, Notice, Retirement
from models.readings import KeptFacts, Reading, Scope, Unread
from scrapers.deepseek.changelog import NEWS
from scrapers.deepseek.docs_site import HEADINGS, article, blocks, canonical_address, take_struck_texts, text_lines
from scrapers.deepseek.small_print import (
    PlacedStatement,
    Retires,
    parse_note,
    retirement_facts,
    struck_mentions,
    struck_unread,
    unclear_mentions,
)
from scrapers.page import Page, PageChanged
from scrapers.parse import Tag, rows_as_text, text_of

UNKNOWN = "999999"
MOST_TEXTS, MOST_CHARACTERS = 3_000, 250_000
"""Of all posts: twice what 30 posts of the usual length have. Each sentence is read by rules."""
ADDRESS = re.compile(rb"<!-- page (\S+) -->\n")


def bundle(pages: list[tuple[str, bytes]]) -> bytes:
    """Join pages, each with its address, into one body."""
    return b"\n".join(b"<!-- page %s -->\n%s" % (url.encode(), body) for url, body in pages)


def read(page: Page) -> Reading:
    """Read the statements of the posts, the newest for each name. A single saved post is a bundle of one.

    A post that cannot be read is reported. It may withdraw statements of older posts, so those state no end of a name,
    and the believed facts stay. Raises PageChanged, also if most posts cannot be read.
    """
    posts = [_post(post) for post in _posts(page)]
    _refuse_many([text for post in posts for text in post.texts])
    facts, settled, placed = list[Fact](), set[str](), list[PlacedStatement]()
    unread, refusals = list[Unread](), [post.refusal for post in posts if post.refusal]
    if len(refusals) * 2 > len(posts):
        raise refusals[0]
    for post in sorted(posts, key=lambda post: (post.day, post.path), reverse=True):
        if post.refusal:
            unread.append(Unread(f"post {post.path}", str(post.refusal), keeps=frozenset({KeptFacts.of(Retirement)})))
            continue
        facts.append(Notice.of(page.source, f"{post.path}: {' '.join(post.texts)}", post.path))
        stated = [PlacedStatement(statement, post.path) for text in post.texts for statement in parse_note(text, "en")]
        placed += stated
        for retires in (item.statement for item in stated if isinstance(item.statement, Retires) and not unread):
            facts += retirement_facts(page.source, retires, settled, post.path)
            settled |= set(retires.models)
    scopes = frozenset(Scope(kind, page.source) for kind in (Retirement, Notice))
    struck = [(text, post.path) for post in posts for text in post.struck]
    return Reading(
        scopes,
        tuple(facts),
        unread=(*unread, *struck_unread(text for text, _ in struck)),
        mentions=(*unclear_mentions(placed), *struck_mentions(struck)),
    )


def _refuse_many(texts: Sequence[str]) -> None:
    """Raise PageChanged for more texts than 30 posts have."""
    if len(texts) > MOST_TEXTS or sum(map(len, texts)) > MOST_CHARACTERS:
        raise PageChanged(
            f"posts with more than {MOST_TEXTS:,} texts or {MOST_CHARACTERS:,} characters", str(len(texts))
        )


@dataclass(frozen=True)
class _Post:
    """A post; an unreadable one has a refusal instead of texts."""

    path: str
    day: str
    """For sorting by day: last if unknown."""
    texts: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    """Texts that are struck through."""
    refusal: PageChanged | None = None


def _post(post: Page) -> _Post:
    path, day = _path(post.url), UNKNOWN
    try:
        day = _day(post.url)
        part = article(post, path)
        struck = tuple(take_struck_texts(part))
        return _Post(path, day, tuple(_texts(part)), struck)
    except PageChanged as refusal:
        return _Post(path, day, refusal=refusal)


def _posts(page: Page) -> Iterator[Page]:
    parts = ADDRESS.split(page.body)
    if len(parts) == 1:
        yield replace(page, url=canonical_address(page))
        return
    if parts[0].strip():
        raise PageChanged("something stands before the first post", parts[0][:60].decode(errors="replace"))
    for url, body in zip(parts[1::2], parts[2::2], strict=True):
        yield replace(page, url=url.decode(errors="replace"), body=body)


def _path(url: str) -> str:
    return re.sub(r"https?://[^/]+", "", url, count=1)


def _day(url: str) -> str:
    """Return the day in a post's address: `news260910`, or until 2024 `news1226`, without the year."""
    match = NEWS.fullmatch(_path(url))
    if match is None:
        raise PageChanged("not the address of a post", url)
    return match[1] if len(match[1]) == 6 else f"24{match[1]}"


def _texts(part: Tag) -> Iterator[str]:
    for tag in blocks(part):
        if tag.name == "table":
            yield from rows_as_text(tag)
        else:
            yield from [text_of(tag)] if tag.name in HEADINGS else text_lines(tag)
