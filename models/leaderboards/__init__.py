"""Leaderboards: conventions of publishers, scores as intervals, places, renames, detection of changes, and queries."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from models.leaderboards.board_list import boards
    from models.leaderboards.changes import BoardChange
    from models.leaderboards.contenders import unknown_contenders
    from models.leaderboards.conventions import EVERY_BOARD, BoardConventions
    from models.leaderboards.curves import Curve, Rebase, ScoreSpan, curves, rebases
    from models.leaderboards.detect import BoardLog
    from models.leaderboards.intervals import short
    from models.leaderboards.scores import LeaderboardRow, last_moved, leaderboard, leaderboard_at, methods

__all__ = [
    "EVERY_BOARD",
    "BoardChange",
    "BoardConventions",
    "BoardLog",
    "Curve",
    "LeaderboardRow",
    "Rebase",
    "ScoreSpan",
    "boards",
    "curves",
    "last_moved",
    "leaderboard",
    "leaderboard_at",
    "methods",
    "rebases",
    "short",
    "unknown_contenders",
]

lazy_package(__name__)
