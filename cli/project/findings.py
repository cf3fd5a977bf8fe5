"""Looks for the ids of models in files: each place with each warning is a finding."""

from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from cli.project.files import ProjectFile
from cli.project.ids import ModelIds
from cli.project.words import day_of, days_ahead
from models.queries import ModelName, ModelWarning, WarningKind

AHEAD = (WarningKind.DATED, WarningKind.EARLIEST, WarningKind.PRICE, WarningKind.PROMOTION)
"""The kinds with a date that may be too far ahead to be reported."""


@dataclass(frozen=True)
class Finding:
    """An id in a file, and one thing that its user has to know.

    Lines and columns begin with 1; columns are characters.
    """

    file: ProjectFile
    line: int
    column: int
    id: str
    warning: ModelWarning
    number: int
    """Its number among those of the same file, id and warning."""

    @property
    def fingerprint(self) -> str:
        """Its name in a baseline: the same wherever it stands in its file, another one if a date moves."""
        about = self.warning
        due = "" if about.at is None else day_of(about.at)
        words = (
            self.file.name,
            self.id,
            about.vendor,
            about.model,
            about.kind,
            due,
            about.instead or "",
            str(self.number),
        )
        return sha256("\0".join(words).encode()).hexdigest()[:32]


@dataclass
class Search:
    """The findings, and how much was searched."""

    findings: list[Finding] = field(default_factory=list[Finding])
    files: int = 0
    occurrences: int = 0
    """The number of places with an id of a model, also of those without a finding."""
    ids: set[str] = field(default_factory=set[str])
    skipped: Counter[str] = field(default_factory=Counter[str])
    """The number of files that were not searched, by reason."""
    notes: list[str] = field(default_factory=list[str])


def within(
    warnings: Mapping[ModelName, Sequence[ModelWarning]], now: datetime, days: int
) -> dict[ModelName, list[ModelWarning]]:
    """Return the warnings without those that are about a day later than so many days ahead."""
    return {
        name: [each for each in found if each.kind not in AHEAD or each.at is None or days_ahead(each.at, now) <= days]
        for name, found in warnings.items()
    }


def search(files: Iterable[ProjectFile], warnings: Mapping[ModelName, Sequence[ModelWarning]], found: Search) -> None:
    """Search some files, and add to what was found."""
    ids = ModelIds(warnings)
    for file in files:
        content = file.read(found.skipped)
        if content is not None:
            found.files += 1
            found.findings.extend(_in_file(file, content, ids, warnings, found))


def _in_file(
    file: ProjectFile,
    content: bytes,
    ids: ModelIds,
    warnings: Mapping[ModelName, Sequence[ModelWarning]],
    found: Search,
) -> Iterator[Finding]:
    numbers = Counter[tuple[str, ModelWarning]]()
    line, column, seen = 1, 1, 0
    for place in ids.find(content):
        found.occurrences += 1
        found.ids.add(place.id)
        if newlines := content.count(b"\n", seen, place.start):
            line, column = line + newlines, 1
            seen = content.rindex(b"\n", seen, place.start) + 1
        column += len(content[seen : place.start].removeprefix(BOM_UTF8).decode("utf-8", "replace"))
        seen = place.start
        for vendor in place.vendors:
            for warning in warnings[vendor, place.id]:
                numbers[place.id, warning] += 1
                yield Finding(file, line, column, place.id, warning, numbers[place.id, warning])
