"""The error of a reading that only a replay can record."""


class OutOfOrder(Exception):
    """A reading older than the recorded history, or of another reader release: only a replay can record it."""
