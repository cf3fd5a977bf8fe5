"""HTML parsed: the one place where pages become trees.

A page in plain HTML, as programs write it, is parsed here. Any other is parsed by Beautiful Soup with `html.parser`,
which decides how broken HTML is mended, and its tree is copied. Both ways give the same tree for plain HTML
(`tests/unit/test_html_parser.py`); the first one takes a tenth of the time.
"""

import re
import warnings
from collections.abc import Callable
from html import unescape

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
from bs4.builder import HTMLTreeBuilder
from bs4.element import Comment, Doctype, NavigableString, Script, Stylesheet
from bs4.element import Tag as SoupTag
from bs4.exceptions import ParserRejectedMarkup

from scrapers.page import PageChanged
from scrapers.parse.html_tree import KEY, Nodes, Tag

DEEPEST = 150
"""Levels of nested tags at most. Pages have about 20."""
MOST_UNCLOSED = 50
"""Tags or comments without an end at most. `html.parser` searches the rest of the page for the end of each."""
MOST_SIGNS = 200_000
"""Signs at most that begin tags, and that begin references. Pages have up to 30,000; each costs 300 bytes of memory."""
SIGNS = (MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning)
"""Warnings of Beautiful Soup for text that is no HTML page: a bare address, XML."""
ROOT = "[document]"
"""The name of the tag around the whole page."""
VOID = frozenset(HTMLTreeBuilder.DEFAULT_EMPTY_ELEMENT_TAGS or ())
"""Tags without content, such as `br`."""
ODD = frozenset(("iframe", "noembed", "noframes", "plaintext", "rp", "rt", "template", "textarea", "xmp"))
"""Tags whose content versions of `html.parser` read in different ways, or whose texts are of a type of their own."""
SPACE = r"[ \t\n\r\f]"
ATTRIBUTES = f'(?:{SPACE}++{KEY}(?:="[^"]*+")?)*+'
RAW = f"(?:script{ATTRIBUTES}>%s</script|style{ATTRIBUTES}>%s</style)>".replace(
    "%s", "[^<]*+(?:<(?!/|!--|(?i:script|style))[^<]*+)*+"
)
COMMENT = "!--(?!-?>)(?:[^-]|-(?!-))++-->"
NAME = "[a-z][a-z0-9-]*+"
MIXED = f"title{ATTRIBUTES}{SPACE}*+(?:/|>[^<]*+<(?!/title>))"
"""A title with tags inside."""
TOKEN = re.compile(
    f"<(?:/({NAME})>|(?!script|style|{MIXED})({NAME})({ATTRIBUTES}){SPACE}*+(/?)>"
    f"|({RAW}|{COMMENT}|!(?i:doctype) html>)|)([^<]*+)"
)
"""Groups: the name of an end tag; a tag's name, attributes, and `/` as in `<br/>`; a script, style, comment or doctype;
the text behind. All but the last are empty where a `<` begins something else. Nothing is searched twice.
"""
RAW_PARTS = re.compile(f"(script|style)({ATTRIBUTES})>(.*)</", re.DOTALL)
REFERENCE = re.compile("&(?:amp|lt|gt|quot|nbsp|#(?:3[2-9]|[4-9][0-9]|1[01][0-9]|12[0-6])|#x[2-6][0-9a-fA-F]);")
"""A reference to a character that every version of the parser reads in the same way."""


Parser = Callable[[str], Tag]


class NotPlain(Exception):
    """A page has HTML that parsers, or their versions, read in different ways."""


def parse_html(text: str) -> Tag:
    """Parse a page. Raises PageChanged for text that is no HTML (`<![x`), is nested too deep or has too many tags."""
    for sign in ("<", "&"):
        if (count := text.count(sign)) > MOST_SIGNS:
            raise PageChanged(f"{count:,} times {sign}, and {MOST_SIGNS:,} are the most of a page")
    try:
        return plain_tree(text)
    except NotPlain:
        return mended_tree(text)


def plain_tree(text: str) -> Tag:
    """Return the tree of a page in plain HTML: lower-case tags, quoted attributes. Raises NotPlain for any other."""
    before, sign, _ = text.partition("<")
    if not sign:
        raise NotPlain
    nodes = Nodes()
    open_tags = [Tag(ROOT, None, nodes)]
    nodes += [_unescaped(before)] if before else []
    for end, name, attributes, empty, other, behind in TOKEN.findall(text):
        if end == open_tags[-1].name:
            open_tags.pop().end = len(nodes)
        elif end:
            _close(end, open_tags, len(nodes))
        elif name:
            if name in ODD or len(open_tags) > DEEPEST or "&" in attributes:
                _refuse_odd(name, attributes, len(open_tags))
            tag = Tag(name, open_tags[-1], nodes, attributes)
            if not empty and name not in VOID:
                open_tags.append(tag)
        else:
            _add_unseen(other, open_tags[-1])
        if behind:
            nodes.append(_unescaped(behind) if "&" in behind else behind)
    for tag in open_tags:
        tag.end = len(nodes)
    return open_tags[0]


def _refuse_odd(name: str, attributes: str, depth: int) -> None:
    if name in ODD or depth > DEEPEST:
        raise NotPlain
    _unescaped(attributes)


def _unescaped(text: str) -> str:
    """Return a text with the characters that its references stand for."""
    if len(REFERENCE.findall(text)) != text.count("&"):
        raise NotPlain
    return unescape(text)


def _close(name: str, open_tags: list[Tag], end: int) -> None:
    """Close the innermost open tag of this name, and the tags in it; without one, the end tag closes nothing."""
    if name in VOID:
        raise NotPlain
    if any(tag.name == name for tag in open_tags):
        while (tag := open_tags.pop()).name != name:
            tag.end = end
        tag.end = end


def _add_unseen(token: str, around: Tag) -> None:
    """Add a script, style, comment or doctype."""
    nodes = around.nodes
    if raw := RAW_PARTS.match(token):
        name, attributes, content = raw.groups()
        _unescaped(attributes)
        tag = Tag(name, around, nodes, attributes)
        if content:
            nodes.append(Script(content) if name == "script" else Stylesheet(content))
            tag.end += 1
    elif token:
        nodes.append(Comment(token[3:-3]) if token.startswith("!--") else Doctype("html"))
    else:
        raise NotPlain


class ShallowSoup(BeautifulSoup):
    """Beautiful Soup that ends where tags are nested too deep, as the rest takes long. Raises PageChanged."""

    def pushTag(self, tag: SoupTag) -> None:  # noqa: N802 (the library's name)
        if len(self.tagStack) > DEEPEST:
            raise PageChanged(f"tags are nested more than {DEEPEST} deep", f"<{tag.name}>")
        super().pushTag(tag)


def mended_tree(text: str) -> Tag:
    """Return the tree that Beautiful Soup makes of a page. Raises PageChanged."""
    for begin, end in (("<", ">"), ("<!--", "-->")):
        rest = text.rfind(end) + 1
        if text.count(begin, rest) > MOST_UNCLOSED:
            raise PageChanged(f"more than {MOST_UNCLOSED} times {begin} without {end}", text[rest:])
    try:
        with warnings.catch_warnings():
            for sign in SIGNS:
                warnings.simplefilter("error", sign)
            soup = ShallowSoup(text, "html.parser")
    except SIGNS as sign:
        raise PageChanged("the page is something else than HTML", type(sign).__name__) from None
    except (AssertionError, ParserRejectedMarkup, RecursionError, ValueError) as error:
        # The last line is the parser's message.
        raise PageChanged("the page is no HTML that can be parsed", str(error).strip().rpartition("\n")[2]) from None
    return _copied(soup)


def _copied(soup: BeautifulSoup) -> Tag:
    """Return a copy of a tree. Raises PageChanged if it is too deep."""
    nodes = Nodes()
    root = Tag(ROOT, None, nodes)
    open_tags: list[tuple[SoupTag, Tag]] = [(soup, root)]
    for node in soup.descendants:
        while open_tags[-1][0] is not node.parent:
            open_tags.pop()[1].end = len(nodes)
        if isinstance(node, SoupTag):
            if len(open_tags) > DEEPEST:
                raise PageChanged(f"tags are nested more than {DEEPEST} deep", f"<{node.name}>")
            values = {
                key: " ".join(value) if isinstance(value, list) else str(value) for key, value in node.attrs.items()
            }
            open_tags.append((node, Tag(node.name, open_tags[-1][1], nodes, attributes=values)))
        elif isinstance(node, NavigableString):
            nodes.append(str(node) if type(node) is NavigableString else node)
    for _, tag in open_tags:
        tag.end = len(nodes)
    return root
