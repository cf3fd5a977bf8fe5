"""Text in lines as a terminal shows it: Chinese characters take two columns and may begin a line; no word is cut."""

from collections.abc import Iterator
from unicodedata import category, east_asian_width

CLOSING = "、。，．：；？！）〕］｝〉》」』】”’…,.:;?!)]}%"
"""What does not begin a line."""
OPENING = "（〔［｛〈《「『【“‘([{"
"""What does not end one."""
MORE = " …"


def width(text: str) -> int:
    """How many columns a text takes."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def wrapped(text: str, columns: int, first: str = "", rest: str = "") -> str:
    """The text in lines of so many columns, `first` before the first one and `rest` before the others.

    A word that is longer has a line of its own.
    """
    return "\n".join(_lines(text, columns, first, rest))


def _lines(text: str, columns: int, first: str, rest: str) -> Iterator[str]:
    line, is_empty = first, True
    for glue, atom in _atoms(text):
        if not is_empty and width(line) + len(glue) + width(atom) > columns:
            yield line
            line, is_empty = rest, True
        line += atom if is_empty else glue + atom
        is_empty = False
    yield line


def _atoms(text: str) -> Iterator[tuple[str, str]]:
    """What stays together, each with the space before it, if there is one."""
    for word in text.split():
        glue, begin = " ", 0
        for place in range(1, len(word)):
            if _may_part(word[place - 1], word[place]):
                yield glue, word[begin:place]
                glue, begin = "", place
        yield glue, word[begin:]


def _may_part(one: str, other: str) -> bool:
    """Whether a line may end between two characters: only beside a wide one, and not between it and its marks."""
    return 2 in (_columns(one), _columns(other)) and one not in OPENING and other not in CLOSING


def shortened(text: str, columns: int) -> str:
    """The beginning of a text in at most so many columns, ` …` behind it where it goes on."""
    whole = " ".join(text.split())
    if width(whole) <= columns:
        return whole
    return wrapped(whole, columns - width(MORE)).split("\n")[0] + MORE


def padded(text: str, columns: int) -> str:
    """The text with spaces behind it up to so many columns."""
    return text + " " * (columns - width(text))
