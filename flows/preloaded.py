"""Loads what a run loads late or by name. A process whose copies are runs, or read pages, imports this module once."""

from contextlib import suppress
from datetime import UTC, datetime
from importlib import import_module

from sqlalchemy.orm import configure_mappers

from flows.loading import loading
from scrapers.page import Page, PageChanged
from scrapers.registry import SOURCES, load_readers

LATE = (
    "alerts.channels.apprise_service",
    "alerts.channels.webhook",
    "alerts.digests",
    "alerts.known_names",
    "alerts.feeds.atom",
    "alerts.feeds.icalendar",
    "alerts.mentions",
    "alerts.outbox",
    "alerts.retries",
    "alerts.shaping",
    "alerts.texts.title_phrases",
    "chinese_calendar",
    "cronsim",
    "flows.ingest.page_size",
    "flows.notify.clock_alert",
    "flows.pipeline.entry",
    "flows.pipeline.right_clock",
    "flows.replay.date_anew",
    "flows.replay.known_changes",
    "flows.settings.sources_file",
    "flows.settings.stored_secret",
    "flows.settings.workload",
    "models.history.running_beliefs",
    "models.schema.every_table",
    "scrapers.guarded",
    "scrapers.http.client",
    "scrapers.http.hf_dataset",
    "scrapers.http.linked_pages",
    "scrapers.http.pagination",
    "scrapers.http.several_answers",
    "scrapers.http.two_forms",
    "scrapers.http.zip_member",
    "scrapers.price_list.meter_rows",
    "sqlalchemy.dialects.postgresql",
    "tomllib",
)
"""Modules that functions import, and those of lazy packages that no module of the program imports."""

with loading():
    for _name in LATE:
        import_module(_name)
    load_readers()
    configure_mappers()

PAGE = """<html><head><link rel="canonical" href="https://api-docs.deepseek.com{path}"></head><body><article>
<div class="theme-doc-markdown"><h1>{heading}</h1><table><tr><td colspan="2">{model}</td><td>deepseek-chat</td></tr>
<tr><td rowspan="3">{price}</td><td>{meter}</td><td>{amount}</td></tr></table><p>{notes}</p></div>
</article></body></html>"""
ENGLISH = PAGE.format(
    path="/quick_start/pricing",
    heading="Models &amp; Pricing",
    model="MODEL",
    price="PRICING",
    meter="1M OUTPUT TOKENS",
    amount="$1.1",
    notes="Peak hours are 01:00 - 04:00 UTC, Monday through Friday. The name deepseek-chat will be retired on "
    "2027-01-01 16:00 UTC, and requests to it will then be served by deepseek-flash at 50% off.",
)
CHINESE = PAGE.format(
    path="/zh-cn/quick_start/pricing",
    heading="模型 &amp; 价格",
    model="模型",
    price="价格",
    meter="百万tokens输出",
    amount="8元",
    notes="北京时间周一至周五 9:00 - 12:00 为高峰时段。"
    "模型名 deepseek-chat 将于北京时间 2027 年 1 月 1 日 0:00 停止使用。",
)


def compile_patterns() -> None:
    """Read a page in both languages, so that copies of this process have the patterns that readers need compiled."""
    for name, page in (("deepseek_pricing", ENGLISH), ("deepseek_pricing_zh", CHINESE)):
        with suppress(PageChanged):
            SOURCES[name].reading(Page(name, "", page.encode(), datetime(2026, 11, 29, tzinfo=UTC)))


compile_patterns()
