"""Drops the bytes of old pages that a backup has, by choice, and brings them back. Facts stay, and so do their hashes.

A page stays that a believed fact cites, also one about the past, that is the newest of its source, that is held, or
that awaits reading. What goes are pages that said nothing new in other bytes, and refused ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session

from flows.backup.checking import check_backup
from flows.backup.manifest import keep_for_ever, objects_of
from flows.backup.pages import Unpacking, pages_of
from flows.backup.problems import BadBackup
from flows.database import Store
from flows.ingest import BodyLost, packed_like, unpacked
from flows.progress import Print
from models.facts import FACTS
from models.kinds import SnapshotOutcome
from models.schema import TABLES, Body, Snapshot

NOTHING = b""
"""In place of bytes that were dropped."""


@dataclass(frozen=True)
class Dropped:
    """The pages that were dropped, or brought back."""

    pages: int
    freed: int
    """The bytes that the database needs less, or more."""


def drop_pages(store: Store, place: Path, before: datetime, say: Print) -> Dropped:
    """Drop the bytes of pages that were seen before an instant alone, in one transaction.

    They are in the newest backup of a folder, which is checked first and is never removed after. Raises BadBackup.
    """
    file, manifest = check_backup(place, None, say)
    held = {page.sha256 for name in manifest.packs for page in pages_of(objects_of(place).get(name)) if page.zstd}
    with store.writing() as session:
        old = set(session.scalars(_old(before))) - set(session.scalars(_needed()))
        if missing := old - held:
            raise BadBackup(f"{file} lacks {len(missing)} of these pages: back up into {place} again")
        keep_for_ever(file)
        size = _size(session)
        for sha256, like in _based(session, old):
            _replace(session, sha256, *packed_like(session, unpacked(session, sha256), like))
        for sha256 in old:
            _replace(session, sha256, None, NOTHING)
        return Dropped(len(old), size - _size(session))


def bring_back(store: Store, place: Path, say: Print) -> Dropped:
    """Store the bytes again that were dropped and that the newest backup of a folder has. Raises BadBackup."""
    _, manifest = check_backup(place, None, say)
    packs = [objects_of(place).get(name) for name in manifest.packs]
    with store.writing() as session:
        wanted, size, count = set(session.scalars(select(Body.sha256).where(_is_dropped()))), _size(session), 0
        for sha256, content in _contents(packs):
            if sha256 in wanted:
                _replace(session, sha256, None, packed_like(session, content, None)[1])
                count += 1
        return Dropped(count, _size(session) - size)


def _contents(packs: list[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of packs with their bytes."""
    pages = {page.sha256: page for pack in packs for page in pages_of(pack) if page.zstd}

    def other(sha256: str) -> bytes:
        if sha256 not in pages:
            raise BodyLost(f"need those of the body {sha256}, which are missing")
        return unpacks.content(pages[sha256])

    unpacks = Unpacking(other)
    for page in pages.values():
        yield page.sha256, unpacks.content(page)


def _based(session: Session, old: set[str]) -> list[tuple[str, str | None]]:
    """Return the pages that stay and are differences from one that goes, the oldest first.

    Each has the nearest page that stays among those that it is based on.
    """
    came = select(Snapshot.body_sha256, func.min(Snapshot.id).label("first")).group_by(Snapshot.body_sha256).subquery()
    query = select(Body.sha256, Body.base_sha256).join(came, came.c.body_sha256 == Body.sha256).order_by(came.c.first)
    bases = dict(session.execute(query).tuples().all())
    found = list[tuple[str, str | None]]()
    for sha256, base in bases.items():
        if sha256 not in old and base in old:
            while base in old:
                base = bases.get(base)
            found.append((sha256, base))
    return found


def _old(before: datetime) -> Select[tuple[str]]:
    """Select the pages whose snapshots are all older, and whose bytes are there."""
    seen = select(Snapshot.body_sha256).where(Snapshot.body_sha256.is_not(None)).group_by(Snapshot.body_sha256)
    return select(Body.sha256).where(Body.sha256.in_(seen.having(func.max(Snapshot.moment) < before)), ~_is_dropped())


def _needed() -> Select[tuple[Any]]:
    """Select the pages that stay."""
    cited = [
        Snapshot.id.in_(select(spans.c.snapshot_id).where(spans.c.recorded_to.is_(None)))
        for spans in (TABLES[fact].spans for fact in FACTS)
    ]
    waits = (Snapshot.outcome.is_(None), Snapshot.outcome == SnapshotOutcome.HELD)
    newest = select(func.max(Snapshot.id)).where(Snapshot.body_sha256.is_not(None)).group_by(Snapshot.source)
    kept = or_(*cited, *waits, Snapshot.id.in_(newest))
    return select(Snapshot.body_sha256).where(kept, Snapshot.body_sha256.is_not(None))


def _is_dropped() -> Any:  # noqa: ANN401 (a condition)
    return func.length(Body.zstd) == 0


def _replace(session: Session, sha256: str, base: str | None, packed: bytes) -> None:
    session.execute(update(Body).where(Body.sha256 == sha256).values(zstd=packed, base_sha256=base))


def _size(session: Session) -> int:
    return session.scalar(select(func.coalesce(func.sum(func.length(Body.zstd)), 0))) or 0
