"""A message in the room that a service has for one.

A service that gets too much refuses it, cuts it where it likes, or makes several messages of it; Apprise does the
latter two for it (`overflow`). None of them is what "once" and "complete" promise: so what does not fit is left out
here, in whole lines, in the middle, and the message says so. First come the changes; last where they can be checked.
"""

import json
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

LEFT_OUT = "… and {} more lines: almanac alerts --json"
LONGEST_TITLE = 200
"""Where a title has no room of its own."""
SHORTEST = 40
"""A cut line of less is not worth reading."""


@dataclass(frozen=True)
class Room:
    """Characters, or what `size` counts; a `title` of 0 means that it stands above the body, as its first line."""

    title: int
    body: int
    shared: bool = False
    """Whether both together may have no more than the body's."""
    size: Callable[[str], int] = len
    """How a service counts a text; a character counts 1 at least."""


def utf8_bytes(text: str) -> int:
    return len(text.encode(errors="replace"))


def json_bytes(text: str) -> int:
    """The bytes of a text in JSON that escapes all but ASCII, without the quotes."""
    return len(json.dumps(text)) - len('""')


def fitted(title: str, body: str, room: Room) -> tuple[str, str]:
    """Title and body as they fit."""
    short = cut(title, room.title or min(LONGEST_TITLE, room.body // 2), room.size)
    taken = room.size(short) + room.size("\r\n") if room.shared or not room.title else 0
    return short, shortened(body, max(room.body - taken, 1), room.size)


def cut(text: str, room: int, size: Callable[[str], int] = len) -> str:
    if size(text) <= room:
        return text
    lengths = range(min(len(text), room) + 1)
    kept = bisect_right(lengths, room - size("…"), key=lambda length: size(text[:length])) - 1
    return text[: max(kept, 0)].rstrip() + "…"


def shortened(body: str, room: int, size: Callable[[str], int] = len) -> str:
    """The first lines, and the last paragraph; where even these do not fit, as much of the first line as does."""
    if size(body) <= room:
        return body
    lines = body.split("\n")
    evidence = lines[_last_blank(lines) :]
    for ends in (evidence, []):
        told = len(lines) - len(ends)
        left = room - size("\n".join([LEFT_OUT.format(told), *ends])) - size("\n")
        kept = _head(lines[:told], left, size)
        if kept:
            more = [LEFT_OUT.format(told - len(kept))] if len(kept) < told else []
            return "\n".join([*kept, *more, *ends])
    return cut(lines[0], room, size)


def _last_blank(lines: list[str]) -> int:
    """Where the last paragraph begins, with the blank line above it."""
    return next((at for at in reversed(range(1, len(lines))) if not lines[at].strip()), len(lines))


def _head(lines: list[str], room: int, size: Callable[[str], int]) -> list[str]:
    """As many lines as fit; of a first one that is too long, its beginning."""
    kept: list[str] = []
    for line in lines:
        room -= size(line) + size("\n")
        if room < 0:
            break
        kept.append(line)
    if not kept and room + size(lines[0]) >= SHORTEST:
        kept = [cut(lines[0], room + size(lines[0]), size)]
    return kept
