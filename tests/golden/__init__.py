"""Golden readings: what each sample page reads to, reviewed by a person. `python -m tests.golden` writes what lacks.

A golden that would change is written only when its reader's release has moved: a release makes one thing of a page.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.harness.golden_samples import Sample, samples
from models.facts.base import Fact, key_columns, value_columns
from models.facts.kinds import STANDARD
from models.readings.unread import Unread
from scrapers.page import Page
from scrapers.registry import SOURCES

FOLDER = Path(__file__).parent
TIERLESS = {("mode", STANDARD), ("above", 0)}
_BREAK = ",\n "


class Golden(Sample):
    """A sample page with the file of its golden reading."""

    @property
    def file(self) -> Path:
        return FOLDER / self.source / f"{'-'.join(filter(None, (f'{self.at:%Y-%m-%dT%H%M}', self.shape)))}.json"

    def read(self) -> dict[str, Any]:
        source = SOURCES[self.source]
        # The dataset's reader knows a whole history by its name.
        reading = source.read(Page(source.name, f"sample/{self.shape}", self.body, self.at))
        unread = {"unread": [_unread(part) for part in reading.unread]}
        facts = [stated(fact) for fact in reading.every()]
        return {"reader": source.reader, "facts": facts} | (unread if reading.unread else {})

    def text(self) -> str:
        """Its reading as a new file has it: a line a fact, and a line for each part that is unread."""
        found = self.read()
        lists = ((name, [json.dumps(item, ensure_ascii=False) for item in found[name]]) for name in [*found][1:])
        parts = "".join(f', "{name}": [\n {_BREAK.join(items)}\n]' for name, items in lists)
        return f'{{"reader": {found["reader"]}{parts}}}\n'


def goldens() -> Iterator[Golden]:
    """Every sample with its file."""
    return (Golden(sample.source, sample.at, sample.body, sample.shape) for sample in samples())


def _unread(part: Unread) -> dict[str, Any]:
    """A part as JSON has it; whether it is out of scope only where it is."""
    values = asdict(part) | {"keeps": len(part.keeps)}
    return {name: value for name, value in values.items() if (name, value) != ("is_out_of_scope", False)}


def stated(fact: Fact) -> dict[str, Any]:
    """A fact as JSON has it; the mode and the tier of a price only where they are not the default."""
    names = (*key_columns(type(fact)), *value_columns(type(fact)), "effective_from", "gone", "locator")
    values = {name: getattr(fact, name) for name in names if (name, getattr(fact, name)) not in TIERLESS}
    return {"fact": fact.table} | {
        name: value if value is None or isinstance(value, bool) else str(value) for name, value in values.items()
    }


def main() -> int:
    for sample in goldens():
        text = sample.text()
        known = json.loads(sample.file.read_text(encoding="utf-8")) if sample.file.is_file() else None
        if known == json.loads(text):
            continue
        if known is not None and known["reader"] >= SOURCES[sample.source].reader:
            sys.stderr.write(f"{sample.file.name} would change: bump the READER of {sample.source} first\n")
            return 1
        sample.file.parent.mkdir(exist_ok=True)
        sample.file.write_text(text, encoding="utf-8")
    return 0
