"""Checks that an article is complete, and that its page is the requested one and current."""

import re
from collections import Counter
from urllib.parse import parse_qsl, urlsplit

from scrapers.page import PageChanged
from scrapers.parse import TEXTS, Tag, plain_text

HOST = "https://api-docs.deepseek.com"
MARKDOWN = "theme-doc-markdown"
BANNER = "version-banner"
UNSEEN = re.compile("<(?:!--|(script|style|svg)\\b)")
"""The start of a comment, or of a tag whose content is no text."""
LESS_THAN = re.compile(r'(="[^"<>]*)<(?=\s[^"<>]*")')
"""A `<` inside an attribute's value."""
HALF_TAG = re.compile("<(?!/?[a-zA-Z]|!)|</?[a-zA-Z][^<>]*<")
TAG = re.compile(r"</?[a-z][a-z0-9]*+(?=[\s>])")
PAIRED = {
    *("article", "div", "ul", "ol", "li", "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"),
    *("a", "b", "code", "del", "em", "ins", "s", "span", "strike", "strong", "sup", "u"),
}
"""Tags of articles that have an end tag."""
ARTICLE = re.compile(r"<(/?)article(?:\s[^<>]*)?>")
TRACKING = re.compile(r"utm.*|ref|source|from|.*clid")
"""URL parameters that say where a visitor came from, not which page it is."""
AND = re.compile(r"\s*(?:&|\band\b|和|与|及)\s*", re.IGNORECASE)
OLD = re.compile(
    r"archived|no longer (?:actively )?(?:maintained|updated)|out[- ]?dated|unreleased|older version"
    r"|归档|存档|旧版|未发布|不再.{0,4}(?:维护|更新)",
    re.IGNORECASE,
)
"""Banner texts of a version of the documentation that is not the current one."""


def refuse_cut(text: str) -> None:
    """Raise PageChanged if part of an article is missing, or it does not end.

    Docusaurus closes every tag of an article that it opens. The rest of the page is not checked.
    """
    shown = LESS_THAN.sub(r"\1", _without_unseen(text))
    for part in _articles(shown) or [shown]:
        if half := HALF_TAG.search(part):
            raise PageChanged("the page is cut off inside a tag", half[0])
        counts = Counter(TAG.findall(part))
        for name in (tag.strip("</") for tag in counts):
            begun, ended = counts[f"<{name}"], counts[f"</{name}"]
            if begun != ended and name in PAIRED:
                raise PageChanged("the page is cut off in the middle", f"{begun} <{name}> and {ended} </{name}>")


def _without_unseen(text: str) -> str:
    """Return a page without comments, scripts, styles and pictures; one without an end remains."""
    pieces, endless, last = list[str](), set[str](), 0
    start = UNSEEN.search(text)
    while start:
        end, at = f"</{start[1]}>" if start[1] else "-->", start.end()
        stop = text.find(end, at) if end not in endless else -1
        if stop >= 0:
            pieces.append(text[last : start.start()])
            last = at = stop + len(end)
        else:
            endless.add(end)
        start = UNSEEN.search(text, at)
    return "".join((*pieces, text[last:]))


def _articles(text: str) -> list[str]:
    """Return the outermost articles with markdown in them. Raises PageChanged for one without an end."""
    articles, depth, start = list[str](), 0, 0
    for tag in ARTICLE.finditer(text):
        start = tag.start() if depth == 0 else start
        depth += -1 if tag[1] else 1
        if depth <= 0:
            articles.append(text[start : tag.end()])
            depth = 0
    if depth:
        raise PageChanged("the page is cut off in the middle: an article does not end", text[-60:])
    return [part for part in articles if MARKDOWN in part]


def is_address(href: str, path: str) -> bool:
    """Return True if an address is that of the page at `path`, ignoring case and tracking parameters."""
    address, wanted = urlsplit(href.casefold()), urlsplit(f"{HOST}{path}")
    tracked = all(TRACKING.fullmatch(name) for name, _ in parse_qsl(address.query, keep_blank_values=True))
    same = (address.netloc, address.path.rstrip("/")) == (wanted.netloc, wanted.path)
    return same and tracked and address.scheme in ("http", "https")


def is_heading(shown: str, heading: str) -> bool:
    """Return True if a heading is the expected one, ignoring case and the word for "&"."""
    return AND.sub("&", plain_text(shown).rstrip("# ")).casefold() == AND.sub("&", heading).casefold()


def refuse_old(tree: Tag) -> None:
    """Raise PageChanged if a banner says that this is not the current version of the page."""
    for banner in tree.tags_with("class", BANNER):
        text = plain_text(" ".join(str(node) for node in banner.inside if type(node) in TEXTS))
        if OLD.search(text):
            raise PageChanged("an archived copy, or another version of the page than the current one", text)
