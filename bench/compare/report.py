"""The table of results, and the file that keeps them."""

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.compare.frame import Result

RESULTS = Path(__file__).parents[1] / "results.json"
FIELDS = ("name", "ours", "baseline", "ratio", "goal", "unit")
WIDTHS = (32, 10, 10, 8, 12)


def header() -> str:
    """The first line of the table."""
    return _columns("name", "ours", "baseline", "ratio", "goal")


def line(result: Result) -> str:
    """A line of the table, at most 80 characters.

    A goal with × is for the ratio; `!` marks a goal that is missed, `~` a stored figure.
    """
    goal = f"≤ {result.goal:g} {'×' if result.goal_of == 'ratio' else result.unit}"
    ratio = "–" if result.ratio is None else f"{result.ratio:.2f}"
    baseline = "–" if result.baseline is None else "~" * result.is_stored + number(result.baseline)
    unit = f" {result.unit}"
    cells = (number(result.ours) + unit, baseline, ratio, goal)
    return _columns(result.name, *cells) + ("" if result.is_met else " !")


def number(value: float) -> str:
    """Three significant digits, without an exponent."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def _columns(name: str, *cells: str) -> str:
    return f"{name:<{WIDTHS[0]}}" + "".join(f"{cell:>{width}}" for cell, width in zip(cells, WIDTHS[1:], strict=True))


def machine() -> str:
    """The machine, the date and the commit, in one line."""
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=RESULTS.parent,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    python = f"Python {platform.python_version()}"
    return f"{os.cpu_count()} × {platform.machine()}, {python}, {datetime.now(UTC):%Y-%m-%d}, {commit or 'no commit'}"


def entries(results: Sequence[Result]) -> list[dict[str, object]]:
    """The results as JSON has them."""
    return [{name: _rounded(value) for name, value in asdict(each).items() if name in FIELDS} for each in results]


def read_results(file: Path = RESULTS) -> list[dict[str, Any]]:
    """The results in the file; none if there is no file."""
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else []


def write_results(results: Sequence[Result], order: Sequence[str], file: Path = RESULTS) -> None:
    """Write the file. Rows that did not run keep what it has; `order` are the names of all rows."""
    by_name = {entry["name"]: entry for entry in (*read_results(file), *entries(results))}
    lines = ",\n".join(json.dumps(by_name[name]) for name in order if name in by_name)
    file.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def _rounded(value: object) -> object:
    return float(f"{value:.4g}") if isinstance(value, float) else value
