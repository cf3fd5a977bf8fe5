"""Time `almanac check` on a tree of files with planted ids among decoys: `python -m bench.check_tree [FILES]`.

Prints how many of the planted ids were found, how many findings are false, and the seconds on one core.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.harness.arguments import arguments
from cli.project import Search, project_files, search
from models.queries import ModelWarning, WarningKind

FILES, PLANTED, LINES = 10_000, 20, 120
IDS = (
    ("anthropic", "claude-sonnet-4-5"),
    ("anthropic", "claude-sonnet-4-5-20250929"),
    ("deepseek", "deepseek-chat"),
    ("deepseek", "deepseek-v4-pro"),
    ("deepseek", "search"),
    ("google", "gemini-2.5-pro"),
    ("openai", "ada"),
    ("openai", "gpt-4.1"),
    ("openai", "gpt-5"),
    ("openai", "o1"),
)
SPELT = (
    'client.chat(model="{id}")',
    "model: {id}",
    '  "model": "{id}",',
    "MODEL={id}",
    "--model {id} --stream",
    "MODEL=${{MODEL:-{vendor}/{id}}}",
    'init_chat_model("{vendor}:{id}")',
    'url = "https://example.com/v1/models/{id}:generateContent"',
    'completion("openrouter/{vendor}/{id}")',
)
DECOYS = (
    'model = "{id}-max"',
    'model = "my-{id}"',
    'model = "azure/{id}"',
    "from {id}.helpers import load",
    "see ./docs/{id}.md and ../{id}/readme",
    'print("{id}_v2", x)',
    'MODELS = ["{id}-mini", "{id}.5"]',
    "def {id}x(): pass",
    "ft:{id}:org::7p4lURel",
    "anthropic.{id}-v1:0",
    "{id}@20250929",
    "--{id}",
)
PLAIN = ("search", "ada", "fetch", "o1 = o2 + o3", "for ada in search(o1):", "result = self.search(query)")
WORDS = ("import", "return", "value", "config", "data", "self", "result", "index", "model", "price", "token", "batch")


def line(chance: random.Random) -> str:
    """Return a line of code without an id: mostly words, sometimes a decoy."""
    vendor, name = chance.choice(IDS)
    match chance.randrange(40):
        case 0:
            return chance.choice(DECOYS).format(id=name, vendor=vendor)
        case 1:
            return chance.choice(PLAIN)
        case _:
            return "    " + " ".join(chance.choices(WORDS, k=chance.randrange(3, 10))) + f"({chance.randrange(10**6)})"


def build(top: Path, files: int, chance: random.Random) -> Counter[tuple[str, str]]:
    """Write the tree; returns the planted ids, by file and id."""
    planted = Counter[tuple[str, str]]()
    places = set(chance.sample(range(files), PLANTED))
    for number in range(files):
        name = f"package{number % 100:02}/module{number:05}.{chance.choice(('py', 'ts', 'yaml', 'md', 'json'))}"
        lines = [line(chance) for _ in range(chance.randrange(LINES * 2))]
        if number in places:
            vendor, model = chance.choice(IDS)
            lines.insert(chance.randrange(len(lines) + 1), chance.choice(SPELT).format(id=model, vendor=vendor))
            planted[name, model] += 1
        file = top / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return planted


def checked(top: Path) -> tuple[Search, float]:
    """Search the tree; returns what was found, and the seconds of processor time with git's."""
    warnings = {name: [ModelWarning(WarningKind.RETIRED, *name, None)] for name in IDS}
    found, began = Search(), time.perf_counter()
    search(project_files([top], (), found.skipped, found.notes), warnings, found)
    return found, time.perf_counter() - began


def figures(files: int, seed: int) -> Iterator[tuple[str, object]]:
    """Yield what was measured, by name."""
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        planted = build(top, files, random.Random(seed))  # noqa: S311 (a tree that can be built again)
        subprocess.run(["git", "init", "-q", folder], check=True)
        found, seconds = checked(top)
        size = sum(file.stat().st_size for file in top.glob("package*/*"))
    places = Counter((finding.file.name, finding.id) for finding in found.findings)
    yield from (("files", found.files), ("bytes", size), ("planted", planted.total()))
    yield from (("found", (places & planted).total()), ("false", (places - planted).total()))
    yield from (("seconds", round(seconds, 2)), ("files_per_second", round(found.files / seconds)))


def main() -> None:
    files = int(next(iter(arguments()), FILES))
    sys.stdout.write(json.dumps(dict(figures(files, 7))) + "\n")


if __name__ == "__main__":
    main()
