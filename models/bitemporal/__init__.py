"""The rules of the two clocks (effective and recorded time) for one key: how a reading amends what is believed, and
which transitions that makes. Pure.
"""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from models.bitemporal.belief import (
        Amendment,
        Beliefs,
        Contradiction,
        ItemBeliefs,
        Span,
        State,
        ThirdValue,
        Transition,
        amended,
        amendment_from_history,
        amendment_from_page,
        fact_of,
        transitions,
        value_at,
        values_at,
    )

__all__ = [
    "Amendment",
    "Beliefs",
    "Contradiction",
    "ItemBeliefs",
    "Span",
    "State",
    "ThirdValue",
    "Transition",
    "amended",
    "amendment_from_history",
    "amendment_from_page",
    "fact_of",
    "transitions",
    "value_at",
    "values_at",
]

lazy_package(__name__)
