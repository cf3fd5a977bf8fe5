"""Choice of the watched tables of models: those of the standard prices, each once, by title, never by position."""

import re
from collections.abc import Sequence

from scrapers.deepseek.pricing.columns_layout import TableFacts
from scrapers.deepseek.pricing.labels import PageLabels
from scrapers.deepseek.pricing.sections import PageTable
from scrapers.page import PageChanged
from scrapers.parse import find_instants

ReadTable = tuple[PageTable, TableFacts]
DISCOUNT = re.compile("discount|promotion|优惠|折扣|促销", re.IGNORECASE)
"""Words that do not decide which prices are to be paid: during a discount the reduced ones are."""


def select_watched(tables: Sequence[PageTable], words: PageLabels) -> list[PageTable]:
    """Return the tables in sections of models and prices, but those whose titles name other prices (batch).

    A bold line above a table is not certain to be its title: alone it excludes no table. Raises PageChanged if all
    tables are in other sections or have other titles.
    """
    here = [table for table in tables if words.is_detailed(table.heading)]
    if tables and not here:
        raise PageChanged("a table of models stands under another heading", tables[0].heading)
    usual = [table for table in here if not says_other_prices(table.title, words)]
    if here and not usual:
        raise PageChanged("the title of the table of models says other prices than the standard ones", here[0].title)
    return [table for table in usual if not says_other_prices(table.line, words)] or usual


def says_other_prices(title: str, words: PageLabels) -> bool:
    """Return True for the title of other than the standard prices."""
    return words.other_prices.search(title) is not None and not DISCOUNT.search(title)


def without_copies(tables: Sequence[ReadTable]) -> list[ReadTable]:
    """Return the tables without those whose whole content another one has, too."""
    kept: list[ReadTable] = []
    for one in tables:
        if not any(is_copy(one[1], other) for _, other in kept):
            kept = [*(other for other in kept if not is_copy(other[1], one[1])), one]
    return kept


def is_copy(one: TableFacts, other: TableFacts) -> bool:
    """Return True if the whole content of one table is in another one, too."""
    return one.models == other.models and one.windows == other.windows and _stated(one) <= _stated(other)


def _stated(found: TableFacts) -> set[object]:
    """Return the content of a table regardless of place: its facts, empty cells and unread texts."""
    facts = {(type(fact), fact.key, fact.value) for fact in (*found.prices, *found.versions)}
    return {*facts, *found.empty, *((one.where, one.text) for one in found.unread)}


def with_other_titles(tables: Sequence[ReadTable], words: PageLabels) -> list[ReadTable]:
    """Return the tables of prices beside one titled as the standard one, if each has another title.

    A title that may announce prices decides nothing.
    """
    usual = [one for one in tables if words.usual_prices.fullmatch(one[0].title or one[0].line)]
    if len(usual) != 1:
        return []
    others = [one for one in tables if one is not usual[0]]
    return others if all(_is_other(table.title or table.line, words) for table, _ in others) else []


def _is_other(title: str, words: PageLabels) -> bool:
    unsure = words.later_prices.search(title) or DISCOUNT.search(title) or find_instants(title)
    return bool(title) and not unsure
