"""The bytes of pages in the table `body`, packed with zstd: alone, or as a difference from an earlier body.

A difference is what zstd adds to the bytes of another body, its base (as `zstd --patch-from` does). Bodies are never
changed or deleted, and a base is stored before what is based on it, so no body depends on itself. `flows.backup` drops
the bytes of old ones, by choice: then they are empty here.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256 as hash_of
from typing import Any

import zstandard
from sqlalchemy import Select, bindparam, func, literal, select, text
from sqlalchemy.orm import Session, aliased

from models.schema import Body

LEVEL = 10
"""The zstd level of a body that is packed alone. Level 19 saves 5 to 20 % for 5 to 30 times the processor time."""
DIFFERENCE_LEVEL = 9
MOST_DIFFERENCES = 16
"""The longest chain of differences; the next body is based on the body at its end, which is packed alone."""
MOST_BYTES = 2**24
"""The largest sum of the sizes of a body and those it is based on, unpacked: no body takes longer than some 10 ms."""
LARGEST_SHARE = 0.7
"""A difference is stored if it is this share of what packing the body alone would take, or less."""
LONGEST_READ = 64
"""The number of bodies in the longest chain that is read; only a damaged table has a longer one."""
LAST = "last body"
"""The last unpacked body in the `info` of a session: its SHA-256, and its bytes."""
PARAMETERS: Any = zstandard.ZstdCompressionParameters
"""The stubs leave its options open."""
INSERTION = text(
    "insert into body (sha256, size, zstd, base_sha256) values (:sha256, :size, :zstd, :base_sha256) "
    "on conflict do nothing"
)
"""Another source may have stored the same bytes meanwhile."""
REFILLING = text("update body set zstd = :zstd where sha256 = :sha256")


class BodyLost(Exception):
    """A body is missing or damaged, or one that it is based on; the message goes on from "its bytes …"."""


class BodyDropped(BodyLost):
    """The bytes of a body were dropped by choice; its row and its hash are there."""


@dataclass(frozen=True)
class _Packed:
    """A row of the table `body`."""

    sha256: str
    base_sha256: str | None
    size: int
    zstd: bytes


def store_body(session: Session, content: bytes, like: str | None = None) -> str:
    """Store bytes once, as a difference from the body with the hash `like` if that pays; returns their SHA-256 in hex.

    A body that is damaged is no base.
    """
    digest = hash_of(content).hexdigest()
    if digest == like or (stored := session.scalar(_known_query(), {"sha256": digest})):
        return digest
    if stored is not None:
        # It was dropped by choice, and comes again.
        session.execute(REFILLING, {"sha256": digest, "zstd": zstandard.compress(content, LEVEL)})
        return digest
    base, packed = packed_like(session, content, like)
    row = {"sha256": digest, "size": len(content), "zstd": packed, "base_sha256": base}
    session.execute(INSERTION, row)
    return digest


def packed_like(session: Session, content: bytes, like: str | None) -> tuple[str | None, bytes]:
    """Pack bytes, as a difference from the body with the hash `like` if that pays; its hash then, and the bytes."""
    return _difference(session, content, like) or (None, zstandard.compress(content, LEVEL))


def unpack_stored(sha256: str, size: int, packed: bytes, base: bytes) -> bytes:
    """The bytes of a body from what is stored of it, and from its base, empty if there is none. Raises BodyLost."""
    content = _unpack_one(_Packed(sha256, sha256 if base else None, size, packed), base, is_wanted=True)
    if hash_of(content).hexdigest() != sha256:
        raise BodyLost(f"are not those that came: {len(content)} bytes")
    return content


def unpacked(session: Session, sha256: str) -> bytes:
    """The bytes with a SHA-256, given in hex. Raises BodyLost.

    The session has the last ones: who reads page after page finds that most of them are the base of the next.
    """
    content = _unpacked_from_last(session, sha256) or _unpacked(_chain(session, sha256))
    session.info[LAST] = (sha256, content)
    return content


def _unpacked_from_last(session: Session, sha256: str) -> bytes | None:
    """The bytes of a body that is based on the last one of the session; None if it is not, or is damaged."""
    last_sha256, last = session.info.get(LAST, (None, b""))
    if last_sha256 is None:
        return None
    row = session.connection().execute(_one_query(), {"sha256": sha256}).one_or_none()
    if row is None or row.base_sha256 != last_sha256:
        return None
    try:
        content = _unpack_one(_Packed(*row), last, is_wanted=True)
    except BodyLost:
        return None
    return content if hash_of(content).hexdigest() == sha256 else None


@cache
def _one_query() -> Select[Any]:
    return select(Body.sha256, Body.base_sha256, Body.size, Body.zstd).where(Body.sha256 == bindparam("sha256"))


@cache
def _known_query() -> Select[tuple[int]]:
    """The query for the packed size of a body."""
    return select(func.length(Body.zstd)).where(Body.sha256 == bindparam("sha256"))


def _difference(session: Session, content: bytes, like: str | None) -> tuple[str, bytes] | None:
    """The base of a body, and the difference from it; None if the body is to be packed alone."""
    chain = [] if like is None else _chain(session, like)
    if len(chain) > MOST_DIFFERENCES or sum(body.size for body in chain) + len(content) > MOST_BYTES:
        chain = chain[-1:]
    if not (chain and chain[0].size and content) or chain[0].size + len(content) > MOST_BYTES:
        return None
    try:
        packed = _pack_difference(content, _unpacked(chain))
    except BodyLost:
        return None
    alone = len(content) * len(chain[-1].zstd) / max(chain[-1].size, 1)
    return (chain[0].sha256, packed) if len(packed) <= LARGEST_SHARE * alone else None


def _pack_difference(content: bytes, base: bytes) -> bytes:
    """Pack bytes with all of their base in the window."""
    window = max((len(content) + len(base)).bit_length(), zstandard.WINDOWLOG_MIN)
    parameters = PARAMETERS.from_level(
        DIFFERENCE_LEVEL, source_size=len(content), dict_size=len(base), window_log=window
    )
    return zstandard.ZstdCompressor(dict_data=_as_prefix(base), compression_params=parameters).compress(content)


def _as_prefix(base: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def _chain(session: Session, sha256: str) -> list[_Packed]:
    """A body and those it is based on, the one that is packed alone last; shorter if one is missing."""
    return [_Packed(*row) for row in session.execute(_chain_query(), {"sha256": sha256}).tuples()]


@cache
def _chain_query() -> Select[Any]:
    """The query of `_chain`, built once; `sha256` is a parameter."""
    first = select(Body.sha256, Body.base_sha256, literal(1).label("place")).where(Body.sha256 == bindparam("sha256"))
    links, base = first.cte("link", recursive=True), aliased(Body)
    following = select(base.sha256, base.base_sha256, links.c.place + 1).where(
        base.sha256 == links.c.base_sha256, links.c.place < LONGEST_READ
    )
    links = links.union_all(following)
    columns = (Body.sha256, Body.base_sha256, Body.size, Body.zstd)
    return select(*columns).join_from(links, Body, Body.sha256 == links.c.sha256).order_by(links.c.place)


def _unpacked(chain: list[_Packed]) -> bytes:
    """The bytes of the first body of a chain. Raises BodyLost."""
    if not chain:
        raise BodyLost("are missing")
    missing, content = chain[-1].base_sha256, b""
    if len(chain) == LONGEST_READ:
        raise BodyLost(f"need those of {LONGEST_READ} other bodies")
    if missing is not None:
        raise BodyLost(f"need those of the body {missing}, which are missing")
    for body in reversed(chain):
        content = _unpack_one(body, content, is_wanted=body is chain[0])
    if hash_of(content).hexdigest() != chain[0].sha256:
        _blame(chain)
    return content


def _unpack_one(body: _Packed, base: bytes, is_wanted: bool) -> bytes:
    """The bytes of one body; their size is checked, their hash is not. Raises BodyLost."""
    needed = "" if is_wanted else f"need those of the body {body.sha256}, which "
    if not body.zstd:
        raise BodyDropped(
            f"{needed}were dropped with `almanac drop-pages`: `almanac drop-pages FOLDER --bring-back` restores them"
        )
    try:
        size = zstandard.frame_content_size(body.zstd)
        if size != body.size:
            raise BodyLost(f"{needed}are not those that came: {size} bytes, not {body.size}")
        if body.base_sha256 is None:
            return zstandard.decompress(body.zstd)
        return zstandard.ZstdDecompressor(dict_data=_as_prefix(base)).decompress(body.zstd)
    except zstandard.ZstdError as problem:
        raise BodyLost(f"{needed}cannot be unpacked: {problem}") from None


def _blame(chain: list[_Packed]) -> None:
    """Raise BodyLost with the first body of a chain whose bytes have another hash, from its end on."""
    content = b""
    for body in reversed(chain):
        content = _unpack_one(body, content, is_wanted=body is chain[0])
        found = hash_of(content).hexdigest()
        if found != body.sha256:
            needed = "" if body is chain[0] else f"need those of the body {body.sha256}, which "
            raise BodyLost(f"{needed}are not those that came: {len(content)} bytes, SHA-256 {found}")
