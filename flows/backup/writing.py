"""Makes a backup while others write: one state of the record, of which what the place already has is not copied."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from flows.backup.manifest import Manifest, TablePart, listed, objects_of, prune, read, write
from flows.backup.objects import Objects, sync_folder
from flows.backup.pages import PackedPage, PageAddress, addresses, new_pages, packs, pages_of, unpacking
from flows.backup.problems import BadBackup
from flows.backup.rows import chunks, columns_of
from flows.database import Store, locked, one_state, revisions
from flows.progress import Print, rate_limited
from models.schema import TABLES, Base, Body

KEPT = 7
"""The number of backups in a place; each is whole, and what two of them have is there once."""
FOLDERS = ("manifests", "objects")


@dataclass(frozen=True)
class Made:
    """A backup that was made."""

    manifest: Manifest
    file: Path
    written: int
    """The bytes of the files that are new in the place."""
    removed: int
    """The number of older backups that were removed."""


def back_up(
    store: Store, place: Path, at: datetime, say: Print, *, settings: Path | None = None, keep: int = KEPT
) -> Made:
    """Make a backup in a folder. If it is interrupted, the earlier ones stay whole, and the next one goes on there.

    The settings file has secrets: it is left out unless given. Raises BadBackup if the folder is something else.
    """
    with one_state(store) as session, _alone(place):
        objects = objects_of(place)
        before = {file.name for file in objects.folder.iterdir()}
        said = rate_limited(say)
        found, damaged = _pages(session, place, said)
        tables = [*_tables(session, objects, said)]
        kept = objects.put(settings.read_bytes()) if settings is not None else None
        size = session.scalar(select(func.coalesce(func.sum(func.length(Body.zstd)), 0))) or 0
        manifest = Manifest(
            made_at=f"{at:%Y-%m-%dT%H:%M:%SZ}",
            release=version("model-almanac"),
            database=store.engine.dialect.name,
            revision=revisions()[0],
            tables=tables,
            packs=found,
            body_bytes=size,
            damaged=damaged,
            settings=kept,
        )
        sync_folder(objects.folder)
        file = write(place, at, manifest)
        written = sum((objects.folder / name).stat().st_size for name in manifest.files - before)
        return Made(manifest, file, written, prune(place, max(keep, 1)))


@contextmanager
def _alone(place: Path) -> Generator[None]:
    """Hold the place, made if there is none, against another backup into it."""
    names = {file.name for file in place.iterdir()} if place.is_dir() else set[str]()
    if names and not names.issuperset(FOLDERS):
        raise BadBackup(f"{place} has other files: name a new folder, or one that `almanac backup` made")
    for name in FOLDERS:
        (place / name).mkdir(parents=True, exist_ok=True, mode=0o700)
    place.chmod(0o700)
    with locked(place / "backup.lock"):
        yield


def _pages(session: Session, place: Path, say: Print) -> tuple[Sequence[str], Sequence[str]]:
    """Copy the pages that are not there yet; return the packs that the backup needs, and the pages that are damaged."""
    objects, packed, damaged, known = objects_of(place), dict[str, None](), list[str](), _known_packs(place)
    wanted = set(session.execute(select(Body.sha256, Body.base_sha256)).tuples())
    held = set[PageAddress]()
    for name in known:
        if has := addresses(objects, name) & wanted:
            packed[name] = None
            held |= has
    checked = _checked(session, held, len(wanted), damaged, say)
    for pack in packs(checked):
        packed[objects.put(pack)] = None
    # A page that was damaged once is asked about again: somebody may have mended it.
    before = {sha256 for file in listed(place)[-1:] for sha256 in read(file).damaged}
    return [*packed], sorted({*damaged, *(before & {sha256 for sha256, _ in held})})


def _known_packs(place: Path) -> list[str]:
    """Return the packs in a place: those of whole backups, and those that an interrupted one has left."""
    objects, rows = objects_of(place), set[str]()
    manifests = [read(file) for file in listed(place)]
    ordered = dict.fromkeys(name for manifest in manifests for name in manifest.packs)
    for manifest in manifests:
        rows |= manifest.files
    left = [name for name in objects.names() if name not in rows and _is_pack(objects, name)]
    return [*ordered, *left]


def _is_pack(objects: Objects, name: str) -> bool:
    """Return True for a whole file of pages that no backup names: it is read, since nobody vouches for it."""
    try:
        return any(True for _ in pages_of(objects.get(name)))
    except (BadBackup, ValueError, TypeError):
        return False


def _checked(
    session: Session, held: set[PageAddress], count: int, damaged: list[str], say: Print
) -> Iterator[PackedPage]:
    """Yield the pages to copy, each compared with its SHA-256; a damaged one is copied as it is, and noted."""
    unpacks, done = unpacking(session), len(held)
    for page in new_pages(session, held):
        if unpacks.problem(page):
            damaged.append(page.sha256)
        done += 1
        say(f"{done:,} of {count:,} pages")
        yield page


def _tables(session: Session, objects: Objects, say: Print) -> Iterator[TablePart]:
    """Copy the rows of every table."""
    assert TABLES  # noqa: S101 (the tables of facts are made when this is imported)
    for table in Base.metadata.sorted_tables:
        names, count = list[str](), 0
        for content, rows in chunks(session, table):
            names.append(objects.put(content))
            count += rows
            say(f"{count:,} rows of {table.name}")
        yield TablePart(table.name, columns_of(table), count, names)
