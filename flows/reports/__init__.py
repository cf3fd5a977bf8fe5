"""Reports: prices, deadlines, changes, leaderboards and the state of sources as artifacts, Markdown and charts."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from flows.reports.artifact import Artifact
    from flows.reports.cost_chart import cost_chart
    from flows.reports.leaderboard import family_boards, leaderboard_page
    from flows.reports.pages import cycle_artifacts, family_artifacts, own_patterns, run_artifacts, standing_artifacts
    from flows.reports.prices import changes_artifact, charts_artifact, deadlines_artifact, prices_artifact
    from flows.reports.summary import run_message
    from flows.reports.value import CURRENCY, MIX, WITHIN, Valued, ValueQuestion, value_cells, value_page, values

__all__ = [
    "CURRENCY",
    "MIX",
    "WITHIN",
    "Artifact",
    "ValueQuestion",
    "Valued",
    "changes_artifact",
    "charts_artifact",
    "cost_chart",
    "cycle_artifacts",
    "deadlines_artifact",
    "family_artifacts",
    "family_boards",
    "leaderboard_page",
    "own_patterns",
    "prices_artifact",
    "run_artifacts",
    "run_message",
    "standing_artifacts",
    "value_cells",
    "value_page",
    "values",
]

lazy_package(__name__)
