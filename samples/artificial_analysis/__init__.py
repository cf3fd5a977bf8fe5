"""Artificial Analysis's sites as they stood on any day since April 2026: its Data API and its leaderboard page."""
