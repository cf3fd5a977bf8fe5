"""Replay: what is read again comes out the same, or is corrected; late pages find their place; nobody is alerted."""

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, delete, insert, select

from flows import progress
from flows.replay import Replayed, catch_up, file_late, replay
from flows.road import travel
from flows.store import Store
from models.facts import FACTS, Price
from models.reading import Reading
from models.tables import HISTORY, Alert, ChangeRow, Correction, Delivery, Recorded, Snapshot
from samples.deepseek_pages import change_instants, home
from scrapers.page import Page
from scrapers.registry import Source
from tests.conftest import day
from tests.pages import body
from tests.walks import SOURCE, URL, fail, feed, unchanged

APRIL, MAY, AUGUST = day("2026-04-30"), day("2026-05-08"), day("2026-08-18")
HOUR = timedelta(hours=1)
OTHER = day("2026-04-24")
"""A day on which the page had other prices than in May."""
LOGS = (Snapshot, ChangeRow, Alert, Delivery, Recorded)
NEWER = replace(SOURCE, reader=SOURCE.reader + 1)


def everything(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that a replay might touch, as it stands."""
    tables: list[Table] = [
        *(HISTORY[fact] for fact in FACTS),
        *(log.metadata.tables[log.__tablename__] for log in LOGS),
    ]
    with store.reading() as session:
        return {table.name: sorted((tuple(row) for row in session.execute(select(table))), key=str) for table in tables}


def again(store: Store, source: Source = SOURCE) -> Replayed:
    return replay(store, source, said.append, lambda: AUGUST)


said: list[str] = []


def late(store: Store, *moments: datetime, source: Source = SOURCE, of: datetime | None = None) -> Replayed | None:
    pages = [Page(source.name, URL, body(of or moment).encode(), moment) for moment in moments]
    return file_late(store, source, pages, said.append, lambda: AUGUST)


def corrections(store: Store) -> list[Correction]:
    with store.reading() as session:
        return list(session.scalars(select(Correction).order_by(Correction.id)))


def doubled(page: Page) -> Reading:
    """What a reader says that was mended: every price is twice as high."""
    found = SOURCE.read(page)
    facts = (replace(f, amount=f.amount and 2 * f.amount) if isinstance(f, Price) else f for f in found.facts)
    return replace(found, facts=tuple(facts))


def test_the_same_reader_makes_the_same_rows(store: Store) -> None:
    for instant in change_instants():
        feed(store, instant)
        unchanged(store, instant + HOUR)
    fail(store, change_instants()[-1] + 2 * HOUR)
    feed(store, change_instants()[-1] + 3 * HOUR, home())
    before = everything(store)
    replayed = again(store)
    assert (replayed.snapshots, replayed.corrections) == (2 * len(change_instants()) + 1, 0)
    assert (replayed.changes, replayed.retracted) == (0, 0)
    assert everything(store) == before
    assert replayed.rows == sum(len(before[fact.table]) for fact in FACTS) > 100
