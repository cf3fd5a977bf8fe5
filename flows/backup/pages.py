"""The bytes of pages in packs: files with a list of what is in them at their beginning. A page is copied once.

A page is stored as the database has it: packed alone, or as the difference from another one, which comes before it.
"""

import json
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from flows.backup.objects import Objects
from flows.backup.problems import BadBackup
from flows.ingest import BodyLost, unpack_stored, unpacked
from models.schema import Body, Snapshot

MOST = 16 * 2**20
"""A pack is closed when it has so many bytes of pages."""
HEAD = 4
"""The bytes at the beginning of a pack that say how long its list is."""
REMEMBERED = 64 * 2**20
"""The bytes of unpacked pages that are remembered, since the next page mostly differs little from one of them."""
PageAddress = tuple[str, str | None]
"""A page by its SHA-256, and that of the page from which it is stored as a difference."""


class PackedPage(NamedTuple):
    """A page as it is stored."""

    sha256: str
    size: int
    base: str | None
    zstd: bytes

    @property
    def address(self) -> PageAddress:
        return self.sha256, self.base


def new_pages(session: Session, held: set[PageAddress]) -> Iterator[PackedPage]:
    """Yield the pages of the database that are not held, in the order in which they came."""
    first = select(Snapshot.body_sha256, func.min(Snapshot.id).label("first")).group_by(Snapshot.body_sha256).subquery()
    known = select(Body.sha256, Body.base_sha256).outerjoin(first, first.c.body_sha256 == Body.sha256)
    listed = session.execute(known.order_by(first.c.first, Body.sha256)).tuples().all()
    one = select(Body.sha256, Body.size, Body.base_sha256, Body.zstd)
    for sha256, base in listed:
        if (sha256, base) not in held:
            yield PackedPage(*session.execute(one.where(Body.sha256 == sha256)).one())


def packs(pages: Iterable[PackedPage]) -> Iterator[bytes]:
    """Yield packs of pages."""
    waiting, size = list[PackedPage](), 0
    for page in pages:
        waiting.append(page)
        size += len(page.zstd)
        if size >= MOST:
            yield _pack(waiting)
            waiting, size = [], 0
    if waiting:
        yield _pack(waiting)


def _pack(pages: Sequence[PackedPage]) -> bytes:
    listed = json.dumps([(page.sha256, page.size, page.base, len(page.zstd)) for page in pages]).encode()
    return b"".join([len(listed).to_bytes(HEAD, "big"), listed, *(page.zstd for page in pages)])


def pages_of(pack: bytes) -> Iterator[PackedPage]:
    """Yield the pages of a pack. Raises BadBackup."""
    place = HEAD + int.from_bytes(pack[:HEAD], "big")
    for sha256, size, base, length in _list(pack[HEAD:place]):
        yield PackedPage(sha256, size, base, pack[place : place + length])
        place += length


def addresses(objects: Objects, name: str) -> set[PageAddress]:
    """Return what a pack says that it has, without reading the rest of it; nothing if it is not there."""
    file = objects.folder / name
    if not file.exists():
        return set()
    with file.open("rb") as pack:
        listed = _list(pack.read(int.from_bytes(pack.read(HEAD), "big")))
    return {(sha256, base) for sha256, _, base, _ in listed}


def _list(text: bytes) -> list[Any]:
    try:
        return list(json.loads(text))
    except ValueError:
        raise BadBackup("a file of pages cannot be read: its list is damaged") from None


class Unpacking:
    """Unpacks pages one after the other, and remembers the last ones."""

    def __init__(self, other: Callable[[str], bytes]) -> None:
        """Take a function for the bytes of a page that is not remembered; it may raise BodyLost."""
        self._other, self._remembered, self._size = other, OrderedDict[str, bytes](), 0

    def problem(self, page: PackedPage) -> str | None:
        """Return what is wrong with the bytes of a page, or None. Bytes that were dropped by choice are right."""
        try:
            self._remember(page.sha256, self.content(page) if page.zstd else b"")
        except BodyLost as problem:
            return f"its bytes {problem}"
        return None

    def content(self, page: PackedPage) -> bytes:
        """Return the bytes of a page. Raises BodyLost."""
        base = b""
        if page.base is not None:
            base = self._remembered[page.base] if page.base in self._remembered else self._other(page.base)
        return unpack_stored(page.sha256, page.size, page.zstd, base)

    def _remember(self, sha256: str, content: bytes) -> None:
        self._remembered[sha256] = content
        self._size += len(content)
        while self._size > REMEMBERED:
            self._size -= len(self._remembered.popitem(last=False)[1])


def unpacking(session: Session) -> Unpacking:
    """Return what unpacks pages of a database."""
    return Unpacking(lambda sha256: unpacked(session, sha256))
