"""Loads what a run loads late or by name. A process whose copies are runs, or read pages, imports this module once."""

from importlib import import_module

from sqlalchemy.orm import configure_mappers

from flows.loading import loading
from samples.deepseek.pages import change_instants, pricing
from scrapers.page import Page
from scrapers.registry import SOURCES, load_readers

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


def read_sample_pages() -> None:
    """Read a sample page in both languages, so that copies of this process have the patterns that it needs compiled."""
    for name, page in (
        ("deepseek_pricing", pricing(change_instants("en")[-1], "en")),
        ("deepseek_pricing_zh", pricing(change_instants("zh")[-1], "zh")),
    ):
        SOURCES[name].reading(Page(name, "", page.encode(), change_instants("en")[-1]))


read_sample_pages()
