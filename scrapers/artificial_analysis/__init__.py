"""Artificial Analysis: the Data API with the user's key, and the leaderboard's page. One board, the same facts.

Its uuids are stable; names and slugs pass to other models (2026-08-01, 2026-08-13). The endpoint that was
closed in November 2026 said 0 for a price or a speed that is missing. An evaluation can be null for every model for a
while (2026-05-03, 06-16, 07-07).
"""

BOARD = "artificial-analysis"
SITE = "artificial_analysis"
"""Its name in the list of aliases."""
