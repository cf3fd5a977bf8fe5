"""Readers of Arena: the official dataset (CC BY 4.0, lmarena-ai), and the leaderboard's pages."""
