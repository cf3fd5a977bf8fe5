"""Write the ends of each vendor's models as files that have the shape of endoflife.date.

A model also ends by time alone, and to ask for all of them takes longer than a page without news: the flow `deliver`
does it every ten minutes, and `almanac feeds`.
"""

from collections import defaultdict
from datetime import datetime
from pathlib import Path

from alerts.feeds import cycles
from flows.clock import Clock
from flows.database import Store, locked
from flows.notify.feeds import LOG, FeedFile, origins_of
from flows.notify.written_files import replace_content
from models.queries import ModelRecord, model_records

ENDS = "eol"
"""The folder of the files, one for each vendor."""


def publish_ends(store: Store, folder: Path, clock: Clock) -> None:
    """Write the files; log a warning if the folder cannot be written to."""
    try:
        write_ends(store, folder, clock())
    except OSError as problem:
        LOG.warning("the ends of models were not written: %s", problem)


def write_ends(store: Store, folder: Path, now: datetime) -> list[FeedFile]:
    """Write a file for each vendor with models, whole or not at all. Raises OSError, NoHistory, WrongShape."""
    by_vendor = defaultdict[str, list[ModelRecord]](list)
    with store.reading() as session, locked(folder / ".lock"):
        origins = origins_of(session)
        for record in model_records(session, None, None, now).values():
            by_vendor[record.vendor].append(record)
        if by_vendor:
            (folder / ENDS).mkdir(mode=0o700, exist_ok=True)
        contents = [
            (folder / ENDS / f"{vendor}.json", cycles(records, origins), len(records))
            for vendor, records in sorted(by_vendor.items())
        ]
        return [FeedFile(file, count, replace_content(file, content)) for file, content, count in contents]
