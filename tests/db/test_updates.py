"""The change log: what is refused, which of its statements holds, and what an edit in place is."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bench.harness.dates import day
from flows.database import Store
from flows.pipeline.attempts import process_attempt
from flows.run import Run
from models.facts.kinds import ModelVersion, Notice, Retirement
from models.readings.reading import Reading
from models.readings.unread import KeptFacts
from models.schema.tables import ChangeRow
from samples.deepseek.pages import home
from samples.deepseek.shell import shell
from samples.deepseek.updates import updates
from scrapers.deepseek.changelog import news_links
from scrapers.deepseek.docs_site.page_checks import HOST
from scrapers.page import Page, PageChanged
from scrapers.registry import SOURCES
from tests.support.walks import visit

LOG = SOURCES["deepseek_updates"]
AT = day("2026-09-12")
PRO = "deepseek-v4-pro"


def log(*entries: str, title: str = "Change Log", path: str = "/updates") -> str:
    return shell(path, title, f"<h1>{title}</h1><hr>{'<hr>'.join(entries)}", "0" * 8)


def entry(date: str, *texts: str, title: str = "News") -> str:
    return f"<h2>Date: {date}</h2><h3>{title}</h3>" + "".join(f"<p>{text}</p>" for text in texts)


def read(text: str, at: datetime = AT) -> Reading:
    return LOG.reading(Page(LOG.name, f"{HOST}{LOG.path}", text.encode(), at))


def retirements(text: str) -> dict[str, tuple[str | None, str | None]]:
    """Name → what is said of it now, and where."""
    facts = read(text).facts
    return {
        fact.model: (fact.state, fact.locator)
        for fact in facts
        if isinstance(fact, Retirement) and fact.effective_from is None
    }


NEW, OLD = entry("2026-09-10", "V5 is here."), entry("2026-08-13", "V4 was here.")
OTHERS = {
    "a table": (log(NEW, "<table><tr><td>MODEL</td><td>$0.14</td></tr></table>"), "MODEL | $0.14"),
    "text above the first date": (log("<p>Prices double.</p>", NEW), "Prices double."),
    "a section": (log(NEW, "<h2>Support</h2><p>Write to us.</p><ul><li>Or call.</li></ul>"), "Write to us.\nOr call."),
    "another heading of a page": (log(NEW, "<h1>Support</h1><p>Write to us.</p>", OLD), "Write to us."),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_entry_is_named_and_the_entries_are_read(name: str) -> None:
    page, text = OTHERS[name]
    found = read(page)
    assert [unread.text for unread in found.unread] == [text]
    assert any(
        "V5 is here." in (fact.text or "") for fact in found.facts if isinstance(fact, Notice) and not fact.unread
    )


def test_a_section_that_is_no_entry_leaves_ends_and_versions_as_believed() -> None:
    (unread,) = read(OTHERS["a section"][0]).unread
    assert unread.keeps == {KeptFacts.of(Retirement), KeptFacts.of(ModelVersion)}


def test_text_outside_any_paragraph_and_an_entry_printed_twice_are_read() -> None:
    assert read(log(NEW, "Prices double.")).unread == read(log(NEW, NEW)).unread == ()


REFUSED = {
    "the home page": (home(), "canonical link", "https://api-docs.deepseek.com/"),
    "the Chinese one": (updates(AT, "zh"), "canonical link", "/zh-cn/updates"),
    "half of it": (log(NEW, OLD)[:-200], "cut off", "</"),
    "another heading": (log(NEW, title="Release Notes"), "heading", "Release Notes"),
    "no entry": (log(), "order of their dates", ""),
    "the oldest first": (log(OLD, NEW), "order of their dates", "2026-08-13, 2026-09-10"),
    "one entry out of order": (log(NEW, OLD, NEW), "order of their dates", "2026-09-10, 2026-08-13, 2026-09-10"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_change_log_is_refused_with_the_offending_text(name: str) -> None:
    text, reason, offending = REFUSED[name]
    with pytest.raises(PageChanged, match=reason) as refusal:
        read(text)
    assert offending in refusal.value.text


@pytest.mark.parametrize(
    "heading",
    [
        *("Date: 2026-11-20", "Date：2026-11-20", "date: 2026/11/20", "2026-11-20", "2026.11.20", "2026/11/20"),
        *("Nov 20, 2026", "November 20th, 2026", "Nov. 20, 2026", "20 November 2026", "Updated: Nov 20, 2026"),
        *("时间: 2026-11-20", "日期: 2026-11-20", "日期：2026/11/20", "2026年11月20日", "2026 年 11 月 20 日"),
    ],
)
def test_a_heading_is_a_date_in_whatever_shape(heading: str) -> None:
    upgraded = f"The {PRO} model has now been upgraded to DeepSeek-V5-Pro."
    found = read(log(f"<h2>{heading}</h2><p>{upgraded}</p>", NEW, OLD), day("2026-11-20"))
    assert found.unread == ()
    assert [fact.effective_from for fact in found.facts if isinstance(fact, ModelVersion)] == [day("2026-11-20")]


ODD = {
    "a heading of something else": ("<h2>Roadmap 2026</h2><p>{text}</p>", "{text}"),
    "a heading that only looks like a date": ("<h2>Spring 20, 2026</h2><p>{text}</p>", "{text}"),
    "a date that does not exist": ("<h2>Date: 2026-11-31</h2><p>{text}</p>", "{text}"),
    "two dates": ("<h2>Date: 2026-11-01 - 2026-11-20</h2><p>{text}</p>", "{text}"),
    "a date out of order": ("<h2>Date: 2025-01-20</h2><h3>New</h3><p>{text}</p>", "2025-01-20 New: {text}"),
    "a picture": ('<h2>Date: 2026-11-20</h2><h3>{text}</h3><p><img src="x.png"></p>', "{text}"),
    "a table": ("<h2>Date: 2026-11-20</h2><h3>{text}</h3><table><tr><td>a</td></tr></table>", "{text}"),
    "no text": ("<h2>Date: 2026-11-20</h2>", "no text"),
}
GOES = f"{PRO} will be retired on 2026/12/24 15:59 UTC."


@pytest.mark.parametrize("name", ODD)
def test_an_entry_that_cannot_be_read_is_named_and_the_others_are_read(name: str) -> None:
    entry_, text = (part.format(text="V6 is near.") for part in ODD[name])
    found = read(log(entry_, NEW, OLD), day("2026-11-20"))
    assert [unread.text for unread in found.unread if unread.keeps] == [text]
    assert {KeptFacts.of(Retirement), KeptFacts.of(ModelVersion)} <= found.keeps
    read_ = {fact.text for fact in found.facts if isinstance(fact, Notice) and not fact.unread}
    assert read_ >= {"2026-09-10 News: V5 is here.", "2026-08-13 News: V4 was here."}


@pytest.mark.parametrize("name", ODD)
def test_what_an_entry_names_that_cannot_be_read_no_older_entry_states(name: str) -> None:
    """It may take back what they say."""
    entry_, _ = (part.format(text="DeepSeek V4 Pro stays.") for part in ODD[name])
    older = entry("2026-08-13", GOES)
    assert retirements(log(NEW, older)) == {PRO: ("dated", "entry of 2026-08-13")}
    assert retirements(log(entry_, NEW, older)) == {}


@pytest.mark.parametrize("place", range(6))
@pytest.mark.parametrize("date", ["2023-01-01", "2030-01-01"])
def test_of_entries_one_of_which_is_out_of_order_none_gets_a_wrong_date(place: int, date: str) -> None:
    days = ["2026-11-01", "2026-10-01", "2026-09-01", "2026-08-01", "2026-07-01", "2026-06-01"]
    upgrades = [f"The {PRO} model has now been upgraded to DeepSeek-V{9 - n}-Pro." for n in range(6)]
    moved = [*days[:place], date, *days[place + 1 :]]
    found = read(log(*(entry(day_, text) for day_, text in zip(moved, upgrades, strict=True))), day("2026-11-20"))
    stated = [fact for fact in found.facts if isinstance(fact, Notice) and not fact.unread and fact.text]
    in_order = moved == sorted(moved, reverse=True)
    dates = {fact.effective_from for fact in found.facts if isinstance(fact, ModelVersion)}
    assert (day(date) in dates) == in_order
    assert len(stated) == 6
    # Of two that may both be the wrong one neither is read.
    assert len(found.unread) in ((0,) if in_order else (1, 2))


@pytest.mark.both_databases
def test_what_stands_in_entries_that_are_listed_no_more_stays_as_it_is_believed(store: Store) -> None:
    upgraded = "The deepseek-chat model has now been upgraded to DeepSeek-V3.2."
    reasoner = "deepseek-reasoner will be retired on 2026/12/24 15:59 UTC."
    old = [entry("2026-08-13", "V4 was here."), entry("2025-12-01", upgraded, reasoner)]
    pages = [log(NEW, *old), *[log(NEW, *old[:1])] * 3, log(NEW, *old)]
    for hours, text in enumerate(pages):
        page = Page(LOG.name, f"{HOST}{LOG.path}", text.encode(), AT + timedelta(hours=2 * hours))
        assert process_attempt(Run(store, LOG, clock=lambda it=page: it.moment), lambda it=page: it).outcome in (
            "facts",
            "same",
        )
    with store.reading() as session:
        kinds = set(session.scalars(select(ChangeRow.kind).where(ChangeRow.seen_at > AT)))
    assert kinds == {"notice removed", "notice added"}


@pytest.mark.parametrize("when", ["2026/02/30 15:59 UTC", "24.7.2026"])
def test_an_end_on_a_day_that_is_not_read_leaves_the_rest_of_the_log(when: str) -> None:
    other = "deepseek-chat will be retired on 2026/12/24 15:59 UTC."
    told = retirements(log(entry("2026-09-10", f"{PRO} will be retired on {when}.", other)))
    assert told == {"deepseek-chat": ("dated", "entry of 2026-09-10")}


@pytest.mark.parametrize("percent", range(0, 100, 5))
def test_a_change_log_cut_off_anywhere_is_refused(percent: int) -> None:
    whole = updates(AT).rstrip()
    with pytest.raises(PageChanged, match="cut off"):
        read(whole[: len(whole) * percent // 100])


SOON, LATER = f"{PRO} will be deprecated in the future.", f"{PRO} will be retired on 2026/12/24 15:59 UTC."
KEPT = "We have decided to continue providing DeepSeek V4 Pro after December 24, 2026."


@pytest.mark.parametrize(
    ("newer", "older", "state"),
    [(LATER, SOON, "dated"), (SOON, LATER, "announced"), (KEPT, LATER, "cancelled"), (LATER, KEPT, "dated")],
)
def test_of_two_statements_the_newest_holds(newer: str, older: str, state: str) -> None:
    told = retirements(log(entry("2026-09-10", newer), entry("2026-08-13", older)))
    assert told == {PRO: (state, "entry of 2026-09-10")}


def test_an_older_date_leaves_no_trace_beside_a_newer_statement() -> None:
    facts = read(log(entry("2026-09-10", KEPT), entry("2026-08-13", LATER))).facts
    assert [fact.state for fact in facts if isinstance(fact, Retirement)] == ["cancelled"]


def test_a_name_that_a_newer_entry_upgrades_is_not_to_go_any_more() -> None:
    newer = f"The {PRO} model has now been upgraded to DeepSeek-V5-Pro."
    assert retirements(log(entry("2026-09-10", newer), entry("2026-08-13", LATER))) == {}


@pytest.mark.parametrize("texts", [1, -1])
def test_a_name_that_is_upgraded_and_to_go_in_one_entry_is_to_go(texts: int) -> None:
    both = [f"The {PRO} model has now been upgraded to DeepSeek-V5-Pro.", LATER][::texts]
    assert retirements(log(entry("2026-09-10", *both))) == {PRO: ("dated", "entry of 2026-09-10")}


def test_a_version_holds_from_the_day_of_its_entry() -> None:
    facts = read(log(entry("2026-09-10", f"The {PRO} model has now been upgraded to DeepSeek-V5-Pro."))).facts
    (version,) = (fact for fact in facts if isinstance(fact, ModelVersion))
    assert (version.version, version.effective_from) == ("DeepSeek-V5-Pro", day("2026-09-10"))


def test_several_entries_of_one_date_are_notices_of_their_own() -> None:
    found = read(log(entry("2026-09-10", "One.", title="A") + "<h3>B</h3><p>Two.</p>")).facts
    assert [fact.text for fact in found if isinstance(fact, Notice)] == ["2026-09-10 A: One.", "2026-09-10 B: Two."]


def notices(store: Store) -> list[tuple[str, str | None, str | None]]:
    query = select(ChangeRow.kind, ChangeRow.said_before, ChangeRow.said_after).where(ChangeRow.subject == "notices")
    with store.reading() as session:
        return list(session.execute(query.order_by(ChangeRow.id)).tuples())


def test_an_entry_that_is_edited_in_place_is_one_notice_changed(store: Store) -> None:
    """DeepSeek, 2026-09-11: the retirement of V4 Pro was taken back in the entry that had announced it."""
    visit(store, day("2026-09-10 04:00"), LOG.name)
    visit(store, day("2026-09-11"), LOG.name)
    ((kind, before, after),) = notices(store)
    assert (kind, "will all be routed" in (before or ""), "continue providing" in (after or "")) == (
        "notice changed",
        True,
        True,
    )


@pytest.mark.both_databases
def test_a_new_entry_is_one_notice_added(store: Store) -> None:
    visit(store, day("2026-08-13"), LOG.name)
    visit(store, day("2026-09-10 04:00"), LOG.name)
    assert [kind for kind, *_ in notices(store)] == ["notice added"]


def links(*addresses: str) -> list[str]:
    text = log(entry("2026-09-10", *(f'See <a href="{address}">the news</a>.' for address in addresses)))
    return news_links(Page(LOG.name, f"{HOST}{LOG.path}", text.encode(), AT))


def test_the_posts_that_the_change_log_links_to_are_found_once_each_in_their_order() -> None:
    addresses = ("/news/news260910", "/quick_start/pricing", "/news/news260813", "/news/news260910")
    assert links(*addresses) == ["/news/news260910", "/news/news260813"]


@pytest.mark.parametrize("address", [f"{HOST}/news/news260910", "/news/news260910/", "/news/news260910#top"])
def test_a_post_is_found_in_whatever_way_it_is_linked(address: str) -> None:
    assert links(address) == ["/news/news260910"]


def test_a_second_post_of_a_day_is_found() -> None:
    assert links("/news/news260910", "/news/news260910-b") == ["/news/news260910", "/news/news260910-b"]


@pytest.mark.parametrize("address", ["https://example.org/news/news260910", "/zh-cn/news/news260910", "/news/news"])
def test_what_is_no_post_of_the_site_is_not_followed(address: str) -> None:
    assert links(address) == []
