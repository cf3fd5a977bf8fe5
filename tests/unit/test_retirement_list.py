"""The reader of models' ends, with Anthropic's page as the sample: states, floors, days, and what is not read."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from models.facts.kinds import Retirement
from models.readings.reading import Reading
from samples.vendors.anthropic import DEPRECATIONS
from scrapers.anthropic.deprecations import LAYOUT, read
from scrapers.page import Page, PageChanged

MARCH, JULY, OCTOBER = (datetime(2026, *day, tzinfo=UTC) for day in ((4, 10), (7, 11), (10, 1)))
OPUS_4, OPUS_41, HAIKU = "claude-opus-4-20250514", "claude-opus-4-1-20250805", "claude-haiku-4-5-20251001"
ROW = "| `claude-haiku-4-5-20251001` | Active |"
End = tuple[str | None, str | None, str | None]


def page(at: datetime = JULY) -> str:
    return DEPRECATIONS.answer(at)


def reading(text: str, at: datetime = JULY) -> Reading:
    return read(Page("anthropic_deprecations", "sample", text.encode(), at))


def changed(old: str, new: str, at: datetime = JULY) -> str:
    assert old in page(at)
    return page(at).replace(old, new)


def ends(found: Reading) -> dict[str, End]:
    """The state, the day and the replacement of each model, as the page states them for now."""
    return {
        fact.model: (fact.state, fact.retires_at and f"{fact.retires_at:%Y-%m-%d}", fact.replacement)
        for fact in found.facts
        if isinstance(fact, Retirement) and fact.effective_from is None
    }


def test_floors_days_and_ends_are_three_states() -> None:
    found = ends(reading(page()))
    assert found["claude-opus-4-7"] == ("kept", "2027-04-16", None)
    assert found[OPUS_41] == ("dated", "2026-08-05", "claude-opus-4-7")
    assert found[OPUS_4] == ("dated", "2026-06-15", "claude-opus-4-7")
    retired = [fact for fact in reading(page()).facts if isinstance(fact, Retirement) and fact.state == "retired"]
    assert {f"{fact.effective_from:%Y-%m-%d %H:%M}" for fact in retired if fact.model == OPUS_4} == {"2026-06-15 07:00"}


@pytest.mark.parametrize(
    ("old", "new", "model", "end"),
    [
        ("Not sooner than December 1, 2026", "Not sooner than March 1, 2027", HAIKU, ("kept", "2027-03-01", None)),
        (
            "Active | N/A | Not sooner than December 1, 2026",
            "Deprecated | June 1, 2026 | December 1, 2026",
            HAIKU,
            ("dated", "2026-12-01", None),
        ),
        ("Deprecated | June 5, 2026 | August 5, 2026", "Deprecated | June 5, 2026 | September 5, 2026", OPUS_41, None),
        ("Not sooner than December 1, 2026", "N/A", HAIKU, None),
    ],
)
def test_a_day_moves_with_its_cell(old: str, new: str, model: str, end: End | None) -> None:
    text = changed(old, new)
    assert ends(reading(text)).get(model) == end


def test_a_day_that_two_tables_state_differently_is_not_read() -> None:
    (part,) = reading(changed("| June 5, 2026 | August 5, 2026", "| June 5, 2026 | September 5, 2026")).unread
    assert "September 5, 2026; August 5, 2026" in part.shown
    moved = changed("August 5, 2026", "September 5, 2026")
    assert ends(reading(moved))[OPUS_41][:2] == ("dated", "2026-09-05")


def test_a_listed_model_without_a_day_has_no_end_and_one_that_is_not_listed_stays_as_believed() -> None:
    found = reading(
        re.sub(r"^\| `claude-opus-4-6` .*\n", "", changed("Not sooner than December 1, 2026", "N/A"), flags=re.M)
    )
    (silent,) = found.kept
    assert silent.covers(Retirement, ("anthropic_deprecations", "claude-opus-4-6"))
    assert not silent.covers(Retirement, ("anthropic_deprecations", HAIKU))
    assert HAIKU not in ends(found)


def test_case_ticks_links_and_hyphens_say_nothing() -> None:
    for other in (
        page().replace("`", ""),
        re.sub(r"^\|.*(?:Model|Date).*\|$", lambda line: line[0].upper(), page(), flags=re.MULTILINE),
        re.sub(r"`(claude-[a-z0-9-]+)`", r"[`\1`](https://example.com/\1)", page()),
        f"---\ntitle: x\n---\n{page()}",
    ):
        assert other != page()
        assert ends(reading(other)) == ends(reading(page()))


def test_sections_and_their_order_say_nothing_about_a_state() -> None:
    first, second = page().split("### 2025-10-28", 1)
    assert ends(reading(first.replace("### 2026-02-19", f"### 2025-10-28{second}\n### 2026-02-19"))) == ends(
        reading(page())
    )


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("Not sooner than December 1, 2026", "soon", "no day: 'soon'"),
        ("Not sooner than December 1, 2026", "TBD", "no day: 'TBD'"),
        ("Not sooner than December 1, 2026", "December 2026", "no day"),
        (ROW, ROW.replace("Active", "Sleeping"), "an unknown state"),
        (ROW, ROW.replace("Active", "Retired"), "retired, but not before"),
        (ROW, "| `Haiku (new)` | Active |", "an unknown name"),
        ("2025 | February 19, 2026 |", "2025 | February 19, 2027 |", "lies ahead"),
        ("1-20250805` | `claude-opus-4-7` |", "1-20250805` | the newest one |", "an unknown replacement"),
    ],
)  # fmt: skip
def test_a_cell_that_is_not_understood_is_named_and_keeps_its_end(old: str, new: str, named: str) -> None:
    found = reading(changed(old, new))
    (part,) = found.unread
    assert named in part.shown
    assert part.keeps
    assert len(ends(found)) == len(ends(reading(page()))) - 1


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("# Model deprecations\n", "# Models\n", "not the page of retirements"),
        ("## Model status", "## Models", "a section is missing: 'model status'"),
        ("## Deprecation history", "## Past", "a section is missing: 'deprecation history'"),
        ("Current State", "Mood", "unknown title of a column"),
        ("Tentative Retirement Date", "Deprecated since", "unknown title of a column"),
    ],
)
def test_a_page_of_another_form_is_refused_with_the_text(old: str, new: str, reason: str) -> None:
    with pytest.raises(PageChanged, match=re.escape(reason)):
        reading(changed(old, new))


def test_a_heading_that_is_worded_anew_leaves_the_name_of_an_unread_row() -> None:
    edits = (
        ("Not sooner than December 1, 2026", "soon"),
        ("`claude-3-7-sonnet-20250219` | `claude", "Sonnet (old) | `claude"),
    )
    text = page()
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    heading = "### 2025-10-28: Claude Sonnet 3.7 model"
    before, after = (reading(each) for each in (text, text.replace(heading, "### 2025-10-28: An older model")))
    assert [part.shown for part in after.unread] == [part.shown for part in before.unread]
    assert {part.where for part in after.unread} == {HAIKU, "Sonnet (old)"}


@pytest.mark.parametrize(
    ("cell", "zone", "end"),
    [
        ("December 1, 2026, 00:00:00", "Asia/Shanghai", "2026-11-30 16:00:00"),
        ("2026-12-01 08:30", "Asia/Shanghai", "2026-12-01 00:30:00"),
        ("December 1, 2026, 00:00:00", "America/Los_Angeles", "2026-12-01 08:00:00"),
        ("July 1, 2026 23:59:59", "America/Los_Angeles", "2026-07-02 06:59:59"),
        ("December 1, 2026, 00:00:00 (UTC+08:00)", "America/Los_Angeles", "2026-11-30 16:00:00"),
        ("2026-12-01T00:00:00Z", "Asia/Shanghai", "2026-12-01 00:00:00"),
        ("December 1, 2026", "Asia/Shanghai", "2026-11-30 16:00:00"),
    ],
)
def test_a_clock_without_a_zone_is_the_vendors_and_one_with_a_zone_is_its_own(cell: str, zone: str, end: str) -> None:
    text = changed("Not sooner than December 1, 2026", cell)
    found = replace(LAYOUT, zone=ZoneInfo(zone)).read(Page("anthropic_deprecations", "sample", text.encode(), JULY))
    stated = {
        (fact.retires_at, fact.effective_from)
        for fact in found.facts
        if isinstance(fact, Retirement) and fact.model == HAIKU
    }
    at = datetime.fromisoformat(f"{end}Z")
    assert stated == {(at, None), (at, at)}


@pytest.mark.parametrize(
    "cell",
    [
        "December 1, 2026, 24:00:00",
        "December 1, 2026, 08:61",
        "December 1, 2026, 8:00",
        "December 1, 2026, 08:00 PM",
        "December 1, 2026, 08:00 local time",
        "November 1, 2026, 01:30",  # twice in Los Angeles
        "March 8, 2026, 02:30",  # never in Los Angeles
        "12:00",
    ],
)
def test_a_clock_that_is_no_instant_is_named_and_keeps_its_end(cell: str) -> None:
    found = reading(changed("Not sooner than December 1, 2026", cell))
    (part,) = found.unread
    assert cell in part.shown
    assert part.keeps
    assert HAIKU not in ends(found)


def test_few_models_are_refused() -> None:
    with pytest.raises(PageChanged, match="less than 8 models"):
        reading(re.sub(r"^\| `claude-(?!opus-4-7).*\n", "", page(), flags=re.MULTILINE))


def test_a_model_goes_from_its_floor_to_a_day_and_ends() -> None:
    """Claude Opus 4 passed its floor by a month before it ended; the floor of Claude Opus 4.1 became its day."""
    seen = [ends(reading(page(at), at)).get(OPUS_4) for at in (MARCH, datetime(2026, 4, 18, tzinfo=UTC), JULY)]
    assert seen == [
        ("kept", "2026-05-14", None),
        ("dated", "2026-06-15", "claude-opus-4-7"),
        ("dated", "2026-06-15", "claude-opus-4-7"),
    ]
    assert ends(reading(page(MARCH), MARCH))[OPUS_41] == ("kept", "2026-08-05", None)
    assert ends(reading(page(OCTOBER), OCTOBER))["claude-sonnet-4-5-20250929"] == ("dated", "2026-11-30", None)
