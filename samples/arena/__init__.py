"""Arena's sites as they stood on any day since March 2026: its dataset on Hugging Face and its leaderboard pages."""
