"""A page that may say two things of one fact, and one that names it in words that are not known; on both databases."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest

from bench.harness.dates import day
from flows.database import Store
from flows.pipeline.decisions import decide
from flows.run import Run
from models.facts.kinds import ModelVersion, PeakHours, Price, Promotion, Retirement
from models.history.decisions import NewDecision
from models.kinds.decisions import Verdict
from scrapers.registry import SOURCES
from tests.support.shown import Shown

ACCEPTED, REJECTED = Verdict

EN, ZH = "deepseek_pricing", "deepseek_pricing_zh"
UPDATES, NEWS = "deepseek_updates", "deepseek_news"
WORKDAYS, PROMOTION, DATED = day("2026-09-12"), day("2026-05-10"), day("2026-07-18")


Show = Callable[[str, datetime], Shown]


@pytest.fixture
def shown(store: Store) -> Show:
    return lambda name, at: Shown(store, name, at)


HOURS_NOTE = "Peak hours are 01:00 - 04:00 and 06:00 - 10:00 UTC, Monday through Friday."
HOURS = "Peak prices wobble through 01:00 - 04:00 and 06:00 - 10:00 UTC"
OTHER_DAYS = ["every day", "Monday to Saturday", "on Saturdays", "on weekends", "daily", "on weekdays and Sundays"]
SAME_DAYS = ["Monday to Friday", "on weekdays", "Monday to Friday, weekends excluded", "except on weekends"]


@pytest.mark.parametrize("days", [f"{HOURS} {days}." for days in OTHER_DAYS] + [f"{HOURS}. Saturdays too."])
def test_hours_in_other_words_with_other_days_are_held(shown: Show, days: str) -> None:
    page = shown(EN, WORKDAYS)
    assert page.then(HOURS_NOTE, days) == ["held"] * 3
    assert len(page.believed(PeakHours)) == 1


@pytest.mark.parametrize("days", SAME_DAYS)
def test_hours_in_other_words_with_the_same_days_stand(shown: Show, days: str) -> None:
    page = shown(EN, WORKDAYS)
    assert page.then(HOURS_NOTE, f"{HOURS} {days}.") == ["facts", "same", "same"]
    assert (page.kinds, len(page.believed(PeakHours))) == (["wording changed"], 1)


def test_holidays_are_compared_as_days_are(shown: Show) -> None:
    page = shown(EN, WORKDAYS)
    rest = f"{HOURS} Monday to Friday, excluding Chinese public holidays."
    assert page.then(HOURS_NOTE, rest) == ["held"] * 3


@pytest.mark.parametrize(("days", "outcome"), [("每天", "held"), ("周末", "held"), ("周一至周五", "facts")])
def test_days_are_compared_in_chinese(shown: Show, days: str, outcome: str) -> None:
    page = shown(ZH, WORKDAYS)
    text = next(line for line in re.split("<br ?/?>|</?p>", page.body) if "高峰时段为" in line or "为高峰时段" in line)
    new = f"高峰时段晃动于北京时间 9:00-12:00 与 14:00-18:00,{days}如此。"
    assert page.then(text, new, 1) == [outcome]


def test_products_in_a_list_stay_as_they_are(shown: Show) -> None:
    page = shown(EN, day("2026-10-20"))
    start = page.body.index("<table", page.body.index("Web Search and Fetch Pricing"))
    end = page.body.index("</table>", start) + len("</table>")
    told = "<ul><li>Search and Fetch: $5 per 1,000 successful requests</li></ul>"
    page.show(page.body)
    believed = page.believed(Price), page.believed(Promotion)
    outcomes = [page.show(page.body[:start] + told + page.body[end:]).outcome for _ in range(3)]
    assert outcomes == ["facts", "same", "same"]
    assert (page.believed(Price), page.believed(Promotion)) == believed
    assert not any("removed" in kind or "ended" in kind for kind in page.kinds)


CHAT_NOTE = "will be deprecated on 2026/07/24 15:59 UTC."
GOES = "The name deepseek-chat wobbles away and is shut down on"


@pytest.mark.parametrize("date", ["2026/08/24 15:59 UTC", "August 24, 2026", "August 24"])
def test_a_new_sentence_with_another_end_beside_the_known_one_is_held(shown: Show, date: str) -> None:
    page = shown(EN, DATED)
    page.show(page.body)
    believed = page.believed(Retirement)
    settled = [page.show(page.body.replace("<hr>", f"<hr><p>{GOES} {date}.</p>", 1)) for _ in range(3)]
    assert [one.outcome for one in settled] == ["held"] * 3
    reason = settled[-1].reason or ""
    assert CHAT_NOTE in reason
    assert f"{GOES} {date}." in reason
    assert (page.believed(Retirement), page.kinds) == (believed, ["source held"])


@pytest.mark.parametrize(
    "text",
    [
        f"{GOES} 2026/07/24 15:59 UTC.",
        f"{GOES} July 24, 2026.",
        "The name deepseek-chat wobbles along.",
        "A model wobbles away and is shut down on 2026/08/24 15:59 UTC.",
        "We wobbled in New York on 2026/08/24 15:59 UTC.",
        "The name deepseek-v4-pro wobbles to another price list on 2026/08/24 15:59 UTC.",
    ],
)
def test_a_new_sentence_with_the_same_end_or_about_something_else_holds_nothing(shown: Show, text: str) -> None:
    page = shown(EN, DATED)
    page.show(page.body)
    outcomes = [page.show(page.body.replace("<hr>", f"<hr><p>{text}</p>", 1)).outcome for _ in range(2)]
    assert (outcomes, page.kinds) == (["facts", "same"], [])


def test_a_sentence_that_stood_beside_it_before_holds_nothing(shown: Show) -> None:
    page = shown(EN, DATED)
    text = page.body.replace("<hr>", f"<hr><p>{GOES} 2026/08/24 15:59 UTC.</p>", 1)
    assert [page.show(text).outcome, page.show(text + "\n").outcome] == ["facts", "same"]


@pytest.mark.parametrize("verdict", [ACCEPTED, REJECTED])
def test_what_a_person_decided_about_two_things_is_not_held_again(shown: Show, verdict: Verdict) -> None:
    page = shown(EN, DATED)
    page.show(page.body)
    believed = page.believed(Retirement)
    text = page.body.replace("<hr>", f"<hr><p>{GOES} 2026/08/24 15:59 UTC.</p>", 1)
    held = page.show(text)
    decide(Run(page.store, SOURCES[EN]), NewDecision(verdict, held.snapshot_id, DATED))
    assert [page.show(text + mark).outcome for mark in ("\n", "\n\n")] == ["same", "same"]
    assert page.believed(Retirement) == believed


def of_chat(page: Shown) -> set[tuple[object, ...]]:
    return {row for row in page.believed(Retirement) if "deepseek-chat" in row}


def test_a_rejected_statement_beside_another_one_stays_rejected(shown: Show) -> None:
    page = shown(EN, DATED)
    page.show(page.body)
    believed = of_chat(page)
    moved = page.body.replace(CHAT_NOTE, CHAT_NOTE.replace("07/24", "08/01"))
    text = moved.replace("<hr>", f"<hr><p>{GOES} 2026/08/24 15:59 UTC.</p>", 1)
    held = page.show(text)
    decide(Run(page.store, SOURCES[EN]), NewDecision(REJECTED, held.snapshot_id, DATED))
    assert [page.show(text + mark).outcome for mark in ("\n", "\n\n")] == ["same", "same"]
    assert of_chat(page) == believed
    assert page.show(moved).outcome == "facts"
    assert of_chat(page) != believed


@pytest.mark.parametrize(
    "text",
    [
        "The deepseek-v4-pro discount wobbles on to its end on 2026/06/30 15:59 UTC.",
        "The deepseek-v4-pro discount wobbles between 50% off and nothing.",
    ],
)
def test_a_new_sentence_with_another_end_or_share_of_a_promotion_is_held(shown: Show, text: str) -> None:
    page = shown(EN, PROMOTION)
    page.show(page.body)
    believed = page.believed(Promotion)
    settled = page.show(page.body.replace("<hr>", f"<hr><p>{text}</p>", 1))
    assert settled.outcome == "held"
    assert text in (settled.reason or "")
    assert page.believed(Promotion) == believed


@pytest.mark.parametrize(
    "text",
    [
        "Peak prices wobble through 02:00 - 05:00 UTC.",
        "Peak prices wobble on Saturdays as well.",
        "Off-peak prices wobble through 10:00 - 02:00 UTC.",
    ],
)
def test_a_new_sentence_with_other_hours_or_days_is_held(shown: Show, text: str) -> None:
    page = shown(EN, WORKDAYS)
    page.show(page.body)
    assert page.show(page.body.replace("<hr>", f"<hr><p>{text}</p>", 1)).outcome == "held"


@pytest.mark.parametrize(
    "text",
    [
        "Peak prices wobble through 06:00 - 10:00 UTC.",
        "Off-peak prices wobble through 04:00 - 06:00 and 10:00 - 01:00 UTC.",
        "Our office wobbles open at 02:00 - 05:00 UTC.",
    ],
)
def test_a_new_sentence_with_the_same_hours_or_about_others_holds_nothing(shown: Show, text: str) -> None:
    page = shown(EN, WORKDAYS)
    page.show(page.body)
    assert page.show(page.body.replace("<hr>", f"<hr><p>{text}</p>", 1)).outcome == "facts"


def test_the_change_log_and_the_news_are_held_for_two_things_as_well(shown: Show) -> None:
    log, news = shown(UPDATES, day("2026-06-01")), shown(NEWS, day("2026-06-01"))
    for page, mark in ((log, "<h2"), (news, "</h1>")):
        page.show(page.body)
        assert mark in page.body
    added = f'<h2 id="date-2026-05-30">Date: 2026-05-30</h2><p>{GOES} 2026/08/24 15:59 UTC.</p>'
    assert log.show(log.body.replace("<h2", f"{added}<h2", 1)).outcome == "held"
    assert news.show(news.body.replace("</h1>", f"</h1><p>{GOES} 2026/08/24 15:59 UTC.</p>", 1)).outcome == "held"


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("DeepSeek-V3.2 now powers deepseek-chat and deepseek-reasoner.", "wording changed"),
        ("News of deepseek-chat and deepseek-reasoner.", "no longer stated"),
    ],
)
def test_a_version_in_other_words_stands(shown: Show, text: str, kind: str) -> None:
    page = shown(UPDATES, day("2025-12-05"))
    page.show(page.body)
    believed = page.believed(ModelVersion)
    start = page.body.index("Date: 2025-12-01")
    entry = page.body[page.body.index("<p>", start) : page.body.index("<h", page.body.index("<p>", start))]
    outcomes = [page.show(page.body.replace(entry, f"<p>{text}</p>", 1)).outcome for _ in range(3)]
    assert outcomes[1:] == ["same", "same"]
    assert page.believed(ModelVersion) == believed
    assert kind in page.kinds
    assert "version changed" not in page.kinds
