"""A headless browser for tests, driven over Chrome's debugging protocol; what else it takes is in the environment."""

import itertools
import json
import shutil
import subprocess
from base64 import b64decode
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from websockets.sync.client import connect
from websockets.sync.connection import Connection

from flows.leash import kill_tree
from tests.processes import until

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Without a sandbox of its own, as the tests may run as root; no page but our own is opened.
WORDS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run")
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1400,900")
REBOUND = "rebound.example"
"""A name of somebody else's that leads to this machine, as DNS rebinding has it."""
START = 60


def browser_program() -> str | None:
    """Where a browser is that speaks the protocol, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Tab:
    """A page in the browser."""

    def __init__(self, socket: Connection) -> None:
        self._socket, self._ids = socket, itertools.count(1)
        self.call("Page.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 (as the protocol has them)
        """A command of the protocol; its result. Events that come meanwhile are dropped."""
        number = next(self._ids)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._socket.recv(timeout=START))
            if answer.get("id") == number:
                assert "error" not in answer, answer
                return dict(answer["result"])

    def open(self, url: str) -> None:
        self.call("Page.navigate", url=url)
        until(START, lambda: self.run("location.href != 'about:blank' && document.readyState == 'complete'"))

    def run(self, script: str) -> Any:  # noqa: ANN401 (whatever the script comes to)
        """What a script in the page comes to; a promise is waited for."""
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def text(self) -> str:
        return str(self.run("document.body ? document.body.innerText : ''"))

    def type(self, text: str) -> None:
        """Type into what has the focus, as a paste does."""
        self.call("Input.insertText", text=text)

    def shoot(self, file: Path) -> None:
        file.write_bytes(b64decode(self.call("Page.captureScreenshot")["data"]))


@contextmanager
def browsing(program: str, profile: Path) -> Generator[Tab]:
    """An empty tab of a browser with a new profile."""
    command = [program, *WORDS, *QUIET, "--remote-debugging-port=0", f"--user-data-dir={profile}"]
    command += [f"--host-resolver-rules=MAP {REBOUND} 127.0.0.1", "about:blank"]
    profile.mkdir()
    note, said = profile / "DevToolsActivePort", profile / "said.txt"
    with said.open("wb") as errors, subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors) as process:
        try:
            until(START, lambda: note.is_file() or process.poll() is not None)
            assert process.poll() is None, f"the browser ended: {said.read_text(errors='replace')[-2000:]}"
            port = until(START, lambda: note.read_text().split()[:1])[0]
            page = until(START, lambda: _pages(int(port)))[0]
            with connect(page["webSocketDebuggerUrl"], max_size=None) as socket:
                yield Tab(socket)
        finally:
            kill_tree(process.pid)


def _pages(port: int) -> list[dict[str, str]]:
    found: list[dict[str, str]] = requests.get(f"http://127.0.0.1:{port}/json", timeout=10).json()
    return [page for page in found if page["type"] == "page"]
