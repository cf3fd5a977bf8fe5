"""Agreement of sources: disagreements within a family, cross-checks by others, and changes that repeat each other."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from models.agreement.crosscheck import CrossCheck, crosscheck
    from models.agreement.duplicates import Lately, alert_of, repeated_changes, told_lately
    from models.agreement.family import agreement, statement_words
    from models.agreement.overruled import FALLING_DUE, overruled_changes
    from models.agreement.seen_sources import SeenSources, seen_sources

__all__ = [
    "FALLING_DUE",
    "CrossCheck",
    "Lately",
    "SeenSources",
    "agreement",
    "alert_of",
    "crosscheck",
    "overruled_changes",
    "repeated_changes",
    "seen_sources",
    "statement_words",
    "told_lately",
]

lazy_package(__name__)
