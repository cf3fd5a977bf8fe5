"""Removes the secrets of a target's address from texts. Every part except a host name may be a secret."""

import re
from base64 import b64encode
from collections.abc import Iterator
from urllib.parse import quote, quote_plus, unquote, unquote_plus

MASK = "***"
SPLIT = re.compile(r"[/?#&:@,;\s]+")
HOST = re.compile(r"localhost|(?:[\w-]+\.)+[a-z]{2,24}|(?:\d{1,3}\.){3}\d{1,3}", re.IGNORECASE)
WORDS = ("format", "overflow", "mode", "method")
"""Parameters of Apprise whose values are words that also occur in its messages."""
SHORTEST, WORD = 3, 6
"""A shorter part is no secret. A part with fewer than `WORD` characters is masked only as a whole word."""


def redacted(text: str, address: str) -> str:
    """Return a text without the secrets of an address: plain, percent-encoded or base64."""
    for part in sorted(set(_encodings(address)), key=len, reverse=True):
        exact = re.escape(part)
        text = re.sub(exact if len(part) >= WORD else rf"(?<!\w){exact}(?!\w)", MASK, text, flags=re.IGNORECASE)
    return text


def _encodings(address: str) -> Iterator[str]:
    for raw in _parts(address.partition("://")[2]):
        for part in {raw, unquote(raw), unquote_plus(raw)}:
            if len(part) >= SHORTEST:
                yield from (part, quote(part, "", errors="replace"), quote_plus(part, errors="replace"))
                yield b64encode(part.encode(errors="replace")).decode()


def _parts(rest: str) -> Iterator[str]:
    """Yield the parts of an address that may be secrets; a user and the password also together."""
    before, _, query = rest.partition("?")
    yield from (rest, before, *before.split("@")[:-1])
    values = [pair.partition("=")[2] for pair in re.split("[&;]", query) if pair.partition("=")[0] not in WORDS]
    yield from values
    yield from (part for text in (before, *values) for part in SPLIT.split(text) if not HOST.fullmatch(part))
