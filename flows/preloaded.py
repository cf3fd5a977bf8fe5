"""Loads what a run loads late or by name. A process whose copies are runs, or read pages, imports this module once."""

from importlib import import_module

from sqlalchemy.orm import configure_mappers

from flows.loading import loading
from scrapers.registry import load_readers

LATE = (
    "alerts.channels.apprise_service",
    "alerts.channels.webhook",
    "alerts.outbox",
    "chinese_calendar",
    "cronsim",
    "flows.pipeline.entry",
    "flows.settings.workload",
    "scrapers.guarded",
    "scrapers.http.client",
    "scrapers.http.hf_dataset",
    "scrapers.http.linked_pages",
    "scrapers.http.pagination",
    "sqlalchemy.dialects.postgresql",
    "tomllib",
)
"""Modules that functions import, and those of lazy packages that no module of the program imports."""

with loading():
    for _name in LATE:
        import_module(_name)
    load_readers()
    configure_mappers()
