"""A file of a dataset: the listing decides whether it is downloaded, and what the download has to be."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from bench.harness.dates import day
from flows.database import Store
from flows.ingest.fetch import web_attempt
from flows.pipeline.attempts import process_attempt
from flows.run import Run
from flows.settings.fields import Values
from flows.settings.load import Settings
from scrapers.http.politeness import Manners
from scrapers.http.request import FetchRequest
from scrapers.http.ways import HuggingFaceFile
from scrapers.page import Attempt, Failed, NotModified, Page
from scrapers.registry import SOURCES
from scrapers.source import Source
from tests.support.lines import lines
from tests.support.site import Answer, Site, serving

AT = day("2026-10-09 03:20")
BODY = b"PAR1 one day's board PAR1"
OID = sha256(BODY).hexdigest()
COMMIT = "5e884898da28047151d0e56f8dc6292773603d0d"
TREE = "api/datasets/lmarena-ai/leaderboard-dataset/tree/main?recursive=true"
FILE = "webdev/latest-00000-of-00001.parquet"
RESOLVE = "datasets/lmarena-ai/leaderboard-dataset/resolve"
ASK = HuggingFaceFile(f"/{TREE}", redirect_hosts=("127.0.0.1",))
MANNERS = Manners(backoff_seconds=0, retries=0, pause_seconds=0, loopback=True)


def entry(path: str, oid: str = OID, size: int = len(BODY), **more: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
    large = {"oid": oid, "size": size, "pointerSize": 132}
    return {"type": "file", "path": path, "size": size, "oid": "8f" * 20, "lfs": large, "xetHash": "0" * 64, **more}


FOLDER = {"type": "directory", "path": "webdev", "size": 0, "oid": "1a" * 20}
README = {"type": "file", "path": "README.md", "size": 12, "oid": "2b" * 20}
WHOLE = [FOLDER, README, entry(FILE), entry("text/latest-00000-of-00001.parquet", "3" * 64)]


def tree(entries: object, **headers: str) -> Answer:
    return Answer(200, json.dumps(entries).encode(), headers)


@dataclass(frozen=True)
class Hub:
    platform: Site
    storage: Site

    def ask(self, known: str | None = None, file: str = FILE, way: HuggingFaceFile = ASK) -> Attempt:
        return way(
            FetchRequest("arena_webdev", f"{self.platform.url}/{RESOLVE}/main/{file}", AT, MANNERS, known_sha256=known)
        )

    def downloads(self) -> list[str]:
        return [path for path in self.platform.paths() if "/resolve/" in path] + self.storage.paths()


@contextmanager
def hub(*trees: Answer, body: bytes = BODY, at: str = "main", **more: list[Answer]) -> Generator[Hub]:
    """The platform with its listing, whose file is behind a redirect to the storage's signed address."""
    with serving(**{"signed?Expires=1&Signature=x%2Fy": [Answer(200, body)]}) as storage:
        there = Answer(302, headers={"Location": f"{storage.url}/signed?Expires=1&Signature=x%2Fy"})
        answers = {TREE: list(trees or (tree(WHOLE),)), f"{RESOLVE}/{at}/{FILE}": [there], **more}
        with serving(**answers) as platform:
            yield Hub(platform, storage)


def failure(found: Attempt) -> str:
    assert isinstance(found, Failed), found
    return found.reason


def test_a_file_that_is_new_is_downloaded_from_where_the_platform_keeps_it() -> None:
    with hub() as its:
        found = its.ask(known="0" * 64)
    assert found == Page("arena_webdev", f"{its.platform.url}/{RESOLVE}/main/{FILE}", BODY, AT)
    assert its.downloads() == [f"/{RESOLVE}/main/{FILE}", "/signed?Expires=1&Signature=x%2Fy"]


def test_a_file_that_is_the_one_that_we_have_is_not_downloaded() -> None:
    with hub() as its:
        assert its.ask(known=OID) == NotModified("arena_webdev", f"{its.platform.url}/{RESOLVE}/main/{FILE}", AT)
    assert its.downloads() == []
    assert its.platform.paths() == [f"/{TREE}"]


def test_where_the_listing_says_of_which_revision_it_is_that_one_is_downloaded() -> None:
    with hub(tree(WHOLE, **{"X-Repo-Commit": COMMIT}), at=COMMIT) as its:
        found = its.ask()
    assert isinstance(found, Page)
    assert (found.body, found.url) == (BODY, f"{its.platform.url}/{RESOLVE}/main/{FILE}")


@pytest.mark.parametrize(
    "link", ['<{url}/next>; rel="next"', '</next>; rel="next"', '</a>; rel="last", </next>; rel="next"']
)
def test_a_listing_in_pages_is_read_to_its_end(link: str) -> None:
    with hub(tree([FOLDER]), next=[tree([entry(FILE)])]) as its:
        its.platform.answers[f"/{TREE}"] = [tree([FOLDER], Link=link.format(url=its.platform.url))]
        assert isinstance(its.ask(), Page)


REFUSED: dict[str, tuple[Answer, str]] = {
    "no such file": (
        tree([entry("webdev/latest-00000-of-00002.parquet"), entry("x")]),
        f"{FILE} is not in the listing; near it: webdev/latest-00000-of-00002.parquet",
    ),
    "no files": (tree([]), "near it: nothing"),
    "a folder of its name": (tree([{**FOLDER, "path": FILE}]), "is not in the listing"),
    "a small file": (tree([{**README, "path": FILE}]), "does not say which bytes"),
    "no hash": (tree([entry(FILE, "8f" * 20)]), "does not say which bytes"),
    "too large": (tree([entry(FILE, size=20_000_001)]), "20,000,001 bytes, and 20,000,000 are the most"),
    "an error": (tree({"error": "Repository not found"}), "no listing of a dataset in JSON"),
    "a page": (Answer(200, b"<!doctype html>"), "no listing of a dataset in JSON"),
    "half": (Answer(200, json.dumps(WHOLE).encode()[:-3]), "no listing of a dataset in JSON"),
    "another shape": (tree([{"path": FILE}]), "no listing of a dataset in JSON: 0.type: Field required"),
    "a size that is none": (tree([entry(FILE, size="7")]), "0.lfs.size"),  # pyright: ignore[reportArgumentType]
    "no answer": (Answer(503), "HTTP 503"),
    "too many questions": (Answer(429), "HTTP 429"),
    "more at another host": (tree(WHOLE, Link='<https://evil.example/next>; rel="next"'), "another host: evil.example"),
    "more at home": (tree(WHOLE, Link='<http://127.1/next>; rel="next"'), "no address that is asked"),
    "no end": (tree(WHOLE, Link=f'</{TREE}>; rel="next"'), "more than 20 pages"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_listing_does_not_bear_out_is_not_downloaded(name: str) -> None:
    answer, reason = REFUSED[name]
    with hub(answer) as its:
        assert reason in failure(its.ask())
    assert its.downloads() == []


def test_a_listing_that_changes_while_it_is_read_is_none() -> None:
    other = tree([entry(FILE)], **{"X-Repo-Commit": COMMIT[::-1]})
    with hub(tree(WHOLE, **{"X-Repo-Commit": COMMIT, "Link": '</next>; rel="next"'}), next=[other]) as its:
        assert "moved on while its listing was read" in failure(its.ask())
    assert its.downloads() == []


def test_a_download_that_is_not_what_the_listing_says_is_refused() -> None:
    other = sha256(b"other").hexdigest()
    with hub(body=b"other") as its:
        assert failure(its.ask()) == (
            f"the download is not what the listing says: its SHA-256 is {other}, and not {OID}"
        )


def test_a_download_longer_than_the_listing_says_is_given_up_at_the_size_allowed() -> None:
    with hub(body=BODY * 10_000) as its:
        assert "longer than 100,000 bytes" in failure(its.ask(way=replace(ASK, most_bytes=100_000)))


def test_a_redirect_of_the_file_to_another_host_is_not_followed() -> None:
    with hub() as its:
        assert "another host: 127.0.0.1" in failure(its.ask(way=HuggingFaceFile(f"/{TREE}")))
    assert its.storage.asked == []


def test_robots_txt_is_respected() -> None:
    with hub(robots=[Answer(200, b"User-agent: *\nDisallow: /api/")]) as its:
        assert "robots.txt forbids" in failure(its.ask())


BOARD = b"model-a - V\n"
SOURCE = Source(
    name="board",
    vendor="arena",
    site=SOURCES["arena_text"].site,
    path=f"/{RESOLVE}/main/{FILE}",
    cron="20 * * * *",
    read=lines,
    reader=1,
    family="board",
    trust=1,
    ask=ASK,
)


@pytest.mark.both_databases
def test_on_the_road_a_file_is_downloaded_once_and_again_for_another_reader(store: Store, home: Path) -> None:
    listing = tree([entry(FILE, sha256(BOARD).hexdigest(), len(BOARD))])
    with hub(listing, body=BOARD) as its:
        settings = Settings(home, Values.model_validate({"huggingface_url": its.platform.url}), {})

        def went(hour: int, source: Source = SOURCE) -> tuple[str, int]:
            settled = process_attempt(
                Run(store, source), web_attempt(Run(store, source), settings, AT + timedelta(hours=hour))
            )
            return settled.outcome, len(its.storage.paths())

        assert [went(0), went(1), went(2)] == [("facts", 1), ("not_modified", 1), ("not_modified", 1)]
        assert went(3, replace(SOURCE, reader=2)) == ("same", 2)
        assert went(4, replace(SOURCE, reader=2)) == ("not_modified", 2)
