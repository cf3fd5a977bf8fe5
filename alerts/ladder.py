"""When people are reminded of a deadline."""

RUNGS = (30, 14, 7, 3, 1, 0)
"""Days before it; 0 is the instant itself."""
