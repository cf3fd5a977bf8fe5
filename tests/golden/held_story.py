"""A held reading as docs/operations.md shows it: `python -m tests.golden.held_story` prints its blocks."""

import contextlib
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path
from unittest.mock import patch

from bench.harness.dates import day
from bench.harness.sample_pages import body, replaced
from cli.main import main as almanac

JULY = day("2026-07-18")
REWORDED = replaced("will be deprecated on 2026/07/24 15:59 UTC", "are to be spoken of on 2026/08/24", JULY)
ROUND = (
    "held",
    'held accept 2 --note "the vendor says so"',
    'held undo 2 --note "that was about another page"',
    "held --settled",
    "held reject 2",
)
"""What is typed, a block each."""
FIRST = JULY + timedelta(hours=1, minutes=20)
Type = Callable[[list[str]], str]


def blocks(typed: Type, folder: Path) -> list[str]:
    """The alert that a reading is held, each command with what it printed, and after the undo its alert."""
    for name, page, at in (("a", body(JULY), "2026-07-18"), ("b", REWORDED, "2026-07-18T01:00Z")):
        file = folder / f"{name}.html"
        file.write_text(page, encoding="utf-8")
        typed(["track", "deepseek_pricing", "--page", str(file), "--at", at])
    told = [_last_alert(typed, "source held")]
    minutes = count()
    with (
        patch("cli.recording.held.utc_now", lambda: FIRST + timedelta(minutes=5 * next(minutes))),
        patch("getpass.getuser", lambda: "ada"),
    ):
        for words in ROUND:
            told.append(f"$ almanac {words}\n{typed(_split(words))}")
            if "undo" in words:
                told.append(_last_alert(typed, "decision undone"))
    return told


def _split(words: str) -> list[str]:
    quoted = words.split('"')
    return [*quoted[0].split(), *quoted[1:2]]


def _last_alert(typed: Type, kind: str) -> str:
    alerts = [json.loads(line) for line in typed(["alerts", "--json"]).splitlines()]
    (only,) = (alert for alert in alerts if alert["kind"] == kind)
    return f"{only['title']}\n\n{only['body']}\n"


def _typed(words: list[str]) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        almanac(words)
    return out.getvalue()


def main() -> None:
    """Print the blocks, in a home that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, {"ALMANAC_HOME": f"{folder}/home"}):
        sys.stdout.write("\n".join(f"```\n{block}```\n" for block in blocks(_typed, Path(folder))))


def is_in_order(told: list[str], page: str) -> bool:
    """Whether a page shows every block, one after the other."""
    places = [page.find(f"```\n{block}```\n") for block in told]
    return min(places) >= 0 and places == sorted(places)


if __name__ == "__main__":
    main()
