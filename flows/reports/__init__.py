"""Reports: prices, deadlines, changes and leaderboards as Markdown and charts."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from flows.reports.leaderboard import family_boards, leaderboard_page
    from flows.reports.prices import changes_page, deadlines_page, prices_page

__all__ = [
    "changes_page",
    "deadlines_page",
    "family_boards",
    "leaderboard_page",
    "prices_page",
]

lazy_package(__name__)
