"""The common frame of DeepSeek's documentation: Docusaurus 3.1, rendered on the server (2024-08…2026-11).

Unknown addresses answer 200 with the home page, so a page has to prove its identity.
"""

from collections.abc import Iterator
from operator import attrgetter

from scrapers.deepseek.docs_site.page_checks import MARKDOWN, is_address, is_heading, refuse_cut, refuse_old
from scrapers.page import Page, PageChanged
from scrapers.parse import (
    APART,
    CELLS,
    INLINE,
    STRUCK,
    TEXTS,
    Tag,
    decode,
    enclosing_tag,
    ends_with_html,
    has_inner,
    inner_tags,
    is_struck,
    paragraph,
    parse_html,
    plain_text,
    text_of,
)

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LONGEST_ARTICLE = 100_000
"""Characters of an article; the longest of 2026 has 13,000. Rules read its sentences, 50,000 characters a second."""
TOP_OF_PAGE = "the top of the page"
"""The place of text under no heading."""
BLOCKS = {*HEADINGS, "p", "li", "table", "blockquote", "pre"}
DIVIDING = ("table", *HEADINGS)
"""Tags that divide the block that contains them: each is read by itself."""
BORDER = "\0"
"""Stands between the lines of a block. No page has this character."""


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
    marked = tree.tags_with("class", MARKDOWN)
    articles = [tag for tag in marked if tag.name == "div" and MARKDOWN in tag.get("class").split()]
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
    if len(text := text_of(named[0])) > LONGEST_ARTICLE:
        raise PageChanged(f"the text of the page is longer than {LONGEST_ARTICLE:,} characters", text)
    return named[0]


def canonical_address(page: Page) -> str:
    """Return the address that a page declares for itself."""
    return _canonical(parse_html(decode(page.body))).partition("?")[0].rstrip("/")


def _canonical(tree: Tag) -> str:
    links = (link for link in inner_tags(tree, ("link",)) if "canonical" in link.get("rel").split())
    return next((link.get("href", str(None)) for link in links), "")


def blocks(part: Tag) -> Iterator[Tag]:
    """Yield headings, paragraphs, list items and tables in page order, whatever they are wrapped in.

    Text outside of them becomes a paragraph of its own: nothing on the page is lost.
    """
    loose = ""
    for node in _nodes(part):
        if isinstance(node, str):
            loose += node
            continue
        yield from _loose(loose)
        loose = ""
        yield node
    yield from _loose(loose)


def _loose(text: str) -> Iterator[Tag]:
    if plain_text(text):
        yield paragraph(text)


def _nodes(part: Tag) -> Iterator[Tag | str]:
    """Yield the blocks below a tag, and the texts outside of them. A block with a table or heading inside is divided.

    It does not recurse: a page may nest thousands of tags.
    """
    waiting = [part.children]
    while waiting:
        node = next(waiting[-1], None)
        if node is None:
            waiting.pop()
        elif isinstance(node, Tag):
            if node.name in BLOCKS and (node.name == "table" or not has_inner(node, DIVIDING)):
                yield node
            elif node.name in INLINE and not has_inner(node, BLOCKS):
                yield text_of(node)
            else:
                yield " "
                waiting.append(node.children)
        elif type(node) is str:
            yield node


def take_struck_texts(part: Tag) -> list[str]:
    """Remove the texts that are struck through outside of cells, and return them: they state nothing."""
    texts: list[str] = []
    end = 0
    for tag in _struck_tags(part):
        if tag.start < end or _is_in_table(tag) or tag.name == "h1" or enclosing_tag(tag, ("h1",)):
            continue
        if has_inner(tag, ("table",)):
            texts += [text for string in _take_outside_of_tables(tag) if (text := plain_text(string))]
            continue
        shown = _shown(tag)
        tag.remove("" if shown == shown.strip() else " ")
        end = tag.end
        texts += [text for text in [plain_text(shown)] if text]
    return texts


def _struck_tags(part: Tag) -> list[Tag]:
    """Return the tags that strike their text through, in page order."""
    styled = [tag for tag in part.tags_with("style") if tag.name not in STRUCK and is_struck(tag)]
    return sorted([*inner_tags(part, STRUCK), *styled], key=attrgetter("start"))


def _shown(tag: Tag) -> str:
    """Return the texts of a tag as they stand there."""
    return "".join(str(node) for node in tag.inside if type(node) in TEXTS)


def _take_outside_of_tables(tag: Tag) -> Iterator[str]:
    """Remove the texts of a tag that are in no table, and yield them; struck tables are reported as a whole."""
    end = tag.end if tag.name == "table" or enclosing_tag(tag, ("table",)) else 0
    for place, node in enumerate(tag.inside, tag.start + 1):
        if isinstance(node, Tag):
            end = max(end, node.end) if node.name == "table" else end
        elif node is not None and place >= end:
            tag.remove_text(place)
            yield node


def _is_in_table(tag: Tag) -> bool:
    """Return True if a tag is part of a table's rows, not of a note above or below them."""
    cell = enclosing_tag(tag, ("td", "th", "caption"))
    if cell is None:
        return enclosing_tag(tag, ("table",)) is not None and tag.name != "caption"
    row = cell.parent
    is_foot = row is not None and enclosing_tag(row, ("tfoot",)) is not None and len(inner_tags(row, CELLS)) == 1
    return cell.name != "caption" and not is_foot


def text_lines(tag: Tag) -> list[str]:
    """Return the text of a block, split at line breaks and block borders, without empty lines."""
    pieces, ends = list[str](), [tag.end]
    for place, node in enumerate(tag.inside, tag.start + 1):
        while place >= ends[-1]:
            ends.pop()
            pieces.append(BORDER)
        if isinstance(node, Tag):
            if node.name == "br" or node.name in APART:
                pieces.append(BORDER)
            if node.name in APART:
                ends.append(node.end)
        elif type(node) in TEXTS:
            pieces.append(str(node))
    return [line for part in "".join(pieces).split(BORDER) if (line := plain_text(part))]
