"""A baseline: a file with the findings that a project knows already, so that only new ones are reported."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cli.project.files import BASELINE_BEGINNING
from cli.project.findings import Finding

VERSION = 1


class BadBaseline(Exception):
    """A file that is no baseline, or one of another release."""


def write_baseline(file: Path, findings: Iterable[Finding]) -> int:
    """Write the findings to a file, in an order that does not depend on lines; returns their number. Raises OSError."""
    rows = sorted(
        (
            {
                "path": finding.file.name,
                "id": finding.id,
                "kind": finding.warning.kind.value,
                "number": finding.number,
                "fingerprint": finding.fingerprint,
            }
            for finding in findings
        ),
        key=lambda row: (str(row["path"]), str(row["id"]), str(row["kind"]), row["number"], str(row["fingerprint"])),
    )
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    beginning = BASELINE_BEGINNING.decode()
    from cli.output_files import write_output  # few write a file

    write_output(file, f'{beginning} "version": {VERSION}, "findings": [\n{lines}\n]}}\n')
    return len(rows)


def read_baseline(file: Path) -> set[str]:
    """Return the fingerprints in a baseline. Raises BadBaseline, OSError."""
    try:
        read: Any = json.loads(file.read_text(encoding="utf-8"))
        version, rows = read["version"], [str(row["fingerprint"]) for row in read["findings"]]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise BadBaseline(f"{file} is not a baseline: `--write-baseline {file}` makes one") from None
    if version != VERSION:
        raise BadBaseline(f"{file} is a baseline of another release: `--write-baseline {file}` makes it anew")
    return set(rows)
