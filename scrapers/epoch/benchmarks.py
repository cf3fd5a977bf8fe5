"""The benchmarks of Epoch's hub that are read, each with its file, its scores and its board."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from models.leaderboards import BoardConventions

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
