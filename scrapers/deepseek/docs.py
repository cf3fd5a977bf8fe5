"""What every page of DeepSeek's documentation has in common: Docusaurus 3.1, rendered on the server (2024-08…2026-11).

Unknown addresses answer 200 with the home page, so a page has to prove which one it is.
"""

import re
from collections import Counter
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, Tag

from scrapers.page import Page, PageChanged
from scrapers.soup import soup
from scrapers.tables import text_of
from scrapers.text import decoded, plain

HOST = "https://api-docs.deepseek.com"
END = b"</html>"
UNSEEN = re.compile("<!--.*?-->|<(script|style|svg)\\b.*?</\\1>", re.DOTALL)
HALF_TAG = re.compile("<(?!/?[a-zA-Z]|!)|</?[a-zA-Z][^<>]*<")
TAG = re.compile(
    "<(/?)(article|div|ul|ol|li|p|h[1-6]|blockquote|pre|table|thead|tbody|tr|td|th|a|b|code|del|em|span|strong|sup)"
    r"(?=[\s>])"
)
BLOCKS = {"h1", "h2", "h3", "h4", "p", "li", "table", "blockquote", "pre"}


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
    if len(headings) != 1 or heading not in (None, headings[0]):
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

    Raises PageChanged for text that stands in none of them: nothing on the page goes unread.
    """
    for child in part.children:
        if isinstance(child, Tag):
            if child.name in BLOCKS:
                if child.name != "table" and child.find("table") is not None:
                    raise PageChanged(f"a table inside a <{child.name}>", text_of(child))
                yield child
            elif child.name != "hr":
                yield from blocks(child)
        elif isinstance(child, NavigableString) and not isinstance(child, Comment) and plain(child):
            raise PageChanged("text outside any paragraph", str(child))


def lines(tag: Tag) -> list[str]:
    """The text of a block, cut where the page breaks the line or begins a point of a list; empty ones left out."""
    for br in tag.find_all("br"):
        br.replace_with("\x00")
    for inner in tag.find_all("li"):
        inner.insert_before("\x00")
    return [line for part in tag.get_text().split("\x00") if (line := plain(part))]
