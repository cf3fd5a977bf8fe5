"""The two clocks of one key: what is believed, and how it moved between two readings."""

from models.bitemporal.belief import Amendment, Contradiction, Span, by_account, by_page, value_at
from models.bitemporal.diff import Beliefs, Item, State, Step, fact_of, steps

__all__ = [
    "Amendment",
    "Beliefs",
    "Contradiction",
    "Item",
    "Span",
    "State",
    "Step",
    "by_account",
    "by_page",
    "fact_of",
    "steps",
    "value_at",
]
