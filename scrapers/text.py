"""Text as people read it: without the differences that nobody sees."""

ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
# Full-width forms only: wider normalising would make digits of raised and circled ones.
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
PLAIN = {**ZERO_WIDTH, **FULL_WIDTH}


def plain(text: str) -> str:
    """Full-width characters as their plain ones, no zero-width ones, one space for any white space."""
    return " ".join(text.translate(PLAIN).split())
