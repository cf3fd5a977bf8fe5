"""Links to the page of a source and to our copy of it."""

from collections.abc import Iterator

from flows.artifact_keys import COPIES, artifact_key
from flows.database import Store
from flows.pipeline import RunResult
from flows.reports.artifact import Artifact, markdown_artifact
from flows.reports.markdown import escaped, link
from models.schema import Snapshot
from scrapers.source import Source


def link_artifacts(store: Store, source: Source, result: RunResult) -> Iterator[Artifact]:
    """Yield the link to the page, and the link to the copy that a run read; none where it has no bytes."""
    with store.reading() as session:
        snapshot = session.get_one(Snapshot, result.snapshot_id)
        url, digest, moment = snapshot.url, snapshot.body_sha256, snapshot.moment
    address = source.page or url
    yield markdown_artifact(artifact_key("page", source.name), link(address, address) + "\n")
    if digest:
        shown = link(f"{source.name} as read {moment:%Y-%m-%d %H:%M} UTC", f"{COPIES}{digest}")
        saved = escaped(f"In a terminal: almanac snapshot {result.snapshot_id} --page page.html")
        yield markdown_artifact(artifact_key("copy", source.name), f"{shown}\n\n{saved}\n")
