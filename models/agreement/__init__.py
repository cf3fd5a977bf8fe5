"""Agreement of sources: disagreements within a family, cross-checks by others, and changes that repeat each other."""

from models.agreement.crosscheck import crosscheck
from models.agreement.duplicates import repeated_changes
from models.agreement.family import agreement, statement_words
from models.agreement.overlap import CrossCheck

__all__ = [
    "CrossCheck",
    "agreement",
    "crosscheck",
    "repeated_changes",
    "statement_words",
]
