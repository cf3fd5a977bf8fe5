"""Brings a database of each earlier schema up to date, and compares what it answers then with what it answered before.

`python -m bench.shapes`; exit code 1 where an answer differs. With `--write` the answers of today's views are recorded
in `tests/shapes/answers.json`: review the change.
"""

import json
import sys
import tempfile
from pathlib import Path

from bench.harness.arguments import arguments
from bench.harness.shapes import FOLDER, answers, digests, load, revisions

Digests = dict[str, dict[str, str]]
RECORDED = FOLDER / "answers.json"


def main(write: bool = False) -> int:
    recorded: Digests = json.loads(RECORDED.read_text()) if RECORDED.exists() else {}
    found: Digests = {}
    wrong = 0
    for revision in revisions():
        with tempfile.TemporaryDirectory() as folder:
            store = load(revision, Path(folder) / "almanac.db")
            before = answers(store)
            store.migrate()
            after = answers(store)
            found[revision] = digests(store)
            store.close()
        differ = [view for view, rows in before.items() if rows != after[view]]
        if not write and found[revision] != recorded.get(revision):
            differ.append("answers.json")
        wrong += bool(differ)
        sys.stdout.write(f"{revision}: {', '.join(differ) or f'{sum(map(len, before.values()))} rows as before'}\n")
    if write:
        RECORDED.write_text(json.dumps(found, indent=1) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main("--write" in arguments()))
