"""The numbers that decide whether a reading is held, with the reader releases that they belong to, in a file.

A release makes one thing of a page, and a replay must come to the same: a number or a rule moves with the `READER` of
its sources. `python -m tests.golden.thresholds` writes the file, and refuses if a reader still has to move.
"""

import ast
import importlib
import json
import sys
from collections import ChainMap, Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from models.leaderboards.conventions import BoardConventions
from models.plausibility.check import judge
from models.plausibility.rules import Plausibility
from scrapers.registry import BACKFILLS, SOURCES

FILE = Path(__file__).parent / "thresholds.json"
NUMBERS = int | float | Decimal | timedelta
RULES, BOARDS, READER = "rules", "boards", "reader"
ROOM = judge.__module__.split(".", maxsplit=1)[0]
Recorded = Mapping[str, Mapping[str, Any]]
"""`constants` with their values by name, and `sources` with the reader release and the declarations of each."""


def recorded() -> Recorded:
    """Return the content of the file."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def current() -> Recorded:
    """Return what the code says now."""
    sources = {
        name: {READER: source.reader, RULES: _fields(source.plausibility), BOARDS: _fields(source.boards)}
        for name, source in sorted(ChainMap(SOURCES, BACKFILLS).items())
    }
    return {"constants": _constants(), "sources": sources}


def unmoved(before: Recorded, now: Recorded) -> list[str]:
    """Return the sources whose reader must move: all of them after a changed constant, else those of changed rules."""
    known, sources = before["sources"], now["sources"]
    moved = _values_moved(before["constants"], now["constants"])
    return [
        name
        for name, source in sources.items()
        if name in known and (moved or _declares_another(known[name], source)) and source[READER] <= known[name][READER]
    ]


def _declares_another(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Return True if a source declares another rule. One that was not known before had its default."""
    defaults = {RULES: _fields(Plausibility()), BOARDS: _fields(BoardConventions())}
    return any(defaults[part] | before[part] != now[part] for part in (RULES, BOARDS))


def advice(before: Recorded, now: Recorded) -> str:
    """Return what differs from the file and what to do; "" if nothing does."""
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


def _fields(declared: Plausibility | BoardConventions) -> dict[str, Any]:
    """Return what a source declares as JSON has it."""
    return json.loads(json.dumps(asdict(declared), default=str))


def _values_moved(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Return True if a value differs; a constant that only has another name now is none."""
    if any(before[name] != now[name] for name in before.keys() & now.keys()):
        return True
    gone, new = (_values(one, one.keys() - other.keys()) for one, other in ((before, now), (now, before)))
    return gone != new


def _values(constants: Mapping[str, Any], names: set[str]) -> Counter[str]:
    return Counter(value for name in names for value in constants[name])


def _constants() -> dict[str, list[str]]:
    """Return the values of all numbers in the modules that judge a reading, by name: a module may move."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in _modules(judge.__module__, {judge.__name__}, set()):
        module = importlib.import_module(name)
        for constant in _assigned(_tree(module)):
            if _is_number(value := getattr(module, constant)):
                found[constant].append(_text(value))
    return {name: sorted(values) for name, values in sorted(found.items())}


def _modules(name: str, wanted: set[str], found: set[str]) -> set[str]:
    """Add a module and every module of its package that it reads; of a subpackage those with the wanted names."""
    module = importlib.import_module(name)
    is_package = hasattr(module, "__path__")
    if name in found or name.split(".")[0] != ROOM:
        return found
    if not is_package:
        found.add(name)
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = {alias.name for alias in node.names}
            if not is_package or names & wanted:
                _modules(node.module, names, found)
    for each in wanted if is_package else ():
        if find_spec(f"{name}.{each}"):
            _modules(f"{name}.{each}", set(), found)
    return found


def _tree(module: ModuleType) -> ast.Module:
    return ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))


def _assigned(tree: ast.Module) -> Iterator[str]:
    """Yield the constants of a module, also where several are set at once."""
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        for target in (name for each in targets for name in ast.walk(each)):
            if isinstance(target, ast.Name) and target.id.isupper():
                yield target.id


def _is_number(value: object) -> bool:
    parts = _parts(value)
    return bool(parts) and all(isinstance(part, NUMBERS) and not isinstance(part, bool) for part in parts)


def _parts(value: object) -> list[object]:
    """Return a constant, or all that a sequence or a set holds."""
    if isinstance(value, tuple | list | frozenset):
        parts = cast("Collection[object]", value)
        found = [part for each in parts for part in _parts(each)]
        return sorted(found, key=str) if isinstance(parts, frozenset) else found
    return [value]


def _text(value: object) -> str:
    """Return a number as the file has it; of several all."""
    return ", ".join(map(str, _parts(value)))


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
