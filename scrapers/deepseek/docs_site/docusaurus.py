"""The common frame of DeepSeek's documentation: Docusaurus 3.1, rendered on the server (2024-08…2026-11).

Unknown addresses answer 200 with the home page, so a page has to prove its identity.
"""

from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from scrapers.deepseek.docs_site.page_checks import MARKDOWN, is_address, is_heading, refuse_cut, refuse_old
from scrapers.page import Page, PageChanged
from scrapers.parse import (
    APART,
    INLINE,
    decode,
    ends_with_html,
    has_inner,
    inner_tags,
    is_struck,
    parse_html,
    plain_text,
    text_of,
)

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
TOP_OF_PAGE = "the top of the page"
"""The place of text under no heading."""
BLOCKS = {*HEADINGS, "p", "li", "table", "blockquote", "pre"}
DIVIDING = ("table", *HEADINGS)
"""Tags that divide the block that contains them: each is read by itself."""


def article(page: Page, path: str, heading: str | None = None) -> Tag:
    """Return the article of the page at `path` under a heading; without one given, the only article with one h1.

    Other articles on the page, such as related pages, are ignored. Raises PageChanged for any other page, for an old
    copy, and for an incomplete article.
    """
    if not ends_with_html(page.body):
        raise PageChanged("the page is cut off: it does not end with </html>", page.body[-60:].decode(errors="replace"))
    text = decode(page.body)
    refuse_cut(text)
    tree = parse_html(text)
    if not is_address(address := _canonical(tree), path):
        raise PageChanged(f"not the page {path}: its canonical link is another", address or "none")
    refuse_old(tree)
    articles = tree.find_all("div", class_=MARKDOWN)
    if not articles:
        raise PageChanged("no article on the page", path)
    return _headed(articles, heading)


def _headed(articles: list[Tag], heading: str | None) -> Tag:
    """Return the one article under a heading. Raises PageChanged for none or several.

    The first heading names the page; a further heading of the same level begins a section about something else.
    """
    headings = [[text_of(h1) for h1 in inner_tags(part, ("h1",))] for part in articles]
    named = [
        part
        for part, titles in zip(articles, headings, strict=True)
        if titles and (is_heading(titles[0], heading) if heading else len(titles) == 1)
    ]
    if len(named) != 1:
        shown = ", ".join(text for titles in headings for text in titles) or "none"
        raise PageChanged(f"{len(named)} articles under the heading {heading or 'of one level'!r}", shown)
    return named[0]


def canonical_address(page: Page) -> str:
    """Return the address that a page declares for itself."""
    return _canonical(parse_html(decode(page.body))).partition("?")[0].rstrip("/")


def _canonical(tree: BeautifulSoup) -> str:
    link = tree.find("link", rel="canonical")
    return str(link.get("href")) if isinstance(link, Tag) else ""


def blocks(part: Tag) -> Iterator[Tag]:
    """Yield headings, paragraphs, list items and tables in page order, whatever they are wrapped in.

    Text outside of them becomes a paragraph of its own: nothing on the page is lost.
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
    if plain_text(text):
        paragraph = Tag(name="p")
        paragraph.append(NavigableString(text))
        yield paragraph


def _nodes(part: Tag) -> Iterator[Tag | NavigableString]:
    """Yield the blocks below a tag, and the texts outside of them. A block with a table or heading inside is divided.

    It does not recurse: a page may nest thousands of tags.
    """
    waiting: list[Iterator[PageElement]] = [iter(part.children)]
    while waiting:
        node = next(waiting[-1], None)
        if node is None:
            waiting.pop()
        elif isinstance(node, Tag):
            if node.name in BLOCKS and (node.name == "table" or not has_inner(node, DIVIDING)):
                yield node
            elif node.name in INLINE and not has_inner(node, BLOCKS):
                yield NavigableString(text_of(node))
            else:
                yield NavigableString(" ")
                waiting.append(iter(node.children))
        elif type(node) is NavigableString:
            yield node


def take_struck_texts(part: Tag) -> list[str]:
    """Remove the texts that are struck through outside of cells, and return them: they state nothing."""
    texts: list[str] = []
    for tag in [inner for inner in part.descendants if isinstance(inner, Tag) and is_struck(inner)]:
        if part not in tag.parents or _is_in_table(tag) or tag.name == "h1" or tag.find_parent("h1"):
            continue
        if tag.find("table") is not None:
            texts += [text for string in _outside_of_tables(tag) if (text := plain_text(string.extract()))]
            continue
        shown = tag.get_text()
        tag.replace_with("" if shown == shown.strip() else " ")
        texts += [text for text in [plain_text(shown)] if text]
    return texts


def _outside_of_tables(tag: Tag) -> list[NavigableString]:
    """Return the texts of a tag that are in no table; struck tables are reported as a whole."""
    return [string for string in tag.find_all(string=True) if string.find_parent("table") is None]


def _is_in_table(tag: Tag) -> bool:
    """Return True if a tag is part of a table's rows, not of a note above or below them."""
    cell = tag.find_parent(["td", "th", "caption"])
    if cell is None:
        return tag.find_parent("table") is not None and tag.name != "caption"
    row = cell.parent
    is_foot = row is not None and row.find_parent("tfoot") is not None and len(row.find_all(["td", "th"])) == 1
    return cell.name != "caption" and not is_foot


def text_lines(tag: Tag) -> list[str]:
    """Return the text of a block, split at line breaks and block borders, without empty lines."""
    for br in list(inner_tags(tag, ("br",))):
        br.replace_with("\x00")
    for inner in list(inner_tags(tag, APART)):
        inner.insert_before("\x00")
        inner.insert_after("\x00")
    return [line for part in tag.get_text().split("\x00") if (line := plain_text(part))]
