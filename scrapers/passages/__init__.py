"""The place of a fact on its page as people see it: a row with its titles and heading, or a text."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.passages.finding import find_name, find_passage
    from scrapers.passages.passage import Passage

__all__ = [
    "Passage",
    "find_name",
    "find_passage",
]

lazy_package(__name__)
