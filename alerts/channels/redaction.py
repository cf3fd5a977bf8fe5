"""What must not be said of a target: every part of its address may be a secret, but the name of a host."""

import re
from base64 import b64encode
from collections.abc import Iterator
from urllib.parse import quote, quote_plus, unquote, unquote_plus

MASK = "***"
SPLIT = re.compile(r"[/?#&:@,;\s]+")
HOST = re.compile(r"localhost|(?:[\w-]+\.)+[a-z]{2,24}|(?:\d{1,3}\.){3}\d{1,3}", re.IGNORECASE)
WORDS = ("format", "overflow", "mode", "method")
"""Parameters of Apprise's whose values are words that its messages are made of."""
SHORTEST, WORD = 3, 6
"""What is shorter is no secret; a part of less than six characters is masked where it is a word by itself."""


def masked(text: str, address: str) -> str:
    """A text without the secrets of an address, whether plain, percent-encoded or in base64."""
    for part in sorted(set(_written(address)), key=len, reverse=True):
        exact = re.escape(part)
        text = re.sub(exact if len(part) >= WORD else rf"(?<!\w){exact}(?!\w)", MASK, text, flags=re.IGNORECASE)
    return text


def _written(address: str) -> Iterator[str]:
    for raw in _parts(address.partition("://")[2]):
        for part in {raw, unquote(raw), unquote_plus(raw)}:
            if len(part) >= SHORTEST:
                yield from (part, quote(part, "", errors="replace"), quote_plus(part, errors="replace"))
                yield b64encode(part.encode(errors="replace")).decode()


def _parts(rest: str) -> Iterator[str]:
    """Of an address behind its scheme, those that may be secrets; a name and its password also together."""
    before, _, query = rest.partition("?")
    yield from (rest, before, *before.split("@")[:-1])
    values = [pair.partition("=")[2] for pair in re.split("[&;]", query) if pair.partition("=")[0] not in WORDS]
    yield from values
    yield from (part for text in (before, *values) for part in SPLIT.split(text) if not HOST.fullmatch(part))
