"""A fetched page, what else an attempt may bring, and the refusal to read."""

from dataclasses import dataclass
from datetime import datetime
from traceback import format_exception
from typing import Any

from models.storable import storable

MOST_TEXT, MOST_REASON = 300, 500
MOST_WORDS = 200
"""Characters of an exception's message that are kept."""
LAST_FRAMES = 20


@dataclass(frozen=True)
class Validators:
    """What a server gave to ask again with: `ETag` and `Last-Modified`."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Page:
    """What a source answered: the bytes as they came, never decoded (DeepSeek's charset header is missing)."""

    source: str
    url: str
    body: bytes
    moment: datetime
    validators: Validators = Validators()


@dataclass(frozen=True)
class NotModified:
    """The server says that the page is the one that the validators came with."""

    source: str
    url: str
    moment: datetime


@dataclass(frozen=True)
class Failed:
    """No answer that could be a page; `reason` is for people."""

    source: str
    url: str
    moment: datetime
    reason: str


Attempt = Page | NotModified | Failed


class PageChanged(Exception):
    """The page is not what its reader knows. `reason` says why, `text` is the offending text."""

    def __init__(self, reason: str, text: str = "") -> None:
        self.reason = storable(reason[:MOST_REASON])
        self.text = storable(text[:MOST_TEXT])
        super().__init__(f"{self.reason}: {self.text!r}" if text else self.reason)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.reason, self.text)


class Tripped(PageChanged):
    """The reader raised something else than PageChanged, or came to no end: a defect of the reader, not of the page."""

    def __init__(self, name: str, words: str = "", trace: str = "") -> None:
        """`name` is that of the exception, `words` what it says, `trace` where it was raised, for the log."""
        self.name, self.words, self.trace = name, words[:MOST_WORDS], trace
        super().__init__(f"the reader tripped: {name}: {self.words}" if words else f"the reader tripped: {name}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.name, self.words, self.trace)

    @classmethod
    def over(cls, error: Exception) -> "Tripped":
        """The refusal for what a reader raised."""
        return cls(type(error).__name__, str(error), "".join(format_exception(error, limit=-LAST_FRAMES)))
