"""Rewriting of a note about the tariff into the one wording that the reader knows."""

from scrapers.deepseek.small_print.tariff_roles.rewriting.spelling import respell

__all__ = [
    "respell",
]
