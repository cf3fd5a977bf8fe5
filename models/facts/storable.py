"""Text that every database can store."""

import re

UNSTORABLE = re.compile("[\0\ud800-\udfff]")
"""Characters that databases refuse in text: NUL (PostgreSQL) and lone surrogates (all)."""


def storable(text: str) -> str:
    """The text with NUL and lone surrogates replaced by escapes."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")
