"""The errors of readings that cannot be recorded at their moment."""


class OutOfOrder(Exception):
    """A reading older than the recorded history, or of another reader release: only a replay can record it."""


class MomentTaken(Exception):
    """Another page of the same source and moment is recorded already."""
