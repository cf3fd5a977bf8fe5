"""A fetched page, the other outcomes of an attempt, and the refusal to read."""

from dataclasses import dataclass
from datetime import datetime
from traceback import format_exception
from typing import Any

from models.facts import storable

MOST_TEXT, MOST_REASON = 300, 500
MOST_WORDS = 200
"""Characters of an exception's message that are kept."""
LAST_FRAMES = 20


@dataclass(frozen=True)
class Validators:
    """`ETag` and `Last-Modified` of a response, for the next conditional request."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Page:
    """The response of a source: the bytes as received, never decoded (DeepSeek's charset header is missing)."""

    source: str
    url: str
    body: bytes
    moment: datetime
    validators: Validators = Validators()
    is_by_hand: bool = False
    """True if a person gave it as a file: if it is refused, that is no trouble of its source."""


@dataclass(frozen=True)
class NotModified:
    """The server says that the page has not changed since the validators."""

    source: str
    url: str
    moment: datetime


@dataclass(frozen=True)
class Failed:
    """No usable response; `reason` is for people."""

    source: str
    url: str
    moment: datetime
    reason: str


Attempt = Page | NotModified | Failed


class PageChanged(Exception):
    """The page does not have the format that its reader knows. `reason` is the cause, `text` the offending text."""

    def __init__(self, reason: str, text: str = "") -> None:
        self.reason = storable(reason[:MOST_REASON])
        self.text = storable(text[:MOST_TEXT])
        super().__init__(f"{self.reason}: {self.text!r}" if text else self.reason)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.reason, self.text)


class OverLimit(PageChanged):
    """Reading the page needs more time or memory than a page may take. `reason` states the limit."""


class Tripped(PageChanged):
    """The reader raised another exception than PageChanged, or did not end: a defect of the reader, not of the page."""

    def __init__(self, name: str, words: str = "", trace: str = "") -> None:
        """Keep the exception's name, its message (`words`), and for the log its traceback (`trace`)."""
        self.name, self.words, self.trace = name, words[:MOST_WORDS], trace
        super().__init__(f"the reader tripped: {name}: {self.words}" if words else f"the reader tripped: {name}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.name, self.words, self.trace)

    @classmethod
    def over(cls, error: Exception) -> "Tripped":
        """Return the refusal for an exception of a reader."""
        return cls(type(error).__name__, str(error), "".join(format_exception(error, limit=-LAST_FRAMES)))
