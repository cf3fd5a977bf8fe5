"""Captures of a web archive, from a double of its index and replay addresses on loopback."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import func, select

from bench.harness.dates import day
from bench.harness.sample_pages import body
from cli.main import main
from flows.backfill.captures import Capture, NoIndex, Served, fetch_capture
from flows.backfill.wayback import Filled, backfill_wayback
from flows.clock import utc_now
from flows.database import Store
from flows.run import Run
from flows.settings.load import Settings, load
from models.queries import facts_at
from models.schema.tables import Alert, Snapshot
from scrapers.http.client import PoliteClient
from scrapers.http.politeness import Manners
from scrapers.registry import SOURCES
from tests.support.walks import feed

SOURCE = SOURCES["deepseek_pricing"]
PAGE = "https://api-docs.deepseek.com/quick_start/pricing"
MAY, JULY, AUGUST = day("2026-05-08 03:00"), day("2026-07-20 04:05"), day("2026-08-18 10:00")
START, END = day("2026-04-01"), day("2026-10-01")
STAMP = "%Y%m%d%H%M%S"
Reply = tuple[int, dict[str, str], bytes]


@dataclass
class Archive:
    """What a web archive has of one page; an odd answer is given for a path as often as it is listed."""

    captures: dict[datetime, bytes]
    url: str = ""
    index: bytes | None = None
    odd: dict[str, list[Reply]] = field(default_factory=lambda: defaultdict(list))
    asked: list[str] = field(default_factory=list[str])

    def reply(self, path: str) -> Reply:
        self.asked.append(path)
        if self.odd[path]:
            return self.odd[path].pop(0)
        if path.startswith("/cdx/search/cdx?"):
            return 200, {}, self._index(parse_qs(urlsplit(path).query)) if self.index is None else self.index
        if replay := re.fullmatch(r"/web/([0-9]{14})id_/(.*)", path):
            return self._replay(moment(replay[1]), replay[2])
        return 404, {}, b""

    def _index(self, asked: dict[str, list[str]]) -> bytes:
        assert (asked["output"], asked["filter"], asked["collapse"]) == (["json"], ["statuscode:200"], ["digest"])
        since, until = (moment(asked[name][0]) for name in ("from", "to"))
        found = [
            [at.strftime(STAMP), asked["url"][0], "text/html", "200", f"{hash(text)}"]
            for at, text in sorted(self.captures.items())
            if since <= at <= until
        ]
        return json.dumps([asked["fl"][0].split(","), *found] if found else []).encode()

    def _replay(self, at: datetime, page: str) -> Reply:
        nearest = min(self.captures, key=lambda other: abs(other - at))
        if nearest != at:
            return 302, {"Location": f"{self.url}/web/{nearest:{STAMP}}id_/{page}"}, b""
        return 200, {"Memento-Datetime": f"{at:%a, %d %b %Y %H:%M:%S GMT}"}, self.captures[at]

    def fetched(self) -> list[str]:
        """The moments whose captures were asked for."""
        return [found[1] for path in self.asked if (found := re.match(r"/web/([0-9]{14})id_/", path))]


def moment(stamp: str) -> datetime:
    return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)


def path_of(at: datetime) -> str:
    return f"/web/{at:{STAMP}}id_/{PAGE}"


@contextmanager
def answering(archive: Archive) -> Generator[Archive]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, content = archive.reply(self.path)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's name)
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    archive.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield archive
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    captures = {at: body(at).encode() for at in (MAY, JULY, AUGUST)}

    def hasty(user_agent: str) -> Manners:
        return Manners(user_agent, pause_seconds=0, backoff_seconds=0, retries=1)

    monkeypatch.setattr("flows.ingest.fetch.Manners", hasty)
    with answering(Archive(captures)) as found:
        monkeypatch.setenv("ALMANAC_WAYBACK_URL", found.url)
        yield found


Go = Callable[[], Filled]


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def go(store: Store, settings: Settings, archive: Archive, said: list[str]) -> Go:
    assert settings.home
    assert archive.url
    return lambda: backfill_wayback(
        Run(store, SOURCE, clock=lambda: day("2026-11-22"), log=said.append), load(), START, END
    )


def counts(filled: Filled) -> tuple[int, int, int, int]:
    return filled.new, filled.known, filled.failed, filled.left


def moments(store: Store) -> list[datetime]:
    with store.reading() as session:
        return list(session.scalars(select(Snapshot.moment).order_by(Snapshot.moment)))


def test_each_capture_goes_the_road_at_its_own_date_and_nobody_is_told(go: Go, store: Store) -> None:
    assert counts(go()) == (3, 0, 0, 0)
    with store.reading() as session:
        rows = facts_at.prices(session, "deepseek-v4-pro", day("2026-06-15"), utc_now(), utc_now())
        found = {(row.url, row.outcome) for row in session.scalars(select(Snapshot))}
        assert session.scalar(select(func.count()).select_from(Alert)) == 0
        assert {row.effective_from for row in rows} == {MAY, day("2026-04-26 12:15")}
    assert (moments(store), found) == ([MAY, JULY, AUGUST], {(PAGE, "facts")})


@pytest.mark.both_databases
def test_captures_from_before_the_first_reading_lie_before_it(go: Go, store: Store) -> None:
    feed(store, day("2026-09-20"))
    go()
    with store.reading() as session:
        july = facts_at.prices(session, "deepseek-v4-flash", JULY, JULY, utc_now())
        assert {row.recorded_from for row in july} == {MAY}
    assert moments(store) == [MAY, JULY, AUGUST, day("2026-09-20")]


def test_a_second_call_fetches_nothing_that_is_here_already(go: Go, archive: Archive) -> None:
    go()
    archive.asked.clear()
    assert counts(go()) == (0, 3, 0, 0)
    assert archive.fetched() == []


def test_a_call_fetches_a_stated_number_and_the_next_one_goes_on(
    go: Go, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.backfill.wayback.MOST_CAPTURES", 2)
    assert counts(go()) == (2, 0, 0, 1)
    assert counts(go()) == (1, 2, 0, 0)
    assert archive.fetched() == [f"{at:{STAMP}}" for at in (MAY, JULY, AUGUST)]


def test_the_archives_robots_txt_is_read_once_and_obeyed(go: Go, archive: Archive) -> None:
    archive.odd["/robots.txt"] = [(200, {}, b"User-agent: *\nDisallow: /web/")] * 5
    assert counts(go()) == (0, 0, 3, 0)
    assert (archive.asked.count("/robots.txt"), archive.fetched()) == (1, [])


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_there_is_a_pause_between_two_requests(go: Go, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []

    def patient(*_: object) -> Manners:
        return Manners(pause_seconds=100, loopback=True)

    monkeypatch.setattr("scrapers.http.client.time.sleep", pauses.append)
    monkeypatch.setattr("flows.backfill.wayback.fetch_manners", patient)
    go()
    assert [round(pause, -1) for pause in pauses] == [100, 100, 100]


def test_a_server_that_asks_for_a_moment_gets_it(go: Go, archive: Archive) -> None:
    archive.odd[path_of(JULY)] = [(429, {"Retry-After": "0"}, b"")]
    assert counts(go()) == (3, 0, 0, 0)


@pytest.mark.parametrize("wait", ["3600", "0"])
def test_a_server_that_wants_to_be_left_alone_is_and_what_came_is_filed(
    go: Go, archive: Archive, store: Store, wait: str
) -> None:
    archive.odd[path_of(JULY)] = [(429, {"Retry-After": wait}, b"")] * 2
    assert counts(go()) == (1, 0, 1, 1)
    assert moments(store) == [MAY]
    assert f"{AUGUST:{STAMP}}" not in archive.fetched()


def test_a_capture_that_is_not_to_be_had_is_said_and_the_rest_goes_on(
    go: Go, archive: Archive, store: Store, said: list[str]
) -> None:
    archive.odd[path_of(JULY)] = [(404, {}, b"")]
    assert counts(go()) == (2, 0, 1, 0)
    assert moments(store) == [MAY, AUGUST]
    assert "[2/3] 2026-07-20 04:05:00Z  not available: HTTP 404" in said


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_an_archive_that_fails_again_and_again_is_left_alone(
    go: Go, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.backfill.wayback.MOST_FAILURES", 2)
    for at in (MAY, JULY):
        archive.odd[path_of(at)] = [(404, {}, b"")]
    assert counts(go()) == (0, 0, 2, 1)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_call_that_is_stopped_files_what_has_come(go: Go, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(visit: PoliteClient, archive: str, capture: Capture) -> Served:
        if capture.moment == JULY:
            raise KeyboardInterrupt
        return fetch_capture(visit, archive, capture)

    monkeypatch.setattr("flows.backfill.wayback.fetch_capture", stopped)
    assert counts(go()) == (1, 0, 0, 2)
    assert moments(store) == [MAY]


def listing(*captures: datetime) -> bytes:
    rows = [[f"{at:{STAMP}}", PAGE, "text/html", "200", "X"] for at in captures]
    return json.dumps([["timestamp", "original", "mimetype", "statuscode", "digest"], *rows]).encode()


def test_a_capture_is_filed_at_the_moment_that_was_really_served(go: Go, archive: Archive, store: Store) -> None:
    archive.index = listing(day("2026-07-20 00:00"))
    assert counts(go()) == (1, 0, 0, 0)
    assert moments(store) == [JULY]


def test_two_captures_that_are_served_as_one_are_one(go: Go, archive: Archive, store: Store) -> None:
    archive.index = listing(JULY, day("2026-07-21"))
    assert counts(go()) == (1, 1, 0, 0)
    assert moments(store) == [JULY]


def test_the_header_says_the_moment_where_there_is_no_redirect(go: Go, archive: Archive, store: Store) -> None:
    archive.index = listing(JULY)
    archive.odd[path_of(JULY)] = [(200, {"Memento-Datetime": "Mon, 20 Jul 2026 05:00:00 GMT"}, body(JULY).encode())]
    go()
    assert moments(store) == [day("2026-07-20 05:00")]


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ((302, {"Location": f"/web/20260101000000id_/{PAGE}"}, b""), "was not asked for"),
        ((302, {"Location": "/web/20260720040500id_/https://api-docs.deepseek.com/"}, b""), "something else"),
        ((302, {"Location": "/"}, b""), "HTTP 404"),
        ((302, {"Location": "https://example.org/"}, b""), "another host"),
        ((200, {"Memento-Datetime": "lately"}, b"x"), "does not say of which moment"),
    ],
)
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_redirect_to_what_was_not_asked_for_is_refused(
    go: Go, archive: Archive, store: Store, said: list[str], reply: Reply, told: str
) -> None:
    archive.captures[day("2026-01-01")] = b"old"
    archive.odd[path_of(JULY)] = [reply]
    assert counts(go()) == (2, 0, 1, 0)
    assert moments(store) == [MAY, AUGUST]
    assert told in "\n".join(said)


@pytest.mark.both_databases
def test_an_unreadable_layout_is_refused_and_kept(go: Go, archive: Archive, store: Store) -> None:
    archive.captures[JULY] = b"<html>another layout</html>"
    assert counts(go()) == (3, 0, 0, 0)
    with store.reading() as session:
        outcomes = session.execute(select(Snapshot.moment, Snapshot.outcome)).tuples().all()
    assert dict(outcomes) == {MAY: "facts", JULY: "refused", AUGUST: "facts"}


def test_a_page_that_the_archive_does_not_have_is_no_failure(go: Go, archive: Archive, store: Store) -> None:
    archive.index = b"[]"
    filled = go()
    assert (counts(filled), filled.replayed, moments(store)) == ((0, 0, 0, 0), None, [])


@pytest.mark.parametrize(
    ("index", "told"),
    [
        (b"<html><title>Down for maintenance</title>", "no table in JSON"),
        (b'{"message": "blocked"}', "no table in JSON"),
        (b'[["urlkey", "timestamp"], ["x", "20260720040500"]]', "other columns"),
        (listing(JULY).replace(b"20260720040500", b"2026"), "cannot be read"),
        (listing(JULY).replace(b"https://", b"file://"), "cannot be read"),
    ],
)
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_an_index_that_is_none_changes_nothing(go: Go, archive: Archive, store: Store, index: bytes, told: str) -> None:
    archive.index = index
    with pytest.raises(NoIndex, match=told):
        go()
    assert (moments(store), archive.fetched()) == ([], [])


def test_the_command_says_how_far_it_is_and_fails_where_a_capture_could_not_be_had(
    settings: Settings, archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    assert settings
    archive.odd[path_of(MAY)] = [(404, {}, b"")]
    words = ["backfill", "wayback", "deepseek_pricing", "--from", "2026-04-01", "--to", "2026-10-01"]
    assert main(words) == 1
    shown = capsys.readouterr()
    assert "[3/3] 2026-08-18 10:00:00Z  " in shown.out
    assert "deepseek_pricing: 2 new, 0 here already, 1 not available, 0 left; read again: 2 snapshots" in shown.out
    assert "1 capture could not be fetched" in shown.err
    assert main(words) == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["deepseek_facts", "--from", "2026-01-01"], "did you mean deepseek_"),
        (["deepseek_pricing", "--from", "2026-02-01", "--to", "2026-01-01"], "--to is before --from"),
    ],
)
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_what_no_archive_has_is_exit_2(
    settings: Settings, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    assert settings
    assert main(["backfill", "wayback", *words]) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_an_index_that_cannot_be_had_is_exit_1(
    settings: Settings, archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    assert settings
    archive.index = b"<html>"
    assert main(["backfill", "wayback", "deepseek_pricing", "--from", "2026-04-01"]) == 1
    assert "the archive's index is no table" in capsys.readouterr().err
