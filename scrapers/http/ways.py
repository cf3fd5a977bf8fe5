"""Ways to fetch a source, as data: the code of a way and `requests` are loaded when something is fetched."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scrapers.http.request import FetchRequest
from scrapers.page import Attempt, Page

HUGGING_FACE = ("huggingface.co", "hf.co")


@dataclass(frozen=True)
class LinkedPages:
    """Fetch the pages that an index links to, and join them into one body."""

    links: Callable[[Page], list[str]]
    """Return the links of the index, the newest first. Raises PageChanged."""
    bundle: Callable[[list[tuple[str, bytes]]], bytes]
    with_index: bool = False
    """True if the index is part of the body, too; a linked page that is refused is then left out."""

    def __call__(self, request: FetchRequest) -> Attempt:
        from scrapers.http.linked_pages import fetch_linked

        return fetch_linked(self, request)


@dataclass(frozen=True)
class TwoForms:
    """Fetch the Markdown form of a page, and the page itself if that form is not read or does not come."""

    page: str
    """The path of the page itself, on the same site."""
    is_read: Callable[[Page], bool]
    """Return True if a page is read and not refused."""

    def __call__(self, request: FetchRequest) -> Attempt:
        from scrapers.http.two_forms import fetch_two_forms

        return fetch_two_forms(self, request)


@dataclass(frozen=True)
class NumberedPages:
    """Fetch `url?page=1` and the pages after it."""

    most_pages: int = 3
    """Requests that a run makes at most; a response with more pages is refused."""

    def __call__(self, request: FetchRequest) -> Attempt:
        from scrapers.http.pagination import fetch_numbered

        return fetch_numbered(self, request)


@dataclass(frozen=True)
class HuggingFaceFile:
    """Fetch the file that the source's address (`…/resolve/main/<path>`) names, as the dataset's listing has it."""

    listing_path: str
    """`/api/datasets/<owner>/<name>/tree/main?recursive=true`, on the source's own site."""
    most_bytes: int = 20_000_000
    whole_seconds: float = 120
    redirect_hosts: tuple[str, ...] = HUGGING_FACE

    def __call__(self, request: FetchRequest) -> Attempt:
        from scrapers.http.hf_dataset import fetch_listed

        return fetch_listed(self, request)


@dataclass(frozen=True)
class SeveralAnswers:
    """Ask several addresses of an API, one after the other, and join their JSON answers into one body."""

    paths: Callable[[], Sequence[str]]
    """Return the addresses, as paths on the source's own site."""
    missing: tuple[int, ...] = (401, 403, 404, 410)
    """Status codes by which an API says that there is no such thing, or that it is not for everybody."""

    def __call__(self, request: FetchRequest) -> Attempt:
        from scrapers.http.several_answers import fetch_several

        return fetch_several(self, request)


@dataclass(frozen=True)
class ZipMember:
    """Fetch an archive in ZIP format, and keep one file of it as the page."""

    name: str
    """The name of the file; it may be in any folder of the archive, once."""
    most_bytes: int = 5_000_000
    """Bytes that the file may have, unpacked."""
    most_members: int = 2_000
    most_ratio: int = 100
    """The file may be so many times as large as it is in the archive."""

    def __call__(self, request: FetchRequest) -> Attempt:
        from scrapers.http.zip_member import fetch_member

        return fetch_member(self, request)
