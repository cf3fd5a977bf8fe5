"""Epoch's archive: a table for each of two benchmarks, in the form of the real one, with few of its rows.

`epoch.csv` has the rows with the days since which they are in the archive. The scores of SWE-bench Verified are those
of Epoch's file (CC BY 4.0), as are four of GPQA Diamond; the other values, all ids and the run of 2026-08-14 are ours.
"""

import csv
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from samples.answers import Answer

PATH = "/data/benchmark_data.zip"
BENCHMARKS = ("gpqa_diamond", "swe_bench_verified")
TITLES = (
    *("Model version", "mean_score", "Best score (across scorers)", "Release date", "Organization", "Country"),
    *("Training compute (FLOP)", "Training compute notes", "stderr", "Log viewer", "Logs", "Started at", "id"),
)
CLAIM = "Source URL"
NOTE = "6ND, with the number of tokens\n\nas stated: 30,000 billion"
"""Some notes have line breaks and commas."""
README = "Epoch AI's data is free to use under the Creative Commons Attribution license.\n"


@cache
def _rows(benchmark: str) -> Sequence[Mapping[str, str]]:
    text = Path(__file__).with_suffix(".csv").read_text(encoding="utf-8")
    return [row for row in csv.DictReader(text.splitlines()) if row["benchmark"] == benchmark]


def instants(benchmark: str) -> list[datetime]:
    """Every instant at which a table changed, the first one included."""
    days = sorted({row["since"] for row in _rows(benchmark)})
    return [datetime.fromisoformat(day).replace(tzinfo=UTC) for day in days]


def table(benchmark: str, at: datetime) -> bytes:
    """The table of a benchmark at an instant. A table with a claim has a last column, which claims alone fill."""
    rows = [row for row in _rows(benchmark) if row["since"] <= f"{at:%Y-%m-%d}"]
    claims = any(row["claim"] for row in rows)
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*TITLES, CLAIM] if claims else TITLES)
    writer.writerows(_cells(row) for row in rows)
    return out.getvalue().encode()


def _cells(row: Mapping[str, str]) -> list[str]:
    note = NOTE if row["organization"] == "Moonshot" else ""
    logs = [f"https://logs.example.org/{row['id']}.eval"] * 2 if row["started"] else ["", ""]
    stderr = "0.0191" if row["started"] else ""
    before = [row["model"], row["score"], row["score"], row["released"], row["organization"], "", "", note]
    cells = [*before, stderr, *logs, row["started"], row["id"]]
    return [*cells, row["claim"]] if row["claim"] else cells


def archive(at: datetime) -> bytes:
    """The archive at an instant."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, content in (
            ("README.md", README.encode()),
            *((f"{name}.csv", table(name, at)) for name in BENCHMARKS),
        ):
            packed.writestr(ZipInfo(name, (2026, 7, 1, 0, 0, 0)), content, ZIP_DEFLATED)
    return out.getvalue()


def reply(target: str, at: datetime) -> Answer | None:
    """The answer of the archive's address; None for any other."""
    return Answer(archive(at), kind="application/zip") if urlsplit(target).path == PATH else None
