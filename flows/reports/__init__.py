"""Reports: prices, deadlines, changes and leaderboards as Markdown and charts."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from flows.reports.leaderboard import family_boards, leaderboard_page
    from flows.reports.price_chart import price_chart
    from flows.reports.prices import changes_page, deadlines_page, prices_page
    from flows.reports.value import CURRENCY, MIX, WITHIN, Valued, ValueQuestion, value_cells, value_page, values

__all__ = [
    "CURRENCY",
    "MIX",
    "WITHIN",
    "ValueQuestion",
    "Valued",
    "changes_page",
    "deadlines_page",
    "family_boards",
    "leaderboard_page",
    "price_chart",
    "prices_page",
    "value_cells",
    "value_page",
    "values",
]

lazy_package(__name__)
