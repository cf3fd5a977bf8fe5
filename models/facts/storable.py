"""Text that every database can keep."""

import re

UNSTORABLE = re.compile("[\0\ud800-\udfff]")
"""PostgreSQL keeps no NUL in a text, and no database a half of a character."""


def storable(text: str) -> str:
    """The text with escapes in place of what no database keeps as text: NUL and lone surrogates."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")
