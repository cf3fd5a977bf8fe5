"""The reason why a reading is held."""

from collections.abc import Sequence
from typing import Any

from models.changes import FOR_A_PERSON, SEEN_ONCE
from models.plausibility import Doubt

LONGEST_REASON = 500
"""In characters."""


def hold_reason(doubts: Sequence[Doubt]) -> tuple[dict[str, Any], str]:
    """The reason why a reading is held, as data and as text."""
    needs_decision = any(doubt.lasting for doubt in doubts)
    prefix = FOR_A_PERSON if needs_decision else SEEN_ONCE
    why = "; ".join(sorted({doubt.why for doubt in doubts}))[: LONGEST_REASON - len(f"{prefix}: ")]
    return {"needs_decision": needs_decision, "why": why}, f"{prefix}: {why}"
