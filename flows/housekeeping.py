"""The flow `housekeeping`: once a day it removes what nobody looks at any more, and says how large the record is."""

import logging

from prefect import flow, get_client
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from prefect.client.schemas.objects import State
from prefect.client.schemas.sorting import ArtifactSort
from prefect.exceptions import ObjectNotFound
from prefect.states import Completed

from flows.audit import Sizes, sizes, tidy
from flows.database import Store
from flows.pipeline import open_store
from flows.prefect_ui import run_name
from flows.settings import load

VERSIONS = 50
"""The number of versions of an artifact that stay; the runs that wrote the others have their links still."""
BATCH = 200
"""The most artifacts that a server lists at once."""
MOST = 5_000
"""The most versions that one run removes; the next one goes on."""


@flow(name="housekeeping", flow_run_name=run_name, persist_result=False)
def housekeeping() -> State[None]:
    """Remove old versions of artifacts, and let the database tidy itself. Facts and pages are never removed.

    Old runs, their logs and events are removed by Prefect's server itself.
    """
    logging.getLogger("almanac").setLevel(logging.INFO)
    settings = load()
    with get_client(sync_client=True) as client:
        removed = remove_versions(client)
    store = open_store(settings)
    try:
        tidy(store)
        found = _sizes(store)
    finally:
        store.close()
    return Completed(message=message(removed, settings.values.keep_runs_days, found))


def remove_versions(client: SyncPrefectClient, keep: int = VERSIONS) -> int:
    """Remove all versions of each artifact but the newest ones; return their number."""
    removed, keys, page = 0, list[str](), 0
    while found := client.read_latest_artifacts(limit=BATCH, offset=page * BATCH):
        keys += [each.key for each in found]
        page += 1
    for key in keys:
        asked = ArtifactFilter(key=ArtifactFilterKey(any_=[key]))
        while removed < MOST:
            old = client.read_artifacts(artifact_filter=asked, sort=ArtifactSort.CREATED_DESC, limit=BATCH, offset=keep)
            for each in old:
                try:
                    client.delete_artifact(each.id)
                except ObjectNotFound:
                    continue  # the server removed its run meanwhile
            removed += len(old)
            if len(old) < BATCH:
                break
    return removed


def message(removed: int, days: int, found: Sizes) -> str:
    """Return what was done, in words."""
    versions = f"{removed} old version{'' if removed == 1 else 's'} of artifacts removed"
    return f"{versions}; runs and their logs stay {days} days; the record has {found}"


def _sizes(store: Store) -> Sizes:
    with store.reading() as session:
        return sizes(session, store)
