"""Who gets in at Prefect's server: its owner, with the password; no other user, no other page, by no other name."""

import json
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil
import pytest
import requests
from starlette.routing import WebSocketRoute
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from flows.server.auth import auth_file, ensure_auth
from flows.server.paths import stack_paths
from flows.server.stack import server
from flows.settings.fields import Values
from flows.settings.load import Settings
from tests.support.attack import ATTACK, ATTEMPTS
from tests.support.browser import REBOUND, Browser, Tab, browser_program, browsing
from tests.support.processes import START, Api, Up, almanac, free_port, until
from tests.support.site import Answer, serving
from tests.support.typed import Almanac

CHANGING = ("post", "put", "patch", "delete")
FOREIGN = "http://evil.example"
Headers = dict[str, str]


@pytest.fixture(scope="module")
def paths(up: Up) -> dict[str, list[str]]:
    """Every path of Prefect's API with its methods, by its own account."""
    return requests.get(f"{up.origin}/openapi.json", timeout=10).json()["paths"]


@pytest.fixture(scope="module")
def routes(paths: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Every call of Prefect's API that may change something; ids are those of nothing."""
    return [
        (method.upper(), f"/api{path.replace('{', '').replace('}', '').replace('id', str(UUID(int=0)))}")
        for path, methods in paths.items()
        for method in methods
        if method in CHANGING
    ]


def statuses(up: Up, routes: list[tuple[str, str]], headers: Headers) -> set[int]:
    with requests.Session() as session:
        return {
            session.request(method, f"{up.origin}{path}", json={}, headers=headers, timeout=10).status_code
            for method, path in routes
        }


def without(headers: Headers, *names: str) -> Headers:
    return {name: value for name, value in headers.items() if name not in names}


REFUSED: dict[str, tuple[Callable[[Headers], Headers], int]] = {
    "a page of another origin": (lambda headers: headers | {"Origin": FOREIGN}, 403),
    "a page of another port": (lambda headers: headers | {"Origin": "http://127.0.0.1:1"}, 403),
    "a page without an origin": (lambda headers: headers | {"Origin": "null"}, 403),
    "another name for this machine": (lambda headers: headers | {"Host": "evil.example"}, 403),
    "no password": (lambda headers: without(headers, "Authorization"), 401),
    "another password": (lambda headers: headers | {"Authorization": "Basic YWxtYW5hYzp3cm9uZw=="}, 401),
    "no CSRF token": (lambda headers: without(headers, "Prefect-Csrf-Token"), 403),
    "another CSRF token": (lambda headers: headers | {"Prefect-Csrf-Token": "wrong"}, 403),
}
"""What a request has that has all else, and how it is refused."""


@pytest.mark.parametrize("kind", REFUSED)
def test_every_call_that_changes_something_is_refused(up: Up, routes: list[tuple[str, str]], kind: str) -> None:
    spoilt, status = REFUSED[kind]
    assert len(routes) > 100
    assert statuses(up, routes, spoilt(up.headers())) == {status}


def test_all_that_it_takes_lets_a_call_through(up: Up, routes: list[tuple[str, str]]) -> None:
    questions = [(method, path) for method, path in routes if path.endswith("/filter")]
    for headers in (up.headers(), up.headers() | {"Origin": up.origin}):
        answers = statuses(up, questions, headers)
        assert (200 in answers, answers & {401, 403}) == (True, set())


@pytest.mark.parametrize("path", ["/", "/ui-settings", "/api/health", "/api/admin/version"])
@pytest.mark.parametrize("headers", [{"Origin": FOREIGN}, {"Host": "evil.example"}, {"Sec-Fetch-Site": "same-site"}])
def test_nothing_is_read_from_elsewhere(up: Up, path: str, headers: Headers) -> None:
    answer = requests.get(f"{up.origin}{path}", headers=up.password() | headers, timeout=10)
    assert (answer.status_code, "Refused: " in answer.text) == (403, True)
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_link_from_elsewhere_may_be_followed_and_shows_the_ui_in_no_frame(up: Up) -> None:
    answer = requests.get(up.origin, headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, timeout=10)
    assert (answer.status_code, answer.headers["X-Frame-Options"]) == (200, "DENY")


def test_a_preflight_from_elsewhere_is_refused_and_one_for_a_private_network_too(up: Up) -> None:
    asked = {"Access-Control-Request-Method": "PATCH", "Access-Control-Request-Private-Network": "true"}
    answer = requests.options(f"{up.url}/variables/", headers=asked | {"Origin": FOREIGN}, timeout=10)
    assert answer.status_code == 403
    assert [name for name in answer.headers if name.lower().startswith("access-control")] == []


def test_without_the_password_no_call_is_answered_but_whether_the_server_lives(
    up: Up, paths: dict[str, list[str]]
) -> None:
    answered = {
        path
        for path, methods in paths.items()
        if "get" in methods and requests.get(f"{up.url}{path}", timeout=10).status_code != 401
    }
    assert answered == {"/health", "/ready"}


def websockets() -> list[str]:
    """The path of every websocket that Prefect's server has; its import takes seconds."""
    from prefect.server.api.server import API_ROUTERS

    return [route.path for router in API_ROUTERS for route in router.routes if isinstance(route, WebSocketRoute)]


def greeting(up: Up, path: str, token: str | None, origin: str) -> dict[str, Any]:
    """What a websocket answers to a password."""
    address = f"ws://127.0.0.1:{up.port}/api{path.replace('{', '').replace('}', '')}"
    with connect(address, subprotocols=[Subprotocol("prefect")], origin=Origin(origin)) as socket:
        socket.send(json.dumps({"type": "auth", "token": token}))
        return dict(json.loads(socket.recv(timeout=10)))


def test_every_websocket_takes_the_password_from_the_ui_alone(up: Up) -> None:
    password, paths = ensure_auth(up.home), websockets()
    assert len(paths) >= 5
    for path in paths:
        with pytest.raises(InvalidStatus, match="HTTP 403"):
            greeting(up, path, password, FOREIGN)
        with pytest.raises(ConnectionClosed, match="1008"):
            greeting(up, path, None, up.origin)
        assert greeting(up, path, password, up.origin) == {"type": "auth_success"}, path


def test_another_user_of_the_machine_gets_neither_the_password_nor_in(up: Up, routes: list[tuple[str, str]]) -> None:
    if os.geteuid():
        pytest.skip("only root can become another user")
    headers = without(up.headers(), "Authorization")
    files = [str(auth_file(up.home)), str(up.home / "almanac.db"), str(up.home / "up.json")]
    job = {"origin": up.origin, "calls": routes, "headers": headers, "files": [*files, "/etc/passwd"]}
    command = [sys.executable, "-m", "tests.support.another_user"]
    done = subprocess.run(command, input=json.dumps(job), capture_output=True, text=True, check=True, timeout=120)
    answer = json.loads(done.stdout)
    assert answer["uid"] != os.getuid()
    assert set(answer["statuses"]) == {401}
    assert answer["reads"] == [False, False, False, True]


def test_the_password_stands_on_no_command_line_and_in_no_other_file(up: Up) -> None:
    password = ensure_auth(up.home).encode()
    secret = (password, password.split(b":")[1], b64encode(password))
    contents = {file: _content(file) for file in up.home.rglob("*") if file.is_file()}
    holders = {file for file, content in contents.items() for form in secret if form in content}
    assert holders == {auth_file(up.home)}
    assert stat.S_IMODE(up.home.stat().st_mode) == 0o700
    (process,) = (one for one in psutil.process_iter() if _serves(one, up.port))
    family = [process, *process.parents(), *process.children(recursive=True)]
    assert not [one for one in family for form in secret if form.decode() in " ".join(one.cmdline())]


def _content(file: Path) -> bytes:
    """The bytes of a file; none of one that a run of the schedule has removed by now."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""


def _serves(process: psutil.Process, port: int) -> bool:
    try:
        command = process.cmdline()
        return {"flows.programs.prefect_server", str(port)} <= {*command} and "flows.programs.supervisor" not in command
    except psutil.Error:
        return False


def test_track_and_doctor_get_in(up: Up, beside: Almanac) -> None:
    assert re.match(r"deepseek_pricing: (no change|\d+ changes?: .*); ", until(60, lambda: _tracked(up)))
    states = {row["check"]: row["state"] for row in beside("doctor", "--json").rows}
    assert states.items() >= {"password": "ok", "up": "ok"}.items()


def _tracked(up: Up) -> str | None:
    """A run of the schedule may be in its way."""
    answer = almanac(up.home, "track", "deepseek_pricing")
    assert f"Running on {up.origin}" in answer.stderr
    return answer.stdout or None


def test_track_with_another_password_says_so(up: Up) -> None:
    file = auth_file(up.home)
    password = file.read_text()
    file.write_text(f"almanac:{'x' * 43}\n")
    try:
        answer = almanac(up.home, "track", "deepseek_pricing")
    finally:
        file.write_text(password)
    assert (answer.returncode, "asks for another password than" in answer.stderr) == (1, True)
    assert "Traceback" not in answer.stderr


def test_the_server_takes_no_steps_for_a_deployment_and_our_runner_runs_none(up: Up) -> None:
    deployment, trace = up.deployment("deliver"), up.home / "trace"
    step = {"prefect.deployments.steps.run_shell_script": {"script": f"touch {trace}"}}
    changes: dict[str, Any] = {
        "entrypoint": "tests.support.another_user.main",
        "path": str(up.home),
        "job_variables": {
            "command": f"touch {trace}",
            "env": {"PREFECT__FLOW_ENTRYPOINT": "tests.support.another_user.main"},
        },
    }
    with pytest.raises(requests.HTTPError, match="403"):
        up.call("PATCH", f"/deployments/{deployment['id']}", {"pull_steps": [step]})
    up.call("PATCH", f"/deployments/{deployment['id']}", changes)
    _write_steps(up, [step])
    assert up.deployment("deliver")["pull_steps"] == [step]
    run = up.start("deliver")
    until(START, lambda: up.state(run)["type"] in ("COMPLETED", "FAILED", "CRASHED"))
    assert not trace.exists()
    assert (up.state(run)["type"], up.state(run)["message"]) == ("COMPLETED", "0 delivered")


def _write_steps(up: Up, steps: list[dict[str, Any]]) -> None:
    """Into Prefect's own database: as an older server of ours, or another, let somebody write them."""
    file = stack_paths(Settings(up.home, Values(), {})).prefect_home / "prefect.db"
    with closing(sqlite3.connect(file, timeout=START)) as database, database:
        database.execute("update deployment set pull_steps = ? where name = 'deliver'", [json.dumps(steps)])


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Generator[Browser]:
    program = browser_program()
    if program is None:
        pytest.skip("no browser here: install chromium")
    with browsing(program, tmp_path_factory.mktemp("browser") / "profile") as found:
        yield found


@pytest.fixture
def tab(browser: Browser) -> Generator[Tab]:
    with browser.tab() as found:
        yield found


@pytest.fixture
def page() -> Generator[int]:
    """The port of another server on this machine, whose page is `/page`."""
    html = Answer(body=b"<title>another page</title><body></body>", headers={"Content-Type": "text/html"})
    with serving(page=[html]) as site:
        yield int(site.url.rsplit(":", 1)[1])


@pytest.fixture(scope="module")
def wide_open(up: Up, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Generator[Api]:
    """Prefect's server without a password: what is refused here is refused for where it comes from."""
    assert browser, "only pages in a browser ask it"
    settings, port = Settings(tmp_path_factory.mktemp("open") / "home", Values(), {}), free_port()
    where = stack_paths(settings)
    where.prefect_home.mkdir(parents=True, mode=0o700)
    shutil.copy(up.fresh, where.prefect_home / "prefect.db")
    with server(settings, where, port, None):
        yield Api(port, settings.home)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", REBOUND])
def test_a_page_of_another_origin_changes_nothing_even_without_a_password(
    wide_open: Api, tab: Tab, page: int, host: str
) -> None:
    flow = wide_open.post("/flows/", {"name": "f"})["id"]
    deployment = wide_open.post("/deployments/", {"name": "d", "flow_id": flow, "entrypoint": "ours"})
    tab.open(f"http://{host}:{page}/page")
    answers = tab.run(f"{ATTACK}({json.dumps(wide_open.origin)}, {json.dumps(deployment['id'])})")
    assert answers == dict.fromkeys(ATTEMPTS, "TypeError") | {"socket": "error"}
    assert wide_open.post("/variables/filter", {}) == []
    assert wide_open.post("/flow_runs/filter", {}) == []
    assert wide_open.deployment("d")["pull_steps"] in (None, [])


def test_a_name_that_is_made_to_lead_here_shows_nothing(wide_open: Api, tab: Tab) -> None:
    tab.open(f"http://{REBOUND}:{wide_open.port}/")
    assert tab.text().strip() == "Refused: the Host header does not name this server."


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_ui_works_with_the_password(up: Up, tab: Tab, host: str) -> None:
    schedule = up.deployment("remind")["schedules"][0]
    tab.open(f"http://{host}:{up.port}/")
    until(START, lambda: tab.run("location.pathname == '/v2/login' && document.querySelector('form input') != null"))
    tab.run("document.querySelector('form input').focus()")
    tab.type(ensure_auth(up.home))
    tab.run("document.querySelector('form button').click()")
    until(START, lambda: "Flow Runs" in tab.text())
    tab.go("/v2/runs")
    until(START, lambda: "deepseek_pricing 20" in tab.text() and "Completed" in tab.text())
    tab.open(f"http://{host}:{up.port}/v2/deployments/deployment/{up.deployment('remind')['id']}")
    shown = json.dumps(schedule["active"])
    # The page draws the switch before it listens to it: a click may be lost, and a person clicks again.
    press = f"document.querySelector('button[role=switch][aria-checked={shown}]')?.click()"
    until(START, lambda: (tab.run(press), up.deployment("remind")["schedules"][0]["active"])[1] != schedule["active"])
