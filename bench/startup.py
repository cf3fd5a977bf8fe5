"""Measure the processor time of commands beside small scripts, in turn: medians of 5 rounds (`bench.startup 9`: 9)."""

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from samples.deepseek.pages import change_instants
from samples.site import Site
from scrapers.registry import SOURCES

SOURCE = SOURCES["deepseek_pricing"]
ROUNDS = 5
ALMANAC = [sys.executable, "-c", "from cli.start import main; raise SystemExit(main())"]
DATABASE = [sys.executable, "-c", "import sqlalchemy.orm"]
"""The library that every question to the database has to load."""
PAGE = "import sys, bs4, requests; bs4.BeautifulSoup(requests.get(sys.argv[1], timeout=9).content, 'html.parser')"
"""The least that reads a page: fetches and parses it."""


def processor_seconds(command: Sequence[str]) -> float:
    """Run a command and return the processor time of it and its children. Raises CalledProcessError."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(rounds: int, words: Sequence[str], baseline: Sequence[str], goal: float) -> None:
    """Print the medians of a command and of its baseline, run in turn."""
    pairs = [(processor_seconds([*ALMANAC, *words]), processor_seconds(baseline)) for _ in range(rounds)]
    ours, theirs = (median(times) for times in zip(*pairs, strict=True))
    figures = {"ours": round(ours, 3), "baseline": round(theirs, 3), "ratio": round(ours / theirs, 2), "goal": goal}
    sys.stdout.write(json.dumps({"name": f"almanac {' '.join(words)}", **figures, "unit": "s"}) + "\n")


def main() -> None:
    rounds = int(sys.argv[1]) if sys.argv[1:] else ROUNDS
    os.chdir(Path(__file__).parents[1])
    with tempfile.TemporaryDirectory() as home, Site(list(change_instants())[-1]).serving() as site:
        os.environ |= {"ALMANAC_HOME": home, "ALMANAC_SOURCES": SOURCE.name, "ALMANAC_DEEPSEEK_URL": site.url}
        # Without them each process compiles the modules anew.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        for _ in range(2):
            processor_seconds([*ALMANAC, "track", SOURCE.name])
        measure(rounds, ["--version"], DATABASE, 0.5)
        measure(rounds, ["prices"], DATABASE, 1.5)
        measure(rounds, ["doctor"], DATABASE, 1.5)
        measure(rounds, ["track", SOURCE.name], [sys.executable, "-c", PAGE, f"{site.url}{SOURCE.path}"], 3)


if __name__ == "__main__":
    main()
