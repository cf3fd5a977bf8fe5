"""Sample documents: a text as it is first published, and the edits to it, each with its day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

Edit = tuple[str, str]
"""A text, and what stands in its place afterwards."""


@dataclass(frozen=True)
class Document:
    """A page that changes: its path on its site, its first day and text, and its edits by day."""

    path: str
    first: str
    text: str
    edits: Mapping[str, Sequence[Edit]]

    def instants(self) -> list[datetime]:
        """The instants at which it changes, 00:00 UTC of each day; the first one included."""
        return [_instant(day) for day in (self.first, *self.edits)]

    def answer(self, at: datetime) -> str:
        """The text at an instant. Raises ValueError if an edit does not fit."""
        return _edited(
            self.text, tuple((day, tuple(edits)) for day, edits in self.edits.items() if _instant(day) <= at)
        )

    def __hash__(self) -> int:
        return hash((self.path, self.first))


@cache
def _edited(text: str, edits: tuple[tuple[str, tuple[Edit, ...]], ...]) -> str:
    for day, replacements in edits:
        for old, new in replacements:
            if text.count(old) != 1:
                raise ValueError(f"{day}: {text.count(old)} × {old!r}")
            text = text.replace(old, new)
    return text


def _instant(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)
