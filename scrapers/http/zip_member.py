"""One file of an archive in ZIP format, unpacked within bounds: of names, of sizes and of the ratio of both."""

import zlib
from dataclasses import replace
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from scrapers.http.client import fetch
from scrapers.http.errors import Refusal
from scrapers.http.request import FetchRequest, failed
from scrapers.http.ways import ZipMember
from scrapers.page import Attempt, Page

ENCRYPTED = 0x1
"""A flag of a file in an archive."""


def fetch_member(way: ZipMember, request: FetchRequest) -> Attempt:
    """Fetch the archive, if the server says that it has changed, and return the file as the page."""
    attempt = fetch(request)
    if not isinstance(attempt, Page):
        return attempt
    try:
        return replace(attempt, body=unpacked(attempt.body, way))
    except Refusal as refusal:
        return failed(request, refusal)


def unpacked(archive: bytes, way: ZipMember) -> bytes:
    """Return the bytes of the file. Raises Refusal for an archive that is damaged, or beyond the bounds of `way`."""
    try:
        with ZipFile(BytesIO(archive)) as opened:
            member = _member(opened, way)
            with opened.open(member) as file:
                # The sizes in the archive may be wrong: no more is read than is stated.
                content = file.read(member.file_size + 1)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise Refusal(f"no archive that can be unpacked: {type(error).__name__}: {error}") from None
    if len(content) != member.file_size:
        raise Refusal(f"{member.filename} has other bytes than the archive states: {member.file_size:,}")
    return content


def _member(archive: ZipFile, way: ZipMember) -> ZipInfo:
    members = archive.infolist()
    if len(members) > way.most_members:
        raise Refusal(f"the archive has {len(members):,} files, and {way.most_members:,} are the most")
    found = [member for member in members if _is_named(member.filename, way.name)]
    if len(found) != 1:
        raise Refusal(f"the archive has {len(found)} files of the name {way.name}")
    member = found[0]
    if member.flag_bits & ENCRYPTED or member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Refusal(f"{member.filename} is encrypted, or packed in another way than archives usually are")
    if member.file_size > min(way.most_bytes, way.most_ratio * max(member.compress_size, 1)):
        raise Refusal(
            f"{member.filename} has {member.file_size:,} bytes, packed {member.compress_size:,}: the most are "
            f"{way.most_bytes:,}, and {way.most_ratio} times the packed ones"
        )
    return member


def _is_named(path: str, name: str) -> bool:
    """Return True if a path in the archive ends with a name. A path that leads out of its folder is no name."""
    *folders, last = path.split("/")
    return last == name and not any(folder in ("", ".", "..") for folder in folders)
