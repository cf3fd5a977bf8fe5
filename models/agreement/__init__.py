"""Agreement of sources: disagreements within a family, cross-checks by others, and changes that repeat each other."""

from models.agreement.crosscheck import CrossCheck, crosscheck
from models.agreement.duplicates import repeated_changes
from models.agreement.family import agreement, statement_words

__all__ = [
    "CrossCheck",
    "agreement",
    "crosscheck",
    "repeated_changes",
    "statement_words",
]
