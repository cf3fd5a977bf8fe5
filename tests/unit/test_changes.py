"""What counts as one change, and how it is worded."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

import pytest

from bench.harness.dates import day
from bench.harness.sample_pages import body, reading
from models.bitemporal.belief import Span
from models.changes import Change, Recording, changes
from models.facts.base import Fact, Key, Value
from models.facts.kinds import ModelVersion, Notice, Price, Retirement
from models.facts.texts import weekdays
from models.kinds.changes import ChangeKind, Thing

THEN, NOW = day("2026-08-13"), day("2026-08-18")


def told(
    before: list[Fact], after: list[Fact], kinds: tuple[type[Fact], ...] = (Price, ModelVersion, Notice)
) -> list[Change]:
    """The changes between two complete readings."""
    return changes(
        Recording(kind, "s", beliefs(kind, before, THEN), beliefs(kind, after, NOW, before), THEN, NOW)
        for kind in kinds
    )


def beliefs(
    kind: type[Fact], facts: list[Fact], moment: datetime, earlier: list[Fact] | None = None
) -> dict[tuple[str, ...], list[Span]]:
    now = {fact.key: fact.value for fact in facts if isinstance(fact, kind) and fact.effective_from is None}
    was = {fact.key: fact.value for fact in earlier or [] if isinstance(fact, kind) and fact.effective_from is None}
    found: dict[tuple[str, ...], list[Span]] = {}
    for key in {*now, *was}:
        old = [Span(THEN, was[key], THEN)] if key in was else []
        new = [] if key in was and was[key] == now.get(key) else [Span(moment, now.get(key), moment)]
        found[key] = old + new
    return found


def sample(at: str, **changed: str) -> list[Fact]:
    text = body(day(at))
    for old, new in changed.items():
        text = text.replace(old, new)
    return list(reading(text).facts)


def test_equal_readings_have_no_changes() -> None:
    assert told(sample("2026-08-18"), sample("2026-08-18")) == []


def test_flat_prices_that_become_bands_are_one_change_per_meter() -> None:
    found = [
        change for change in told(sample("2026-08-13"), sample("2026-08-18")) if change.subject == "deepseek-v4-pro"
    ]
    assert [change.kind for change in found] == ["price changed"] * 3
    assert (found[2].said_before, found[2].said_after) == (
        "output 0.87 USD / 1M tokens",
        "output off_peak 1.98, peak 3.96 USD / 1M tokens",
    )


def test_a_new_column_is_one_model_added() -> None:
    (added,) = told(sample("2026-08-18"), sample("2026-08-21"))
    assert (added.kind, added.subject, added.said_before) == ("model added", "deepseek-v4-flash-vision-exp", None)
    assert "output off_peak 0.66, peak 1.32 USD / 1M tokens" in (added.said_after or "")


def test_a_column_that_goes_is_one_model_removed() -> None:
    (removed,) = told(sample("2026-08-21"), sample("2026-08-18"))
    assert (removed.kind, removed.subject, removed.said_after) == (
        "model removed",
        "deepseek-v4-flash-vision-exp",
        None,
    )


def test_new_weights_under_a_name_are_a_version_changed() -> None:
    (change,) = told(sample("2026-07-30"), sample("2026-07-31"), kinds=(ModelVersion,))
    assert (change.kind, change.said_before, change.said_after) == (
        "version changed",
        "DeepSeek-V4-Flash",
        "DeepSeek-V4-Flash-0731",
    )


def test_another_context_length_is_limits_changed() -> None:
    found = told(sample("2026-08-18"), sample("2026-08-18", **{">1M<": ">2M<"}), kinds=(ModelVersion,))
    assert {(change.kind, change.said_before) for change in found} == {
        ("limits changed", "context 1M, output MAXIMUM: 384K")
    }


def test_an_edited_note_is_one_notice_changed() -> None:
    (change,) = told(sample("2026-08-21"), sample("2026-08-22"))
    assert (change.kind, change.subject) == ("notice changed", "notices")
    assert (change.said_after or "").startswith(f"{change.said_before or 'x'} Effective 00:00 (Beijing Time)")


def test_notes_that_have_nothing_in_common_are_one_removed_and_one_added() -> None:
    found = told(sample("2026-09-10 04:00"), sample("2026-09-11"))
    assert [change.kind for change in found] == ["notice removed", "notice added"]


def test_two_edited_notes_are_paired_with_their_own() -> None:
    before, after = sample("2026-09-21"), sample("2026-09-21", **{"price of Flash": "Flash price", "half of": "50% of"})
    pairs = {(change.said_before or "")[:3]: (change.said_after or "")[:3] for change in told(before, after)}
    assert pairs == {"Use": "Use", "Off": "Off"}


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ("1234567", "every day"),
        ("12345", "Monday to Friday"),
        ("123456", "Monday to Saturday"),
        ("67", "Saturday and Sunday"),
        ("136", "Monday, Wednesday and Saturday"),
        ("3", "Wednesday"),
    ],
)
def test_days_are_told_by_their_names(days: str, words: str) -> None:
    assert weekdays(days) == words


@dataclass(frozen=True, kw_only=True)
class Quota(Fact):
    """A kind of fact that no generic code knows."""

    table: ClassVar[str] = "quota"
    change_thing: ClassVar[Thing | None] = Thing.LIMITS
    source: Key[str]
    model: Key[str]
    requests: Value[int | None]

    @property
    def words(self) -> str:
        return f"{self.requests} requests a minute"


def test_a_kind_of_fact_says_itself_what_its_changes_are_about_and_its_words() -> None:
    was, now = (Quota(source="s", model="m", requests=number) for number in (600, 1200))
    (change,) = told([was], [now], (Quota,))
    assert (change.kind, change.subject) == (ChangeKind.LIMITS_CHANGED, "m")
    assert (change.said_before, change.said_after) == ("600 requests a minute", "1200 requests a minute")
    assert change.data.item == {"model": "m"}


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("deepseek-flash", "deepseek-flash", ChangeKind.REPLACEMENT_CHANGED),
        ("deepseek-flash", "deepseek-pro", ChangeKind.NAME_REROUTED),
        (None, None, ChangeKind.NAME_REROUTED),
        (None, "deepseek-flash", ChangeKind.NAME_REROUTED),
        ("deepseek-flash", None, ChangeKind.NAME_REROUTED),
    ],
)
def test_a_build_that_moves_behind_a_routed_name_is_not_critical(
    before: str | None, after: str | None, kind: ChangeKind
) -> None:
    """Only if the name that answers is known, and the same as before."""

    def routed(build: str, answers_as: str | None) -> list[Fact]:
        return [
            Retirement(
                source="s",
                model="deepseek-v4-flash",
                state="routed",
                retires_at=None,
                replacement=build,
                answers_as=answers_as,
            )
        ]

    (change,) = told(routed("V4.1-Flash", before), routed("V4.1-Flash-1017", after), (Retirement,))
    assert change.kind is kind
    assert (change.severity == "critical") is (kind is ChangeKind.NAME_REROUTED)
