"""The alert as the person reads it who gets it at night."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from itertools import permutations

import pytest

from alerts.compose import compose
from alerts.message import Message
from alerts.texts import AlertContext, SeenSnapshot
from bench.harness.dates import day
from models.changes import Change
from models.facts.base import Fact
from models.facts.kinds import ModelVersion, PeakHours, Price, Promotion, Retirement
from models.facts.texts import describe
from models.kinds.changes import ChangeKind
from tests.unit.test_changes import sample, told

SEEN = SeenSnapshot("deepseek_pricing", "https://api-docs.deepseek.com/quick_start/pricing", day("2026-08-18"), 7)


def messages(before: str, after: str) -> dict[str, Message]:
    return {message.subject: message for message in compose(told(sample(before), sample(after)), SEEN)}


def test_an_alert_of_a_price_rise_reads_like_this() -> None:
    message = messages("2026-08-13", "2026-08-18")["deepseek-v4-pro"]
    assert message.title == (
        "deepseek-v4-pro output 0.87 → 1.98 off-peak / 3.96 peak USD (+128 to +355 %) as of 18 Aug 00:00 UTC"
    )
    assert message.body == (
        "To do: check your price tables and budgets: the new price is charged now.\n"
        "\n"
        "- price changed (USD / 1M tokens)\n"
        "  input_cache_hit   0.003625 → 0.022 off-peak   +506.9 %\n"
        "  input_cache_hit   0.003625 → 0.044 peak      +1113.8 %\n"
        "  input_cache_miss  0.435    → 0.66 off-peak     +51.7 %\n"
        "  input_cache_miss  0.435    → 1.32 peak        +203.4 %\n"
        "  output            0.87     → 1.98 off-peak    +127.6 %\n"
        "  output            0.87     → 3.96 peak        +355.2 %\n"
        "\n"
        "Effective immediately (the page states no date)\n"
        "Seen 2026-08-18 00:00 UTC by deepseek_pricing\n"
        "https://api-docs.deepseek.com/quick_start/pricing\n"
        "Check: almanac snapshot 7"
    )


def test_bands_that_become_flat_are_measured_against_each() -> None:
    lines = messages("2026-08-18", "2026-08-13")["deepseek-v4-pro"].body.splitlines()
    assert [line for line in lines if line.startswith("  output")] == [
        "  output            1.98 off-peak  → 0.87      -56.1 %",
        "  output            3.96 peak      → 0.87      -78.0 %",
    ]


def test_there_is_one_message_per_subject() -> None:
    assert set(messages("2026-08-13", "2026-08-18")) == {"deepseek-v4-flash", "deepseek-v4-pro", "notices"}


def test_a_new_model_is_told_with_its_prices_a_line_each() -> None:
    assert messages("2026-08-18", "2026-08-21")["deepseek-v4-flash-vision-exp"].body.splitlines()[2:6] == [
        "- model added: DeepSeek-V4-Flash-Vision-Exp",
        "  input_cache_hit off_peak 0.007, peak 0.014 USD / 1M tokens",
        "  input_cache_miss off_peak 0.22, peak 0.44 USD / 1M tokens",
        "  output off_peak 0.66, peak 1.32 USD / 1M tokens",
    ]


def test_an_edited_note_is_told_as_it_was_and_as_it_is() -> None:
    lines = messages("2026-08-21", "2026-08-22")["notices"].body.splitlines()[2:]
    assert lines[0] == "- notice changed"
    assert (lines[1][:15], lines[2][:15]) == ("  was: Off-peak", "  now: Off-peak")
    assert "Sunday, August 23, 2026" in lines[2]


def test_an_alert_about_notes_names_their_source() -> None:
    assert messages("2026-08-21", "2026-08-22")["notices"].title.startswith(
        'deepseek_pricing: notice changed: "Off-peak prices are half of the peak prices.'
    )


def test_the_key_of_an_alert_is_the_same_whenever_it_is_composed() -> None:
    first, again = (messages("2026-08-13", "2026-08-18")["deepseek-v4-pro"].alert_key for _ in range(2))
    assert first == again == "deepseek_pricing/2026-08-18T00:00:00.000000Z/deepseek-v4-pro"


def test_a_stated_instant_is_said_as_it_is_stated() -> None:
    (change,) = told(sample("2026-07-30"), sample("2026-07-31"))[:1]
    (message,) = compose([replace(change, effective_at=day("2026-08-16 16:00"))], SEEN)
    assert "\nFrom 2026-08-16 16:00 UTC\n" in message.body


@pytest.mark.parametrize(
    ("kinds", "main"),
    [
        (["limits changed", "promotion started"], "promotion started"),
        (["peak hours change announced", "price change announced"], "price change announced"),
        (["notice changed", "wording changed", "limits changed"], "limits changed"),
        (["notice changed", "wording changed"], "wording changed"),
        (["model removed", "name re-routed"], "name re-routed"),
        (["price changed", "retirement cancelled"], "price changed"),
        (["price changed", "retirement announced"], "retirement announced"),
        (["version changed", "peak hours changed"], "peak hours changed"),
    ],
)
def test_the_kind_and_instant_of_an_alert_are_those_of_what_matters_most(kinds: list[str], main: str) -> None:
    """The highest severity comes first; within it prices, retirements, promotions, hours, versions, limits, notices."""
    instants = {kind: day(f"2026-08-{number + 1:02}") for number, kind in enumerate(kinds)}
    for order in permutations(kinds):
        changes = [Change(ChangeKind(kind), "s", "m", "a", "b", instants[kind]) for kind in order]
        (message,) = compose(changes, SEEN)
        assert (message.kind, message.effective_at) == (main, instants[main])


@pytest.mark.parametrize(
    ("kinds", "others"),
    [
        (["price changed"], ""),
        (["price changed"] * 2 + ["version changed"], "; also version"),
        (["model removed", "price change announced", "limits changed"], "; also price, limits"),
        (["price changed", "promotion ended early", "promotion ended early"], "; also 2 promotions ended early"),
        (["price changed", "no longer stated", "no longer stated"], "; also no longer stated"),
        (["price changed", "end not confirmed", "end not confirmed"], "; also 2 ends not confirmed"),
        (["price changed", "notice added", "notice removed"], ""),
        (["retirement announced", "model removed"], "; also no longer listed"),
    ],
)
def test_a_title_names_the_other_changes_in_few_words(kinds: list[str], others: str) -> None:
    gravest, *_ = kinds
    (alone,) = compose([Change(ChangeKind(gravest), "s", "m", "a", "b", None)], SEEN)
    (message,) = compose([Change(ChangeKind(kind), "s", "m", "a", "b", None) for kind in kinds], SEEN)
    assert message.title == f"{alone.title}{others}"


def test_the_gravest_change_gives_an_alert_its_severity() -> None:
    changes = [Change(kind, "s", "m", None, None, None) for kind in (ChangeKind.NOTICE_ADDED, ChangeKind.MODEL_REMOVED)]
    (message,) = compose(changes, SEEN)
    assert (message.kind, message.severity) == ("model removed", "critical")


ENDS = day("2026-07-24 15:59")
OLD, NEW = "Both will be retired on 2026/07/24 15:59 UTC.", "Both have their last hour on 2026/07/24 15:59 UTC."


def stands(kind: str, fact: Fact, before: str | None = OLD, after: str = NEW) -> Change:
    subject = str(fact.key[1]) if len(fact.key) > 1 else "peak hours"
    return Change(
        ChangeKind(kind), "deepseek_pricing", subject, before, after, None, facts_after=(fact,), since=day("2026-04-24")
    )


def retirement(model: str, at: datetime | None = ENDS) -> Retirement:
    state = "dated" if at else "announced"
    return Retirement(
        source="deepseek_pricing", model=model, state=state, retires_at=at, replacement=None, locator="note"
    )


def note(before: str | None, after: str | None) -> Change:
    return Change(ChangeKind.NOTICE_CHANGED, "deepseek_pricing", "notices", before, after, None)


def promotion(percent: str | None, ends: datetime | None) -> Promotion:
    off = None if percent is None else Decimal(percent)
    return Promotion(
        source="deepseek_pricing",
        model="a",
        percent_off=off,
        starts_at=None,
        ends_at=ends,
        after_end=None,
        locator="note",
    )


def planned_price() -> Price:
    return Price(
        source="deepseek_pricing", model="a", meter="output", band="peak", currency="USD", amount=Decimal("3.96"),
        list_amount=None, unit="1M tokens", effective_from=ENDS,
    )  # fmt: skip


def peak_hours() -> PeakHours:
    return PeakHours(
        source="deepseek_pricing", time_zone="Asia/Shanghai", weekdays="12345", windows="09:00-12:00", holidays=None
    )


def test_one_rewording_of_several_models_is_one_alert_that_says_what_stands() -> None:
    told = [stands("wording changed", retirement(name)) for name in ("deepseek-chat", "deepseek-reasoner")]
    (message,) = compose([*told, note(OLD, NEW)], SEEN)
    assert message.title == (
        "deepseek-chat, deepseek-reasoner: wording changed, believed as before: retirement on 24 Jul 15:59 UTC"
    )
    assert message.body.splitlines()[5:10] == [
        "- wording changed",
        f"  was: {OLD}",
        f"  now: {NEW}",
        "  stands: the retirement of deepseek-chat on 2026-07-24 15:59 UTC, as believed since 2026-04-24 00:00 UTC",
        "  stands: the retirement of deepseek-reasoner on 2026-07-24 15:59 UTC, as believed since 2026-04-24 00:00 UTC",
    ]


@pytest.mark.parametrize("text", ["about deepseek-chat: less", "nothing of the kind"])
def test_a_note_is_told_with_what_stands_where_it_names_its_model(text: str) -> None:
    messages = compose([stands("wording changed", retirement("deepseek-chat")), note(text, "x")], SEEN)
    assert [message.subject for message in messages] == ["deepseek-chat", *(["notices"] if "kind" in text else [])]
    assert [message.models for message in messages] == [{"deepseek-chat"}, *([set()] if "kind" in text else [])]


def test_two_rewordings_of_one_model_are_one_alert_with_both() -> None:
    told = [
        stands("wording changed", retirement("a")),
        stands("wording changed", promotion("75", ENDS), "75 % off", "75 per cent less"),
    ]
    (message,) = compose(told, SEEN)
    assert message.title == (
        "a: wording changed, believed as before: retirement on 24 Jul 15:59 UTC, 75 % off until 24 Jul 15:59 UTC"
    )
    assert message.body.count("  was: ") == message.body.count("  stands: ") == 2


STANDING = {
    "the retirement of a without a date": retirement("a", None),
    "75 % off of a until 2026-07-24 15:59 UTC": promotion("75", ENDS),
    "the promotion of a without an end": promotion(None, None),
    "the peak hours: peak 09:00-12:00 Asia/Shanghai, Monday to Friday": peak_hours(),
    "a: output peak 3.96 USD / 1M tokens from 2026-07-24 15:59 UTC": planned_price(),
}


@pytest.mark.parametrize("words", STANDING)
@pytest.mark.parametrize("kind", ["wording changed", "no longer stated"])
def test_what_stands_is_named_whatever_it_is(words: str, kind: str) -> None:
    (message,) = compose([stands(kind, STANDING[words])], SEEN)
    assert f"  stands: {words}, as believed since 2026-04-24 00:00 UTC" in message.body.splitlines()


def test_what_no_sentence_states_any_more_stands_without_a_text() -> None:
    fact = retirement("a")
    (message,) = compose([stands("no longer stated", fact, None, describe((fact,)) or "")], SEEN)
    assert message.body.splitlines()[2:4] == [
        "- no longer stated",
        "  stands: the retirement of a on 2026-07-24 15:59 UTC, as believed since 2026-04-24 00:00 UTC",
    ]


def price_of(amount: str | None, band: str = "flat") -> tuple[Price, ...]:
    if amount is None:
        return ()
    return (
        Price(
            source="deepseek_pricing", model="m", meter="output", band=band, currency="USD", amount=Decimal(amount),
            list_amount=None, unit="1M tokens",
        ),
    )  # fmt: skip


def moved(kind: str, was: tuple[Fact, ...], now: tuple[Fact, ...]) -> Change:
    its = ChangeKind(kind)
    before, after = (describe(state, its.thing) for state in (was, now))
    return Change(its, "deepseek_pricing", "m", before, after, SEEN.moment, was, now)


VERSION = (ModelVersion(source="deepseek_pricing", model="m", version="V3.2", context_length=None, max_output=None),)
CAME_AND_WENT = {
    "price changed": (price_of("3"), "output 3 USD"),
    "version changed": (VERSION, "version V3.2"),
    "limits changed": (VERSION, "limits"),
}
"""By kind: the value that was in effect, and how a title says it."""


@pytest.mark.parametrize("kind", CAME_AND_WENT)
def test_what_goes_and_what_comes_cannot_be_taken_for_each_other(kind: str) -> None:
    state, words = CAME_AND_WENT[kind]
    (gone,), (came,) = (compose([moved(kind, *states)], SEEN) for states in ((state, ()), ((), state)))
    assert (gone.body.count("→ none stated"), came.body.count("none stated →")) == (1, 1)
    assert gone.title.startswith(f"m {words}")
    assert "no longer stated as of 18 Aug 00:00 UTC" in gone.title
    assert "now stated as of 18 Aug 00:00 UTC" in came.title


@pytest.mark.parametrize("kind", ["model removed", "model added", "retirement announced", "price change announced"])
def test_what_is_back_is_said_to_be_so_again_never_to_be_back(kind: str) -> None:
    change = Change(ChangeKind(kind), "deepseek_pricing", "m", None, "a", None)
    (message,) = compose([change], SEEN, {"m": AlertContext(same_until=day("2026-08-17"))})
    assert message.title.endswith(", again: as it was until 17 Aug 00:00 UTC")
