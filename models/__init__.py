"""Facts, their two-clock history, and queries for it. Imports sqlalchemy and nothing of ours."""
