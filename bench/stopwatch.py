"""Time the way of a new reader: `python -m bench.stopwatch` clones this checkout, and follows the README.

From an empty home to "what did deepseek-v4-pro cost on 15 July 2026 at 02:00 UTC" in a shell, in SQL and in a browser.
It takes the packages from the index that pip is set to. Prints JSON: the seconds since the start at which each step was
done. The time in which a person reads and types is not in it.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from bench.harness.arguments import arguments
from flows.server import free_port

ROOT = Path(__file__).parents[1]
MODEL, AT, ANSWER = "deepseek-v4-pro", "2026-07-15T02:00Z", "0.87"
LONGEST = 600.0
"""Seconds after which the way is given up."""


@contextmanager
def running(words: list[str], folder: Path, environ: dict[str, str]) -> Generator[None]:
    """Run a command during the block, and stop it as Ctrl-C does."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(words, cwd=folder, env=environ, stdout=quiet, stderr=quiet) as started:
        try:
            yield
        finally:
            started.send_signal(signal.SIGINT)
            started.wait(60)


def way(folder: Path) -> Iterator[tuple[str, float]]:
    """Yield each step with the seconds since the start. Raises TimeoutError."""
    began = time.monotonic()
    clone, port = folder / "clone", str(free_port(8400))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ALMANAC_", "PREFECT_"))}
    environ = {**kept, "HOME": str(folder), "ALMANAC_PORT": str(free_port(4300))}
    almanac = str(clone / ".venv" / "bin" / "almanac")
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True, env=environ)
    yield "cloned", time.monotonic() - began
    subprocess.run(["make", ".venv/ready"], cwd=clone, check=True, env=environ, capture_output=True)
    yield "set up", time.monotonic() - began
    with running([almanac, "up"], clone, environ):
        asked = {
            "shell": ["prices", MODEL, "--at", AT],
            "sql": ["sql", "--query", "price-at", "--set", f"model={MODEL}", "--at", AT],
        }
        for name, words in asked.items():
            while ANSWER not in answer([almanac, *words], clone, environ):
                expect_in_time(began)
            yield name, time.monotonic() - began
        with running([almanac, "browse", "--port", port], clone, environ):
            while ANSWER not in page(f"http://127.0.0.1:{port}/almanac/price-at?model={MODEL}&at={AT}"):
                expect_in_time(began)
            yield "browser", time.monotonic() - began


def answer(words: list[str], folder: Path, environ: dict[str, str]) -> str:
    """Return what a command prints; it may have nothing to say yet."""
    return subprocess.run(words, cwd=folder, env=environ, capture_output=True, text=True, check=False).stdout


def page(url: str) -> str:
    """Return a page; nothing as long as no server answers."""
    try:
        return requests.get(url, timeout=30).text
    except requests.ConnectionError:
        time.sleep(0.1)
        return ""


def expect_in_time(began: float) -> None:
    """Raise TimeoutError if it takes too long."""
    if time.monotonic() - began > LONGEST:
        raise TimeoutError(f"no answer within {LONGEST:g} s")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        steps = {name: round(seconds, 1) for name, seconds in way(Path(folder))}
    sys.stdout.write(json.dumps(steps) + "\n")


if __name__ == "__main__":
    main(*arguments())
