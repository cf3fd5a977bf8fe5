"""Leaderboards: scores as intervals, places, renamed contenders, changes, and questions to them."""

from models.leaderboards.board_list import boards, main_category
from models.leaderboards.changes import BoardChange
from models.leaderboards.contenders import unknown_contenders
from models.leaderboards.curves import Curve, Held, Rebase, curves, rebases
from models.leaderboards.detect import BoardLog
from models.leaderboards.intervals import interval, short
from models.leaderboards.scores import Standing, last_moved, leaderboard, leaderboard_at, methods

__all__ = [
    "BoardChange",
    "BoardLog",
    "Curve",
    "Held",
    "Rebase",
    "Standing",
    "boards",
    "curves",
    "interval",
    "last_moved",
    "leaderboard",
    "leaderboard_at",
    "main_category",
    "methods",
    "rebases",
    "short",
    "unknown_contenders",
]
