"""Fetch a source, archive the attempt, read its page, and record the reading."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from flows.ingest.archive import (
        DIED_REASON,
        MOST_DEATHS,
        archive,
        archive_attempt,
        archived_attempt,
        body_snapshot,
        counting_attempt,
        ensure_source_row,
        page_of,
        recorded_past,
        snapshot_at,
        source_row,
        unread_snapshots,
    )
    from flows.ingest.bodies import BodyDropped, BodyLost, packed_like, unpack_stored, unpacked
    from flows.ingest.bytes_lost import BytesLost
    from flows.ingest.choice import enabled_sources, has_address, has_key, is_chosen
    from flows.ingest.fetch import expect_address, expect_askable, fetch_manners, web_attempt
    from flows.ingest.held_readings import (
        Doubted,
        HeldReading,
        NotHeld,
        held_readings,
        source_of,
        undecided_doubts,
    )
    from flows.ingest.held_snapshots import held_snapshots, last_readable
    from flows.ingest.late_pages import ArchivedPage, archive_body, archive_late
    from flows.ingest.page_size import refused_for_size
    from flows.ingest.record_page import read_and_record
    from flows.ingest.refusal import refuse
    from flows.ingest.request_budget import NotAsked
    from flows.ingest.source_health import (
        TroubleRepeat,
        due_repeat_of,
        health_change,
        held_change,
        stale_source,
    )
    from flows.ingest.unreachable import is_unreachable, unreachable_line

__all__ = [
    "DIED_REASON",
    "MOST_DEATHS",
    "ArchivedPage",
    "BodyDropped",
    "BodyLost",
    "BytesLost",
    "Doubted",
    "HeldReading",
    "NotAsked",
    "NotHeld",
    "TroubleRepeat",
    "archive",
    "archive_attempt",
    "archive_body",
    "archive_late",
    "archived_attempt",
    "body_snapshot",
    "counting_attempt",
    "due_repeat_of",
    "enabled_sources",
    "ensure_source_row",
    "expect_address",
    "expect_askable",
    "fetch_manners",
    "has_address",
    "has_key",
    "health_change",
    "held_change",
    "held_readings",
    "held_snapshots",
    "is_chosen",
    "is_unreachable",
    "last_readable",
    "packed_like",
    "page_of",
    "read_and_record",
    "recorded_past",
    "refuse",
    "refused_for_size",
    "snapshot_at",
    "source_of",
    "source_row",
    "stale_source",
    "undecided_doubts",
    "unpack_stored",
    "unpacked",
    "unreachable_line",
    "unread_snapshots",
    "web_attempt",
]

lazy_package(__name__)
