"""Which tables of models are watched: those of the standard prices, each once, told by titles, never by place."""

import re
from collections.abc import Sequence

from scrapers.deepseek.pricing.columns_layout import TableFacts
from scrapers.deepseek.pricing.labels import PageLabels
from scrapers.deepseek.pricing.sections import PageTable
from scrapers.page import PageChanged
from scrapers.parse import find_instants

ReadTable = tuple[PageTable, TableFacts]
DISCOUNT = re.compile("discount|promotion|优惠|折扣|促销", re.IGNORECASE)
"""A title that does not say which prices are to be paid: while a discount lasts, the reduced ones are."""


def select_watched(tables: Sequence[PageTable], words: PageLabels) -> list[PageTable]:
    """The tables in sections of models and prices but those whose titles say other prices, as of a batch.

    A bold line above a table may be its title, or not: alone it takes no table away.
    Raises PageChanged where all of them stand elsewhere or have other titles.
    """
    here = [table for table in tables if words.is_detailed(table.heading)]
    if tables and not here:
        raise PageChanged("a table of models stands under another heading", tables[0].heading)
    usual = [table for table in here if not says_other_prices(table.title, words)]
    if here and not usual:
        raise PageChanged("the title of the table of models says other prices than the standard ones", here[0].title)
    return [table for table in usual if not says_other_prices(table.line, words)] or usual


def says_other_prices(title: str, words: PageLabels) -> bool:
    """Whether a title is that of other prices than the standard ones."""
    return words.other_prices.search(title) is not None and not DISCOUNT.search(title)


def without_copies(tables: Sequence[ReadTable]) -> list[ReadTable]:
    """The tables but those that state nothing which another one does not state as well."""
    kept: list[ReadTable] = []
    for one in tables:
        if not any(is_copy(one[1], other) for _, other in kept):
            kept = [*(other for other in kept if not is_copy(other[1], one[1])), one]
    return kept


def is_copy(one: TableFacts, other: TableFacts) -> bool:
    """Whether all that one table states stands in another one, too."""
    return one.models == other.models and one.windows == other.windows and _stated(one) <= _stated(other)


def _stated(found: TableFacts) -> set[object]:
    """What a table says, wherever it stands: its facts, its empty places, and what was not read."""
    facts = {(type(fact), fact.key, fact.value) for fact in (*found.prices, *found.versions)}
    return {*facts, *found.empty, *((one.where, one.text) for one in found.unread)}


def with_other_titles(tables: Sequence[ReadTable], words: PageLabels) -> list[ReadTable]:
    """The tables of prices beside one whose title says that it is the standard one, where each has another title.

    A title that may announce prices says nothing.
    """
    usual = [one for one in tables if words.usual_prices.fullmatch(one[0].title or one[0].line)]
    if len(usual) != 1:
        return []
    others = [one for one in tables if one is not usual[0]]
    return others if all(_is_other(table.title or table.line, words) for table, _ in others) else []


def _is_other(title: str, words: PageLabels) -> bool:
    unsure = words.later_prices.search(title) or DISCOUNT.search(title) or find_instants(title)
    return bool(title) and not unsure
