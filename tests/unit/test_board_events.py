"""What happened on the boards in 2026, as the sample sites tell it."""

from datetime import date

import pytest

from bench.harness.sample_boards import asked, listed, models, noon, published, table
from samples.arena import dataset
from samples.arena.state import uploaded
from samples.artificial_analysis import api

MOVES = [
    ("text_style_control", "overall", "2026-04-18", "2026-04-23", set[str](), {"deepseek-v4-pro"}),
    ("webdev", "overall", "2026-04-10", "2026-04-24", set[str](), {"deepseek-v4-pro-thinking"}),
    ("webdev", "overall", "2026-07-20", "2026-07-27", {"kimi-k3"}, {"kimi-k3-max"}),
    (
        *("webdev", "overall", "2026-07-27", "2026-07-31"),
        {"deepseek-v4-pro-thinking", "deepseek-v4-flash-thinking"},
        {"deepseek-v4-flash-high", "deepseek-v4-pro-high-preview", "deepseek-v4-flash-high-preview"},
    ),
    ("text_style_control", "overall", "2026-08-12", "2026-08-19", set[str](), {"deepseek-v4-pro-high-20260813"}),
    ("text_style_control", "overall", "2026-09-02", "2026-09-25", set[str](), {"deepseek-v4.1-flash-max"}),
]


@pytest.mark.parametrize(("subset", "category", "before", "after", "left", "came"), MOVES)
def test_contenders_come_and_go(
    subset: str, category: str, before: str, after: str, left: set[str], came: set[str]
) -> None:
    found = published(subset, category)
    assert left <= found[before].keys() - found[after].keys()
    assert came <= found[after].keys() - found[before].keys()


RENAMED = [
    ("webdev", "claude-opus-4-6"),
    ("webdev", "claude-opus-4-7"),
    ("webdev", "claude-opus-4-8"),
    ("webdev", "kimi-k2.5"),
    ("text_style_control", "grok-4.1"),
    ("text_style_control", "kimi-k2.5"),
]


@pytest.mark.parametrize(("subset", "model"), RENAMED)
def test_a_renamed_contender_keeps_its_figures(subset: str, model: str) -> None:
    found = published(subset, "overall")
    old, new = found["2026-08-11"][f"{model}-thinking"][0], found["2026-08-12"][f"{model}-high"][0]
    assert (old["rating"], old["vote_count"]) == (new["rating"], new["vote_count"])
    assert f"{model}-high" not in found["2026-08-11"]
    assert f"{model}-thinking" not in found["2026-08-12"]


ABSENT = [
    ("text_style_control", "deepseek-v3.2", ["2026-07-21", "2026-08-02", "2026-08-11", "2026-08-12", "2026-08-19"]),
    ("text_style_control", "gemini-3.1-pro-preview", ["2026-07-02"]),
    ("webdev", "deepseek-v4-flash", ["2026-08-11"]),
]


@pytest.mark.parametrize(("subset", "model", "days"), ABSENT)
def test_contenders_vanish_and_return(subset: str, model: str, days: list[str]) -> None:
    found = published(subset, "overall")
    first = min(key for key, rows in found.items() if model in rows)
    assert [key for key in found if key > first and model not in found[key]][: len(days)] == days
    assert (model in found[max(found)]) == (len(days) == 1)


@pytest.mark.parametrize("category", ["overall", "webdev"])
def test_one_name_stands_for_two_contenders(category: str) -> None:
    for rows in published("webdev", category).values():
        twins = {name: len({row["rating"] for row in its}) for name, its in rows.items() if len(its) > 1}
        assert twins == {"gpt-5.3-codex (codex-harness)": 2}


def test_latest_mixes_the_dates_of_its_categories_once() -> None:
    mixed = [
        at
        for at in dataset.uploads("text_style_control")
        if len(set(table("text_style_control", "latest", at)["leaderboard_publish_date"].to_pylist())) > 1
    ]
    assert mixed == [uploaded(date(2026, 9, 25))]


def test_the_raw_subset_has_other_figures() -> None:
    raw, styled = published("text", "overall")["2026-08-19"], published("text_style_control", "overall")["2026-08-19"]
    assert len(raw.keys() & styled.keys()) >= 10
    assert all(raw[name][0]["rating"] != styled[name][0]["rating"] for name in raw.keys() & styled.keys())


def index_at(text: str, field: str = "intelligenceIndex") -> dict[str, float | None]:
    return {row["name"]: row[field] for row in models(noon(text))}


def test_more_digits_are_no_other_scores() -> None:
    before, after = index_at("2026-05-13"), index_at("2026-05-14")
    assert before.keys() == after.keys()
    moved = {name for name in before if round(after[name] or 0, 2) != before[name]}
    # This one did move that day.
    assert moved == {"DeepSeek V4 Flash (Reasoning, High Effort)"}
    assert all(before[name] != after[name] for name in before)


@pytest.mark.parametrize(
    ("before", "after", "versions"), [("06-15", "06-16", (4, 4.1)), ("08-06", "08-07", (4.1, 4.2))]
)
def test_a_new_methodology_moves_every_index(before: str, after: str, versions: tuple[float, float]) -> None:
    days = (f"2026-{before}", f"2026-{after}")
    old, new = (index_at(text) for text in days)
    assert all(old[name] != new[name] for name in old)
    assert tuple(asked(api.FREE, noon(text))["intelligence_index_version"] for text in days) == versions


def test_v4_pro_falls_with_the_methodology_and_a_field_is_gone_for_all() -> None:
    name = "DeepSeek V4 Pro (Reasoning, Max Effort)"
    values = [
        next(row for row in listed(noon(text)) if row["name"] == name)["evaluations"][
            "artificial_analysis_intelligence_index"
        ]
        for text in ("2026-06-15", "2026-06-16")
    ]
    assert values == [51.5, 44.3]
    assert None not in index_at("2026-06-15", "gdpvalNormalized").values()
    assert set(index_at("2026-06-16", "gdpvalNormalized").values()) == {None}


REPOINTED = [
    ("2026-07-31", "2026-08-01", "deepseek-v4-flash", "deepseek-v4-flash-0420"),
    ("2026-08-12", "2026-08-13", "deepseek-v4-pro", "deepseek-v4-pro-0424"),
]


@pytest.mark.parametrize(("before", "after", "slug", "moved"), REPOINTED)
def test_a_slug_is_given_to_another_model(before: str, after: str, slug: str, moved: str) -> None:
    old, new = ({row["slug"]: row["id"] for row in models(noon(text))} for text in (before, after))
    assert old[slug] == new[moved] != new[slug]
    assert new[slug] not in old.values()
