"""The alert as the person reads it who gets it at night."""

from dataclasses import replace

import pytest

from alerts.compose import compose
from alerts.message import Message
from alerts.words import Seen
from models.changes import Change
from tests.conftest import day
from tests.test_changes import sample, told

SEEN = Seen("deepseek_pricing", "https://api-docs.deepseek.com/quick_start/pricing", day("2026-08-18"), 7)


def messages(before: str, after: str) -> dict[str, Message]:
    return {message.subject: message for message in compose(told(sample(before), sample(after)), SEEN)}


def test_an_alert_of_a_price_rise_reads_like_this() -> None:
    message = messages("2026-08-13", "2026-08-18")["deepseek-v4-pro"]
    assert message.title == "deepseek-v4-pro: 3 prices changed (USD)"
    assert message.body == (
        "- price changed: input_cache_hit 0.003625 → off_peak 0.022 (+506.9 %), peak 0.044 (+1113.8 %) "
        "USD / 1M tokens\n"
        "- price changed: input_cache_miss 0.435 → off_peak 0.66 (+51.7 %), peak 1.32 (+203.4 %) USD / 1M tokens\n"
        "- price changed: output 0.87 → off_peak 1.98 (+127.6 %), peak 3.96 (+355.2 %) USD / 1M tokens\n"
        "\n"
        "From now (the page states no date)\n"
        "Seen 2026-08-18 00:00 UTC by deepseek_pricing\n"
        "Evidence: `almanac snapshot 7`\n"
        "https://api-docs.deepseek.com/quick_start/pricing"
    )


def test_bands_that_become_flat_are_measured_against_each() -> None:
    lines = messages("2026-08-18", "2026-08-13")["deepseek-v4-pro"].body.splitlines()
    assert lines[2].endswith("→ 0.87 (-56.1 % on off_peak, -78.0 % on peak) USD / 1M tokens")


def test_there_is_one_message_per_subject() -> None:
    assert set(messages("2026-08-13", "2026-08-18")) == {"deepseek-v4-flash", "deepseek-v4-pro", "notices"}


def test_a_new_model_is_told_with_its_prices_a_line_each() -> None:
    assert messages("2026-08-18", "2026-08-21")["deepseek-v4-flash-vision-exp"].body.splitlines()[:4] == [
        "- model added: DeepSeek-V4-Flash-Vision-Exp",
        "  input_cache_hit off_peak 0.007, peak 0.014 USD / 1M tokens",
        "  input_cache_miss off_peak 0.22, peak 0.44 USD / 1M tokens",
        "  output off_peak 0.66, peak 1.32 USD / 1M tokens",
    ]


def test_an_edited_note_is_told_as_it_was_and_as_it_is() -> None:
    lines = messages("2026-08-21", "2026-08-22")["notices"].body.splitlines()
    assert lines[0] == "- notice changed"
    assert (lines[1][:15], lines[2][:15]) == ("  was: Off-peak", "  now: Off-peak")
    assert "Sunday, August 23, 2026" in lines[2]


def test_an_alert_about_notes_names_their_source() -> None:
    assert messages("2026-08-21", "2026-08-22")["notices"].title == "deepseek_pricing: notice changed"


def test_the_key_of_an_alert_is_the_same_whenever_it_is_composed() -> None:
    first, again = (messages("2026-08-13", "2026-08-18")["deepseek-v4-pro"].key for _ in range(2))
    assert first == again == "deepseek_pricing/2026-08-18T00:00:00.000000Z/deepseek-v4-pro"


def test_a_stated_instant_is_said_as_it_is_stated() -> None:
    (change,) = told(sample("2026-07-30"), sample("2026-07-31"))[:1]
    (message,) = compose([replace(change, effective_at=day("2026-08-16 16:00"))], SEEN)
    assert "\nFrom 2026-08-16 16:00 UTC\n" in message.body


@pytest.mark.parametrize(
    ("kinds", "title"),
    [
        (["price changed"], "m: price changed"),
        (["price changed"] * 2 + ["version changed"], "m: 2 prices changed, version changed"),
        (["price change announced"] * 3, "m: 3 price changes announced"),
        (["price change now in effect"] * 2, "m: 2 price changes now in effect"),
        (["list price changed"] * 3, "m: 3 list prices changed"),
        (["model removed"], "m: removed"),
    ],
)
def test_a_title_counts_what_happened(kinds: list[str], title: str) -> None:
    (message,) = compose([Change(kind, "s", "m", "a", "b", None) for kind in kinds], SEEN)
    assert message.title == title


def test_the_gravest_change_gives_an_alert_its_severity() -> None:
    changes = [Change(kind, "s", "m", None, None, None) for kind in ("notice added", "model removed")]
    (message,) = compose(changes, SEEN)
    assert (message.kind, message.severity) == ("model removed", "critical")
