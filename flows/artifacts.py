"""The artifacts of a run in Prefect's UI."""

from prefect.artifacts import create_markdown_artifact

from flows.pages import changes_page, deadlines_page, prices_page
from flows.road import Settled
from flows.store import Store


def show(store: Store, source: str, settled: Settled) -> None:
    """Write the artifacts of a run: its changes always, the prices when something of them may have moved."""
    key = source.replace("_", "-")
    create_markdown_artifact(
        key=f"changes-{key}", markdown=changes_page(store, source, settled), description=str(settled)
    )
    if settled.rows:
        create_markdown_artifact(key="prices-now", markdown=prices_page(store), description=f"after {source}")
        create_markdown_artifact(key="deadlines", markdown=deadlines_page(store), description=f"after {source}")
