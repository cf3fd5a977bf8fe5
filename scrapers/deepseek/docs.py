"""What every page of DeepSeek's documentation has in common: Docusaurus 3.1, rendered on the server (2024-08…2026-11).

Unknown addresses answer 200 with the home page, so a page has to prove which one it is.
"""

import re
from collections import Counter
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from scrapers.page import Page, PageChanged
from scrapers.soup import soup
from scrapers.tables import APART, INLINE, text_of
from scrapers.text import decoded, plain

HOST = "https://api-docs.deepseek.com"
END = b"</html>"
UNSEEN = re.compile("<!--.*?-->|<(script|style|svg)\\b.*?</\\1>", re.DOTALL)
HALF_TAG = re.compile("<(?!/?[a-zA-Z]|!)|</?[a-zA-Z][^<>]*<")
TAG = re.compile(
    "<(/?)(article|div|ul|ol|li|p|h[1-6]|blockquote|pre|table|caption|thead|tbody|tfoot|tr|td|th|a|b|code|del|em|s|span"
    r"|strike|strong|sup)(?=[\s>])"
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = {*HEADINGS, "p", "li", "table", "blockquote", "pre"}
DIVIDING = ["table", *HEADINGS]
"""What divides a block in which it stands: it is read by itself."""


def article(page: Page, path: str, heading: str | None = None) -> Tag:
    """The markdown part of the page that `path` names, under one heading: this one, or where none is given any.

    Raises PageChanged for any other page, and for half of one.
    """
    if not page.body.rstrip().endswith(END):
        raise PageChanged("the page is cut off: it does not end with </html>", page.body[-60:].decode(errors="replace"))
    text = decoded(page.body)
    _refuse_open_tags(text)
    tree = soup(text)
    if (its := _canonical(tree)).rstrip("/") != f"{HOST}{path}":
        raise PageChanged(f"not the page {path}: its canonical link is another", its or "none")
    found = tree.find_all("div", class_="theme-doc-markdown")
    if len(found) != 1:
        raise PageChanged(f"{len(found)} articles on the page instead of one", path)
    headings = [text_of(h1) for h1 in found[0].find_all("h1")]
    # The first heading names the page; a further one of this level begins a section about something else.
    if heading not in (None, *headings[:1]) or len(headings) < 1 or (heading is None and len(headings) > 1):
        raise PageChanged(f"the heading is not {heading or 'one'!r}", ", ".join(headings) or "none")
    return found[0]


def canonical(page: Page) -> str:
    """The address that a page gives itself."""
    return _canonical(soup(decoded(page.body)))


def _refuse_open_tags(text: str) -> None:
    """Docusaurus closes every tag that it opens; where one is open, something in the middle of the page is missing."""
    shown = UNSEEN.sub("", text)
    if half := HALF_TAG.search(shown):
        raise PageChanged("the page is cut off inside a tag", half[0])
    found = Counter(TAG.findall(shown))
    for _, name in found:
        begun, ended = found["", name], found["/", name]
        if begun != ended:
            raise PageChanged("the page is cut off in the middle", f"{begun} <{name}> and {ended} </{name}>")


def _canonical(tree: BeautifulSoup) -> str:
    link = tree.find("link", rel="canonical")
    return str(link.get("href")) if isinstance(link, Tag) else ""


def blocks(part: Tag) -> Iterator[Tag]:
    """Headings, paragraphs, list items and tables in the order of the page, whatever they are wrapped in.

    Text that stands in none of them comes as a paragraph of its own: nothing on the page is passed over.
    """
    loose = ""
    for node in _nodes(part):
        if not isinstance(node, Tag):
            loose += str(node)
            continue
        yield from _paragraph(loose)
        loose = ""
        yield node
    yield from _paragraph(loose)


def _paragraph(text: str) -> Iterator[Tag]:
    if plain(text):
        paragraph = Tag(name="p")
        paragraph.append(NavigableString(text))
        yield paragraph


def _nodes(part: Tag) -> Iterator[Tag | NavigableString]:
    """The blocks below a tag, and the texts outside of them. A block with a table or a heading in it is taken apart.

    Without recursion: a page may nest thousands of tags.
    """
    waiting: list[Iterator[PageElement]] = [iter(part.children)]
    while waiting:
        node = next(waiting[-1], None)
        if node is None:
            waiting.pop()
        elif isinstance(node, Tag):
            if node.name in BLOCKS and (node.name == "table" or node.find(DIVIDING) is None):
                yield node
            elif node.name in INLINE and node.find(list(BLOCKS)) is None:
                yield NavigableString(text_of(node))
            else:
                yield NavigableString(" ")
                waiting.append(iter(node.children))
        elif type(node) is NavigableString:
            yield node


def lines(tag: Tag) -> list[str]:
    """The text of a block, cut where the page breaks the line or sets something apart; empty ones left out."""
    for br in tag.find_all("br"):
        br.replace_with("\x00")
    for inner in tag.find_all(list(APART)):
        inner.insert_before("\x00")
        inner.insert_after("\x00")
    return [line for part in tag.get_text().split("\x00") if (line := plain(part))]
