"""Plausibility of readings: doubts for which a reading is held, and facts that a page no longer states."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from models.plausibility.case import Believed, Case, Doubt, Unstated
    from models.plausibility.check import Judgement, is_on_time, judge
    from models.plausibility.omissions import REWORDED, STANDS, Stands, omissions, whole_key
    from models.plausibility.rules import EVERY_VENDOR, Plausibility
    from models.plausibility.wordings import dated_beside, is_reported_by_rewording, with_new_wordings

__all__ = [
    "EVERY_VENDOR",
    "REWORDED",
    "STANDS",
    "Believed",
    "Case",
    "Doubt",
    "Judgement",
    "Plausibility",
    "Stands",
    "Unstated",
    "dated_beside",
    "is_on_time",
    "is_reported_by_rewording",
    "judge",
    "omissions",
    "whole_key",
    "with_new_wordings",
]

lazy_package(__name__)
