"""Whether sources agree, and which of their changes say the same."""

from models.agreement.crosscheck import crosscheck
from models.agreement.duplicates import echoes
from models.agreement.family import agreement, statement_words
from models.agreement.overlap import Check

__all__ = [
    "Check",
    "agreement",
    "crosscheck",
    "echoes",
    "statement_words",
]
