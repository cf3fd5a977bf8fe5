"""Writes artifacts to Prefect's UI: a new version only where the content is not that of the last one."""

import json
from collections.abc import Iterable
from dataclasses import replace

from prefect import get_client
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import ArtifactCollectionFilter, ArtifactCollectionFilterKey
from prefect.exceptions import ObjectNotFound
from prefect.settings import PREFECT_UI_URL

from flows.artifact_keys import DECISIONS, HELD
from flows.reports import Artifact
from flows.run import AlertSettings


def publish(artifacts: Iterable[Artifact]) -> list[str]:
    """Write the artifacts of this run that differ from their last versions; return their keys."""
    made = list(artifacts)
    if not made:
        return []
    with get_client(sync_client=True) as client:
        wanted = {each.key: _with_form(each, client) for each in made}
        asked = ArtifactCollectionFilter(key=ArtifactCollectionFilterKey(any_=[*wanted]))
        last = {
            each.key: (each.type, each.data, each.description)
            for each in client.read_latest_artifacts(artifact_filter=asked, limit=len(wanted))
        }
    new = [each for each in wanted.values() if last.get(each.key) != (each.type, each.data, each.description)]
    for each in new:
        if each.type == "table":
            create_table_artifact(table=json.loads(each.data), key=each.key, description=each.description)
        else:
            create_markdown_artifact(markdown=each.data, key=each.key, description=each.description)
    return [each.key for each in new]


def _with_form(artifact: Artifact, client: SyncPrefectClient) -> Artifact:
    """Return the page of held readings with the address that their form has in this server; others as they are."""
    form = f"/deployment/{DECISIONS}/run"
    if artifact.key != HELD or form not in artifact.data:
        return artifact
    try:
        deployment = client.read_deployment_by_name(f"{DECISIONS}/{DECISIONS}")
    except ObjectNotFound:  # a server without deployments has no form
        return artifact
    return replace(artifact, data=artifact.data.replace(form, f"/deployment/{deployment.id}/run"))


def ui_address() -> str:
    """Return the address of the UI of the server of this run; empty without a server."""
    return PREFECT_UI_URL.value() or ""


def with_addresses(alerting: AlertSettings) -> AlertSettings:
    """Return alert settings with the address of the UI of the server of this run."""
    return replace(alerting, ui=ui_address())
