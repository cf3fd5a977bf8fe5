"""The stem of an English word: "applies", "applied" and "applying" are one."""

import re
from functools import lru_cache

DOUBLED = re.compile(r"([bdgkmnprtvz])\1$")
SHORTEST = 3
"""Letters that must remain when an ending is removed."""
ENDINGS = (("ies", "y"), ("ied", "y"), ("ying", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""))


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Return a key that all forms of a regular word share; it need not be a word."""
    for ending, put in ENDINGS:
        left = word.removesuffix(ending)
        if left != word and len(left) + len(put) >= SHORTEST and not (ending == "s" and left.endswith(("s", "u", "i"))):
            return _plain(left + put)
    return _plain(word)


def _plain(word: str) -> str:
    word = DOUBLED.sub(r"\1", word)
    return word.removesuffix("e") if len(word) > SHORTEST else word
