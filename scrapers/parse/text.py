"""Text normalised: without differences that nobody sees."""

import re
from collections.abc import Iterator

from scrapers.page import PageChanged

END = b"</html>"
APPENDED = re.compile(
    rb"(?:\s|<!--(?:(?!-->).)*-->|<script\b[^<>]*>(?:(?!</script).)*</script\s*>)*", re.DOTALL | re.IGNORECASE
)
"""Comments and scripts that caches and meters append to a page."""

ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
# Full-width forms only: wider normalising would turn superscript and circled digits into plain ones.
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
PLAIN = {**ZERO_WIDTH, **FULL_WIDTH}


def plain_text(text: str) -> str:
    """Normalise full-width characters, drop zero-width ones, and collapse white space to single spaces."""
    if text.isascii():
        return " ".join(text.split())
    return " ".join(text.translate(PLAIN).split())


def decode(body: bytes) -> str:
    """Decode a page as UTF-8, whatever it declares (DeepSeek's header names no charset). Raises PageChanged.

    A NUL is refused: it is no text, and PostgreSQL cannot store it.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PageChanged("the page is not UTF-8", repr(body[error.start : error.end])) from None
    if (at := text.find("\0")) >= 0:
        raise PageChanged("the page has a character that is none: NUL", text[max(at - 60, 0) : at + 60])
    return text


def ends_with_html(body: bytes) -> bool:
    """Return True if the page is complete: only comments and scripts follow `</html>`."""
    return APPENDED.fullmatch(body, body.rfind(END) + len(END)) is not None if END in body else False


def whole_elements(html: str, name: str) -> Iterator[str]:
    """Yield the elements of a name, each from `<name` to the next `</name>`; one without an end is left out."""
    yield from (html[start:end] for start, end in _spans(html, name))


def without_elements(html: str, name: str) -> str:
    """Return a page without its elements of a name."""
    pieces, last = list[str](), 0
    for start, end in _spans(html, name):
        pieces.append(html[last:start])
        last = end
    return "".join((*pieces, html[last:]))


def _spans(html: str, name: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each element. No text is searched twice, unlike by `<name.*?</name>`."""
    begin, end = re.compile(rf"<{name}\b"), f"</{name}>"
    start = begin.search(html)
    while start and (at := html.find(end, start.end())) >= 0:
        yield start.start(), at + len(end)
        start = begin.search(html, at + len(end))
