"""A home in which DeepSeek's pages since the launch of V4 were read, and the histories are loaded."""

import pytest

from flows.database import Store
from flows.pipeline.attempts import open_store
from flows.settings.load import Settings
from tests.support.priced_home import NOW, load_histories
from tests.support.recordings import Recordings
from tests.support.walks import V4, walk

READ = ("deepseek_pricing", "deepseek_pricing_zh", "deepseek_updates")


def read_and_load(store: Store) -> None:
    walk(store, V4, *READ)
    load_histories(store)


@pytest.fixture
def asked_home(recordings: Recordings, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of the command line with what was read and the histories, asked on the last day of the record."""
    for module in ("cli.evidence.why", "cli.evidence.diff", "cli.evidence.notice", "cli.costs.chart"):
        monkeypatch.setattr(f"{module}.utc_now", lambda: NOW)
    store = open_store(settings)
    recordings.fill(store, read_and_load)
    store.close()
