"""Fifteen days from 2026-11-13, when the Chinese page got three sections about other products."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

import pytest
from sqlalchemy import select

from bench.harness.dates import day
from flows.database import Store
from flows.pipeline.attempts import process_attempt
from flows.run import Run
from models.kinds.changes import ChangeKind, Thing
from models.queries.facts_at import prices
from models.readings.reading import Reading
from models.schema.tables import Alert, ChangeRow, Snapshot
from samples.deepseek.pages import pricing
from scrapers.page import Page
from scrapers.registry import SOURCES
from tests.support.walks import SITES

ZH = SOURCES["deepseek_pricing_zh"]
READ = cache(ZH.read)


def read(page: Page) -> Reading:
    """The reader reads the same page once a day; the rest of the road is walked every hour."""
    return READ(replace(page, moment=page.moment.replace(hour=0)))


SOURCE = replace(ZH, read=read)
START = day("2026-11-13")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CUT = START + 9 * DAY + HOUR
SEARCH = re.compile(r'<hr><h2 [^>]*id="网页搜索与抓取价格">.*?(?=<hr><h2 )', re.DOTALL)
THING = ("项目", "计费单位", "价格")
SECTIONS = (
    ("联网搜索与抓取价格", THING, (("搜索", "每 1,000 次", "5元"), ("抓取", "每 1,000 次", "5元"))),
    ("文件解析与 OCR 价格", THING, (("文件解析", "每 1,000 页", "6元"), ("OCR", "每 1,000 页", "3元"))),
    ("语音价格", ("API", "计费单位", "刊例价", "限时折扣价"), (("语音识别", "每小时音频", "0.8元", "0.4元"),)),
)
"""Heading, columns and rows of each."""


def section(title: str, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    head = "".join(f"<th>{column}</th>" for column in columns)
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<hr><h2>{title}</h2><table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"


@cache
def body(with_sections: bool, is_cut: bool) -> str:
    """The page: token prices alone at first, then with three sections below them; one token price falls."""
    sections = "".join(section(*parts) for parts in SECTIONS) if with_sections else ""
    text, count = SEARCH.subn(sections, pricing(START - DAY, "zh"))
    assert count == 1
    return (
        text.replace("<td>27.0元</td>", "<td>24.0元</td>").replace("<td>13.5元</td>", "<td>12.0元</td>")
        if is_cut
        else text
    )


@dataclass(frozen=True)
class Fortnight:
    store: Store

    def visits(self) -> None:
        """Every hour within six hours of something new, for fifteen days; every six hours where it is far."""
        for at in hours(START, START + 15 * DAY):
            if at.hour % 6 and min(abs(at - near) for near in (START, CUT)) > 6 * HOUR:
                continue
            text = body(at > START, at >= CUT)
            page = Page(SOURCE.name, SOURCE.url(SITES), text.encode(), at)
            process_attempt(Run(self.store, SOURCE, clock=lambda at=at: at), lambda page=page: page)

    def changes(self) -> list[ChangeRow]:
        with self.store.reading() as session:
            return list(session.scalars(select(ChangeRow).order_by(ChangeRow.id)))

    def alerts(self) -> list[Alert]:
        with self.store.reading() as session:
            return list(session.scalars(select(Alert).order_by(Alert.id)))


def hours(since: datetime, until: datetime) -> Iterator[datetime]:
    while since < until:
        yield since
        since += HOUR


@pytest.fixture
def fortnight(store: Store) -> Fortnight:
    found = Fortnight(store)
    found.visits()
    return found


def test_a_price_cut_below_three_new_sections_is_told_within_its_hour_by_one_alert(fortnight: Fortnight) -> None:
    cuts = [change for change in fortnight.changes() if change.kind.startswith("price")]
    assert [(change.subject, change.kind, change.seen_at) for change in cuts] == [
        ("deepseek-v4-pro", "price changed", CUT)
    ]
    (alert,) = (alert for alert in fortnight.alerts() if alert.created_at > START + HOUR)
    assert (alert.subject, alert.kind, alert.created_at) == ("deepseek-v4-pro", "price changed", CUT)
    assert (
        "\n  output  13.5 off-peak → 12.0 off-peak  -11.1 %\n  output  27.0 peak     → 24.0 peak      -11.1 %\n"
        in alert.body
    )
    # The source is neither broken nor held, and each page is read.
    assert not {change.kind for change in fortnight.changes()} & {*ChangeKind.about(Thing.SOURCE)}
    with fortnight.store.reading() as session:
        assert set(session.scalars(select(Snapshot.outcome).distinct())) <= {"facts", "same"}
        shown = prices(session, "deepseek-v4-pro", CUT + DAY, None, CUT + DAY)
    assert {f"{row.amount:f}" for row in shown if row.meter == "output"} == {"12.0", "24.0"}
