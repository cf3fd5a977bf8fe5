"""Kinds of wording as patterns: phrases that are put together from parts, each part one of several."""

import re
from collections.abc import Iterable, Mapping, Sequence

Shapes = Sequence[tuple[re.Pattern[str], frozenset[str]]]
"""Patterns with the words of the grammar that what they match stands for."""


def english(*parts: str) -> str:
    """A pattern for one phrase of each part, in their order; an empty phrase makes its part optional."""
    return "".join(f"(?:{_one_of(part)} )" + ("?" if _is_optional(part) else "") for part in parts)


def chinese(*parts: str) -> str:
    """As `english`, without spaces."""
    return "".join(f"(?:{_one_of(part)})" + ("?" if _is_optional(part) else "") for part in parts)


def compiled(patterns: Mapping[str, Iterable[str]], *, end: str = "") -> Shapes:
    """The patterns by word of the grammar; `end` stands behind each phrase."""
    return [(re.compile(f"(?:{'|'.join(of_word)}){end}"), frozenset({word})) for word, of_word in patterns.items()]


def longest(shapes: Shapes, text: str, place: int = 0) -> tuple[int, frozenset[str]]:
    """How much of the text from `place` on the longest match takes, and what it stands for; 0 for none."""
    found = (0, frozenset[str]())
    for pattern, words in shapes:
        match = pattern.match(text, place)
        if match and match.end() - place > found[0]:
            found = (match.end() - place, words)
    return found


def _one_of(part: str) -> str:
    phrases = sorted(filter(None, part.split("|")), key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, phrases)) + ")"


def _is_optional(part: str) -> bool:
    return "" in part.split("|")
