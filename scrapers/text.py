"""Text as people read it: without the differences that nobody sees."""

from unicodedata import normalize

ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


def plain(text: str) -> str:
    """Full-width characters as their plain ones, no zero-width ones, one space for any white space."""
    return " ".join(normalize("NFKC", text).translate(ZERO_WIDTH).split())
