"""`almanac browse` as a person and an assistant meet it: in a real browser, by HTTP, and over MCP."""

import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import requests

from cli.browsing.book import book
from cli.browsing.charts import DASHBOARDS
from tests.db.test_same_on_both import fill
from tests.support.browser import REBOUND, Tab, browser_program, browsing
from tests.support.processes import ALMANAC, START, started, until
from tests.support.recordings import Recordings

PAYLOAD = """</textarea><img src="/hit" onerror="window.hit=1"><script>window.hit=1</script>' onfocus='window.hit=1"""
HOSTILE = (
    "update notice_span set text = text || :payload",
    "update contender_span set name = name || :payload",
    "update change set said_after = said_after || :payload, said_before = said_before || :payload",
    "update price_series set model = model || :payload where model = 'deepseek-v4-flash'",
    "update retirement_series set model = model || :payload",
    "update source set url = url || :payload",
    "update snapshot set reason = :payload, url = 'javascript:window.hit=1//' || url",
)
"""What a page might have said, everywhere where its words are kept."""
WATCHED = ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")


class Served(NamedTuple):
    """A server, its process and its file."""

    origin: str
    process: "subprocess.Popen[str]"
    file: Path


@pytest.fixture(scope="module")
def served(recordings: Recordings, tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    home = tmp_path_factory.mktemp("browse") / "home"
    home.mkdir()
    file = home / "almanac.db"
    shutil.copy(recordings.made(fill), file)
    with closing(sqlite3.connect(file)) as database, database:
        for statement in HOSTILE:
            assert database.execute(statement, {"payload": PAYLOAD}).rowcount > 0, statement
    with started(ALMANAC, home, "browse", "--port", "0") as process:
        assert process.stdout is not None
        origin = process.stdout.readline().strip().rstrip("/")
        assert origin.startswith("http://127.0.0.1:")
        yield Served(origin, process, file)


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Generator[Tab]:
    program = browser_program()
    if program is None:
        pytest.skip("no browser here: install chromium")
    with browsing(program, tmp_path_factory.mktemp("browser") / "profile") as browser, browser.tab() as found:
        for domain in ("Network", "Runtime", "Log"):
            found.call(f"{domain}.enable")
        yield found


def look(tab: Tab, origin: str, page: str, charts: int = 0) -> str:
    """Open a page and return its text, once its charts are drawn; nothing went wrong, and nobody else was asked."""
    tab.events.clear()
    tab.open(f"{origin}{page}")
    drawn = "[...document.querySelectorAll('.vega-embed svg.marks')].filter(each => each.clientHeight > 100).length"
    until(START, lambda: tab.run(drawn) == charts)
    asked = [e["params"]["request"]["url"] for e in tab.events if e["method"] == "Network.requestWillBeSent"]
    assert [url for url in asked if not url.startswith((f"{origin}/", "data:", "blob:"))] == []
    assert [url for url in asked if url.endswith("/hit")] == []
    assert [event["params"] for event in tab.events if event["method"] in WATCHED] == [], page
    assert tab.run("window.hit") is None, page
    return tab.text()


def test_each_page_has_its_text_and_no_error_and_asks_nobody_else(served: Served, tab: Tab) -> None:
    home = look(tab, served.origin, "/")
    assert "What language models cost" in home
    assert [title for title in (each["title"] for each in DASHBOARDS.values()) if title not in home] == []
    assert [page.title for page in book().values() if page.title not in home] == []
    assert "price_now The prices that are in force now" in home
    for name, dashboard in DASHBOARDS.items():
        text = look(tab, served.origin, f"/-/dashboards/{name}", len(dashboard["charts"]))
        assert [title for title in (dashboard["title"], *dashboard["charts"].values()) if title not in text] == []
    assert "onerror" in look(tab, served.origin, "/almanac/price_now?_facet=model")
    assert "window.hit" in look(tab, served.origin, "/almanac/notice")
    assert "window.hit" in look(tab, served.origin, "/almanac/snapshot")
    for view in ("leaderboard_now", "change_log", "retirement_now"):
        assert "onerror" in look(tab, served.origin, f"/almanac/{view}"), view
    assert "deepseek-v4-pro" in look(tab, served.origin, f"/almanac/{next(iter(book()))}")
    look(tab, served.origin, f"/almanac?sql=select+%27{PAYLOAD.replace(chr(39), '')}%27+as+a".replace("<", "%3C"))


def test_the_pages_are_dark_where_the_reader_wants_it(served: Served, tab: Tab) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    found = list[str]()
    for scheme in ("light", "dark"):
        tab.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        look(tab, served.origin, "/")
        found.append(str(tab.run(colour)))
    assert found == ["rgb(248, 250, 251)", "rgb(18, 22, 31)"]


def test_every_query_of_the_book_is_a_page_with_json_and_csv(served: Served) -> None:
    for name in book():
        for form in ("json", "csv"):
            answer = requests.get(f"{served.origin}/almanac/{name}.{form}", timeout=60)
            assert answer.status_code == 200, (name, answer.text)
            assert form == "csv" or answer.json()["ok"], (name, answer.text)


def test_nothing_can_be_written_and_no_other_site_gets_an_answer(served: Served) -> None:
    before = served.file.read_bytes()
    for statement in (
        "delete from source",
        "pragma user_version = 7",
        "attach 'x.db' as x",
        "select load_extension('x')",
    ):
        answer = requests.get(f"{served.origin}/almanac.json", params={"sql": statement}, timeout=60)
        assert (answer.status_code, answer.json()["ok"]) == (400, False), statement
    page = requests.get(f"{served.origin}/almanac/price_now", timeout=60)
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "access-control-allow-origin" not in page.headers
    for headers in ({"Host": f"{REBOUND}:80"}, {"Origin": "http://evil.example"}, {"Host": ""}):
        for path in ("/", "/almanac/price_now.json", "/-/mcp"):
            answer = requests.get(f"{served.origin}{path}", headers=headers, timeout=60)
            assert (answer.status_code, answer.text) == (403, "only for this machine\n"), headers
    for destination, status in (("image", 403), ("iframe", 403), ("document", 200)):
        headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": destination}
        assert requests.get(f"{served.origin}/", headers=headers, timeout=60).status_code == status, destination
    assert requests.get(f"{served.origin}/almanac.db", timeout=60).status_code in (403, 404)
    assert served.file.read_bytes() == before


class Assistant:
    """A client of MCP."""

    def __init__(self, origin: str) -> None:
        self._url, self._session = f"{origin}/-/mcp", requests.Session()
        self._session.headers["Accept"] = "application/json, text/event-stream"
        client = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
        self._ask("initialize", client)

    def _ask(self, method: str, parameters: dict[str, Any]) -> Any:  # noqa: ANN401 (whatever the server answers)
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
        answer = self._session.post(self._url, json=body, timeout=60)
        self._session.headers.setdefault("mcp-session-id", answer.headers.get("mcp-session-id", ""))
        return answer.json()["result"]

    def tools(self) -> set[str]:
        return {tool["name"] for tool in self._ask("tools/list", {})["tools"]}

    def call(self, tool: str, **parameters: Any) -> Any:  # noqa: ANN401
        return self._ask("tools/call", {"name": tool, "arguments": parameters})


def test_no_question_takes_all_memory(served: Served) -> None:
    def answered(statement: str) -> requests.Response:
        return requests.get(f"{served.origin}/almanac.json", params={"sql": statement}, timeout=60)

    assert "too big" in answered("select randomblob(999999999)").text
    much = answered("select randomblob(16000000) from notice_span, price_span")
    assert (much.status_code, "ask for fewer rows" in much.text) == (400, True)
    assert answered("select 1 as one").json()["rows"] == [[1]]


def test_an_assistant_asks_the_queries_of_the_book_and_its_own(served: Served) -> None:
    assistant = Assistant(served.origin)
    assert {"execute_canned_query", "execute_sql", "get_database_schema", "list_canned_queries"} <= assistant.tools()
    listed = assistant.call("list_canned_queries")["structuredContent"]["queries"]
    assert [query["title"] for query in listed] == [page.title for page in book().values()]
    name = next(iter(book()))
    found = assistant.call("execute_canned_query", database="almanac", query=name)["structuredContent"]["rows"]
    asked = requests.get(f"{served.origin}/almanac/{name}.json?_shape=objects", timeout=60).json()["rows"]
    assert found == asked != []
    own = "select count(*) as n from price_now"
    assert assistant.call("execute_sql", database="almanac", sql=own)["structuredContent"]["rows"][0]["n"] > 0
    assert assistant.call("execute_sql", database="almanac", sql="delete from source")["isError"]


def test_it_serves_while_a_recorder_writes(served: Served) -> None:
    url = f"{served.origin}/almanac.json?sql=select+count(*)+as+n+from+budget&_shape=objects"
    before = requests.get(url, timeout=60).json()["rows"][0]["n"]
    with closing(sqlite3.connect(served.file)) as database:
        database.execute("pragma journal_mode = wal")
        with database:
            database.execute("insert into budget select source, '2020-01-01T00:00:00.000000Z', 1 from budget limit 1")
        database.execute("begin immediate")
        assert requests.get(url, timeout=60).json()["rows"][0]["n"] == before + 1
        database.rollback()


def test_ctrl_c_ends_it_without_a_word(served: Served) -> None:
    """The last test of this module: the server ends."""
    Assistant(served.origin)
    served.process.send_signal(signal.SIGINT)
    out, errors = served.process.communicate(timeout=START)
    assert served.process.returncode == 0
    assert "Traceback" not in out + (errors or "")
