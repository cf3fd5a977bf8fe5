"""Wraps text for a terminal: Chinese characters take two columns and may begin a line; words are not split."""

import re
from collections.abc import Iterator
from shutil import get_terminal_size
from unicodedata import category, east_asian_width

TERMINAL = 80
"""The most columns of a line of text, also in a wider terminal."""
LEAST = 30
"""The fewest columns of a line of text, also in a narrower terminal."""
CLOSING = "、。，．：；？！）〕］｝〉》」』】”’…,.:;?!)]}%"
"""Characters that may not begin a line."""
OPENING = "（〔［｛〈《「『【“‘([{"
"""Characters that may not end a line."""
MORE = " …"
WORD = re.compile(r"(?:`[^`\n]{1,40}`|[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}(?: UTC)?|\S)+")
"""A word; a command in backquotes, and a day with its time, are one word."""


def terminal_width() -> int:
    """Return the number of columns of the terminal; 80 if the output is a pipe and COLUMNS is not set."""
    return get_terminal_size((TERMINAL, 24)).columns


def text_width() -> int:
    """Return the number of columns of a line of text in this terminal."""
    return max(LEAST, min(TERMINAL, terminal_width()))


def width(text: str) -> int:
    """Return the number of terminal columns of a text."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def wrapped(text: str, columns: int, first: str = "", rest: str = "") -> str:
    """Return the text in lines of at most `columns`, with `first` before the first line and `rest` before the
    others.

    A longer word gets a line of its own.
    """
    return "\n".join(_lines(text, columns, first, rest))


def _lines(text: str, columns: int, first: str, rest: str) -> Iterator[str]:
    line, used, is_empty = first, width(first), True
    for glue, atom in _atoms(text):
        needed = width(atom)
        if not is_empty and used + len(glue) + needed > columns:
            yield line
            line, used, is_empty = rest, width(rest), True
        line += atom if is_empty else glue + atom
        used += needed if is_empty else len(glue) + needed
        is_empty = False
    yield line


def _atoms(text: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a text that must not be split, each with the space before it."""
    for word in WORD.findall(text):
        glue, begin = " ", 0
        for place in range(1, len(word)):
            if _may_break(word[place - 1], word[place]):
                yield glue, word[begin:place]
                glue, begin = "", place
        yield glue, word[begin:]


def _may_break(before: str, after: str) -> bool:
    """Return True if a line may end between two characters: beside a wide one, and not beside its punctuation."""
    return 2 in (_columns(before), _columns(after)) and before not in OPENING and after not in CLOSING


def shortened(text: str, columns: int) -> str:
    """Return the beginning of a text in at most `columns`, followed by ` …` if it is longer."""
    whole = " ".join(text.split())
    if width(whole) <= columns:
        return whole
    return next(_lines(whole, columns - width(MORE), "", "")) + MORE


def padded(text: str, columns: int) -> str:
    """Return the text padded with spaces to `columns`."""
    return text + " " * (columns - width(text))
