"""HTML as a tree: the one place where pages are parsed."""

import warnings
from collections.abc import Container, Iterator

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
from bs4.element import PageElement, Tag
from bs4.exceptions import ParserRejectedMarkup

from scrapers.page import PageChanged

DEEPEST = 150
"""Levels of nested tags at most. Pages have about 20, and code that walks a tree recurses at each."""
SIGNS = (MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning)
"""Warnings of Beautiful Soup for text that is no HTML page: a bare address, XML."""


def parse_html(text: str) -> BeautifulSoup:
    """Parse a page. Raises PageChanged for text that is no HTML (`<![x`) or is nested too deep."""
    try:
        with warnings.catch_warnings():
            for sign in SIGNS:
                warnings.simplefilter("error", sign)
            tree = BeautifulSoup(text, "html.parser")
    except SIGNS as sign:
        raise PageChanged("the page is something else than HTML", type(sign).__name__) from None
    except (AssertionError, ParserRejectedMarkup, RecursionError, ValueError) as error:
        # The last line is the parser's message.
        raise PageChanged("the page is no HTML that can be parsed", str(error).strip().rpartition("\n")[2]) from None
    _refuse_depth(tree)
    return tree


def inner_tags(tag: Tag, names: Container[str]) -> Iterator[Tag]:
    """Yield the tags of these names inside of a tag, in page order.

    Beautiful Soup's own searches make rules of their arguments at each call: most of the time on small tags.
    """
    return (inner for inner in tag.descendants if isinstance(inner, Tag) and inner.name in names)


def has_inner(tag: Tag, names: Container[str]) -> bool:
    """Return True if a tag of these names is inside of a tag."""
    return next(inner_tags(tag, names), None) is not None


def enclosing_tag(tag: PageElement, names: Container[str]) -> Tag | None:
    """Return the innermost tag of these names around a tag or text."""
    return next((parent for parent in tag.parents if parent.name in names), None)


def _refuse_depth(tree: BeautifulSoup) -> None:
    depths: dict[int, int] = {id(tree): 0}
    for node in tree.descendants:
        if isinstance(node, Tag) and node.parent is not None:
            depth = depths[id(node)] = depths[id(node.parent)] + 1
            if depth > DEEPEST:
                raise PageChanged(f"tags are nested more than {DEEPEST} deep", f"<{node.name}>")
