"""Rows in the shape of Arena's full text history: 247 publish dates, 27 categories, 20 contenders growing to 390.

Ratings walk as the site's do: on most dates all of them move a little, and contenders come and, sometimes, go.
"""

import json
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

from bench.harness.arena_rows import MAKE, TYPES, WRITE
from bench.harness.arguments import arguments
from scrapers.arena import read_dataset
from scrapers.page import Page

FIRST = date(2023, 5, 8)
DATES, CATEGORIES, FEWEST, MOST = 247, 27, 20, 390
STEP = timedelta(days=5)


def publish(day: date, category: str, models: list[int]) -> Iterator[tuple[object, ...]]:
    """The rows of one category on one date."""
    for rank, model in enumerate(models, start=1):
        noise = (7919 * model + 104_729 * (day - FIRST).days + 1_299_709 * len(category)) % 9973 / 9973
        spread, rating = 3 + 27 * noise, 1600 - 1.5 * rank + 2 * noise
        interval = (rating, rating - spread, rating + spread, (spread / 1.96) ** 2)
        votes = float(100 + 20 * model + (day - FIRST).days)
        who = (f"model-{model}", f"lab-{model % 40}" if model % 9 else "", ("MIT", "Proprietary")[model % 2])
        yield (*who, *interval, votes, rank, category, day.isoformat())


def history(dates: int = DATES, categories: int = CATEGORIES, most: int = MOST) -> bytes:
    """A parquet file of the whole history."""
    columns = {name: list[object]() for name in TYPES}
    for place in range(dates):
        day = FIRST + place * STEP
        there = [model for model in range(FEWEST + (most - FEWEST) * place // dates) if (model * 7 + place) % 150]
        for category in ("overall", *(f"category_{number}" for number in range(1, categories))):
            for row in publish(day, category, there):
                for column, value in zip(columns.values(), row, strict=True):
                    column.append(value)
    file = BytesIO()
    table = MAKE.table({name: MAKE.array(column, TYPES[name]) for name, column in columns.items()})
    WRITE.write_table(table, file, row_group_size=100_000)
    return file.getvalue()


def main() -> None:
    page = Page("arena_text", "https://example.org/text/full-00000-of-00001.parquet", history(), datetime.now(UTC))
    began = time.process_time()
    reading = read_dataset(page)
    checked = time.process_time()
    scores = sum(1 for later in reading.later.values() for _ in later())
    figures = {
        "bytes": len(page.body),
        "contender_facts": len(reading.facts),
        "cpu_s": round(checked - began, 2),
        "score_facts": scores,
        "score_facts_cpu_s": round(time.process_time() - checked, 2),
        "peak_mb_with_the_making": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    sys.stdout.write(json.dumps({"what": "reading the full history", **figures}) + "\n")


if __name__ == "__main__":
    main(*arguments())
