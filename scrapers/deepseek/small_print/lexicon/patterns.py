"""Phrases composed of parts, each part one of several, as regular expressions."""

import re
from collections.abc import Iterable, Mapping, Sequence

Shapes = Sequence[tuple[re.Pattern[str], frozenset[str]]]
"""Patterns, each with the grammar words of its match."""


def english(*parts: str) -> str:
    """Return a pattern for one phrase of each part, in order; an empty phrase makes its part optional."""
    return "".join(f"(?:{_one_of(part)} )" + ("?" if _is_optional(part) else "") for part in parts)


def chinese(*parts: str) -> str:
    """Return a pattern as `english` does, without spaces."""
    return "".join(f"(?:{_one_of(part)})" + ("?" if _is_optional(part) else "") for part in parts)


def compiled(patterns: Mapping[str, Iterable[str]], *, end: str = "") -> Shapes:
    """Return the compiled patterns of each grammar word; `end` is appended to each phrase."""
    return [(re.compile(f"(?:{'|'.join(of_word)}){end}"), frozenset({word})) for word, of_word in patterns.items()]


def longest(shapes: Shapes, text: str, place: int = 0) -> tuple[int, frozenset[str]]:
    """Return the length of the longest match from `place` on, and its grammar words; 0 for none."""
    best = (0, frozenset[str]())
    for pattern, grammar_words in shapes:
        match = pattern.match(text, place)
        if match and match.end() - place > best[0]:
            best = (match.end() - place, grammar_words)
    return best


def _one_of(part: str) -> str:
    phrases = sorted(filter(None, part.split("|")), key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, phrases)) + ")"


def _is_optional(part: str) -> bool:
    return "" in part.split("|")
