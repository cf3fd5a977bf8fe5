"""Loads what a run needs: `flows.serve` has this module loaded in the process that its runs are copies of."""

from flows.loading import loading

with loading():
    from flows import preloaded as preloaded
    from flows.serve import RunProcess

__all__ = ["RunProcess"]
