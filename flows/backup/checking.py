"""Checks a backup: every file by its SHA-256, every table by its number of rows, every page by its own SHA-256."""

from pathlib import Path

from flows.backup.manifest import Manifest, TablePart, newest, objects_of
from flows.backup.objects import Objects
from flows.backup.pages import PackedPage, Unpacking, pages_of
from flows.backup.problems import BadBackup
from flows.backup.rows import unpacked_rows
from flows.ingest import BodyLost
from flows.progress import Print, rate_limited


def check_backup(place: Path, named: str | None, say: Print) -> tuple[Path, Manifest]:
    """Check a backup, the newest unless one is named. Raises BadBackup with the first thing that is wrong."""
    file, manifest = newest(place, named)
    objects, said = objects_of(place), rate_limited(say)
    wanted = dict[str, str | None]()
    for table in manifest.tables:
        count = 0
        for chunk in table.chunks:
            rows = unpacked_rows(objects.get(chunk), table.name)
            count += len(rows)
            wanted |= _bodies(table, rows)
            said(f"{count:,} rows of {table.name}")
        if count != table.rows:
            raise BadBackup(f"{file}: {table.name} has {count} rows, not {table.rows}")
    _check_pages(objects, manifest, wanted, said)
    if manifest.settings:
        objects.get(manifest.settings)
    return file, manifest


def _bodies(table: TablePart, rows: list[list[object]]) -> dict[str, str | None]:
    """Return the pages that rows of the table `body` name, each with its base."""
    if table.name != "body":
        return {}
    names = [name for name, _ in table.columns]
    sha256, base = names.index("sha256"), names.index("base_sha256")
    return {str(row[sha256]): None if row[base] is None else str(row[base]) for row in rows}


def _check_pages(objects: Objects, manifest: Manifest, wanted: dict[str, str | None], say: Print) -> None:
    places = dict[str, str]()
    unpacks = Unpacking(lambda sha256: _content(objects, places, wanted, sha256, unpacks))
    seen = set[str]()
    for name in manifest.packs:
        pages = [page for page in pages_of(objects.get(name)) if _is_wanted(page, wanted)]
        places |= {page.sha256: name for page in pages}
        for page in pages:
            seen.add(page.sha256)
            if page.sha256 not in manifest.damaged and (problem := unpacks.problem(page)):
                raise BadBackup(f"the page {page.sha256}: {problem}")
            say(f"{len(seen):,} of {len(wanted):,} pages")
    if missing := wanted.keys() - seen:
        raise BadBackup(f"{len(missing)} pages are missing, {min(missing)} is one of them")


def _is_wanted(page: PackedPage, wanted: dict[str, str | None]) -> bool:
    return page.sha256 in wanted and wanted[page.sha256] == page.base


def _content(
    objects: Objects, places: dict[str, str], wanted: dict[str, str | None], sha256: str, unpacks: Unpacking
) -> bytes:
    """Return the bytes of a page that came long before. Raises BodyLost."""
    if sha256 not in places:
        raise BodyLost(f"need those of the body {sha256}, which are missing")
    pages = pages_of(objects.get(places[sha256]))
    return unpacks.content(next(page for page in pages if page.sha256 == sha256 and _is_wanted(page, wanted)))
