"""A fetched page, what else an attempt may bring, and the refusal to read."""

from dataclasses import dataclass
from datetime import datetime


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
        self.reason = reason
        self.text = text[:300]
        super().__init__(f"{reason}: {self.text!r}" if text else reason)
