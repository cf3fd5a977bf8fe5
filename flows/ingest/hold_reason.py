"""The reason why a reading is held, and the possible decisions about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.changes import FOR_A_PERSON, SEEN_ONCE, Change
from models.facts import Fact
from models.kinds import Verdict
from models.plausibility import Doubt

LONGEST_REASON = 500
"""In characters."""


@dataclass(frozen=True)
class Choices:
    """The possible decisions about a held reading."""

    doubts: Sequence[Doubt] = ()
    """Doubts without a decision."""
    stated: Sequence[Fact] = ()
    """The facts that are recorded if they are accepted."""
    alerts: Mapping[Verdict, list[Change]] = field(default_factory=dict[Verdict, list[Change]])
    """By verdict, the changes that would be alerted."""
    refusals: Mapping[Verdict, str] = field(default_factory=dict[Verdict, str])
    """By verdict, the reason why the page would be refused even so."""


def hold_reason(doubts: Sequence[Doubt]) -> tuple[dict[str, Any], str]:
    """The reason why a reading is held, as data and as text."""
    needs_decision = any(doubt.lasting for doubt in doubts)
    prefix = FOR_A_PERSON if needs_decision else SEEN_ONCE
    why = "; ".join(sorted({doubt.why for doubt in doubts}))[: LONGEST_REASON - len(f"{prefix}: ")]
    return {"needs_decision": needs_decision, "why": why}, f"{prefix}: {why}"
