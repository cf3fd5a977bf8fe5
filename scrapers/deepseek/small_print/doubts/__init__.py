"""Rules that withdraw a statement that the note makes doubtful."""
