"""Grammars that know the order of the words: one module for each kind of statement.

Each takes a clause as a line of grammar words and has to match all of it. `rules` and its two lists of patterns read
sentences whose wording is known as a whole.
"""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.deepseek.small_print.grammar import rules_en, rules_zh
    from scrapers.deepseek.small_print.grammar.advice import Advice, read_advice, with_advice
    from scrapers.deepseek.small_print.grammar.after_promotions import (
        continue_promotion,
        is_about_promotion,
        is_end_alone,
    )
    from scrapers.deepseek.small_print.grammar.free_calls import read_free_calls
    from scrapers.deepseek.small_print.grammar.off_days import names_other_days, read_off_days, without_off_days
    from scrapers.deepseek.small_print.grammar.peak_hours import (
        ahead_of,
        discount_window,
        is_one_day,
        read_peak_hours,
        windows_of,
        with_their_prices,
    )
    from scrapers.deepseek.small_print.grammar.prices import read_prices
    from scrapers.deepseek.small_print.grammar.promotions import read_promotions, shares_of
    from scrapers.deepseek.small_print.grammar.remarks import (
        ANY,
        Remark,
        combined_remarks,
        complete_statements,
        read_remarks,
        route_after_end,
    )
    from scrapers.deepseek.small_print.grammar.retirements import API, IN_ORDER, IT, read_endpoints, read_retirements

__all__ = [
    "ANY",
    "API",
    "IN_ORDER",
    "IT",
    "Advice",
    "Remark",
    "ahead_of",
    "combined_remarks",
    "complete_statements",
    "continue_promotion",
    "discount_window",
    "is_about_promotion",
    "is_end_alone",
    "is_one_day",
    "names_other_days",
    "read_advice",
    "read_endpoints",
    "read_free_calls",
    "read_off_days",
    "read_peak_hours",
    "read_prices",
    "read_promotions",
    "read_remarks",
    "read_retirements",
    "route_after_end",
    "rules_en",
    "rules_zh",
    "shares_of",
    "windows_of",
    "with_advice",
    "with_their_prices",
    "without_off_days",
]

lazy_package(__name__)
