"""The board of Artificial Analysis: its name, its conventions and its page."""

from decimal import Decimal

from models.leaderboards import BoardConventions

BOARD = "artificial-analysis"
INDEX = "_index"
"""The end of the names of categories that are indices."""
CONVENTIONS = BoardConventions(
    main_categories=("intelligence_index",),
    # The site states that the 95 % interval of its index is below ±1 %.
    margin=Decimal("0.01"),
    least_scales=((INDEX, Decimal(100)),),
)
PAGE_PATH = "/leaderboards/models"
