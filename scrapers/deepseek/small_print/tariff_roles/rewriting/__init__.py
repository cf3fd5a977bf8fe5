"""Rewriting of a note about the tariff into the one wording that the reader knows."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.deepseek.small_print.tariff_roles.rewriting.spelling import respell

__all__ = [
    "respell",
]

lazy_package(__name__)
