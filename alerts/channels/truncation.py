"""Shortens a message to the limits of a service.

A service that gets too much refuses it, cuts it anywhere, or makes several messages of it; Apprise does the latter two
(`overflow`). All of these break the guarantee that a message arrives once and complete. So whole lines are left out
here, in the middle, and the message says so. The changes come first, and the evidence last.
"""

import json
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

LEFT_OUT = "… and {} more lines: almanac alerts --json"
LONGEST_TITLE = 200
"""The limit of a title for services without one."""
SHORTEST = 40
"""A cut line is kept only if it has this many characters."""


@dataclass(frozen=True)
class TextLimits:
    """Limits in characters, or in the units of `size`. A `title` of 0 puts it in the first line of the body."""

    title: int
    body: int
    shared: bool = False
    """True if title and body together are limited by `body`."""
    size: Callable[[str], int] = len
    """Measures a text as the service does; a character counts at least 1."""


def utf8_bytes(text: str) -> int:
    return len(text.encode(errors="replace"))


def json_bytes(text: str) -> int:
    """Return the bytes of a text in ASCII-only JSON, without the quotes."""
    return len(json.dumps(text)) - len('""')


def fit_message(title: str, body: str, limits: TextLimits) -> tuple[str, str]:
    """Return title and body, shortened to the limits."""
    short = cut(title, limits.title or min(LONGEST_TITLE, limits.body // 2), limits.size)
    taken = limits.size(short) + limits.size("\r\n") if limits.shared or not limits.title else 0
    return short, shortened(body, max(limits.body - taken, 1), limits.size)


def cut(text: str, room: int, size: Callable[[str], int] = len) -> str:
    if size(text) <= room:
        return text
    lengths = range(min(len(text), room) + 1)
    kept = bisect_right(lengths, room - size("…"), key=lambda length: size(text[:length])) - 1
    return text[: max(kept, 0)].rstrip() + "…"


def shortened(body: str, room: int, size: Callable[[str], int] = len) -> str:
    """Return the first lines and the last paragraph. If these do not fit, return the beginning of the first line."""
    if size(body) <= room:
        return body
    lines = body.split("\n")
    evidence = lines[_last_blank(lines) :]
    for tail in (evidence, []):
        count = len(lines) - len(tail)
        left = room - size("\n".join([LEFT_OUT.format(count), *tail])) - size("\n")
        kept = _head(lines[:count], left, size)
        if kept:
            more = [LEFT_OUT.format(count - len(kept))] if len(kept) < count else []
            return "\n".join([*kept, *more, *tail])
    return cut(lines[0], room, size)


def _last_blank(lines: list[str]) -> int:
    """Return the index of the blank line above the last paragraph."""
    return next((index for index in reversed(range(1, len(lines))) if not lines[index].strip()), len(lines))


def _head(lines: list[str], room: int, size: Callable[[str], int]) -> list[str]:
    """Return as many lines as fit; if the first one does not fit, its beginning."""
    kept: list[str] = []
    for line in lines:
        room -= size(line) + size("\n")
        if room < 0:
            break
        kept.append(line)
    if not kept and room + size(lines[0]) >= SHORTEST:
        kept = [cut(lines[0], room + size(lines[0]), size)]
    return kept
