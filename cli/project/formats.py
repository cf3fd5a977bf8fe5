"""The report of a search: as text for people, and as JSON Lines, SARIF and JUnit XML for programs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from cli.printing import json_line, text_width, wrapped
from cli.project.findings import Finding, Search
from cli.project.junit import junit
from cli.project.sarif import sarif
from cli.project.words import days_ahead, short_text
from models.facts import qualified_name
from models.queries import ModelWarning, WarningKind


@dataclass(frozen=True)
class CheckReport:
    """The findings that are reported, and those that only a baseline knows; `now` is the instant as of which."""

    search: Search
    findings: Sequence[Finding]
    known: int
    fail_on: frozenset[WarningKind]
    now: datetime

    @property
    def failing(self) -> list[Finding]:
        """The findings of the kinds that fail."""
        return [finding for finding in self.findings if finding.warning.kind in self.fail_on]


def text(report: CheckReport) -> str:
    """Return the report for people: each id with its warning once, and the places where it stands."""
    order = list(WarningKind)

    def urgency(finding: Finding) -> tuple[object, ...]:
        about = finding.warning
        fails = about.kind not in report.fail_on
        return fails, order.index(about.kind), about.at is None, str(about.at), finding.id, about.vendor, about.model

    lines = list[str]()
    for _, group in groupby(sorted(report.findings, key=urgency), urgency):
        places = list(group)
        lines += [*_about(places[0], report.now), *map(_place, places), *_evidence(places[0].warning), ""]
    return "\n".join([*lines, *_summary(report)]) + "\n"


def _about(finding: Finding, now: datetime) -> Iterator[str]:
    about = finding.warning
    said = f"{finding.id} ({about.vendor}): {short_text(about, finding.id, now)}"
    yield wrapped(said, text_width(), rest="  ")
    if about.kind is WarningKind.PRICE:
        yield from (wrapped(move, text_width(), "  ", "    ") for move in about.says)


def _evidence(about: ModelWarning) -> Iterator[str]:
    if about.source:
        yield f"  stated by {about.source}, `almanac snapshot {about.snapshot_id}`"


def _place(finding: Finding) -> str:
    return f"  {finding.file.shown}:{finding.line}:{finding.column}"


def _summary(report: CheckReport) -> Iterator[str]:
    failing, found = len(report.failing), len(report.findings)
    kinds = ", ".join(kind for kind in WarningKind if kind in report.fail_on) or "none"
    line = f"{_count(found, 'finding')}, {failing} of a kind that fails ({kinds})" if found else "No findings"
    known = f"; {_count(report.known, 'more')} in the baseline" if report.known else ""
    yield wrapped(f"{line}{known}.", text_width())
    search = report.search
    places = f"{_count(search.occurrences, 'place')} with {_count(len(search.ids), 'known id')}"
    yield f"Searched {_count(search.files, 'file')}: {places}."
    if left := +search.skipped:
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in sorted(left.items()))
        yield wrapped(f"Skipped: {reasons}.", text_width())
    yield from (wrapped(note, text_width()) for note in search.notes)


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" + ("" if number == 1 or thing == "more" else "s")


def json_lines(report: CheckReport) -> str:
    """Return one line for each finding."""
    return "".join(json_line(_as_json(finding, report)) + "\n" for finding in report.findings)


def _as_json(finding: Finding, report: CheckReport) -> dict[str, Any]:
    about: ModelWarning = finding.warning
    return {
        "path": finding.file.name,
        "line": finding.line,
        "column": finding.column,
        "id": finding.id,
        "kind": about.kind.value,
        "fails": about.kind in report.fail_on,
        "says": short_text(about, finding.id, report.now),
        "model": qualified_name(about.vendor, about.model),
        "at": about.at,
        "days": None if about.at is None else days_ahead(about.at, report.now),
        "instead": about.instead,
        "details": list(about.says),
        "source": about.source,
        "snapshot_id": about.snapshot_id,
        "locator": about.locator,
        "fingerprint": finding.fingerprint,
    }


def _as_sarif(report: CheckReport) -> str:
    return sarif(report.findings, report.fail_on, report.now)


def _as_junit(report: CheckReport) -> str:
    return junit(report.findings, report.fail_on, report.now)


FORMATS: Mapping[str, Callable[[CheckReport], str]] = {
    "text": text,
    "json": json_lines,
    "sarif": _as_sarif,
    "junit": _as_junit,
}
