"""From a source to its snapshot and its facts: fetch, archive, read, record."""

from flows.ingest.archive import (
    Kept,
    archive,
    archive_late,
    attempt_of,
    awaiting,
    bearer,
    came_before,
    filed_at,
    keep,
    shown,
)
from flows.ingest.fetch import expect_address, expect_askable, has_address, has_key, is_chosen, live, manners
from flows.ingest.held_readings import Doubted, HeldReading, NotHeld, held_readings, source_of, undecided, waiting
from flows.ingest.record_page import Filed, file, refuse
from flows.ingest.request_budget import NotAsked
from flows.ingest.source_health import Repeat, held, repeat, stale, standing
from flows.ingest.source_rows import know, write_source_row
from flows.ingest.unfinished import DIED, MOST_DEATHS, attempted

__all__ = [
    "DIED",
    "MOST_DEATHS",
    "Doubted",
    "Filed",
    "HeldReading",
    "Kept",
    "NotAsked",
    "NotHeld",
    "Repeat",
    "archive",
    "archive_late",
    "attempt_of",
    "attempted",
    "awaiting",
    "bearer",
    "came_before",
    "expect_address",
    "expect_askable",
    "file",
    "filed_at",
    "has_address",
    "has_key",
    "held",
    "held_readings",
    "is_chosen",
    "keep",
    "know",
    "live",
    "manners",
    "refuse",
    "repeat",
    "shown",
    "source_of",
    "stale",
    "standing",
    "undecided",
    "waiting",
    "write_source_row",
]
