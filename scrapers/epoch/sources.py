"""Epoch's sources: two tables of its hub, each with its file, its scores and its boards.

Its own runs are CC BY 4.0; files of others (`…_external`) are not read. Each source asks for the archive with its own
validators, so that an archive that has not changed is not sent again.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from models.leaderboards import BoardConventions
from scrapers.http import ExpectedAnswer, Manners, ZipMember
from scrapers.source import Reader, Source, Website

PREFIX = "epoch_"
"""The beginning of the names of sources."""


class Benchmark(NamedTuple):
    """One table of the archive."""

    name: str
    """Also the name of its file and of its board."""
    score: str
    """The title of the column of its scores, which differs from file to file."""
    page: str
    """The page for people."""

    @property
    def board(self) -> str:
        """The board of the runs that Epoch made itself."""
        return f"epoch/{self.name}"

    @property
    def claimed_board(self) -> str:
        """The board of the scores that vendors claim."""
        return f"{self.board}/claimed"


BENCHMARKS: Mapping[str, Benchmark] = {
    f"{PREFIX}{benchmark.name}": benchmark
    for benchmark in (
        Benchmark("gpqa_diamond", "mean_score", "https://epoch.ai/benchmarks/gpqa-diamond"),
        Benchmark("swe_bench_verified", "mean_score", "https://epoch.ai/benchmarks/swe-bench-verified"),
    )
}
"""By the name of the source."""
CONVENTIONS = BoardConventions(
    main_categories=("overall",),
    # Most runs state a standard error of 0.014 to 0.03; a score that moves by less has not moved.
    margin=Decimal("0.03"),
    every_row_is_scored=True,
)
SITE = Website("epoch", "https://epoch.ai")
READER = 1
"""The release of the reader."""
CREDIT = (
    "Epoch AI, 'AI Benchmarking Hub' (https://epoch.ai/benchmarks), CC BY 4.0 "
    "(https://creativecommons.org/licenses/by/4.0/); boards, places and dates of change are added."
)
ZIP_TYPES = ("application/zip", "application/x-zip-compressed", "application/octet-stream", "binary/octet-stream")
ARCHIVE = ExpectedAnswer(ZIP_TYPES, Manners().most_bytes)


def _source(number: int, name: str, benchmark: Benchmark) -> Source:
    return Source(
        name=name,
        vendor="epoch",
        vendor_name="Epoch AI",
        site=SITE,
        path="/data/benchmark_data.zip",
        cron=f"{5 * number + 21} 6 * * *",
        read=Reader("scrapers.epoch.reader"),
        reader=READER,
        family=benchmark.board,
        trust=1,
        ask=ZipMember(f"{benchmark.name}.csv"),
        expected=ARCHIVE,
        page=benchmark.page,
        credit=CREDIT,
        boards=CONVENTIONS,
    )


SOURCES = tuple(_source(number, *benchmark) for number, benchmark in enumerate(BENCHMARKS.items()))
