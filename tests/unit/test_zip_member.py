"""One file of an archive: unpacked within bounds, or refused with the reason."""

import io
from collections.abc import Mapping
from dataclasses import replace
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from bench.harness.dates import day
from scrapers.epoch.sources import ARCHIVE
from scrapers.http.errors import Refusal
from scrapers.http.politeness import Manners
from scrapers.http.request import FetchRequest
from scrapers.http.ways import ZipMember
from scrapers.http.zip_member import unpacked
from scrapers.page import Attempt, Failed, NotModified, Page, Validators
from tests.support.site import Answer, Site, serving

AT = day("2026-09-04")
WAY = ZipMember("t.csv", most_bytes=10_000, most_members=5, most_ratio=20)
TABLE = b"a,b\n1,2\n"
ZIP = {"Content-Type": "application/zip"}
MANNERS = Manners(backoff_seconds=0, retries=0, pause_seconds=0, loopback=True)


def packed(files: Mapping[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def ask(site: Site, known: Validators | None = None, manners: Manners = MANNERS) -> Attempt:
    return WAY(FetchRequest("e", f"{site.url}/data.zip", AT, manners, known or Validators(), expected=ARCHIVE))


@pytest.mark.parametrize("name", ["t.csv", "data/t.csv", "a/b/t.csv"])
@pytest.mark.parametrize("method", [ZIP_STORED, ZIP_DEFLATED])
def test_the_file_is_found_in_any_folder(name: str, method: int) -> None:
    assert unpacked(packed({"README.md": b"x", name: TABLE, "t.csv.bak": b"y"}, method), WAY) == TABLE


def encrypted() -> bytes:
    body = bytearray(packed({"t.csv": TABLE}))
    body[body.index(b"PK\x01\x02") + 8] |= 1
    return bytes(body)


def with_another_byte() -> bytes:
    body = bytearray(packed({"t.csv": TABLE}, ZIP_STORED))
    body[body.index(TABLE)] ^= 1
    return bytes(body)


def with_wrong_size() -> bytes:
    """The directory says that the file is shorter than it is."""
    body = bytearray(packed({"t.csv": TABLE}, ZIP_STORED))
    place = body.index(b"PK\x01\x02") + 24
    body[place : place + 4] = (len(TABLE) - 1).to_bytes(4, "little")
    return bytes(body)


REFUSED = {
    "no archive": (b"<html>Just a moment</html>", "no archive that can be unpacked: BadZipFile"),
    "nothing": (b"", "no archive that can be unpacked: BadZipFile"),
    "cut off": (packed({"t.csv": TABLE * 50})[:-30], "no archive that can be unpacked"),
    "another byte": (with_another_byte(), "Bad CRC-32"),
    "a wrong size": (with_wrong_size(), "t.csv"),
    "no such file": (packed({"T.csv": TABLE, "t.csv/x": TABLE}), "the archive has 0 files of the name t.csv"),
    "two such files": (packed({"a/t.csv": TABLE, "b/t.csv": TABLE}), "the archive has 2 files of the name t.csv"),
    "a name that leads out": (packed({"../t.csv": TABLE}), "the archive has 0 files of the name t.csv"),
    "an absolute name": (packed({"/t.csv": TABLE}), "the archive has 0 files of the name t.csv"),
    "too many files": (packed({f"{n}": b"" for n in range(6)}), "the archive has 6 files, and 5 are the most"),
    "too large": (packed({"t.csv": bytes(range(256)) * 40}), "t.csv has 10,240 bytes"),
    "a bomb": (packed({"t.csv": b"0" * 9_999}), "20 times the packed ones"),
    "encrypted": (encrypted(), "t.csv is encrypted"),
    "another method": (packed({"t.csv": TABLE}, ZIP_BZIP2), "packed in another way"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_beyond_the_bounds_is_refused_with_the_reason(what: str) -> None:
    body, words = REFUSED[what]
    with pytest.raises(Refusal, match=words.replace("(", r"\(")):
        unpacked(body, WAY)


def test_an_archive_that_is_cut_off_anywhere_or_has_another_byte_is_never_read_wrongly() -> None:
    whole = packed({"README.md": b"x" * 30, "t.csv": TABLE * 30})
    damaged = [whole[:end] for end in range(len(whole))]
    damaged += [
        whole[:at] + bytes([whole[at] ^ flip]) + whole[at + 1 :] for at in range(len(whole)) for flip in (1, 128)
    ]
    for body in damaged:
        try:
            assert unpacked(body, WAY) == TABLE * 30
        except Refusal:
            continue


def test_the_page_is_the_file_with_the_validators_of_the_archive() -> None:
    with serving(**{"data.zip": [Answer(200, packed({"t.csv": TABLE}), ZIP | {"ETag": '"7"'})]}) as site:
        assert ask(site) == Page("e", f"{site.url}/data.zip", TABLE, AT, Validators('"7"'))


def test_an_archive_that_has_not_changed_is_not_sent_again() -> None:
    with serving(**{"data.zip": [Answer(304)]}) as site:
        assert ask(site, Validators('"7"')) == NotModified("e", f"{site.url}/data.zip", AT)
    assert dict(site.asked)["/data.zip"]["If-None-Match"] == '"7"'


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(200, packed({"t.csv": TABLE}), {"Content-Type": "text/html"}), "the answer is text/html, and not"),
        (Answer(200, b"0" * 5_000, ZIP), "the answer is longer than 500 bytes"),
        (Answer(200, b"PK", ZIP), "no archive that can be unpacked"),
        (Answer(404, b"", ZIP), "HTTP 404"),
    ],
)
def test_another_answer_is_a_failure(answer: Answer, words: str) -> None:
    with serving(**{"data.zip": [answer]}) as site:
        found = ask(site, manners=replace(MANNERS, most_bytes=500))
    assert isinstance(found, Failed)
    assert words in found.reason
