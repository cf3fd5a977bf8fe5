"""Text as people read it: without the differences that nobody sees."""

import re

from scrapers.page import PageChanged

END = b"</html>"
APPENDED = re.compile(
    rb"(?:\s|<!--(?:(?!-->).)*-->|<script\b[^<>]*>(?:(?!</script).)*</script\s*>)*", re.DOTALL | re.IGNORECASE
)
"""What caches and meters put behind the end of a page."""

ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
# Full-width forms only: wider normalising would make digits of raised and circled ones.
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
PLAIN = {**ZERO_WIDTH, **FULL_WIDTH}


def plain_text(text: str) -> str:
    """Full-width characters as their plain ones, no zero-width ones, one space for any white space."""
    return " ".join(text.translate(PLAIN).split())


def decode(body: bytes) -> str:
    """A page's text: UTF-8, whatever it says of itself (DeepSeek's header names no charset). Raises PageChanged.

    NUL is no character of a page, and PostgreSQL could not keep it.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PageChanged("the page is not UTF-8", repr(body[error.start : error.end])) from None
    if (at := text.find("\0")) >= 0:
        raise PageChanged("the page has a character that is none: NUL", text[max(at - 60, 0) : at + 60])
    return text


def ends_with_html(body: bytes) -> bool:
    """Whether a page is there to its end: nothing but comments and scripts stands behind `</html>`."""
    return APPENDED.fullmatch(body, body.rfind(END) + len(END)) is not None if END in body else False
