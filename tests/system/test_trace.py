"""The way of a page through the modules stays short: files that it passes, and changes from one to another."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST = {"a price page, from fetch to alert": (36, 252), "a deadline, to the calendar": (16, 198)}
"""The most files, and the most changes of file. The numbers may only shrink.

The calendar has four more files since what it shows is compared first: an unchanged run renders nothing.
"""


def test_a_page_and_a_deadline_pass_few_files() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.trace"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    found = {line["what"]: (line["files"], line["changes_of_file"]) for line in lines}
    assert found.keys() == MOST.keys()
    assert {what: figures for what, figures in found.items() if any(map(int.__gt__, figures, MOST[what]))} == {}
