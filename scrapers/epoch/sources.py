"""Epoch's sources: two tables of its hub. Its own runs are CC BY 4.0; files of others (`…_external`) are not read.

Each source asks for the archive with its own validators, so that an archive that has not changed is not sent again.
"""

from scrapers.epoch.benchmarks import BENCHMARKS, CONVENTIONS, Benchmark
from scrapers.http import ZipMember
from scrapers.source import Reader, Source, Website

SITE = Website("epoch", "https://epoch.ai")
READER = 1
"""The release of the reader."""
CREDIT = (
    "Epoch AI, 'AI Benchmarking Hub' (https://epoch.ai/benchmarks), CC BY 4.0 "
    "(https://creativecommons.org/licenses/by/4.0/); boards, places and dates of change are added."
)
ZIP_TYPES = ("application/zip", "application/x-zip-compressed", "application/octet-stream", "binary/octet-stream")


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
        content_types=ZIP_TYPES,
        page=benchmark.page,
        credit=CREDIT,
        boards=CONVENTIONS,
    )


SOURCES = tuple(_source(number, *benchmark) for number, benchmark in enumerate(BENCHMARKS.items()))
