"""What decides whether a reading is held, with the reader releases that it belongs to, as recorded in a file.

`python -m tests.golden.thresholds` writes the file anew, and refuses where a number or a rule moved and a reader did not:
a release makes one thing of a page, which a replay has to come to again.
"""

import ast
import importlib
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import models
from scrapers.registry import BACKFILLS, SOURCES

FILE = Path(__file__).parent / "thresholds.json"
FIRST = "models.plausible"
"""Whose constants, and those of every module that it reads from, decide."""
RULES, READER = "rules", "reader"
Recorded = Mapping[str, Mapping[str, Any]]
"""`constants` by name, and `sources` with the reader release and the rules of each."""


def recorded() -> Recorded:
    return json.loads(FILE.read_text(encoding="utf-8"))


def current() -> Recorded:
    """As the code has it now."""
    sources = {
        name: {READER: source.reader, RULES: json.loads(json.dumps(asdict(source.plausibility), default=str))}
        for name, source in sorted((SOURCES | BACKFILLS).items())
    }
    return {"constants": dict(sorted(_constants())), "sources": sources}


def unmoved(before: Recorded, now: Recorded) -> list[str]:
    """The sources whose reader has to move, as numbers or their rules moved: all of them where a constant did."""
    known, sources = before["sources"], now["sources"]
    moved = before["constants"] != now["constants"]
    return [
        name
        for name, source in sources.items()
        if name in known and (moved or source[RULES] != known[name][RULES]) and source[READER] <= known[name][READER]
    ]


def advice(before: Recorded, now: Recorded) -> str:
    """What moved, and what to do; empty where nothing did."""
    if before == now:
        return ""
    moved = [
        f"{name} was {before[part].get(name)} and is {now[part].get(name)}"
        for part in ("constants", "sources")
        for name in sorted({*before[part], *now[part]})
        if before[part].get(name) != now[part].get(name)
    ]
    readers = f"raise the READER of {', '.join(unmoved(before, now))}, then " if unmoved(before, now) else ""
    return f"{'; '.join(moved)}: {readers}run python -m tests.golden.thresholds"


def _constants() -> Iterator[tuple[str, str]]:
    for name in sorted(_modules(FIRST, set())):
        module = importlib.import_module(name)
        for constant in _assigned(_tree(name)):
            if _is_number(value := getattr(module, constant)):
                yield f"{name}.{constant}", str(value)


def _modules(name: str, found: set[str]) -> set[str]:
    """A module of `models` and all that it reads from there."""
    if name not in found and name.startswith("models."):
        found.add(name)
        for node in ast.walk(_tree(name)):
            if isinstance(node, ast.ImportFrom):
                _modules(node.module or "", found)
    return found


def _tree(name: str) -> ast.Module:
    file = Path(models.__path__[0], *name.split(".")[1:]).with_suffix(".py")
    return ast.parse(file.read_text(encoding="utf-8"))


def _assigned(tree: ast.Module) -> Iterator[str]:
    """The constants of a module, also where several are set at once."""
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        for target in (name for each in targets for name in ast.walk(each)):
            if isinstance(target, ast.Name) and target.id.isupper():
                yield target.id


def _is_number(value: object) -> bool:
    if isinstance(value, tuple | list | frozenset):
        return bool(value) and all(map(_is_number, value))
    return isinstance(value, int | float | Decimal | timedelta) and not isinstance(value, bool)


def main() -> int:
    """Write the file, unless a reader has to move first."""
    now = current()
    if FILE.exists() and unmoved(recorded(), now):
        sys.stderr.write(f"{advice(recorded(), now)}\n")
        return 1
    FILE.write_text(json.dumps(now, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
