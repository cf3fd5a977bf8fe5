"""The view of a run in the UI of Prefect: its name and tags, its log, its artifacts and its events."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from flows.prefect_ui.artifacts import publish, ui_address, with_addresses
    from flows.prefect_ui.emit import RunAlerts
    from flows.prefect_ui.run_log import ENGINES, quiet_failures
    from flows.prefect_ui.run_names import add_tags, name_until, run_name

__all__ = [
    "ENGINES",
    "RunAlerts",
    "add_tags",
    "name_until",
    "publish",
    "quiet_failures",
    "run_name",
    "ui_address",
    "with_addresses",
]

lazy_package(__name__)
