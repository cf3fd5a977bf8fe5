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


def select_watched(tables: Sequence[PageTable], page_labels: PageLabels) -> list[PageTable]:
    """Return the tables in sections of models and prices, but those whose titles name other prices (batch).

    A bold line above a table is not certain to be its title: alone it excludes no table. Raises PageChanged if all
    tables are in other sections or have other titles.
    """
    here = [table for table in tables if page_labels.is_detailed(table.heading)]
    if tables and not here:
        raise PageChanged("a table of models stands under another heading", tables[0].heading)
    usual = [table for table in here if not says_other_prices(table.title, page_labels)]
    if here and not usual:
        raise PageChanged("the title of the table of models says other prices than the standard ones", here[0].title)
    return [table for table in usual if not says_other_prices(table.line, page_labels)] or usual


def says_other_prices(title: str, page_labels: PageLabels) -> bool:
    """Return True for the title of other than the standard prices."""
    return page_labels.other_prices.search(title) is not None and not DISCOUNT.search(title)


def without_copies(tables: Sequence[ReadTable]) -> list[ReadTable]:
    """Return the tables without those whose whole content another one has, too."""
    kept: list[ReadTable] = []
    for candidate in tables:
        if not any(is_copy(candidate[1], other) for _, other in kept):
            kept = [*(other for other in kept if not is_copy(other[1], candidate[1])), candidate]
    return kept


def is_copy(table: TableFacts, other: TableFacts) -> bool:
    """Return True if the whole content of one table is in another one, too."""
    return table.models == other.models and table.windows == other.windows and _stated(table) <= _stated(other)


def _stated(content: TableFacts) -> set[object]:
    """Return the content of a table regardless of place: its facts, empty cells and unread texts."""
    facts = {(type(fact), fact.key, fact.value) for fact in (*content.prices, *content.versions)}
    return {*facts, *content.empty, *((item.where, item.text) for item in content.unread)}


def with_other_titles(tables: Sequence[ReadTable], page_labels: PageLabels) -> list[ReadTable]:
    """Return the tables of prices beside one titled as the standard one, if each has another title.

    A title that may announce prices decides nothing.
    """
    usual = [
        read_table
        for read_table in tables
        if page_labels.usual_prices.fullmatch(read_table[0].title or read_table[0].line)
    ]
    if len(usual) != 1:
        return []
    others = [read_table for read_table in tables if read_table is not usual[0]]
    return others if all(_is_other(table.title or table.line, page_labels) for table, _ in others) else []


def _is_other(title: str, page_labels: PageLabels) -> bool:
    unsure = page_labels.later_prices.search(title) or DISCOUNT.search(title) or find_instants(title)
    return bool(title) and not unsure
