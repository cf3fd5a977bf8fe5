"""Whether sources agree, and which of their changes say the same."""

from models.agreement.crosscheck import crosscheck
from models.agreement.duplicates import repeated_changes
from models.agreement.family import agreement
from models.agreement.overlap import CrossCheck

__all__ = [
    "CrossCheck",
    "agreement",
    "crosscheck",
    "repeated_changes",
]
