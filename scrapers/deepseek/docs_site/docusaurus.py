"""What every page of DeepSeek's documentation has in common: Docusaurus 3.1, rendered on the server (2024-08…2026-11).

Unknown addresses answer 200 with the home page, so a page has to prove which one it is.
"""

from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from scrapers.deepseek.docs_site.page_checks import MARKDOWN, is_address, is_heading, refuse_cut, refuse_old
from scrapers.page import Page, PageChanged
from scrapers.parse import APART, INLINE, decode, ends_with_html, is_struck, parse_html, plain_text, text_of

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = {*HEADINGS, "p", "li", "table", "blockquote", "pre"}
DIVIDING = ["table", *HEADINGS]
"""What divides a block in which it stands: it is read by itself."""


def article(page: Page, path: str, heading: str | None = None) -> Tag:
    """The markdown part of the page that `path` names, under one heading: this one, or where none is given any.

    Other articles on the page, as of related pages, are left alone. Raises PageChanged for any other page, for an old
    copy, and for half an article.
    """
    if not ends_with_html(page.body):
        raise PageChanged("the page is cut off: it does not end with </html>", page.body[-60:].decode(errors="replace"))
    text = decode(page.body)
    refuse_cut(text)
    tree = parse_html(text)
    if not is_address(its := _canonical(tree), path):
        raise PageChanged(f"not the page {path}: its canonical link is another", its or "none")
    refuse_old(tree)
    found = tree.find_all("div", class_=MARKDOWN)
    if not found:
        raise PageChanged("no article on the page", path)
    return _headed(found, heading)


def _headed(found: list[Tag], heading: str | None) -> Tag:
    """The one article under a heading. Raises PageChanged where there is none, or another of it.

    The first heading names the page; a further one of this level begins a section about something else.
    """
    headings = [[text_of(h1) for h1 in part.find_all("h1")] for part in found]
    named = [
        part
        for part, its in zip(found, headings, strict=True)
        if its and (is_heading(its[0], heading) if heading else len(its) == 1)
    ]
    if len(named) != 1:
        shown = ", ".join(text for its in headings for text in its) or "none"
        raise PageChanged(f"{len(named)} articles under the heading {heading or 'of one level'!r}", shown)
    return named[0]


def canonical_address(page: Page) -> str:
    """The address that a page gives itself."""
    return _canonical(parse_html(decode(page.body))).partition("?")[0].rstrip("/")


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
    if plain_text(text):
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


def take_struck_texts(part: Tag) -> list[str]:
    """The texts that are struck through outside of cells, taken out of a part: they state nothing."""
    found: list[str] = []
    for tag in part.find_all(is_struck):
        if part not in tag.parents or _is_in_table(tag) or tag.name == "h1" or tag.find_parent("h1"):
            continue
        if tag.find("table") is not None:
            found += [text for string in _outside_of_tables(tag) if (text := plain_text(string.extract()))]
            continue
        shown = tag.get_text()
        tag.replace_with("" if shown == shown.strip() else " ")
        found += [text for text in [plain_text(shown)] if text]
    return found


def _outside_of_tables(tag: Tag) -> list[NavigableString]:
    """The texts of a tag that stand in no table; its tables are named as they are."""
    return [string for string in tag.find_all(string=True) if string.find_parent("table") is None]


def _is_in_table(tag: Tag) -> bool:
    """Whether a tag is a part of a table's rows, and does not stand in a note above or below them."""
    cell = tag.find_parent(["td", "th", "caption"])
    if cell is None:
        return tag.find_parent("table") is not None and tag.name != "caption"
    row = cell.parent
    is_foot = row is not None and row.find_parent("tfoot") is not None and len(row.find_all(["td", "th"])) == 1
    return cell.name != "caption" and not is_foot


def text_lines(tag: Tag) -> list[str]:
    """The text of a block, cut where the page breaks the line or sets something apart; empty ones left out."""
    for br in tag.find_all("br"):
        br.replace_with("\x00")
    for inner in tag.find_all(list(APART)):
        inner.insert_before("\x00")
        inner.insert_after("\x00")
    return [line for part in tag.get_text().split("\x00") if (line := plain_text(part))]
