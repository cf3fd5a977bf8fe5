"""Reader of what becomes of model names, by the roles of the words and free of their order.

Used for a note that no grammar reads.
"""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.deepseek.small_print.retirement_roles.outcomes import read_outcomes
    from scrapers.deepseek.small_print.retirement_roles.rewriting import rewrite_sentence

__all__ = [
    "read_outcomes",
    "rewrite_sentence",
]

lazy_package(__name__)
