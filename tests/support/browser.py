"""A headless browser for tests, driven over Chrome's debugging protocol; what else it takes is in the environment."""

import itertools
import json
import shutil
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from websockets.sync.client import connect
from websockets.sync.connection import Connection

from flows.programs.supervisor import kill_tree
from tests.support.processes import until

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Without a sandbox of its own, as the tests may run as root; no page but our own is opened.
WORDS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run")
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1400,900")
REBOUND = "rebound.example"
"""A name of somebody else's that leads to this machine, as DNS rebinding has it."""
START = 60
LEFT = "Inspected target navigated or closed"
"""The error of a command whose page was left while it ran."""


PREFECTS_OWN = ("amplitude.com", "favicon", "completed.svg", "/api/task_runs/filter")
"""Errors of Prefect's UI itself, on every server.

Ours lets no page ask its statistics; it names pictures that it lacks; and of an artifact that no task wrote it asks for
the task without an id, and gets 422.
"""


def browser_program() -> str | None:
    """Where a browser is that speaks the protocol, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class PageLeft(Exception):
    """The page was left while a command ran in it."""


class Wire:
    """A conversation in the protocol, with the browser or with a page in it."""

    def __init__(self, socket: Connection) -> None:
        self._socket, self._ids = socket, itertools.count(1)
        self.events: list[dict[str, Any]] = []
        """What was told without being asked for, so far."""

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 (as the protocol has them)
        """A command of the protocol; its result."""
        number = next(self._ids)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._socket.recv(timeout=START))
            if answer.get("id") == number:
                if LEFT in str(answer.get("error")):
                    raise PageLeft(method)
                assert "error" not in answer, answer
                return dict(answer["result"])
            self.events.append(answer)


class Tab(Wire):
    """A page in the browser."""

    def open(self, url: str) -> None:
        self.run("window.left = true")
        self.call("Page.navigate", url=url)
        until(START, lambda: self.run("!window.left && document.readyState == 'complete'"))

    def go(self, path: str) -> None:
        """Follow a link of the UI that is shown: its router draws the page of another path."""
        self.run(f"history.pushState({{}}, '', {json.dumps(path)}); dispatchEvent(new PopStateEvent('popstate'))")

    def run(self, script: str) -> Any:  # noqa: ANN401 (whatever the script comes to)
        """What a script in the page comes to; a promise is waited for."""
        evaluate = partial(self.call, "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        try:
            answer = evaluate()
        except PageLeft:  # a click before has led to the next page meanwhile
            answer = evaluate()
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def text(self) -> str:
        return str(self.run("document.body ? document.body.innerText : ''"))

    def errors(self) -> list[str]:
        """What the console told of errors in our pages, if `Runtime` and `Log` are enabled."""
        found = [event["params"] for event in self.events if event["method"] == "Runtime.exceptionThrown"]
        logged = [event["params"]["entry"] for event in self.events if event["method"] == "Log.entryAdded"]
        found += [entry for entry in logged if entry["level"] == "error"]
        return [text for text in map(str, found) if not any(sign in text for sign in PREFECTS_OWN)]

    def type(self, text: str) -> None:
        """Type into what has the focus, as a paste does."""
        self.call("Input.insertText", text=text)


class Browser(Wire):
    """A browser at an address, `127.0.0.1:…`."""

    def __init__(self, socket: Connection, address: str) -> None:
        super().__init__(socket)
        self._address = address

    @contextmanager
    def tab(self) -> Generator[Tab]:
        """An empty tab, alone in a context: it knows no cookie, no store and no cache of an earlier one."""
        context = self.call("Target.createBrowserContext")["browserContextId"]
        target = self.call("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        with connect(f"ws://{self._address}/devtools/page/{target}", max_size=None) as socket:
            tab = Tab(socket)
            tab.call("Page.enable")
            yield tab
        self.call("Target.disposeBrowserContext", browserContextId=context)


@contextmanager
def browsing(program: str, profile: Path) -> Generator[Browser]:
    """A browser with a new profile."""
    command = [program, *WORDS, *QUIET, "--remote-debugging-port=0", f"--user-data-dir={profile}"]
    command += [f"--host-resolver-rules=MAP {REBOUND} 127.0.0.1", "about:blank"]
    profile.mkdir()
    note, said = profile / "DevToolsActivePort", profile / "said.txt"
    with said.open("wb") as errors, subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors) as process:
        try:
            until(START, lambda: note.is_file() or process.poll() is not None)
            assert process.poll() is None, f"the browser ended: {said.read_text(errors='replace')[-2000:]}"
            port, path = until(START, lambda: _where(note))
            with connect(f"ws://127.0.0.1:{port}{path}", max_size=None) as socket:
                yield Browser(socket, f"127.0.0.1:{port}")
        finally:
            kill_tree(process.pid)


def _where(note: Path) -> tuple[str, str] | None:
    """The port and the path at which a browser is spoken to, as soon as it has noted both."""
    noted = note.read_text().split()
    return (noted[0], noted[1]) if len(noted) == 2 else None
