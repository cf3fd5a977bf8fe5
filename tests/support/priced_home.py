"""A home in which the histories of DeepSeek and of the catalogue are loaded."""

import pytest

from bench.harness.dates import day
from flows.backfill.catalogue import backfill_catalogue
from flows.backfill.dated_facts import backfill_deepseek
from flows.database import Store
from flows.pipeline.attempts import open_store
from flows.settings.load import Settings
from scrapers.catalogue.bundle import bundled
from tests.support.recordings import Recordings

NOW = day("2026-11-30")


def load_histories(store: Store) -> None:
    backfill_deepseek(store, lambda _: None, lambda: NOW)
    backfill_catalogue(store, bundled(), lambda _: None, lambda: NOW)


@pytest.fixture
def priced_home(recordings: Recordings, settings: Settings) -> None:
    """The database of the command line with both histories."""
    store = open_store(settings)
    recordings.fill(store, load_histories)
    store.close()
